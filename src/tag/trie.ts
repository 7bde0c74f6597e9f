/**
 * A trie over word numbers. One walk finds the longest phrase that starts at a word, whatever the number of
 * phrases; all walks over a text cost its length times the depth that phrases really share with it.
 */
export class PhraseTrie {
  /** Edges by (node, word) in open addressing: four places each, for the node, the word, the target and nothing. */
  #table = new Int32Array(1 << 18);
  #mask = (1 << 16) - 1;
  #edges = 0;
  #size = 1;
  #values = new Int32Array(1 << 14).fill(-1);
  /** First steps by word: most words of a text start no phrase, and cost one look here. */
  #roots = new Int32Array(1 << 12);

  /** True where some phrase starts with the word. */
  starts(word: number): boolean {
    return word < this.#roots.length && this.#roots[word] !== 0;
  }

  /** Adds a phrase and returns the value that stands at its end: an older one where the phrase is known. */
  add(ids: ArrayLike<number>, from: number, to: number, value: number): number {
    let node = 0;
    for (let i = from; i < to; i++) node = this.#grow(node, ids[i] as number);
    const old = this.#values[node] as number;
    if (old >= 0) return old;
    this.#values[node] = value;
    return value;
  }

  /** The node after `node` by a word, 0 where there is none. The root is node 0. */
  step(node: number, word: number): number {
    if (word === 0) return 0;
    if (node === 0) return word < this.#roots.length ? (this.#roots[word] as number) : 0;
    const table = this.#table;
    const mask = this.#mask;
    let slot = slotOf(node, word) & mask;
    for (;;) {
      const at = table[slot << 2] as number;
      if (at === 0) return 0;
      if (at === node && table[(slot << 2) + 1] === word) return table[(slot << 2) + 2] as number;
      slot = (slot + 1) & mask;
    }
  }

  /** The value of the phrase that ends at `node`, −1 where none does. */
  valueAt(node: number): number {
    return this.#values[node] as number;
  }

  #grow(node: number, word: number): number {
    const known = this.step(node, word);
    if (known !== 0) return known;
    const target = this.#size++;
    if (target >= this.#values.length) {
      const values = new Int32Array(this.#values.length * 2).fill(-1);
      values.set(this.#values);
      this.#values = values;
    }
    if (node === 0) {
      if (word >= this.#roots.length) {
        const roots = new Int32Array(Math.max(this.#roots.length * 2, word + 1));
        roots.set(this.#roots);
        this.#roots = roots;
      }
      this.#roots[word] = target;
      return target;
    }
    if (++this.#edges * 2 > this.#mask) this.#rehash();
    this.#put(node, word, target);
    return target;
  }

  #put(node: number, word: number, target: number): void {
    let slot = slotOf(node, word) & this.#mask;
    while (this.#table[slot << 2] !== 0) slot = (slot + 1) & this.#mask;
    this.#table[slot << 2] = node;
    this.#table[(slot << 2) + 1] = word;
    this.#table[(slot << 2) + 2] = target;
  }

  #rehash(): void {
    const table = this.#table;
    this.#table = new Int32Array(table.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let i = 0; i < table.length; i += 4) {
      if (table[i] !== 0) this.#put(table[i] as number, table[i + 1] as number, table[i + 2] as number);
    }
  }
}

function slotOf(node: number, word: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
