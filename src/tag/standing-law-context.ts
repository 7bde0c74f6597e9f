import type { Scene } from './bill-resolver.js';
import type { TitleHit } from './bill-titles.js';
import type { Tokens } from './tokens.js';

const BILL_WORDS =
  /\b(?:introduc\w*|reintroduc\w*|cosponsor\w*|co-sponsor\w*|sponsor\w*|bill|legislation|measure|pass(?:ed|es|age|ing)?|vot(?:e|ed|ing)|reauthoriz\w*|senate|house|committee|amendment)\b/i;
const LAW_WORDS =
  /\b(?:under|updat(?:e|es|ing)|moderniz(?:e|es|ing)|reform(?:s|ing)?|strengthen(?:s|ing)?|improv(?:e|es|ing)|rewrit(?:e|es|ing)|repeal(?:s|ing)?|amends?|amending|amended|section \w+ of|title \w+ of|violat\w+|pursuant to|compl\w+ with|enforc\w+|since|landmark|enacted|required by|protections of|provisions of) (?:the )?(?:[A-Z][a-z]+ )?$/i;

/** True where the name of a law in force means that law, not a bill that bears the same name. */
export function standsAsLaw(tokens: Tokens, hit: TitleHit, scene: Scene): boolean {
  const { text } = tokens;
  const before = text.slice(Math.max(0, hit.start - 70), hit.start);
  if (LAW_WORDS.test(before)) return true;
  // `Energy Policy Act of 2005` in a text of 2006 is the law by then.
  if (hit.year > 0) return hit.year < Number(scene.day.slice(0, 4));
  if (hit.title.holders.some(({ bill }) => scene.cited.has(bill.id))) return false;
  return !BILL_WORDS.test(before) && !BILL_WORDS.test(text.slice(hit.end, hit.end + 60));
}
