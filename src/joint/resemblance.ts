/** How much of two texts is the same, and whether that makes them one release. */

export interface Resemblance {
  /** Share of all shingles that both have. */
  common: number;
  /** Share of the shorter one's shingles that the longer one has too. */
  contained: number;
}

/** Compares two texts by their shingles (in rising order, each once). */
export function resemblance(one: Uint32Array, other: Uint32Array): Resemblance {
  let both = 0;
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    const left = one[a] ?? 0;
    const right = other[b] ?? 0;
    if (left === right) both += 1;
    if (left <= right) a += 1;
    if (right <= left) b += 1;
  }
  const least = Math.min(one.length, other.length);
  return {
    common: both === 0 ? 0 : both / (one.length + other.length - both),
    contained: least === 0 ? 0 : both / least,
  };
}

/**
 * Whether two texts of different newsrooms are one release. Real joint releases have two thirds and more in
 * common, or the one stands nearly whole in the other; releases that share only a bill's description, a template
 * or a quote have less than half.
 */
export function isSameRelease({ common, contained }: Resemblance): boolean {
  return common >= 0.5 || (contained >= 0.95 && common >= 0.4);
}
