/**
 * Reads a JavaScript literal (an array or object as a script assigns it) without running anything: bare keys, either
 * quotes, trailing commas and comments are allowed, calls and expressions are not.
 */

/** What a literal can hold. */
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal };

/** A literal as far as it could be read. */
export interface ReadLiteral {
  value: Literal;
  /** False where the text broke off or went on in a way we do not read; `value` holds what came before. */
  whole: boolean;
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
const WORD = /[\w$.+-]+/y;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', '0': '' };
/** Deeper than any list of releases. */
const DEEPEST = 60;

/** Reads the literal that begins at `start`, or null where none does. */
export function readLiteral(text: string, start = 0): ReadLiteral | null {
  let at = start;
  let whole = true;

  function space(): void {
    SPACE.lastIndex = at;
    if (SPACE.test(text)) at = SPACE.lastIndex;
  }

  function quoted(quote: string): string {
    let value = '';
    at++;
    while (at < text.length && text[at] !== quote) {
      if (text[at] !== '\\') {
        value += text[at++];
        continue;
      }
      const code = text[at + 1] ?? '';
      const hex = code === 'u' ? text.slice(at + 2, at + 6) : code === 'x' ? text.slice(at + 2, at + 4) : '';
      if (/^[\da-f]{2,4}$/i.test(hex)) {
        value += String.fromCharCode(Number.parseInt(hex, 16));
        at += 2 + hex.length;
      } else {
        value += code === '\n' ? '' : (ESCAPES[code] ?? code);
        at += 2;
      }
    }
    if (at >= text.length) whole = false;
    at++;
    return value;
  }

  function word(): string {
    WORD.lastIndex = at;
    const found = WORD.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  }

  function joined(first: string): string {
    let value = first;
    for (space(); text[at] === '+'; space()) {
      at++;
      space();
      const quote = text[at] ?? '';
      if (!/["'`]/.test(quote)) break;
      value += quoted(quote);
    }
    return value;
  }

  function scalar(): Literal {
    const quote = text[at] ?? '';
    if (/["'`]/.test(quote)) return joined(quoted(quote));
    const bare = word();
    if (bare === 'new' || bare === 'Date') {
      // `new Date("2024-01-15")` stands for its text.
      const date = /^\s*(?:Date\s*)?\(\s*["']([^"']*)["']\s*\)/.exec(text.slice(at, at + 80));
      if (date) {
        at += date[0].length;
        return date[1] ?? null;
      }
    }
    if (bare === 'true' || bare === 'false') return bare === 'true';
    if (bare === 'null' || bare === 'undefined') return null;
    if (bare !== '' && Number.isFinite(Number(bare))) return Number(bare);
    whole = false;
    return null;
  }

  function value(depth: number): Literal {
    space();
    if (depth > DEEPEST) whole = false;
    if (!whole) return null;
    if (text[at] === '[') return list(depth);
    return text[at] === '{' ? object(depth) : scalar();
  }

  /** Walks over the comma-separated parts of a list or object, `read` reading each. */
  function parts(close: string, read: () => void): void {
    at++;
    for (space(); whole && text[at] !== close; space()) {
      if (at >= text.length) {
        whole = false;
        return;
      }
      if (text[at] === ',') at++;
      else read();
    }
    if (whole) at++;
  }

  function list(depth: number): Literal[] {
    const values: Literal[] = [];
    parts(']', () => {
      const one = value(depth + 1);
      // What was cut through is left out; what came before it stays.
      if (whole || (typeof one === 'object' && Array.isArray(one))) values.push(one);
    });
    return values;
  }

  function object(depth: number): { [key: string]: Literal } {
    const fields = new Map<string, Literal>();
    parts('}', () => {
      const quote = text[at] ?? '';
      const isQuoted = quote === '"' || quote === "'";
      const key = isQuoted ? quoted(quote) : word();
      space();
      if ((key === '' && !isQuoted) || text[at] !== ':') {
        whole = false;
        return;
      }
      at++;
      fields.set(key, value(depth + 1));
    });
    return Object.fromEntries(fields);
  }

  space();
  if (text[at] !== '[' && text[at] !== '{') return null;
  const read = value(0);
  return { value: read, whole };
}
