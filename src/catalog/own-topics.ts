import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Topic } from '../model.js';
import { CatalogError } from './catalog-error.js';

/** What is said for a topic by a word that has no weight of its own. */
const USUAL_WEIGHT = 1;

const weight = z
  .number('a weight is a number')
  .positive('a weight is above 0')
  .max(100, 'a weight is at most 100');
/** YAML reads `911` as a number. */
const words = z
  .union([z.string(), z.number()], 'words are text')
  .transform(String)
  .pipe(
    z
      .string()
      .regex(/[\p{L}\p{N}]/u, 'there is no word in it')
      .max(200, 'longer than 200 characters'),
  );
const entry = z.union([words, z.strictObject({ text: words, weight })], {
  error: 'a word or phrase is text, or text with a weight: {text: lock fee, weight: 3}',
});
const topic = z
  .strictObject({
    name: z.string('a topic has a name').trim().min(1, 'a topic has a name').max(100),
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is words in small letters joined by hyphens')
      .optional(),
    weight: weight.default(USUAL_WEIGHT),
    words: z.array(entry, 'words are a list').default([]),
    phrases: z.array(entry, 'phrases are a list').default([]),
    exclusions: z.array(words, 'exclusions are a list').default([]),
  })
  .refine(({ words, phrases }) => words.length + phrases.length > 0, 'a topic has words or phrases')
  .refine(({ id, name }) => (id ?? slug(name)) !== '', 'write an id: the name gives none');
const file = z.array(topic, 'the file is a list of topics: "- name: …"');

/**
 * Topics of the user's own from YAML: `name`, `words`, `phrases`, `exclusions`, `weight`, and `id` where the name is
 * not to give it.
 * @param taken topics whose ids and names are not free
 * @throws CatalogError naming the first line that is wrong
 */
export function parseOwnTopics(text: string, name: string, taken: Iterable<Topic> = []): Topic[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const reason = broken.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'no YAML';
    throw new CatalogError(name, broken.linePos?.[0].line ?? 1, reason);
  }
  const lineOf = (path: PropertyKey[], key?: string) => lines.linePos(placeOf(document, path, key)).line;
  const read = file.safeParse(document.toJS() ?? []);
  if (!read.success) {
    const [issue] = read.error.issues as [z.core.$ZodIssue];
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const reason = unknown === undefined ? issue.message : `"${unknown}" is none of ${FIELDS}`;
    throw new CatalogError(name, Math.max(1, lineOf(issue.path, unknown)), reason);
  }
  const used = new Map<string, string>();
  for (const { id, name: called } of taken) {
    used.set(id, `the policy area ${called}`).set(called.toLowerCase(), `the policy area ${called}`);
  }
  return read.data.map((own, index) => {
    const id = own.id ?? slug(own.name);
    for (const key of new Set([id, own.name.toLowerCase()])) {
      const owner = used.get(key);
      if (owner) throw new CatalogError(name, lineOf([index]), `"${key}" is taken by ${owner}`);
      used.set(key, `the topic of line ${lineOf([index])}`);
    }
    const terms = [...own.words, ...own.phrases].map((one) =>
      typeof one === 'string' ? { text: one, weight: own.weight } : one,
    );
    return { id, name: own.name, terms, exclude: own.exclusions };
  });
}

const FIELDS = 'name, id, weight, words, phrases, exclusions';

/** `River trade & locks` -> `river-trade-locks` */
function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Offset of what stands at a path of the document, or of the nearest thing above it that is there. */
function placeOf(document: Document, path: PropertyKey[], key?: string): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || !node.range) continue;
    const pair =
      key !== undefined && isMap(node)
        ? node.items.find((item) => isScalar(item.key) && item.key.value === key)
        : undefined;
    return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : node.range[0];
  }
  return 0;
}

/** Topics of the user's own as a file has them now. */
export interface OwnTopics {
  topics: Topic[];
  /** Changes when the file does. */
  version: string;
}

/** The file of the user's own topics; read again when it has changed. */
export class OwnTopicsFile {
  readonly path: string;
  readonly #required: boolean;
  readonly #taken: Topic[];
  #read: OwnTopics | null = null;

  /**
   * @param required whether it is an error that there is no such file; else there are no topics then
   * @param taken topics whose ids and names are not free
   */
  constructor(path: string, required: boolean, taken: Topic[]) {
    this.path = path;
    this.#required = required;
    this.#taken = taken;
  }

  /**
   * The topics; the file is only looked at where it has not changed since it was read.
   * @throws CatalogError naming the first line that is wrong
   */
  read(): OwnTopics {
    const about = statSync(this.path, { throwIfNoEntry: false });
    if (!about) {
      if (this.#required) throw new CatalogError(this.path, 1, 'there is no such file of topics');
      this.#read = { topics: [], version: 'none' };
      return this.#read;
    }
    const version = `${about.mtimeMs} ${about.size} ${about.ino}`;
    if (this.#read?.version === version) return this.#read;
    const topics = parseOwnTopics(readFileSync(this.path, 'utf8'), basename(this.path), this.#taken);
    this.#read = { topics, version };
    return this.#read;
  }
}
