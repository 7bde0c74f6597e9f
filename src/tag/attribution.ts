/** Who is said to have said something: reads the clause beside a quote. */

/** What a clause says of a speaker, before it is known who that is. */
export interface Attribution {
  /** The words that name the speaker: `Senator Snowe`, `he`, `the Attorney General`. */
  who: string;
  /** Offset of `who` in the clause. */
  at: number;
  /** Empty or a dash where a name alone stands beside the quote: `Doe: “…”`, `“…” – Jane Doe`. */
  verb: string;
  /** The name comes first and what belongs to it behind: `said Jane Doe, owner, Doe Books`. */
  nameFirst: boolean;
}

const VERBS =
  'said|says|say|saying|began|begins|begin|added|adds|adding|noted|notes|note|noting|continued|continues|continuing|stated|states|stating|explained|explains|explaining|concluded|concludes|conclude|concluding|remarked|commented|comments|wrote|writes|write|writing|argued|argues|argue|arguing|told|tells|telling|declared|declares|announced|testified|asked|asks|emphasized|stressed|stresses|warned|warns|warning|urged|urges|urge|charged|observed|observes|reiterated|insisted|insists|replied|responded|responds|pointed out|points out|went on|goes on|put it|puts it|cautioned|lamented|acknowledged|promised|vowed|pledged|recalled|joked|claimed|claims|shared|exclaimed|opined|summarized|underscored|tweeted|posted|affirmed|asserted|asserts|maintained|believes|believe|suggested|quipped|agreed|agrees|complained|predicted|proclaimed|mused|marveled|reported|thanked|praised|praises|applauded|called|calls|commended|described|describes|criticized|welcomed|highlighted|remarks|denounced|hailed|noted in part';
const VERB = new RegExp(`(?<![\\p{L}’'-])(${VERBS})(?![\\p{L}-])`, 'giu');
const ADVERB =
  '(?:also|then|further|later|recently|once|always|often|proudly|simply|previously|earlier|has|have|had|today|yesterday|went on to|goes on to)';
const INVERTED = new RegExp(
  `^[\\s,;–—-]*(?:and\\s+|as\\s+)?(${VERBS})\\s+(?=\\p{Lu}|the\\s|he\\b|she\\b|they\\b|a\\s|an\\s|one\\s|then-)`,
  'iu',
);
const LEAD = /^[\s,;–—-]*(?:(?:and|as|while)\s+)?/i;
const TRAIL = new RegExp(`,?\\s+(?:${ADVERB}\\s+){0,3}$`, 'i');
/** No subject is longer than that. */
const LONGEST_SUBJECT = 200;
/** `“…” – Jane Doe, Minnesota State Director` */
const DASH = /^\s*(?:[–—]|--?)\s*(?=\p{Lu}\p{Ll})/u;
/** `Doe: “…”` */
const LABEL = /^\s*(\p{Lu}[^:.!?]{2,80}):\s*$/u;
const ACCORDING = /^[\s,–—-]*according to\s+/i;
const WHO_END =
  /(?:\s+(?:in|at|on|after|during|following|about|to|today|when|while|who|that|as|before|upon|from|regarding)\b(?!\s+(?:the\s+)?(?:House|Senate)\b)|[;:!?“”"(]|\.\s*$|$)/i;
const STARTS_NAME = /^(?:\p{Lu}|(?:the|one|a|an|another|his|her|their)\s|(?:he|she|they|we|it)\b)/u;

/** Reads the clause behind a quote: `he said`, `said Senator DeWine`, `Portman, the chairman, said`. */
export function attributionBehind(clause: string): Attribution | null {
  const inverted = INVERTED.exec(clause);
  if (inverted) {
    const at = inverted[0].length;
    return {
      verb: verbOf(inverted[1]),
      who: clause.slice(at, at + whoEnd(clause.slice(at))),
      at,
      nameFirst: true,
    };
  }
  const dash = DASH.exec(clause);
  if (dash) return { verb: '–', who: clause.slice(dash[0].length), at: dash[0].length, nameFirst: true };
  const direct = directly(clause);
  if (direct) return direct;
  const according = ACCORDING.exec(clause);
  if (according) {
    const at = according[0].length;
    return {
      verb: 'according to',
      who: clause.slice(at, at + whoEnd(clause.slice(at))),
      at,
      nameFirst: true,
    };
  }
  return null;
}

/** `Portman, the chairman, also said`: the first verb of saying, and the words before it. */
function directly(clause: string): Attribution | null {
  const at = LEAD.exec(clause)?.[0].length ?? 0;
  VERB.lastIndex = at;
  const verb = VERB.exec(clause);
  VERB.lastIndex = 0;
  if (!verb || verb.index <= at || verb.index > LONGEST_SUBJECT) return null;
  const who = clause.slice(at, verb.index).replace(TRAIL, '');
  if (who === '' || who.length === verb.index - at || !STARTS_NAME.test(who)) return null;
  return { verb: verbOf(verb[1]), who, at, nameFirst: false };
}

/** The last verb of saying in a clause that leads into a quote, with the words around it. */
export function attributionBefore(clause: string): Attribution | null {
  const found = [...clause.matchAll(VERB)].at(-1);
  if (!found) {
    const according = /\baccording to\s+/gi;
    const last = [...clause.matchAll(according)].at(-1);
    if (!last) {
      const label = LABEL.exec(clause);
      return label?.[1] ? { verb: '', who: label[1], at: 0, nameFirst: true } : null;
    }
    const at = last.index + last[0].length;
    return { verb: 'according to', who: clause.slice(at).replace(/[,:]\s*$/, ''), at, nameFirst: true };
  }
  const before = clause.slice(0, found.index);
  const at = found.index + found[0].length;
  // `Said Mariana V. Nork, Senior Vice President …:`
  if (before.trim() === '' || /[,–—-]\s*$/.test(before)) {
    const who = clause.slice(at);
    if (/^\s+(?:\p{Lu}|the\s)/u.test(who)) return { verb: verbOf(found[1]), who, at, nameFirst: true };
  }
  return { verb: verbOf(found[1]), who: before, at: 0, nameFirst: false };
}

/** True for a verb that also tells what somebody did, so that it proves no speaker alone. */
export function isWeakVerb(verb: string): boolean {
  return /^(?:call|describ|prais|thank|applaud|commend|welcom|criticiz|hail|denounc|believ|report|announc|urg|charg|ask|shar|post|highlight)/.test(
    verb,
  );
}

function whoEnd(text: string): number {
  const end = text.search(WHO_END);
  return end < 0 ? text.length : end;
}

function verbOf(text: string | undefined): string {
  return (text ?? '').toLowerCase().replace(/\s+/g, ' ');
}
