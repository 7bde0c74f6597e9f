import type { Bill } from '../model.js';
import type { TitleHolder } from './bill-index.js';
import type { TitleHit } from './bill-titles.js';
import { congressOn, congressStart, daysAfter } from './congress.js';
import { type Publisher, sponsorName } from './publisher.js';

/** What a text as a whole says that helps to decide between bills of one title. */
export interface Scene {
  /** `YYYY-MM-DD` of the text. */
  day: string;
  publisher: Publisher;
  /** Bills that the text cites by number. */
  cited: ReadonlySet<string>;
  /** Folded words of the text that begin with a capital: whose names appear. */
  names: () => ReadonlySet<string>;
}

/** What a title names: one bill, or several that cannot be told apart, or none that can be meant. */
export interface Resolution {
  bills: Bill[];
  reason: string;
  /** How sure, 0 to 1. */
  confidence: number;
}

/** A release may announce a bill some days before its number is out. */
const ANNOUNCED_AHEAD = 14;

/** Decides which of the bills that bear a title is meant. */
export function resolveTitle(hit: TitleHit, scene: Scene): Resolution {
  const current = congressOn(scene.day);
  const latest = daysAfter(scene.day, ANNOUNCED_AHEAD);
  let holders = hit.title.holders.filter(
    ({ bill }) =>
      congressStart(bill.congress) <= scene.day && (bill.introduced === null || bill.introduced <= latest),
  );
  const cited = holders.filter(({ bill }) => scene.cited.has(bill.id));
  if (cited.length > 0)
    return { bills: cited.map(({ bill }) => bill), reason: 'cited by number', confidence: 0.99 };
  holders = ofYear(holders, hit.year);
  const now = holders.filter(({ bill }) => bill.congress === current);
  if (now.length > 0) holders = now;
  else holders = newest(holders);
  if (holders.length === 0) return { bills: [], reason: 'no bill of this title at the time', confidence: 0 };
  const whole = holders.filter(({ portion }) => !portion);
  if (whole.length > 0) holders = whole;
  else if (holders.length > 1) return { bills: [], reason: 'a part of several bills', confidence: 0 };
  const confidence = (now.length > 0 ? 0.97 : 0.8) - (whole.length > 0 ? 0 : 0.15);
  if (holders.length === 1) return one(holders[0] as TitleHolder, 'the only bill of this title', confidence);
  return decide(holders, scene, confidence);
}

function one(holder: TitleHolder, reason: string, confidence: number): Resolution {
  return { bills: [holder.bill], reason, confidence };
}

/** `Act of 2006` is no bill of a Congress that began in 2007. */
function ofYear(holders: TitleHolder[], year: number): TitleHolder[] {
  if (year === 0) return holders;
  const same = holders.filter((holder) => holder.year === year);
  if (same.length > 0) return same;
  return holders.filter(({ bill }) => {
    const first = Number(congressStart(bill.congress).slice(0, 4));
    return year >= first && year <= first + 2;
  });
}

function newest(holders: TitleHolder[]): TitleHolder[] {
  const latest = Math.max(...holders.map(({ bill }) => bill.congress));
  return holders.filter(({ bill }) => bill.congress === latest);
}

/** Several bills of one Congress: by sponsor, by chamber, by who is named, by the newest version. */
function decide(all: TitleHolder[], scene: Scene, confidence: number): Resolution {
  const { publisher } = scene;
  const bySelf = all.filter(({ bill }) => isSponsor(bill, publisher));
  if (bySelf.length > 0) return versions(bySelf, scene, 'sponsored by the publisher', confidence);
  const chamber = publisher.office === 'senate' ? 's' : publisher.office === 'house' ? 'h' : null;
  let holders = all;
  if (chamber) {
    const own = holders.filter(({ bill }) => bill.type.startsWith(chamber));
    if (own.length > 0) holders = own;
    if (holders.length === 1) {
      return one(holders[0] as TitleHolder, 'the bill of the publisher’s chamber', confidence - 0.05);
    }
  }
  const names = scene.names();
  const named = holders.filter(({ bill }) => {
    const sponsor = sponsorName(bill);
    return sponsor?.last.split(' ').every((word) => names.has(word)) ?? false;
  });
  if (named.length > 0) return versions(named, scene, 'its sponsor is named', confidence - 0.05);
  return versions(holders, scene, 'several bills bear this title', confidence - 0.1);
}

/** One sponsor may introduce a title again: the newest one that was there on the day is meant. */
function versions(holders: TitleHolder[], scene: Scene, reason: string, confidence: number): Resolution {
  if (holders.length === 1) return one(holders[0] as TitleHolder, reason, confidence);
  const sponsors = new Set(holders.map(({ bill }) => bill.sponsor?.bioguide ?? bill.id));
  if (sponsors.size === 1) {
    const latest = holders
      .filter(({ bill }) => bill.introduced === null || bill.introduced <= scene.day)
      .toSorted((a, b) => (b.bill.introduced ?? '').localeCompare(a.bill.introduced ?? ''))[0];
    if (latest) return one(latest, `${reason}; the newest version`, confidence - 0.05);
  }
  const chambers = new Set(holders.map(({ bill }) => bill.type.charAt(0)));
  const where =
    chambers.size === 1
      ? `${holders.length} bills of one chamber bear this title`
      : `${holders.length} bills bear this title`;
  return { bills: holders.map(({ bill }) => bill), reason: where, confidence: 0.5 };
}

function isSponsor(bill: Bill, publisher: Publisher): boolean {
  if (!bill.sponsor) return false;
  if (publisher.bioguide) return bill.sponsor.bioguide === publisher.bioguide;
  const sponsor = sponsorName(bill);
  return sponsor !== null && publisher.surname !== null && sponsor.last === publisher.surname;
}
