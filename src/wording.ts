/** Titles and summaries as a person reads them: entities decoded, markup gone, white space collapsed. */
import { decodeHTMLStrict } from 'entities';
import { flatten } from './html.js';
import { repairMojibake } from './mojibake.js';

const SUMMARY_LENGTH = 500;

/**
 * Plain text from a title or summary that may hold markup and entities escaped once or twice.
 * A lone `<` or `&` stays what it is: `AT&T`, `under < $5`.
 */
function plainText(text: string): string {
  let plain = text;
  // Twice: `&amp;amp;` and `&lt;em&gt;` come from systems that escape what was escaped before.
  for (let pass = 0; pass < 2; pass++) {
    if (plain.includes('<')) plain = plain.replace(/<!--[^>]*-->|<\/?[a-z][^<>]*>/gi, ' ');
    if (!plain.includes('&')) break;
    plain = decodeHTMLStrict(plain);
  }
  return flatten(repairMojibake(plain));
}

/** A title: tags inside a word leave no gap before punctuation. */
export function plainTitle(text: string): string {
  return plainText(text).replace(/ ([,.;:!?’”)])/g, '$1');
}

/** The beginning of a summary, cut at a word; null where too little is left to tell anything. */
export function shortSummary(text: string | null | undefined): string | null {
  if (!text) return null;
  // The cut before the work: a feed may carry whole releases.
  const plain = plainText(text.slice(0, SUMMARY_LENGTH * 8));
  if (plain.length < 20) return null;
  if (plain.length <= SUMMARY_LENGTH) return plain;
  const cut = plain.lastIndexOf(' ', SUMMARY_LENGTH);
  return `${plain.slice(0, cut > 200 ? cut : SUMMARY_LENGTH)}…`;
}
