import { NAME_RUN, personIn } from './person-names.js';

/** The role that a text gives a person beside the full name. */

const LONGEST = 140;
/** `, president and CEO of the Center,` */
const BEHIND =
  /^,\s+((?:the\s+|a\s+|an\s+)?(?:former\s+|acting\s+)?(?:[^,;:.!?“”"()\n]|(?<=\b\p{Lu})\.){3,140}(?:,\s+(?:Inc|LLC)\.?)?)(?=[,;.]|\s+(?:said|says)\b|$)/u;
const NO_ROLE =
  /^(?:who|which|that|and|but|or|said|says|adding|noting|along|in|on|at|after|before|as|with|for|including|together|joined|a\s+day|today|was|is|has|have|will|would|R-|D-|I-)\b/i;
/** Names, small words between them, commas in lists: what may stand in a role before a name. */
const BEFORE = /((?:(?:[\p{Lu}\d][\p{L}\p{N}.&’'-]*|of|the|and|for|on|former|acting|&)\s+){1,16})$/u;
const ROLE_NOUN =
  /\b(?:senator|sen|representative|rep|congress\w+|attorney|ag|governor|president|secretary|director|administrator|commissioner|chair\w*|mayor|sheriff|chief|judge|justice|general|colonel|captain|sergeant|admiral|superintendent|ambassador|treasurer|auditor|counsel|officer|whip|ceo|spokes\w+|executive|manager|coordinator|coach|founder|owner|dean|provost|chancellor|principal|leader|member|professor|dr|farmer|rancher|veteran|advocate|economist|mother|father|partner)\b/i;

const LEADING =
  /^(?:(?:of|the|and|for|on|&|said|today|in|as|but|when|while|after|before|by|with|from|to|that|also)\s+)+/i;

/** The role before or behind a name at `start`–`end`, null where the text gives none. */
export function roleBeside(text: string, start: number, end: number): string | null {
  const following = text.slice(end, end + LONGEST + 20).replace(/\n/g, ' ');
  const behind = BEHIND.exec(following);
  if (
    behind?.[1] &&
    !NO_ROLE.test(behind[1]) &&
    !isListed(behind[1], following.slice(behind[0].length)) &&
    (ROLE_NOUN.test(behind[1]) || /^(?:the|a|an|former)\s/i.test(behind[1]))
  ) {
    return tidy(behind[1]);
  }
  const line = text.slice(Math.max(0, start - LONGEST), start);
  const before = BEFORE.exec(line.slice(line.lastIndexOf('\n') + 1));
  if (!before?.[1] || !ROLE_NOUN.test(before[1])) return null;
  // A sentence that ends in a capitalised word, and `Leader John Thune and Speaker`: only what is last is this one's.
  let words = before[1].replace(/^.*(?:\p{Ll}{2,}|\b\p{Lu})\.\s+(?=.)/u, '');
  const joint = words.lastIndexOf(' and ');
  if (joint > 0 && holdsName(words.slice(0, joint))) words = words.slice(joint + 5);
  // Somebody else stands before the name without a comma between.
  if (holdsName(words)) return null;
  const role = tidy(words.replace(LEADING, ''));
  return role === '' ? null : role;
}

/** `Tim Walz, Commissioner John Harrington, and …`: the next of a list, not a role. */
function isListed(words: string, following: string): boolean {
  return /^\p{Lu}/u.test(words) && /^,\s+and\s/.test(following);
}

/** True where some run of capitals names a person. */
function holdsName(words: string): boolean {
  return [...words.matchAll(NAME_RUN)].some((run) => personIn(run[0])?.name.includes(' '));
}

function tidy(role: string): string {
  return role.replace(/\s+/g, ' ').trim();
}
