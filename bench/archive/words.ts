import type { Random } from './random.js';

/** The little words that hold English together, in about the order of their frequency; a search leaves them out. */
const LITTLE =
  'the of to and in for that a is on with by as be our this from will are it have at an has or not we its their they was who all would these which his can been when more if but he her you my so were do into other such no than there what about them those only some your very over should now then between own under both just because once during after before while until against did does had having being she him me any each few most same too above below up down out off again here why how where through';

const BEGINNINGS =
  'b br c ch cl d dr f fl fr g gl gr h j k kl l m n p pl pr qu r s sc sh sl sp st t th tr v w y z'.split(' ');
const MIDDLES = 'a ai e ea ee i ie o oa oo ou u'.split(' ');
const ENDINGS = 'b ck d f g l ld ll m mp n nd ng nt p r rd rk rm rn s sk ss st t th x'.split(' ');
const TAILS = ['', '', '', '', 's', 'ed', 'ing', 'er', 'ment', 'tion', 'al', 'ly', 'ness'];

/** Words an archive is made of: real little ones and invented ones, the n-th about 1/n as frequent as the first. */
export class Vocabulary {
  readonly #table: string[] = [];

  /** @param size how many words there are; real releases use about 26,000 in a million */
  constructor(random: Random, size = 60_000) {
    const words = LITTLE.split(' ');
    const known = new Set(words);
    while (words.length < size) {
      const word = invent(random);
      if (known.has(word)) continue;
      known.add(word);
      words.push(word);
    }
    const weights = words.map((_, rank) => 1 / (rank + 1.7));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // A table to draw from in one step: each word as often as its share.
    for (const [rank, word] of words.entries()) {
      const share = Math.max(1, Math.round(((weights[rank] ?? 0) / total) * 2_000_000));
      for (let copy = 0; copy < share; copy += 1) this.#table.push(word);
    }
  }

  draw(random: Random): string {
    return this.#table[random.below(this.#table.length)] ?? 'the';
  }

  /** Words up to a number of characters, a capital first and a full stop last. */
  sentence(random: Random, characters: number): string {
    let text = this.draw(random);
    text = text.charAt(0).toUpperCase() + text.slice(1);
    while (text.length < characters) text += ` ${this.draw(random)}`;
    return `${text}.`;
  }
}

function invent(random: Random): string {
  let word = '';
  const syllables = 1 + random.below(3);
  for (let syllable = 0; syllable < syllables; syllable += 1) {
    word += random.of(BEGINNINGS) + random.of(MIDDLES) + (random.next() < 0.6 ? random.of(ENDINGS) : '');
  }
  return word + random.of(TAILS);
}
