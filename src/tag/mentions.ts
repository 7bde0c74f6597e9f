import type { MentionTag, Office, Official } from '../model.js';
import { gapBefore, isBlank } from './gaps.js';
import { hasServed, inOffice, type OfficialIndex } from './officials.js';
import type { Publisher } from './publisher.js';
import { partyAndState } from './states.js';
import { endOf, Shape, type Tokens, type Vocabulary } from './tokens.js';
import type { Trace } from './trace.js';

/** A stretch of the text that names one official. */
export interface Mention extends MentionTag {
  person: Official;
  /** Offsets of the name itself, without `(R-OH)`. */
  nameStart: number;
  nameEnd: number;
}

/** `(NJ-8)`, `(R-NJ-08)`: a member of the House. */
const HOUSE_DISTRICT = /^,?\s?\((?:[RDI]-)?[A-Z]{2}-?(?:\d{1,2}|AL)\)/;

interface Scene {
  tokens: Tokens;
  day: string;
  state: string | null;
  publisher: Official | null;
  /** An attorney general's `Sen. Johnson` may sit in the legislature of the state. */
  stateOffice: boolean;
  /** Officials named in full so far decide between two of one surname. */
  named: Set<Official>;
  trace: Trace | undefined;
}

/** Finds officials in a text: by full name, by title and surname, by surname and `(R-OH)`, and in lists. */
export class MentionReader {
  readonly #index: OfficialIndex;
  readonly #w: Record<string, number> = {};
  /** Titles of others: they end a list of senators. */
  readonly #other: Set<number>;

  constructor(index: OfficialIndex, vocabulary: Vocabulary, scratch: Tokens) {
    this.#index = index;
    const words =
      'senator sen attorney general ag gen representative rep congressman congresswoman congressmember and';
    for (const word of words.split(' ')) this.#w[word] = vocabulary.learn(word, scratch).id[0] as number;
    this.#other = new Set(
      ['governor', 'gov', 'mayor', 'president', 'secretary', 'speaker', 'sheriff', 'judge'].map(
        (word) => vocabulary.learn(word, scratch).id[0] as number,
      ),
    );
  }

  read(tokens: Tokens, day: string, publisher: Publisher, trace?: Trace): Mention[] {
    const found: Mention[] = [];
    const { state, official, office } = publisher;
    const stateOffice = office === 'attorney-general';
    const scene: Scene = { tokens, day, state, publisher: official, stateOffice, named: new Set(), trace };
    for (let i = 0; i < tokens.count; i++) {
      const title = this.#title(tokens, i);
      if (title) {
        const next = this.#afterTitle(scene, title, found);
        if (next > i) {
          i = next - 1;
          continue;
        }
      }
      const full = this.#fullName(scene, i) ?? this.#withState(scene, i);
      if (!full) continue;
      found.push(full.mention);
      i = full.to - 1;
    }
    return found;
  }

  /** `Senator`, `Sens.`, `Attorneys General`, `AG` at a word; `to` is the word after. */
  #title(tokens: Tokens, i: number): { office: Office; to: number; plural: boolean } | null {
    const w = this.#w;
    const id = tokens.id[i] as number;
    if (id === 0) return null;
    const plural = (tokens.text.charCodeAt((tokens.end[i] as number) - 1) | 32) === 115;
    if (id === w.senator || id === w.sen) return { office: 'senate', to: i + 1, plural };
    if (id === w.ag && ((tokens.shape[i] as number) & Shape.Capital) !== 0) {
      return { office: 'attorney-general', to: i + 1, plural };
    }
    if (id === w.attorney && i + 1 < tokens.count && isBlank(tokens, i + 1)) {
      const next = tokens.id[i + 1] as number;
      if (next === w.general || next === w.gen) return { office: 'attorney-general', to: i + 2, plural };
    }
    if (
      id === w.representative ||
      id === w.rep ||
      id === w.congressman ||
      id === w.congresswoman ||
      id === w.congressmember
    ) {
      return { office: 'house', to: i + 1, plural };
    }
    return null;
  }

  /** Names behind a title: one, or a list behind `Senators`. Returns the word after the last name that was read. */
  #afterTitle(
    scene: Scene,
    title: { office: Office; to: number; plural: boolean },
    found: Mention[],
  ): number {
    const { tokens } = scene;
    let i = title.to;
    let last = title.to - 1;
    let misses = 0;
    // A surname alone stands at the head of an item; behind an unknown first name it is somebody else's.
    let head = true;
    while (i < tokens.count && i - last < 12) {
      if (i > title.to && (this.#title(tokens, i) || this.#other.has(tokens.id[i] as number))) break;
      const full =
        this.#fullName(scene, i, title.office) ?? (head ? this.#surname(scene, i, title.office) : null);
      if (full) {
        found.push(full.mention);
        i = full.to;
        last = i;
        misses = 0;
      } else {
        // A name that the catalogue does not hold: step over it if the list goes on.
        if (((tokens.shape[i] as number) & Shape.Capital) === 0 || ++misses > 4) break;
        i++;
      }
      if (!title.plural || i >= tokens.count) break;
      const joined = this.#joint(tokens, i);
      if (joined >= 0) i = joined;
      else if (full || !isBlank(tokens, i)) break;
      head = joined >= 0;
    }
    return last;
  }

  /** The word after a comma or `and` before word `i`; −1 where the list does not go on. */
  #joint(tokens: Tokens, i: number): number {
    const gap = gapBefore(tokens, i);
    if (/[.!?;:]\s|\n\s*\n/.test(gap.replace(/^[^)]*\)/, '')) && !/\)/.test(gap)) return -1;
    if (tokens.id[i] === this.#w.and) return i + 1;
    return /,\s/.test(gap) ? i : -1;
  }

  /** A full name at word `i`. */
  #fullName(scene: Scene, i: number, office: Office | null = null): { mention: Mention; to: number } | null {
    const { tokens } = scene;
    if (((tokens.shape[i] as number) & Shape.Capital) === 0) return null;
    const { names, named } = this.#index;
    let node = names.step(0, tokens.id[i] as number);
    if (node === 0) return null;
    let best: { people: Official[]; to: number } | null = null;
    for (let k = i + 1; k < tokens.count; k++) {
      if (!/^[\s.,"“”'’()-]{1,4}$/.test(gapBefore(tokens, k))) break;
      let next = names.step(node, tokens.id[k] as number);
      // `John F. Kerry`, where the index knows him without his initial.
      if (
        next === 0 &&
        (tokens.end[k] as number) - (tokens.start[k] as number) === 1 &&
        k + 1 < tokens.count
      ) {
        next = names.step(node, tokens.id[++k] as number);
      }
      if (next === 0 || ((tokens.shape[k] as number) & Shape.Capital) === 0) break;
      node = next;
      const value = names.valueAt(node);
      if (value >= 0) best = { people: named[value] ?? [], to: k + 1 };
    }
    if (!best) return null;
    // `Congressman Rob Menendez` is not the senator of that name.
    const people =
      office === 'house' ? best.people.filter((p) => p.terms.some((t) => t.office === 'house')) : best.people;
    return this.#settle(scene, people, i, best.to, null, true);
  }

  /** A surname at word `i`, after a title. */
  #surname(scene: Scene, i: number, office: Office): { mention: Mention; to: number } | null {
    const found = this.#surnameAt(scene.tokens, i);
    return found && this.#settle(scene, found.people, i, found.to, office, false);
  }

  /** A surname without a title but with party and state behind it. */
  #withState(scene: Scene, i: number): { mention: Mention; to: number } | null {
    const { tokens } = scene;
    const found = this.#surnameAt(tokens, i);
    if (!found) return null;
    const end = tokens.end[found.to - 1] as number;
    if (!/[(,[]/.test(tokens.text.slice(end, end + 3))) return null;
    if (!partyAndState(tokens.text.slice(end, end + 24))) return null;
    // `Jane Portman (R-OH)` is somebody else.
    if (i > 0 && isBlank(tokens, i) && ((tokens.shape[i - 1] as number) & Shape.Capital) !== 0) return null;
    return this.#settle(scene, found.people, i, found.to, null, false);
  }

  #surnameAt(tokens: Tokens, i: number): { people: Official[]; to: number } | null {
    if (((tokens.shape[i] as number) & Shape.Capital) === 0) return null;
    const { surnames, surnamed } = this.#index;
    let node = surnames.step(0, tokens.id[i] as number);
    let best: { people: Official[]; to: number } | null = null;
    for (let k = i + 1; node !== 0; k++) {
      const value = surnames.valueAt(node);
      if (value >= 0) best = { people: surnamed[value] ?? [], to: k };
      if (k >= tokens.count || !/^[\s-]{1,2}$/.test(gapBefore(tokens, k))) break;
      node = surnames.step(node, tokens.id[k] as number);
    }
    return best;
  }

  /** Decides which of several people is meant; null where it cannot be decided. */
  #settle(
    scene: Scene,
    people: Official[],
    from: number,
    to: number,
    office: Office | null,
    full: boolean,
  ): { mention: Mention; to: number } | null {
    const { tokens, day } = scene;
    const nameStart = tokens.start[from] as number;
    const nameEnd = endOf(tokens, to - 1);
    const district = HOUSE_DISTRICT.test(tokens.text.slice(nameEnd, nameEnd + 12));
    const behind = partyAndState(tokens.text.slice(nameEnd, nameEnd + 28));
    let likely = people.filter((person) => (full ? hasServed(person, day) : inOffice(person, day, office)));
    // `former Senator Nelson`: surnames of those who left need their office and the name in full before.
    if (likely.length === 0 && !full) likely = people.filter((person) => scene.named.has(person));
    if (scene.stateOffice && office === 'senate' && !full && !behind) {
      likely = likely.filter((p) => scene.named.has(p) || p.terms.some((term) => term.state === scene.state));
    }
    if (district) likely = likely.filter((person) => inOffice(person, day, 'house'));
    if (behind) likely = likely.filter((person) => person.terms.some((term) => term.state === behind.state));
    likely = narrow(likely, (person) => inOffice(person, day, office));
    if (behind)
      likely = narrow(likely, (p) =>
        p.terms.some((t) => t.state === behind.state && t.party.startsWith(behind.party)),
      );
    likely = narrow(likely, (person) => person === scene.publisher);
    likely = narrow(likely, (person) => scene.named.has(person));
    if (scene.state)
      likely = narrow(likely, (person) => person.terms.some((term) => term.state === scene.state));
    const person = likely[0];
    scene.trace?.({
      about: 'mention',
      outcome: likely.length === 1 ? 'tagged' : likely.length === 0 ? 'refused' : 'ambiguous',
      people: (likely.length > 0 ? likely : people).map(({ id }) => id),
      at: { start: nameStart, end: nameEnd, text: tokens.text.slice(nameStart, nameEnd) },
      rule: ruleOf(likely.length, full, office, behind !== null),
    });
    if (!person || likely.length > 1) return null;
    if (full || behind) scene.named.add(person);
    const end = behind ? nameEnd + behind.length : nameEnd;
    const mention: Mention = {
      official: person.id,
      person,
      start: nameStart,
      end,
      text: tokens.text.slice(nameStart, end),
      nameStart,
      nameEnd,
    };
    return { mention, to: behind ? Math.max(to, wordAfter(tokens, to, end)) : to };
  }
}

function ruleOf(likely: number, full: boolean, office: Office | null, behind: boolean): string {
  if (likely > 1) return 'several bear this name, and nothing tells them apart';
  if (likely === 0) return 'nobody of this name held such an office then, or somebody else is meant';
  const name = full ? 'the full name' : office === null ? 'the surname' : 'a title and the surname';
  return behind ? `${name} with party and state` : name;
}

/** Keeps those who pass the test, or all where none does. */
function narrow<T>(list: T[], test: (item: T) => boolean): T[] {
  if (list.length < 2) return list;
  const kept = list.filter(test);
  return kept.length > 0 ? kept : list;
}

function wordAfter(tokens: Tokens, i: number, offset: number): number {
  let k = i;
  while (k < tokens.count && (tokens.start[k] as number) < offset) k++;
  return k;
}
