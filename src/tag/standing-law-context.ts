import type { Scene } from './bill-resolver.js';
import type { TitleHit } from './bill-titles.js';
import type { StandingLaws } from './standing-laws.js';

/** `reauthorize the X Act`, `introduced the X Act`: Congress is at work on it. */
const AT_WORK =
  /\b(?:re-?authoriz\w+|re-?introduc\w+|co-?sponsor\w*|author\w*)\s+(?:of\s+)?(?:the\s+|his\s+|her\s+|my\s+|our\s+|this\s+)?["“]?(?:bipartisan\s+|new\s+)?$/i;
/** `X Act bill`, `X Act reauthorization`. */
const AS_BILL = /^["”’]?\s*(?:\([^)]{1,20}\)\s*)?(?:reform\s+)?(?:bill|legislation|re-?authorization)\b/i;
const BILL_WORDS =
  /\b(?:re-?introduc\w*|co-?sponsor\w*|sponsor\w*|bill|legislation|measure|pass(?:ed|es|age|ing)?|vot(?:e|ed|ing)|re-?authoriz\w*|senate|house|committee|amendment)\b/i;
const LAW_WORDS =
  /\b(?:under|updat(?:e|es|ed|ing)|moderniz(?:e|es|ing)|reform(?:s|ing)?|strengthen(?:s|ing)?|improv(?:e|es|ing)|rewrit(?:e|es|ing)|repeal(?:s|ing)?|amend(?:s|ed|ing|ments to)?|section \w+ of|title \w+ of|violat\w+|pursuant to|compl\w+ with|enforc\w+|since|landmark|enacted|required by|protections of|provisions of)\s+(?:the\s+)?(?:(?:[A-Z][a-z]+|\d{4})\s+)?$/i;

/** True where the name of a law in force means that law, not a bill that bears the same name. */
export function standsAsLaw(hit: TitleHit, scene: Scene, laws: StandingLaws): boolean {
  const year = laws.wellKnown.get(hit.title.text);
  const today = Number(scene.day.slice(0, 4));
  const known = year !== undefined && year < today;
  if (!known && !laws.amended.has(hit.title.text)) return false;
  // A law of this very Congress is a bill that passed, and is amended already.
  if (!known && hit.title.holders.some(({ stage }) => stage >= 2)) return false;
  if (hit.title.holders.some(({ bill }) => scene.cited.has(bill.id))) return false;
  // `Energy Policy Act of 2005` in a text of 2006 is the law by then.
  if (hit.year > 0) return hit.year < today;
  const { text } = scene;
  const before = text.slice(Math.max(0, hit.start - 70), hit.start);
  const behind = text.slice(hit.end, hit.end + 60);
  if (AT_WORK.test(before) || AS_BILL.test(behind)) return false;
  if (known || LAW_WORDS.test(before)) return true;
  return !BILL_WORDS.test(before) && !BILL_WORDS.test(behind);
}
