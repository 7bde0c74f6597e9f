/**
 * A text as the set of its runs of three words, each run a number. What typesetting changes (capitals,
 * punctuation, apostrophes, line breaks) changes none of them.
 */

const WORDS = 3;

/** The runs of three words of a text as 32-bit hashes, in rising order, each once. */
export function shinglesOf(text: string): Uint32Array {
  const words = wordHashes(text);
  const runs = new Uint32Array(Math.max(0, words.length - WORDS + 1));
  for (let at = 0; at < runs.length; at += 1) {
    let hash = 0;
    for (let word = at; word < at + WORDS; word += 1) hash = mix(hash ^ (words[word] ?? 0));
    runs[at] = hash;
  }
  runs.sort();
  let kept = 0;
  for (let at = 0; at < runs.length; at += 1) {
    if (at === 0 || runs[at] !== runs[at - 1]) runs[kept++] = runs[at] ?? 0;
  }
  return runs.slice(0, kept);
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

function wordHashes(text: string): number[] {
  const hashes: number[] = [];
  let hash = OFFSET;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : SPACE;
    if (isApostrophe(code)) continue;
    if (isLetter(code)) {
      hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code + 32 : code), PRIME);
    } else if (hash !== OFFSET) {
      hashes.push(hash >>> 0);
      hash = OFFSET;
    }
  }
  return hashes;
}

const SPACE = 32;

function isApostrophe(code: number): boolean {
  return code === 39 || code === 0x2019 || code === 0x2018;
}

/** Letters and digits; beyond ASCII everything but spaces and general punctuation. */
function isLetter(code: number): boolean {
  if (code < 128)
    return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  return code > 0xbf && !(code >= 0x2000 && code <= 0x206f) && code !== 0x3000 && code !== 0xfeff;
}

/** Spreads a 32-bit number over all of them (the finaliser of MurmurHash3). */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
