import { congressOn, congressStart } from './congress.js';

/** Words beside a citation that move it into another time than the day of the text. */

const MONTH =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.?|Feb\\.?|Aug\\.?|Sept\\.?|Oct\\.?|Nov\\.?|Dec\\.?)';
/** `On July 28, 2020, …`, `In 2019, …` at the head of a sentence. */
const OPENING_DATE = new RegExp(
  `(?:^|[.!?]["”]?\\s+|\\n\\s*)(?:\\p{L}+\\s+){0,2}?(?:[Ii]n|[Oo]n|[Ss]ince)\\s+(?:${MONTH}\\s+)?(?:\\d{1,2},?\\s+)?((?:19|20)\\d\\d)\\b`,
  'gu',
);
const ORDINAL = /\b(\d{2,3})(?:st|nd|rd|th)\s+congress\b/gi;
const LAST = /\b(?:last|previous|prior)\s+(?:Congress|session of Congress)\b/i;
/** `S. 1941) in 2000`, `S. 1941, which she introduced in 2002`. */
const YEAR_BEHIND =
  /^[)\]”"’]?,?\s(?:(?:that|which|and|he|she|\p{Lu}\p{Ll}+|was|were|first|originally|initially)\s){0,4}(?:(?:introduced|authored|wrote|written|passed|sponsored|enacted)\s(?:and\s\w+\s)?)?in\s(?:\p{Lu}\p{Ll}+\s)?((?:19|20)\d\d)\b/u;
const REACH = 400;
const NEAR = 90;

/** The Congress that the words around `start`–`end` speak of, null where they name none. */
export function congressSpokenOf(text: string, start: number, end: number, day: string): number | null {
  const current = congressOn(day);
  const before = sentenceTail(text.slice(Math.max(0, start - NEAR), start));
  const behind = sentenceHead(text.slice(end, end + NEAR));
  const named = [...before.matchAll(ORDINAL)].at(-1) ?? [...behind.matchAll(ORDINAL)][0];
  const ordinal = Number(named?.[1] ?? 0);
  if (ordinal > 0 && ordinal <= current) return ordinal;
  if (LAST.test(before) || LAST.test(behind)) return current - 1;
  const year = yearSpokenOf(text, start, day) ?? yearBehind(text, end, day);
  return year === null ? null : congressOn(`${year}-06-30`);
}

/** The year that opens the sentence or the paragraph, where it lies before the Congress of the day. */
function yearSpokenOf(text: string, start: number, day: string): number | null {
  const reach = text.slice(Math.max(0, start - REACH), start);
  const opened = [...reach.slice(Math.max(0, reach.lastIndexOf('\n'))).matchAll(OPENING_DATE)].at(-1);
  if (!opened) return null;
  return past(Number(opened[1]), day);
}

/** The year right behind the citation, where it lies before the Congress of the day. */
function yearBehind(text: string, end: number, day: string): number | null {
  return past(Number(YEAR_BEHIND.exec(text.slice(end, end + NEAR))?.[1] ?? 0), day);
}

/** A year of an older Congress, null for any other. */
function past(year: number, day: string): number | null {
  return year > 1980 && year < Number(congressStart(congressOn(day)).slice(0, 4)) ? year : null;
}

function sentenceTail(text: string): string {
  const end = Math.max(text.lastIndexOf('. '), text.lastIndexOf('\n\n'));
  return end < 0 ? text : text.slice(end);
}

function sentenceHead(text: string): string {
  const end = text.search(/\.\s+[A-Z“"]|\.["”’]|\n\n/);
  return end < 0 ? text : text.slice(0, end);
}
