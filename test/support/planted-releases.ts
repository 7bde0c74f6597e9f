/** Releases of ../shared with near-duplicates planted among them, the same at every run. */
import { existsSync, readFileSync } from 'node:fs';

const FILES = ['senate-2004-2008.ndjson', 'congress-2026-04.ndjson'].map(
  (name) => new URL(`../../../shared/releases/${name}`, import.meta.url),
);

export const hasReleases = FILES.every((file) => existsSync(file));

export interface Planted {
  publisher: string;
  day: string;
  text: string;
  /** The number of the pair it is one of; null for a distractor. */
  pair: number | null;
  /** What was changed in the second of a pair. */
  change: Change | null;
}

interface Release {
  publisher: string;
  date: string;
  text: string;
}

/** The five ways in which the copies of a joint release differ. */
export const CHANGES = [
  'names in the lead',
  'contact block',
  'paragraph dropped',
  'words edited',
  'end cut or moved',
] as const;
type Change = (typeof CHANGES)[number];

/** A generator of numbers from 0 to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Pairs of releases that are one with small changes, among distractors: whole releases, and releases that were
 * put together of the halves of two others.
 */
export function plantReleases(options: { pairs: number; distractors: number; seed: number }): Planted[] {
  const random = seeded(options.seed);
  const { pool, unique } = withoutRelatives(readReleases());
  shuffle(pool, random);
  const long = shuffle([...unique], random).filter((release) => wordsOf(release.text) >= 80);
  const originals = long.slice(0, options.pairs);
  const rest = pool.filter((release) => !originals.includes(release));
  const planted: Planted[] = originals.flatMap((release, pair) => {
    const change = CHANGES[pair % CHANGES.length] as Change;
    const other = pick(pool, random, (one) => one.publisher !== release.publisher);
    const copy = changed(release, other.publisher, change, pool, random);
    const own = { publisher: release.publisher, day: release.date, text: release.text, pair, change: null };
    return [own, { publisher: other.publisher, day: later(release.date, random), text: copy, pair, change }];
  });
  const whole = rest.slice(0, options.distractors);
  planted.push(
    ...whole.map((one) => ({
      publisher: one.publisher,
      day: one.date,
      text: one.text,
      pair: null,
      change: null,
    })),
  );
  // The halves of two releases of about one length, each half used once in each place.
  const byLength = unique.toSorted((one, other) => wordsOf(one.text) - wordsOf(other.text));
  for (let made = 0; made < options.distractors - whole.length; made += 1) {
    const round = Math.floor(made / byLength.length);
    const first = byLength[made % byLength.length] as Release;
    const last = byLength[(made + 3 + round) % byLength.length] as Release;
    planted.push({
      publisher: first.publisher,
      day: first.date,
      text: `${halfOf(first.text, round % 2)}\n\n${halfOf(last.text, (round + 1) % 2)}`,
      pair: null,
      change: null,
    });
  }
  return shuffle(planted, random);
}

function readReleases(): Release[] {
  return FILES.flatMap((file) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Release)
      .filter((release) => Boolean(release.publisher))
      // The data has runs of hundreds of spaces where a page had its menus.
      .map((release) => ({ ...release, text: release.text.replace(/[^\S\n]+/g, ' ').trim() })),
  );
}

/**
 * Leaves out releases of which the data itself holds a copy by somebody else: whoever shares a tenth of his runs
 * of eight words (of those that begin with a long one) with another publisher's release. `unique` are those that
 * share so much with no release at all.
 */
function withoutRelatives(releases: Release[]): { pool: Release[]; unique: Release[] } {
  const holders = new Map<string, number[]>();
  const runs = releases.map((release, index) => {
    const words = release.text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const own = new Set<string>();
    for (let at = 0; at + 8 <= words.length; at += 1) {
      if ((words[at] ?? '').length >= 8) own.add(words.slice(at, at + 8).join(' '));
    }
    for (const run of own) {
      const known = holders.get(run);
      if (known === undefined) holders.set(run, [index]);
      else known.push(index);
    }
    return own;
  });
  const related = (index: number, among: (other: Release) => boolean) => {
    const shared = new Map<number, number>();
    for (const run of runs[index] ?? []) {
      for (const other of holders.get(run) ?? []) {
        if (other !== index && among(releases[other] as Release))
          shared.set(other, (shared.get(other) ?? 0) + 1);
      }
    }
    return [...shared.values()].some((count) => count >= (runs[index]?.size ?? 0) / 10);
  };
  const pool = releases.filter(
    (release, index) => !related(index, (other) => other.publisher !== release.publisher),
  );
  const unique = releases.filter((_, index) => !related(index, () => true));
  return { pool, unique };
}

function changed(
  release: Release,
  publisher: string,
  change: Change,
  pool: Release[],
  random: () => number,
): string {
  const parts = partsOf(release.text);
  switch (change) {
    case 'names in the lead': {
      const [lead = '', ...others] = parts;
      const swapped = lead.replaceAll(release.publisher, `${publisher} and ${release.publisher}`);
      const opening = `Senator ${publisher}, joined by colleagues of both parties, today released the following. `;
      return [opening + swapped, ...others].join('\n\n');
    }
    case 'contact block': {
      const digits = Math.floor(random() * 9000) + 1000;
      const block = `FOR IMMEDIATE RELEASE\nContact: Office of Senator ${publisher}, (202) 224-${digits}\n${publisher} Press Office, press@${publisher.toLowerCase().replace(/\W/g, '')}.senate.gov`;
      return random() < 0.5 ? `${block}\n\n${release.text}` : `${release.text}\n\n${block}`;
    }
    case 'paragraph dropped': {
      const dropped = 1 + Math.floor(random() * Math.max(1, parts.length - 1));
      return parts.filter((_, index) => index !== dropped).join('\n\n');
    }
    case 'words edited': {
      const source = pick(pool, random, () => true).text.split(/\s+/);
      return release.text
        .split(' ')
        .map((word) => (random() < 0.03 ? (source[Math.floor(random() * source.length)] ?? word) : word))
        .join(' ');
    }
    case 'end cut or moved': {
      const keep = Math.max(1, Math.ceil(parts.length * 0.75));
      if (random() < 0.5) return parts.slice(0, keep).join('\n\n');
      return [...parts.slice(0, keep - 1), ...parts.slice(keep), ...parts.slice(keep - 1, keep)].join('\n\n');
    }
  }
}

/** Paragraphs; where the layout was lost, runs of two sentences. */
function partsOf(text: string): string[] {
  const paragraphs = text.split(/\n+/).filter((part) => part.trim() !== '');
  if (paragraphs.length >= 4) return paragraphs;
  const sentences = text.match(/[^.]+\.?\s*/g) ?? [text];
  return sentences.flatMap((_, index) =>
    index % 2 === 0 ? [sentences.slice(index, index + 2).join('')] : [],
  );
}

function halfOf(text: string, half: number): string {
  const words = text.split(' ');
  const middle = Math.floor(words.length / 2);
  return (half === 0 ? words.slice(0, middle) : words.slice(middle)).join(' ');
}

/** The same day, or up to three days after it. */
function later(day: string, random: () => number): string {
  const days = Math.floor(random() * 4);
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function wordsOf(text: string): number {
  return text.split(/\s+/).length;
}

function pick<T>(from: T[], random: () => number, fits: (one: T) => boolean): T {
  for (;;) {
    const one = from[Math.floor(random() * from.length)];
    if (one !== undefined && fits(one)) return one;
  }
}

function shuffle<T>(items: T[], random: () => number): T[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const to = Math.floor(random() * (at + 1));
    [items[at], items[to]] = [items[to] as T, items[at] as T];
  }
  return items;
}
