import type { Bill } from '../model.js';
import { lettersOf, type Title, type TitleHolder } from './bill-index.js';
import type { TitleHit } from './bill-titles.js';
import { congressOn, congressStart, daysAfter } from './congress.js';
import { introducedAbout } from './introduction.js';
import type { Publisher } from './publisher.js';
import { isCosponsor, isOwnChamber, isSponsor, namesSponsor } from './support.js';
import { congressSpokenOf } from './time-cues.js';

/** What a text as a whole says that helps to decide between bills of one title. */
export interface Scene {
  text: string;
  /** `YYYY-MM-DD` of the text. */
  day: string;
  publisher: Publisher;
  /** Bills that the text cites by number. */
  cited: ReadonlySet<string>;
  /** Folded words of the text that begin with a capital: whose names appear. */
  names: () => ReadonlySet<string>;
  /** Whether the sponsor of a bill is named, as far as it was asked. */
  sponsors: Map<Bill, boolean>;
  /** The chamber in which a title was brought in, `s` or `h`, as far as the text said so by now. */
  chambers: Map<Title, string>;
}

/** What a title names. Nothing is chosen where several bills cannot be told apart: they are candidates. */
export interface Resolution {
  chosen: Bill[];
  candidates: Bill[];
  /** By which rule these were chosen, or why none was. */
  reason: string;
  /** How sure, 0 to 1. */
  confidence: number;
}

/** A release may announce a bill of its publisher's some days before the number is out. */
const ANNOUNCED_AHEAD = 14;
/** A bill without a known day is dated by its number, which is right within some months. */
const GUESSED = 75;
/** A bill of the last Congress may still be spoken of as one in the first weeks of the next. */
const AFTERGLOW = 45;

const BY_WHOM =
  /\b(?:(?:introduced|authored|sponsored|written) by (?:U\.?\s?S\.?\s)?(Sen|Rep|Congress)\p{L}*\b[^.;]{0,60}|(senators|representatives|members of congress) in (?:re-?)?introducing\b[^.;]{0,40})$/iu;
const OWN_BILL = 'sponsored by the publisher';
const SPONSOR_NAMED = 'its sponsor is named';
const OF_THE_CHAMBER = 'the bill of the publisher’s chamber';
const NOT_YET = 'no bill of this title was introduced by then';
const OF_ANOTHER_TIME = 'the bills of this title are of another Congress than the words speak of';
const OTHER_WORDS = 'other words than the title’s, and nobody who stands for the bill is named or publishes';
const OTHER_SPELLING = 'a title of the other chamber in another spelling, and nobody stands for the bill';
const ACRONYM_ALONE = 'an acronym alone, and nobody who stands for the bill is named or publishes';

/** How many bills of one title an unofficial index may name together. */
const MOST_UNOFFICIAL = 4;

const ON_THE_FLOOR =
  /\b(?:pass(?:ed|es|age|ing)?|vot(?:e|ed|es|ing)|approv(?:ed|al|es)|override|veto|sign(?:ed|ing)|conference report|conferees|consider(?:ed|ation|s)?|debat(?:e|ed|ing)|floor|cloture|amendment|amended|action on|companion)\b/i;
const BROUGHT_IN = /\b(?:re-?introduc\w+|co-?sponsor\w*|sponsor\w*|author\w*|co-?author\w*)\b/i;

/** Decides which of the bills that bear a title is meant. */
export function resolveTitle(hit: TitleHit, scene: Scene): Resolution {
  const current = congressOn(scene.day);
  const there = hit.title.holders.filter((holder) => wasThere(holder.bill, scene));
  const cited = there.filter(({ bill }) => scene.cited.has(bill.id));
  if (cited.length > 0) return chosen(cited, 'cited by number', 0.99);
  // An acronym that interrupts the title is no part of it.
  const letters = lettersOf(hit.acronym ? hit.text.replace(hit.acronym, '') : hit.text);
  const exact = hit.title.official ? there : there.filter((holder) => holder.spellings.includes(letters));
  let holders = ofYear(exact.length > 0 ? exact : there, hit.year, scene);
  holders = ofCongress(holders, hit, scene, current);
  if (holders.length === 0) return none(there.length === 0 ? NOT_YET : OF_ANOTHER_TIME);
  // A division of a bill that passed outlives the bill of its own that did not.
  const whole = holders.filter((holder) => !holder.portion || holder.stage >= 2);
  if (whole.length > 0) holders = whole;
  const confidence = 0.97 - (exact.length > 0 ? 0 : 0.1) - (whole.length > 0 ? 0 : 0.15);
  // A title in another number is believed where nothing speaks against it, in other words where something speaks for it.
  if (hit.loose) holders = holders.filter(({ bill }) => !bill.sponsor || speaksFor(bill, scene));
  else if (exact.length === 0) {
    holders = holders.filter(
      ({ bill }) => isOwnChamber(bill, scene.publisher) !== false || speaksFor(bill, scene),
    );
  }
  if (holders.length === 0) return none(hit.loose ? OTHER_WORDS : OTHER_SPELLING);
  if (hit.title.acronym && hit.title.content === 1 && !hit.title.nickname) {
    holders = holders.filter(
      ({ bill }) => speaksFor(bill, scene) || (!bill.sponsor && BROUGHT_IN.test(around(hit, scene))),
    );
  }
  if (holders.length === 0) return none(ACRONYM_ALONE);
  if (holders.length === 1) return chosen(holders, 'the only bill of this title', confidence);
  // An index made of releases knows no sponsors and no days, and gives one title to several numbers by mistake.
  if (holders.length <= MOST_UNOFFICIAL && holders.every((holder) => !holder.official)) {
    const theirs = ofWhoBroughtItIn(holders, hit, scene);
    return chosen(theirs, 'all bills that releases call so', confidence - 0.3);
  }
  return decide(holders, hit, scene, confidence);
}

function none(reason: string): Resolution {
  return { chosen: [], candidates: [], reason, confidence: 0 };
}

function chosen(holders: TitleHolder[], reason: string, confidence: number): Resolution {
  const bills = holders.map(({ bill }) => bill);
  return { chosen: bills, candidates: bills, reason, confidence };
}

/** No bill is meant that was not introduced yet, but one that its sponsor announces. */
function wasThere(bill: Bill, scene: Scene): boolean {
  if (congressStart(bill.congress) > scene.day) return false;
  const day = introducedAbout(bill);
  if (!bill.introduced) return day <= daysAfter(scene.day, GUESSED);
  if (day <= scene.day) return true;
  return day <= daysAfter(scene.day, ANNOUNCED_AHEAD) && isSponsor(bill, scene.publisher);
}

/** `Act of 2006` is no bill of a Congress that began in 2007. */
function ofYear(holders: TitleHolder[], year: number, scene: Scene): TitleHolder[] {
  if (year === 0) return holders;
  const same = holders.filter(
    (holder) => holder.year === year || holder.bill.titles.some(({ title }) => title.includes(`${year}`)),
  );
  if (same.length > 0) return same;
  const within = (first: number) => year >= first && year <= first + 2;
  if (!within(Number(congressStart(congressOn(scene.day)).slice(0, 4)))) {
    return holders.filter(({ bill }) => within(Number(congressStart(bill.congress).slice(0, 4))));
  }
  return holders;
}

/** The Congress that the words speak of, else the one of the day; older bills are laws or history by then. */
function ofCongress(holders: TitleHolder[], hit: TitleHit, scene: Scene, current: number): TitleHolder[] {
  const spoken = congressSpokenOf(scene.text, hit.start, hit.end, scene.day);
  if (spoken !== null && spoken !== current) return holders.filter(({ bill }) => bill.congress === spoken);
  const now = holders.filter(({ bill }) => bill.congress === current);
  if (now.length > 0) return now;
  const lately =
    scene.day <= daysAfter(congressStart(current), AFTERGLOW) && !BROUGHT_IN.test(around(hit, scene));
  return lately ? holders.filter(({ bill }) => bill.congress === current - 1) : [];
}

/** `introduced by Senator Levin, the X Act`, `joined senators in introducing the X Act`: a bill of the Senate. */
function ofWhoBroughtItIn(holders: TitleHolder[], hit: TitleHit, scene: Scene): TitleHolder[] {
  const before = scene.text.slice(Math.max(0, hit.start - 90), hit.start);
  const [, by, members] = BY_WHOM.exec(before) ?? [];
  const who = by ?? members;
  if (who !== undefined) scene.chambers.set(hit.title, /^s/i.test(who) ? 's' : 'h');
  // Once said, it holds for the rest of the text.
  const letter = scene.chambers.get(hit.title) ?? '';
  const theirs = holders.filter(({ bill }) => bill.type.startsWith(letter));
  return theirs.length > 0 ? theirs : holders;
}

/** Several bills: by sponsor, by chamber, by who is named, by how far they came, by the newest version. */
function decide(all: TitleHolder[], hit: TitleHit, scene: Scene, confidence: number): Resolution {
  const { publisher } = scene;
  const own = all.filter(({ bill }) => isOwnChamber(bill, publisher) !== false);
  const other = all.filter(({ bill }) => isOwnChamber(bill, publisher) === false);
  const words = around(hit, scene);
  if (own.length === 0 || isOwnChamber((own[0] as TitleHolder).bill, publisher) === null) {
    return bothChambers(all, scene, confidence);
  }
  const { rest: home, why } = narrow(own, scene);
  if (home.length > 1) return several(home, confidence);
  const [mine] = home as [TitleHolder];
  const result = chosen([mine], why ?? OF_THE_CHAMBER, confidence - 0.03);
  const away = narrow(other, scene).rest;
  const [theirs] = away;
  if (!theirs || away.length > 1) return result;
  // The other chamber's bill comes along where it is spoken of too: by its sponsor, or on its way through.
  const spoken = isSponsorNamed(theirs.bill, scene);
  const ahead = theirs.stage > mine.stage && !isSponsor(mine.bill, publisher);
  const floor = ON_THE_FLOOR.test(words) && !BROUGHT_IN.test(words);
  if (!spoken && !ahead && !floor) return result;
  return chosen([mine, theirs], 'the bill and its companion of the same title', confidence - 0.2);
}

/** No chamber to go by: the bill whose sponsor is named, else one of each chamber. */
function bothChambers(all: TitleHolder[], scene: Scene, confidence: number): Resolution {
  const named = all.filter(({ bill }) => speaksFor(bill, scene));
  const holders = named.length > 0 ? named : all;
  const chamber = (letter: string) => holders.filter(({ bill }) => bill.type.startsWith(letter));
  const senate = narrow(chamber('s'), scene).rest;
  const house = narrow(chamber('h'), scene).rest;
  if (senate.length > 1 || house.length > 1) return several([...senate, ...house], confidence);
  const reason = named.length > 0 ? SPONSOR_NAMED : 'companions of one title';
  return chosen([...senate, ...house], reason, confidence - (named.length > 0 ? 0.05 : 0.2));
}

/** Bills of one chamber: fewer where something speaks for one of them, and what that was. */
function narrow(holders: TitleHolder[], scene: Scene): { rest: TitleHolder[]; why: string | null } {
  const [only] = holders;
  if (!only || holders.length < 2) {
    return { rest: holders, why: only && isSponsor(only.bill, scene.publisher) ? OWN_BILL : null };
  }
  const tests: [why: string, test: (holder: TitleHolder) => boolean][] = [
    [OWN_BILL, ({ bill }) => isSponsor(bill, scene.publisher)],
    ['cosponsored by the publisher', ({ bill }) => isCosponsor(bill, scene.publisher)],
    [SPONSOR_NAMED, ({ bill }) => isSponsorNamed(bill, scene)],
  ];
  let rest = holders;
  let why: string | null = null;
  for (const [reason, test] of tests) {
    const kept = rest.filter(test);
    if (kept.length > 0) {
      rest = kept;
      why ??= reason;
    }
    if (kept.length > 0 && new Set(kept.map(({ bill }) => bill.sponsor?.bioguide)).size === 1) break;
  }
  const furthest = Math.max(...rest.map(({ stage }) => stage));
  if (rest.some(({ stage }) => stage < furthest))
    why ??= 'of the bills of this title the one that came furthest';
  rest = rest.filter(({ stage }) => stage === furthest);
  // One sponsor may bring in a title again, and of unknown sponsors nothing else is known: the newest is meant.
  const sponsors = new Set(rest.map(({ bill }) => bill.sponsor?.bioguide ?? ''));
  if (rest.length > 1 && sponsors.size === 1) {
    rest = rest
      .toSorted((a, b) => introducedAbout(b.bill).localeCompare(introducedAbout(a.bill)))
      .slice(0, 1);
    why ??= 'of the bills of this title the newest on the day';
  }
  return { rest, why };
}

function several(holders: TitleHolder[], confidence: number): Resolution {
  const one = new Set(holders.map(({ bill }) => bill.type.charAt(0))).size === 1;
  const count = ['', 'one bill', 'two bills', 'three bills'][holders.length] ?? `${holders.length} bills`;
  const reason = `${count} ${one ? 'of one chamber ' : ''}bear this title`;
  return { chosen: [], candidates: holders.map(({ bill }) => bill), reason, confidence: confidence - 0.4 };
}

function speaksFor(bill: Bill, scene: Scene): boolean {
  return (
    isSponsor(bill, scene.publisher) || isCosponsor(bill, scene.publisher) || isSponsorNamed(bill, scene)
  );
}

function isSponsorNamed(bill: Bill, scene: Scene): boolean {
  const known = scene.sponsors.get(bill) ?? namesSponsor(bill, scene.text, scene.names());
  scene.sponsors.set(bill, known);
  return known;
}

function around(hit: TitleHit, scene: Scene): string {
  return scene.text.slice(Math.max(0, hit.start - 120), hit.end + 120);
}
