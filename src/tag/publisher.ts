import type { Bill, Office, Official, TagInput } from '../model.js';
import { foldName } from './names.js';
import { inOffice, type OfficialIndex } from './officials.js';
import { personIn } from './person-names.js';

/** Who published a text, as far as the input and the text itself tell. */
export interface Publisher {
  office: Office | 'other' | null;
  /** Two letters, or null. */
  state: string | null;
  official: Official | null;
  /** The publisher's name as given, where it is no id. */
  name: string | null;
  /** Folded surname: `padilla`. */
  surname: string | null;
  /** Folded full name: `alex padilla`. */
  folded: string | null;
  bioguide: string | null;
}

/** `Rep. Estes, Ron [R-KS-4]` or `Portman, Rob`: the sponsor's surname and first name, folded. */
export function sponsorName(bill: Bill): { last: string; first: string; state: string | null } | null {
  if (!bill.sponsor) return null;
  const name = bill.sponsor.name.replace(/^(?:Rep|Sen|Del|Resident Commissioner|Commish)\.?\s+/i, '');
  const bracket = name.indexOf('[');
  const state = /\[[A-Z]+-([A-Z]{2})/.exec(name)?.[1] ?? null;
  const [last = '', first = ''] = (bracket < 0 ? name : name.slice(0, bracket)).split(',');
  return { last: foldName(last), first: foldName(first).split(' ')[0] ?? '', state };
}

/** Sponsors by surname, to tell which chamber a publisher sits in who is in no catalogue of ours. */
export type SponsorIndex = Map<
  string,
  { first: string; office: Office; bioguide: string; congress: number }[]
>;

/** All sponsors of the index by folded surname. */
export function sponsorsOf(bills: Iterable<Bill>): SponsorIndex {
  const seen = new Set<string>();
  const index: SponsorIndex = new Map();
  for (const bill of bills) {
    if (!bill.sponsor) continue;
    const key = `${bill.sponsor.bioguide}${bill.congress}${bill.type.charAt(0)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const name = sponsorName(bill);
    if (!name) continue;
    const list = index.get(name.last) ?? [];
    const office = bill.type.startsWith('s') ? 'senate' : 'house';
    list.push({ first: name.first, office, bioguide: bill.sponsor.bioguide, congress: bill.congress });
    index.set(name.last, list);
  }
  return index;
}

const SENATE_OPENING = /\b(?:U\.?\s?S\.? Senators?|Senators?|Sens?\.|SENS?\.?|SENATORS?)\s/;
const HOUSE_OPENING =
  /\b(?:Congress(?:man|woman|member)|Reps?\.|Representatives?|REPS?\.?|CONGRESS(?:MAN|WOMAN))\s+[A-Z]/;
const STATE_OPENING = /\b(?:Attorney General|ATTORNEY GENERAL|AG)\s+[A-Z]/;

/** Who published the text: from the input, else from how the text opens. */
export function publisherOf(
  input: TagInput,
  day: string,
  officials: OfficialIndex,
  sponsors: SponsorIndex,
): Publisher {
  const given = input.publisher ?? null;
  let official = given ? officials.byId(given) : null;
  // `Attorney General Ada Quill`: the person without the title; `Office of the Attorney General`: whoever holds it.
  const person = given && !official ? (personIn(given)?.name ?? given) : null;
  const folded = person ? foldName(person) : null;
  if (folded) official = officials.byName(folded, day);
  if (!official && input.office && input.state && !isPersonName(given)) {
    official = officials.holder(input.office, input.state, day);
  }
  const name = official ? official.name : person;
  const surname = official ? foldName(official.last) : (folded?.split(' ').at(-1) ?? null);
  const sponsor = folded && !official ? knownSponsor(folded, sponsors) : null;
  const office = input.office ?? officeOf(official, day) ?? sponsor?.office ?? openingOffice(input.text);
  const state =
    input.state ??
    official?.terms.find((term) => term.start <= day && (!term.end || day < term.end))?.state ??
    null;
  return {
    office,
    state,
    official,
    name,
    surname,
    folded: official ? foldName(official.name) : folded,
    bioguide: official?.bioguide ?? sponsor?.bioguide ?? null,
  };
}

/** True for a name that a person may bear, false for `Office of the Attorney General` and for nothing at all. */
function isPersonName(given: string | null): boolean {
  return given !== null && (personIn(given)?.name.includes(' ') ?? false);
}

function knownSponsor(folded: string, sponsors: SponsorIndex): { office: Office; bioguide: string } | null {
  const words = folded.split(' ');
  for (let from = 1; from < words.length; from++) {
    const people = sponsors.get(words.slice(from).join(' ')) ?? [];
    const exact = people.filter((person) => person.first === words[0]);
    const latest = (exact.length > 0 ? exact : people).toSorted((a, b) => b.congress - a.congress)[0];
    if (latest && (exact.length > 0 || new Set(people.map((p) => p.bioguide)).size === 1)) return latest;
  }
  return null;
}

function officeOf(official: Official | null, day: string): Office | null {
  if (!official) return null;
  const offices: Office[] = ['senate', 'attorney-general', 'house'];
  return offices.find((office) => inOffice(official, day, office)) ?? official.terms.at(-1)?.office ?? null;
}

/** The office that the first lines speak of first. */
function openingOffice(text: string): Office | null {
  const opening = text.slice(0, 600);
  const places: [Office, number][] = [
    ['senate', opening.search(SENATE_OPENING)],
    ['house', opening.search(HOUSE_OPENING)],
    ['attorney-general', opening.search(STATE_OPENING)],
  ];
  const first = places.filter(([, at]) => at >= 0).toSorted((a, b) => a[1] - b[1])[0];
  return first?.[0] ?? null;
}
