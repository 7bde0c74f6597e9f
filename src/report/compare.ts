import type { Database } from '../../db/connection.js';
import { billTitles } from './bill-titles.js';
import { type OfficialReport, officialReport } from './official.js';
import { type Overview, overview, type SpokenBill } from './overview.js';
import { type Voice, type Voices, voicesOn } from './voices.js';

/** What belongs to both of two, and what to one alone. */
export interface Parts<T> {
  both: [T, T][];
  first: T[];
  second: T[];
}

/** Two officials side by side. */
export interface OfficialComparison {
  officials: [OfficialReport, OfficialReport];
  bills: Parts<SpokenBill>;
  topics: Parts<Overview['topics'][number]>;
}

const MOST = 500;

/** Which bills and topics two officials share; null where one of them is unknown. */
export async function compareOfficials(
  db: Database,
  a: string,
  b: string,
): Promise<OfficialComparison | null> {
  const [first, second] = await Promise.all([officialReport(db, a), officialReport(db, b)]);
  if (first === null || second === null) return null;
  const [all, others] = await Promise.all(
    [a, b].map((official) => overview(db, { official }, { limit: MOST })),
  );
  return {
    officials: [first, second],
    bills: parts(all?.bills ?? [], others?.bills ?? [], ({ bill }) => bill),
    topics: parts(all?.topics ?? [], others?.topics ?? [], ({ topic }) => topic),
  };
}

/** Two bills side by side. */
export interface BillComparison {
  bills: [ComparedBill, ComparedBill];
  voices: Parts<Voice>;
}

interface ComparedBill {
  id: string;
  title: string | null;
  voices: Voices;
}

/** Who spoke of both of two bills, and who of one alone. */
export async function compareBills(db: Database, a: string, b: string): Promise<BillComparison> {
  const [titles, first, second] = await Promise.all([
    billTitles(db, [a, b]),
    voicesOn(db, a),
    voicesOn(db, b),
  ]);
  const one = (id: string, voices: Voices) => ({ id, title: titles.get(id) ?? null, voices });
  return {
    bills: [one(a, first), one(b, second)],
    voices: parts(
      first.voices,
      second.voices,
      ({ official, office, name }) => official ?? `${office} ${name}`,
    ),
  };
}

/** Keeps the order of each list. */
function parts<T>(first: T[], second: T[], keyOf: (one: T) => string): Parts<T> {
  const others = new Map(second.map((one) => [keyOf(one), one]));
  const both: [T, T][] = [];
  const alone: T[] = [];
  for (const one of first) {
    const other = others.get(keyOf(one));
    if (other === undefined) alone.push(one);
    else both.push([one, other]);
  }
  const keys = new Set(first.map(keyOf));
  return { both, first: alone, second: second.filter((one) => !keys.has(keyOf(one))) };
}
