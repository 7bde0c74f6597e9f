/**
 * How long releases are and what is found in them, counted over the 2,319 real releases in ../shared/releases by the
 * tagger: no text, only how often. `node scripts` do not write it; it changes when somebody counts again.
 */

/** Characters of a release at these parts of the distribution. */
export const LENGTHS: readonly (readonly [part: number, characters: number])[] = [
  [0, 136],
  [0.05, 863],
  [0.1, 1083],
  [0.2, 1453],
  [0.3, 1831],
  [0.4, 2192],
  [0.5, 2528],
  [0.6, 2928],
  [0.7, 3460],
  [0.8, 4300],
  [0.9, 5872],
  [0.95, 8837],
  [0.99, 16218],
  [1, 31675],
];

/** Characters of a quote. */
export const QUOTE_LENGTHS: readonly (readonly [part: number, characters: number])[] = [
  [0, 16],
  [0.1, 91],
  [0.3, 148],
  [0.5, 216],
  [0.7, 301],
  [0.9, 481],
  [1, 886],
];

/** Share of releases with 0, 1, 2 … of them. */
export const CITATIONS = [0.809, 0.143, 0.035, 0.006, 0.004, 0.002, 0.001] as const;
export const TOPICS = [0.004, 0.36, 0.45, 0.16, 0.026] as const;
export const QUOTES = [
  0.534, 0.073, 0.163, 0.072, 0.078, 0.019, 0.024, 0.011, 0.006, 0.003, 0.008, 0.002, 0.003, 0.004,
] as const;
export const MENTIONS = [
  0.085, 0.16, 0.246, 0.137, 0.109, 0.064, 0.054, 0.043, 0.025, 0.016, 0.013, 0.012, 0.005, 0.01, 0.021,
] as const;

/** How often each of the 32 policy areas is the topic, the most frequent first. */
export const TOPIC_WEIGHTS = [
  455, 321, 277, 257, 250, 216, 209, 178, 174, 174, 170, 158, 154, 128, 117, 106, 103, 97, 93, 91, 85, 75, 64,
  63, 54, 44, 43, 35, 33, 25, 14, 11,
] as const;
