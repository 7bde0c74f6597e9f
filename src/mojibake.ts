/** Text that was decoded with the wrong table and saved so. */

/** What Windows-1252 has at 0x80 to 0x9f. */
const WINDOWS = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];
const BYTES = new Map(WINDOWS.map((char, index) => [char, 0x80 + index]));
const TAIL = `[\\u0080-\\u00bf${WINDOWS.filter((char) => char > '\u00ff').join('')}]`;
const DOUBLE = new RegExp(
  `[\\u00c2-\\u00df]${TAIL}|[\\u00e0-\\u00ef]${TAIL}{2}|[\\u00f0-\\u00f4]${TAIL}{3}`,
  'g',
);
const strict = new TextDecoder('utf-8', { fatal: true });

/**
 * Undoes UTF-8 that was read as Latin-1 or Windows-1252 and saved again (`â€™` for `’`), and Windows-1252 that was
 * read as Latin-1. Only sequences that are whole UTF-8 characters are touched, so that ordinary accented text
 * stays as it is. To be done before white space is collapsed: the second half may be a no-break space.
 */
export function repairMojibake(text: string): string {
  if (!/[\u0080-\u009f]|[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122\u20ac]/.test(text))
    return text;
  const repaired = text.replace(DOUBLE, (wrong) => {
    try {
      return strict.decode(Uint8Array.from(wrong, (char) => BYTES.get(char) ?? char.charCodeAt(0)));
    } catch {
      return wrong;
    }
  });
  return repaired.replace(/[\u0080-\u009f]/g, (char) => WINDOWS[char.charCodeAt(0) - 0x80] ?? char);
}
