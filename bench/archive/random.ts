/** Numbers that look random and are the same in every run (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('there is nothing to choose from');
    return item;
  }

  /** Which of the weights, by their size. */
  weighted(weights: readonly number[], total = weights.reduce((sum, weight) => sum + weight, 0)): number {
    let left = this.next() * total;
    for (const [index, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return index;
    }
    return weights.length - 1;
  }

  /** A value of a distribution given by its parts, straight lines between them. */
  along(parts: readonly (readonly [part: number, value: number])[]): number {
    const at = this.next();
    for (let index = 1; index < parts.length; index += 1) {
      const [low, from] = parts[index - 1] ?? [0, 0];
      const [high, to] = parts[index] ?? [1, 0];
      if (at <= high) return from + ((at - low) / (high - low)) * (to - from);
    }
    return parts.at(-1)?.[1] ?? 0;
  }
}
