/** Who is said to have said something: reads the clause beside a quote. */

/** What a clause says of a speaker, before it is known who that is. */
export interface Attribution {
  /** The words that name the speaker: `Senator Snowe`, `he`, `the Attorney General`. */
  who: string;
  verb: string;
  /** Words in apposition: `president and CEO of the Center`. */
  apposition: string | null;
}

const VERBS =
  'said|says|say|saying|added|adds|adding|noted|notes|noting|continued|continues|stated|states|stating|explained|explains|explaining|concluded|concludes|remarked|commented|comments|wrote|writes|argued|argues|told|tells|telling|declared|announced|testified|asked|emphasized|stressed|warned|urged|charged|observed|reiterated|insisted|replied|responded|pointed out|went on|cautioned|lamented|acknowledged|promised|vowed|pledged|recalled|joked|claimed|shared|exclaimed|opined|summarized|underscored|tweeted|posted|affirmed|asserted|maintained|believes|suggested|quipped|agreed|complained|predicted|proclaimed|mused|marveled|reported|read|reads|thanked|praised|applauded|called|commended|described|criticized|welcomed';
/** Verbs that stand for saying only right beside the quote. */
const SAYING = new RegExp(`\\b(${VERBS})\\b`, 'i');
const PRONOUN = /^(?:he|she|they|I|we)$/i;

const WHO_WORD = "(?:[\\p{Lu}][\\p{L}\\p{M}.’'-]*|of|the|for|and|de|van|von|la|del|&)";
const AFTER_INVERTED = new RegExp(
  `^[\\s,–—-]*(?:and\\s+)?(${VERBS})\\s+((?:the\\s+)?${WHO_WORD}(?:\\s${WHO_WORD}){0,9}|he|she|they)`,
  'iu',
);
const LEADING_PRONOUN = new RegExp(
  `^[\\s,–—-]*(he|she|they|the\\s+(?:[\\p{L}.]+\\s){0,3}?[\\p{L}]+)\\s+(?:also\\s+|then\\s+|further\\s+|later\\s+|has\\s+)?(${VERBS})\\b`,
  'iu',
);
const LEADING_NAME = new RegExp(
  `^[\\s,–—-]*((?:[Tt]he\\s+)?\\p{Lu}[^,;:!?“”"]{1,120}?)(?:,\\s([^;:!?“”"]{2,160}?),)?\\s+(?:also\\s+|then\\s+|further\\s+|later\\s+|has\\s+)?(${VERBS})\\b`,
  'u',
);
const ACCORDING = /^[\s,–—-]*according to\s+([^,;:!?“”"]{2,120})/i;

/** Reads the clause behind a quote: `he said`, `said Senator DeWine`, `Portman, the chairman, said`. */
export function attributionBehind(clause: string): Attribution | null {
  const inverted = AFTER_INVERTED.exec(clause);
  if (inverted) {
    const rest = clause.slice(inverted[0].length);
    return { verb: lower(inverted[1]), who: inverted[2] ?? '', apposition: appositionOf(rest) };
  }
  const pronoun = LEADING_PRONOUN.exec(clause);
  if (pronoun) return { who: pronoun[1] ?? '', verb: lower(pronoun[2]), apposition: null };
  const name = LEADING_NAME.exec(clause);
  if (name) return { who: name[1] ?? '', verb: lower(name[3]), apposition: name[2] ?? null };
  const according = ACCORDING.exec(clause);
  if (according) return { who: according[1] ?? '', verb: 'according to', apposition: null };
  return null;
}

/** `, president and CEO of the Center, …`: what stands between commas behind a name. */
function appositionOf(rest: string): string | null {
  const match = /^,\s([^,;:.!?“”"]{3,140})(?:[,.;]|$)/.exec(rest);
  return match?.[1] && !/^(?:who|which|and|but|adding|noting|in|after|as)\b/.test(match[1]) ? match[1] : null;
}

/** The last verb of saying in a clause that leads into a quote, with the words around it. */
export function attributionBefore(clause: string): Attribution | null {
  let last: RegExpExecArray | null = null;
  const scan = new RegExp(SAYING.source, 'gi');
  for (let match = scan.exec(clause); match; match = scan.exec(clause)) last = match;
  if (!last) return null;
  const before = clause.slice(0, last.index).trim();
  const behind = clause.slice(last.index + last[0].length).trim();
  const verb = lower(last[1]);
  // `Said Mariana V. Nork, Senior Vice President …:`
  if (before === '' || /[,–—-]$/.test(before)) {
    const inverted = new RegExp(`^(${WHO_WORD}(?:\\s${WHO_WORD}){0,6})`, 'u').exec(behind);
    if (inverted?.[1])
      return { who: inverted[1], verb, apposition: appositionOf(behind.slice(inverted[1].length)) };
  }
  return { who: before, verb, apposition: null };
}

/** True for `he`, `she`, `they`. */
export function isPronoun(who: string): boolean {
  return PRONOUN.test(who.trim());
}

function lower(text: string | undefined): string {
  return (text ?? '').toLowerCase();
}
