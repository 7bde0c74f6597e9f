import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** How far into a page its declaration of a charset is looked for. The standard says 1,024; sites go further. */
const PRESCAN_BYTES = 4_096;
/** How much of a body is looked at to tell UTF-8 with mistakes from another charset. */
const SAMPLE_BYTES = 256 * 1024;

/** A body as text, and the charset it was read in by its WHATWG name. */
export interface DecodedText {
  text: string;
  charset: string;
}

/**
 * Reads bytes as text. In this order: byte order mark, valid UTF-8, the header's charset, the XML prolog's or
 * the meta element's, UTF-8 with a few broken bytes, windows-1252. Never fails: what cannot be read becomes
 * U+FFFD. The byte order mark is not part of the text.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): DecodedText {
  const charset = detectCharset(bytes, contentType);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Not TextDecoder: several releases of Node read windows-1252 as latin-1 and lose curly quotes.
  return { text: iconv.decode(buffer, charset), charset };
}

function detectCharset(bytes: Uint8Array, contentType: string | null): string {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return marked;
  const wide = wideWithoutMark(bytes);
  if (wide !== null) return wide;
  if (isUtf8(bytes)) return 'utf-8';

  const head = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString('latin1');
  const declared = [
    /charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType ?? '')?.[1],
    /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1],
    /<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(head)?.[1],
  ];
  for (const label of declared) {
    const charset = label === undefined ? null : charsetOfLabel(label);
    // The bytes are not UTF-8 as a whole and, without zero bytes, not UTF-16 either, whatever is declared.
    if (charset !== null && !charset.startsWith('utf-')) return charset;
  }
  return mostlyUtf8(bytes.subarray(0, SAMPLE_BYTES)) ? 'utf-8' : 'windows-1252';
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark shows as zero bytes beside the first `<` (or blank) of markup; it is valid UTF-8 too. */
function wideWithoutMark(bytes: Uint8Array): string | null {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  if (a > 0 && a < 0x80 && b === 0 && c > 0 && d === 0) return 'utf-16le';
  if (a === 0 && b > 0 && b < 0x80 && c === 0 && d > 0) return 'utf-16be';
  return null;
}

/** The WHATWG name of a label (`latin1` is windows-1252 to every browser), or null where no browser knows it. */
function charsetOfLabel(label: string): string | null {
  try {
    const charset = new TextDecoder(label).encoding;
    return iconv.encodingExists(charset) ? charset : null;
  } catch {
    return null;
  }
}

/**
 * One cut character, as a site's own teaser function makes, must not turn a whole UTF-8 page into another
 * charset: whole multi-byte characters outnumber broken bytes there, and hardly occur in windows-1252.
 */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const length =
      lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length > 0 && isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length) {
      whole += 1;
      at += length - 1;
    } else {
      broken += 1;
    }
  }
  return whole > broken;
}
