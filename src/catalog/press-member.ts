import type { Official, Term } from '../model.js';
import type { PressHead, PressMember } from './congress-press.js';
import { officialId } from './legislators.js';
import { divisionOf } from './states.js';

/**
 * Whether the member that the data set names can be the author of what stands at this address. The set gives some
 * newsrooms of the House to a senator of the same name; but a senator's releases from years in the House are there
 * too, and those are his.
 * @param known the official of that Bioguide id, where the archive has one
 * @param day of the release, `YYYY-MM-DD`
 */
export function isAuthor(release: PressHead, known: Official | null, day: string): boolean {
  const { member, office, host } = release;
  if (member === null) return false;
  if (member.office === office) return true;
  const elsewhere = known?.terms.some(
    (term) => term.office !== office && term.start <= day && (term.end === null || day < term.end),
  );
  return elsewhere === false && host.split('.')[0]?.includes(letters(lastName(member.name, host))) === true;
}

/** What is known of somebody from the records alone: first and last day with a release. */
export interface Sighting {
  member: PressMember;
  host: string;
  first: string;
  last: string;
}

/**
 * An official made from the records. The term reaches from the beginning of the Congress of the first release to the
 * end of that of the last: no more is known.
 * @param taken ids that are another's
 */
export function officialFromRecords({ member, host, first, last }: Sighting, taken: Set<string>): Official {
  const name = member.name.replace(/,?\s+(Jr|Sr|I{1,3}|IV)\.?$/i, '');
  const family = lastName(member.name, host);
  const given = name.slice(0, name.length - family.length).trim();
  const words = given.split(/\s+/).filter((word) => !/^(\p{L}\.?)?$/u.test(word));
  const usual = words[0] ?? (given.split(/\s+/)[0] || family);
  const id = officialId(family, usual);
  const plain = `${usual} ${family}`;
  return {
    id: taken.has(id) ? `${id}-${member.bioguide.toLowerCase()}` : id,
    bioguide: member.bioguide,
    name: plain,
    first: usual,
    last: family,
    aliases: [...new Set([member.name, name])].filter((alias) => alias !== plain),
    terms: termOf(member, first, last),
  };
}

function termOf(member: PressMember, first: string, last: string): Term[] {
  const division = divisionOf(member.state);
  if (division === null) return [];
  return [
    {
      office: member.office,
      state: member.state,
      division,
      party: member.party === '' ? 'I' : member.party,
      start: `${congressYear(first)}-01-03`,
      end: `${congressYear(last) + 2}-01-03`,
    },
  ];
}

/** The odd year in which the Congress of a day began. */
function congressYear(day: string): number {
  const year = Number(day.slice(0, 4));
  if (year % 2 === 0) return year - 1;
  return day.slice(5) < '01-03' ? year - 2 : year;
}

/** As many of the last words as the newsroom's name ends with: `gluesenkampperez` has two of them. */
function lastName(full: string, host: string): string {
  const name = full.replace(/,?\s+(Jr|Sr|I{1,3}|IV)\.?$/i, '');
  const words = name.split(/\s+/);
  const label = host.split('.')[0] ?? '';
  for (let count = words.length - 1; count > 1; count -= 1) {
    const tail = words.slice(-count).join(' ');
    if (label.endsWith(letters(tail))) return tail;
  }
  return words.at(-1) ?? name;
}

function letters(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}
