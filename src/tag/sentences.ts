/** Sentences inside a short stretch of text, with an eye for `Sen.`, `U.S.` and initials. */

const ABBREVIATION =
  /(?:\b(?:Sens?|Reps?|Dr|Mr|Mrs|Ms|Govs?|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Rev|Hon|Prof|Jr|Sr|St|No|vs|Inc|Co|Corp|Ltd|U\.S|D\.C|R\.I|N\.[HJMYCD]|S\.[CD]|W\.Va|Calif|Conn|Mass|Mo|Ga|Fla|Ala|Ark|Wash|Minn|Miss|Okla|Ore|Pa|Va|Wis|Wisc|Wyo|Tenn|Tex|Mont|Neb|Nev|Ky|La|Md|Mich|Ind|Ill|Del|Colo|Ariz|Kan|Vt|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b\p{Lu})\.$/u;

/** True where a sentence ends with the character at `i`. */
function endsAt(text: string, i: number): boolean {
  const char = text.charAt(i);
  if (char !== '.' && char !== '!' && char !== '?') return false;
  const next = text.charAt(i + 1);
  if (next !== '' && !/[\s"”’')\]]/.test(next)) return false;
  // An ellipsis or an abbreviation that we do not know: the sentence goes on in small letters.
  if (/^\s+\p{Ll}/u.test(text.slice(i + 1, i + 4))) return false;
  return char !== '.' || !ABBREVIATION.test(text.slice(Math.max(0, i - 6), i + 1));
}

/** The first sentence, its end mark included. */
export function firstSentence(text: string): string {
  for (let i = 0; i < text.length; i++) if (endsAt(text, i)) return text.slice(0, i + 1);
  return text;
}

/** Offset at which the last sentence begins; blanks at the end do not count. */
export function lastSentenceStart(text: string): number {
  const end = text.trimEnd().length;
  for (let i = end - 2; i >= 0; i--) {
    if (!endsAt(text, i)) continue;
    let start = i + 1;
    while (start < end && /[\s"”’')\]]/.test(text.charAt(start))) start++;
    if (start < end) return start;
  }
  return 0;
}
