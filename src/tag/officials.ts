import type { Office, Official, Term } from '../model.js';
import { foldName, shortForms } from './names.js';
import type { Tokens, Vocabulary } from './tokens.js';
import { PhraseTrie } from './trie.js';

const SUFFIX = /,?\s+(?:Jr|Sr|II|III|IV)\.?$/i;

/** The people of the catalogue by full name and by surname. Built once. */
export class OfficialIndex {
  readonly officials: Official[];
  /** Full names, in all forms; the value is a place in `named`. */
  readonly names = new PhraseTrie();
  readonly named: Official[][] = [];
  /** Surnames; the value is a place in `surnamed`. */
  readonly surnames = new PhraseTrie();
  readonly surnamed: Official[][] = [];
  readonly #byId = new Map<string, Official>();
  readonly #byFolded = new Map<string, Official[]>();
  readonly #byOffice = new Map<string, Set<Official>>();

  constructor(officials: Iterable<Official>, vocabulary: Vocabulary, scratch: Tokens) {
    this.officials = [...officials];
    for (const official of this.officials) {
      this.#byId.set(official.id, official);
      for (const { office, state } of official.terms) {
        const key = `${office} ${state}`;
        this.#byOffice.set(key, (this.#byOffice.get(key) ?? new Set()).add(official));
      }
      for (const name of fullNames(official)) {
        vocabulary.learn(name, scratch);
        if (scratch.count > 1) put(this.names, this.named, scratch, official);
        const folded = foldName(name);
        this.#byFolded.set(folded, [...(this.#byFolded.get(folded) ?? []), official]);
      }
      vocabulary.learn(official.last.replace(SUFFIX, ''), scratch);
      if (scratch.count > 0) put(this.surnames, this.surnamed, scratch, official);
    }
  }

  byId(id: string): Official | null {
    return this.#byId.get(id) ?? null;
  }

  /** The one official who holds an office in a state on the day; null where nobody or more than one does. */
  holder(office: Office, state: string, day: string): Official | null {
    const holders = [...(this.#byOffice.get(`${office} ${state}`) ?? [])].filter((person) =>
      person.terms.some((term) => term.state === state && isTermOf(term, office, day)),
    );
    return holders.length === 1 ? (holders[0] ?? null) : null;
  }

  /** The official of a full name (folded by `foldName`) who is in office on the day. */
  byName(folded: string, day: string): Official | null {
    const words = folded.split(' ');
    const people = this.#byFolded.get(folded) ?? this.#byFolded.get(`${words[0]} ${words.at(-1)}`) ?? [];
    return people.find((person) => inOffice(person, day)) ?? null;
  }
}

function put(trie: PhraseTrie, lists: Official[][], words: Tokens, official: Official): void {
  const value = trie.add(words.id, 0, words.count, lists.length);
  const list = lists[value];
  if (!list) lists.push([official]);
  else if (!list.includes(official)) list.push(official);
}

/** Every full name an official may be called by. */
function fullNames(official: Official): Set<string> {
  const names = new Set<string>();
  for (const name of [official.name, `${official.first} ${official.last}`, ...official.aliases]) {
    const plain = name.replace(SUFFIX, '').trim();
    if (plain.includes(' ')) names.add(plain);
    // Middle names and initials may be left out.
    const [first = '', ...rest] = plain.split(' ');
    const last = official.last.replace(SUFFIX, '');
    if (rest.length > 0 && plain.endsWith(last)) names.add(`${first} ${last}`);
  }
  for (const name of [...names]) {
    const [first = '', ...rest] = name.split(' ');
    for (const short of shortForms(first.toLowerCase())) names.add(`${short} ${rest.join(' ')}`);
  }
  return names;
}

/** True where the official holds the office (any, where none is named) on the day. */
export function inOffice(official: Official, day: string, office: Office | null = null): boolean {
  return official.terms.some((term) => isTermOf(term, office, day));
}

function isTermOf(term: Term, office: Office | null, day: string): boolean {
  return (
    (office === null || term.office === office) && term.start <= day && (term.end === null || day < term.end)
  );
}

/** True where the official holds or has held office by the day (and is not elected only years later). */
export function hasServed(official: Official, day: string): boolean {
  return official.terms.some((term) => term.start <= day);
}
