/**
 * A short signature by which two texts that are nearly the same find one another in an index: MinHash in bands.
 * Two texts of which a share s of the shingles is common meet in a band with probability s³, and in at least one
 * of all with 1 - (1 - s³)^BANDS: 93% where half is common, 99.9% from two thirds on, a few in a million where they
 * have nothing to do with one another.
 */
import { mix } from './shingles.js';

const BANDS = 20;
const ROWS = 3;

/** Copies of one release appear within this many days of each other. */
export const WINDOW_DAYS = 21;

const DAY_MS = 86_400_000;

/** One multiplier and one offset for each row; fixed for ever, since signatures are stored. */
const FUNCTIONS = Array.from({ length: BANDS * ROWS }, (_, row) => ({
  salt: mix(0x9e3779b9 + row * 2),
  factor: mix(0x7f4a7c15 + row * 2 + 1) | 1,
}));

/** The keys of a text in the index, and those under which its copies may stand. */
export interface Signature {
  /** To be stored. */
  keys: number[];
  /** To be searched for: the same bands in this stretch of time and in those before and after it. */
  search: number[];
}

/**
 * @param shingles of the text
 * @param day when it was published, `YYYY-MM-DD`: keys hold for a stretch of time, so that a search costs what
 *   was published around that day, however large the archive grows
 * @returns null where there is hardly any text
 */
export function signatureOf(shingles: Uint32Array, day: string): Signature | null {
  if (shingles.length < FEWEST_SHINGLES) return null;
  const smallest = FUNCTIONS.map(({ salt, factor }) => {
    let least = 0xffffffff;
    for (let at = 0; at < shingles.length; at += 1) {
      const hash = Math.imul((shingles[at] ?? 0) ^ salt, factor) >>> 0;
      if (hash < least) least = hash;
    }
    return least;
  });
  const bands = Array.from({ length: BANDS }, (_, band) => {
    let hash = band + 1;
    for (let row = 0; row < ROWS; row += 1) hash = mix(hash ^ (smallest[band * ROWS + row] ?? 0));
    return hash;
  });
  const period = Math.floor(Date.parse(day) / DAY_MS / WINDOW_DAYS);
  // Keys of one stretch of time stand together in the index, so that what is new touches little of it.
  const keysOf = (when: number) => bands.map((band) => when * 2 ** 32 + band);
  const keys = keysOf(period);
  return { keys, search: [...keysOf(period - 1), ...keys, ...keysOf(period + 1)] };
}

/** Fewer runs of three words than this are a line that anybody may write. */
const FEWEST_SHINGLES = 12;
