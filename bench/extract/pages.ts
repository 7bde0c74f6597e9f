/** The pages that extractors are measured on, with what a person reads on each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from '../../src/catalog/data-directory.js';

/** A release page and what is on it. */
export interface GoldPage {
  name: string;
  html: string;
  url: string;
  zone: string;
  title: string;
  /** `YYYY-MM-DD`, or RFC 3339 where the page tells the minute. */
  published: string;
  /** What a feed or listing said of the date; only for the page that has none. */
  announced: string | null;
  /** Null where nobody wrote it down. */
  body: string[] | null;
  language?: string;
  canonical?: string;
  links?: { url: string; text: string }[];
}

const GOLDEN = join(packageDirectory(), 'test', 'golden', 'release');
const MINNESOTA = join(packageDirectory(), '..', 'shared', 'pages', 'minnesota-ag');

/** The pages we wrote, in the structures of real newsrooms. */
export function goldenPages(): GoldPage[] {
  return readdirSync(GOLDEN)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const name = file.replace('.json', '');
      const gold = JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as Omit<GoldPage, 'name' | 'html'>;
      const html = readFileSync(join(GOLDEN, `${name}.html`), 'utf8');
      return { ...gold, announced: gold.announced ?? null, name, html };
    });
}

/** Real pages of one office, where the folder `shared` stands beside the repo; their bodies have no gold. */
export function minnesotaPages(): GoldPage[] {
  if (!existsSync(MINNESOTA)) return [];
  const gold = JSON.parse(readFileSync(join(MINNESOTA, 'gold.json'), 'utf8')) as {
    file: string;
    url: string;
    title: string;
    date: string;
  }[];
  return gold.map(({ file, url, title, date }) => ({
    name: file,
    html: readFileSync(join(MINNESOTA, file), 'utf8'),
    url,
    zone: 'America/Chicago',
    title,
    published: date,
    announced: null,
    body: null,
  }));
}
