import type { Official, Speaker } from '../model.js';
import type { Mention } from './mentions.js';
import { foldName, mayBeSameFirstName } from './names.js';
import { NAME_RUN, personIn } from './person-names.js';
import type { Publisher } from './publisher.js';
import { roleBeside } from './roles.js';
import { stateNameOf } from './states.js';

/** A person who appears in a text. */
export interface Person {
  name: string;
  official: string | null;
  role: string | null;
  /** Offsets of the first place where the text gives the full name; −1 where it does not. */
  start: number;
  end: number;
  /** A title, an office or a speech of the person's own says that this is a person, not a thing in capitals. */
  certain: boolean;
}

/** A place in a text that names a person. */
export interface Sighting {
  person: Person;
  start: number;
  end: number;
}

/** Everybody who can be a speaker in one text: the officials it mentions, the publisher, other full names. */
export class Cast {
  readonly #text: string;
  readonly #bySurname = new Map<string, Person>();
  readonly #byName = new Map<string, Person>();
  readonly publisher: Person | null;

  constructor(text: string, mentions: readonly Mention[], publisher: Publisher, day: string) {
    this.#text = text;
    for (const mention of mentions) this.#official(mention, day);
    this.publisher = this.#publisher(publisher, day);
    for (const match of text.matchAll(NAME_RUN)) {
      if (match[0].includes(' ')) this.#maybe(match[0], match.index);
    }
  }

  #official(mention: Mention, day: string): void {
    const { person } = mention;
    if (this.#byName.has(foldName(person.name))) return;
    const role = officialRole(person, day);
    const known = {
      name: person.name,
      official: person.id,
      role,
      start: mention.nameStart,
      end: mention.nameEnd,
      certain: true,
    };
    this.#remember(known, person.last, true);
    for (const alias of person.aliases) this.#byName.set(foldName(alias), known);
  }

  #publisher(publisher: Publisher, day: string): Person | null {
    const { official, name } = publisher;
    if (official) {
      const known = this.#byName.get(foldName(official.name));
      if (known) return known;
      const role = officialRole(official, day);
      return this.#remember(
        { name: official.name, official: official.id, role, start: -1, end: -1, certain: true },
        official.last,
        true,
      );
    }
    if (!name?.includes(' ')) return null;
    const role = ROLES[publisher.office ?? 'other'] ?? null;
    return this.#remember(
      { name, official: null, role, start: -1, end: -1, certain: true },
      publisher.surname ?? '',
      true,
    );
  }

  #remember(person: Person, surname: string, first: boolean): Person {
    this.#byName.set(foldName(person.name), person);
    const last = foldName(surname);
    if (last && (first || !this.#bySurname.has(last))) this.#bySurname.set(last, person);
    // `Kristen McDonald Rivet` is called `McDonald Rivet`.
    const words = foldName(person.name).split(' ');
    const two = words.slice(-2).join(' ');
    if (words.length > 2 && !this.#bySurname.has(two)) this.#bySurname.set(two, person);
    return person;
  }

  /** A run of capitalised words may hold a name; it matters only when somebody of that name speaks. */
  #maybe(run: string, at: number): void {
    const found = personIn(run);
    if (!found?.name.includes(' ')) return;
    const start = at + found.offset;
    const known = this.find(found.name);
    if (known) {
      if (known.start < 0) {
        known.start = start;
        known.end = start + found.name.length;
      }
      return;
    }
    const person = {
      name: clean(found.name),
      official: null,
      role: null,
      start,
      end: start + found.name.length,
      certain:
        found.title !== null ||
        DISTRICT.test(this.#text.slice(start + found.name.length, start + found.name.length + 12)),
    };
    this.#remember(person, found.name.split(/\s+/).at(-1) ?? '', false);
  }

  /** The person behind a written name: full, or a surname of one named in full. */
  find(written: string): Person | null {
    const folded = foldName(written);
    const exact = this.#byName.get(folded);
    if (exact) return exact;
    const words = folded.split(' ');
    const bySurname =
      this.#bySurname.get(folded) ??
      this.#bySurname.get(words.slice(-2).join(' ')) ??
      this.#bySurname.get(words.at(-1) ?? '');
    if (!bySurname || words.length === 1 || this.#bySurname.get(folded) === bySurname)
      return bySurname ?? null;
    // `Mike Enzi` and `Michael B. Enzi` are one; `Jane Enzi` is not.
    return mayBeSameFirstName(foldName(bySurname.name).split(' ')[0] ?? '', words[0] ?? '')
      ? bySurname
      : null;
  }

  /** People that a stretch surely names as people, not as things in capitals. */
  people(from: number, to: number): Sighting[] {
    return this.sightings(from, to).filter(({ person }) => this.isCertain(person));
  }

  /** True where the text says that this is a person: an office, a title, a role beside the name. */
  isCertain(person: Person): boolean {
    person.certain ||= person.start >= 0 && roleBeside(this.#text, person.start, person.end) !== null;
    return person.certain;
  }

  /** The person of a full name, made known where the cast does not hold one yet. */
  findOrAdd(name: string, role: string | null): Person {
    return (
      this.find(name) ??
      this.#remember(
        { name: clean(name), official: null, role, start: -1, end: -1, certain: true },
        name.split(/\s+/).at(-1) ?? '',
        false,
      )
    );
  }

  /** People that a stretch of the text names, in order: known ones by any name, others by their full names. */
  sightings(from: number, to: number): Sighting[] {
    const found: Sighting[] = [];
    const stretch = this.#text.slice(from, to);
    for (const match of stretch.matchAll(NAME_RUN)) {
      for (const piece of pieces(match[0])) {
        const name = personIn(piece.text);
        const person = name ? this.find(name.name) : this.find(piece.text.replace(/['’]s$/, ''));
        if (!person) continue;
        const start = from + match.index + piece.at + (name?.offset ?? 0);
        found.push({ person, start, end: from + match.index + piece.at + piece.text.length });
      }
    }
    return found;
  }

  /** The speaker as it is stored, with the role that the text gives beside the name. */
  speaker(person: Person): Speaker {
    const role = person.role ?? (person.start >= 0 ? roleBeside(this.#text, person.start, person.end) : null);
    return { name: person.name, official: person.official, role };
  }
}

/** A run as it is, else word by word, so that `Today Burr` finds Burr. */
function pieces(run: string): { text: string; at: number }[] {
  if (!run.includes(' ')) return [{ text: run, at: 0 }];
  const name = personIn(run);
  if (name) return [{ text: run, at: 0 }];
  return [...run.matchAll(/\S+/g)].map((match) => ({ text: match[0], at: match.index }));
}

/** `(NJ-8)`, `(R-OH)` behind a name */
const DISTRICT = /^\s?\((?:[RDI]-)?[A-Z]/;

function clean(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}

const ROLES: Record<string, string> = {
  senate: 'U.S. Senator',
  house: 'U.S. Representative',
  'attorney-general': 'Attorney General',
};

/** The office that an official held on the day, else held last: `U.S. Senator`, `Attorney General of Montana`. */
function officialRole(official: Official, day: string): string | null {
  const now = official.terms.find((term) => term.start <= day && (term.end === null || day < term.end));
  const term = now ?? official.terms.filter(({ start }) => start <= day).at(-1);
  if (!term) return null;
  const role =
    term.office === 'attorney-general'
      ? `Attorney General of ${stateNameOf(term.state)}`
      : ROLES[term.office];
  return now ? (role ?? null) : `former ${role}`;
}
