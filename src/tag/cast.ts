import type { Speaker } from '../model.js';
import type { Mention } from './mentions.js';
import { foldName } from './names.js';
import type { Publisher } from './publisher.js';

/** A person who appears in a text. */
export interface Person {
  name: string;
  official: string | null;
  role: string | null;
  /** `m`, `f` or null, from the pronouns and titles beside the name. */
  gender: 'm' | 'f' | null;
}

/** Titles that stand before a name, and are a role. */
const TITLE =
  '(?:(?:former|then|acting|interim|deputy|assistant|associate|chief|state|lt|lieutenant|u\\.?s\\.?|united states|house|senate|majority|minority|ranking|vice|executive|senior|adjutant|major|brigadier)\\s+)*' +
  '(?:senators?|sens?|representatives?|reps?|congressm[ae]n|congresswom[ae]n|congressmembers?|attorneys? general|ag|governors?|govs?|presidents?|secretary|director|administrator|commissioner|chairman|chairwoman|chair|mayor|sheriff|chief|judge|justice|general|gen|colonel|col|captain|capt|sergeant|sgt|admiral|dr|mr|mrs|ms|miss|prof|professor|rev|reverend|speaker|leader|member|superintendent|ambassador|treasurer|auditor|counsel|officer|whip|solicitor general|district attorney|commissioner|ceo|spokesman|spokeswoman)';
const TITLES = new RegExp(`^(?:${TITLE}\\.?,?\\s+)+`, 'i');

/** A name: two to four capitalised words, initials allowed. */
const NAME_WORD = "(?:[A-Z]\\.|(?:[DO]['’]|Mc|Mac|de |De |van |Van |von |Von |La |St\\. )?[A-Z][\\p{L}’'-]+)";
const NAME = new RegExp(
  `${NAME_WORD}(?:\\s(?:["“(][A-Z][a-z]+[”")]\\s)?${NAME_WORD}){1,3}(?:,?\\s(?:Jr|Sr|II|III)\\b\\.?)?`,
  'gu',
);

const NO_NAMES = new Set(
  'january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday united states america american senate house congress committee subcommittee act department national federal new north south west east washington white university county city state bill the this that these today in on for with and or but if when while as at by from our we they he she it his her their'.split(
    ' ',
  ),
);

/** Splits `U.S. Senator Heidi Heitkamp` into role and name. */
export function splitTitle(phrase: string): { role: string | null; name: string } {
  const match = TITLES.exec(phrase);
  if (!match || match[0].length === phrase.length) return { role: null, name: phrase };
  return { role: match[0].trim().replace(/[,.]$/, ''), name: phrase.slice(match[0].length).trim() };
}

/** Everybody who can be a speaker in one text: the officials it mentions, the publisher, other full names. */
export class Cast {
  readonly #bySurname = new Map<string, Person>();
  readonly #byName = new Map<string, Person>();
  /** Where officials stand in the text, in order. */
  readonly mentions: readonly Mention[];
  readonly publisher: Person | null;

  constructor(text: string, mentions: readonly Mention[], publisher: Publisher) {
    this.mentions = mentions;
    for (const mention of mentions) this.#official(mention);
    this.publisher = publisherPerson(publisher);
    if (this.publisher) this.#remember(this.publisher, publisher.official?.last ?? publisher.surname);
    for (const match of text.matchAll(NAME)) this.#maybe(match[0]);
  }

  #official(mention: Mention): void {
    const { person } = mention;
    const known = this.#byName.get(foldName(person.name));
    if (known) return;
    this.#remember(
      { name: person.name, official: person.id, role: officialRole(person), gender: null },
      person.last,
    );
  }

  #remember(person: Person, surname: string | null): void {
    this.#byName.set(foldName(person.name), person);
    const last = foldName(surname ?? person.name.split(' ').at(-1) ?? '');
    if (last && !this.#bySurname.has(last)) this.#bySurname.set(last, person);
  }

  /** A run of capitalised words may be a name; it is looked up only when somebody of that surname speaks. */
  #maybe(run: string): void {
    const { role, name } = splitTitle(run);
    const folded = foldName(name);
    const words = folded.split(' ');
    if (words.length < 2 || words.some((word) => NO_NAMES.has(word))) return;
    if (this.#byName.has(folded)) return;
    const last = words.at(-1) ?? '';
    const person: Person = { name: clean(name), official: null, role, gender: null };
    this.#byName.set(folded, person);
    if (!this.#bySurname.has(last)) this.#bySurname.set(last, person);
  }

  /** The person behind a written name: full, or a surname that stands for one named in full. */
  find(written: string): Person | null {
    const folded = foldName(written);
    const exact = this.#byName.get(folded);
    if (exact) return exact;
    const words = folded.split(' ');
    const last = words.at(-1) ?? '';
    const bySurname =
      this.#bySurname.get(words.length > 1 ? words.slice(-2).join(' ') : last) ?? this.#bySurname.get(last);
    if (words.length === 1) return bySurname ?? null;
    // `Mike Enzi` and `Michael B. Enzi` are one; `Jane Enzi` is not.
    const first = words[0] ?? '';
    if (bySurname && foldName(bySurname.name).charAt(0) === first.charAt(0)) return bySurname;
    return null;
  }

  /** The person behind a written name, made known where nobody of the name is yet. */
  findOrAdd(written: string, role: string | null): Person {
    const known = this.find(written);
    if (known) {
      if (role && !known.role) known.role = role;
      return known;
    }
    const person: Person = { name: clean(written), official: null, role, gender: null };
    this.#remember(person, null);
    return person;
  }
}

function clean(name: string): string {
  return name
    .replace(/\s+/g, ' ')
    .replace(/['’]s$/, '')
    .trim();
}

function publisherPerson(publisher: Publisher): Person | null {
  const { official } = publisher;
  if (official)
    return { name: official.name, official: official.id, role: officialRole(official), gender: null };
  if (!publisher.name?.includes(' ')) return null;
  const role =
    publisher.office === 'senate'
      ? 'U.S. Senator'
      : publisher.office === 'house'
        ? 'U.S. Representative'
        : null;
  return { name: publisher.name, official: null, role, gender: null };
}

function officialRole(person: Mention['person']): string {
  const term = person.terms.at(-1);
  if (term?.office === 'attorney-general') return 'Attorney General';
  return term?.office === 'house' ? 'U.S. Representative' : 'U.S. Senator';
}

/** The speaker of a quote as it is stored. */
export function asSpeaker(person: Person): Speaker {
  return { name: person.name, official: person.official, role: person.role };
}
