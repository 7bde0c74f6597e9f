import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { CatalogError } from './catalog-error.js';

const provenance = z.strictObject({
  provenance: z.string().min(1),
  /** The day the sources named there were read. */
  read: z.iso.date().optional(),
});

/** One valid line of a file of facts. */
export interface Fact<T> {
  value: T;
  file: string;
  /** Counted from 1. */
  line: number;
}

/**
 * Reads JSONL whose first line says where the facts come from and whose other lines fit `schema`.
 * Throws CatalogError at the first line that does not.
 */
export function parseFacts<T>(text: string, file: string, schema: z.ZodType<T>): Fact<T>[] {
  const facts: Fact<T>[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  lines.forEach((json, index) => {
    const line = index + 1;
    const value = parseLine(json, file, line);
    if (line === 1) validated(provenance, value, file, line);
    else facts.push({ value: validated(schema, value, file, line), file, line });
  });
  if (lines.length === 0) throw new CatalogError(file, 1, 'no provenance line');
  return facts;
}

function parseLine(json: string, file: string, line: number): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new CatalogError(file, line, 'not JSON', { cause });
  }
}

/** The value as the schema gives it back; CatalogError with every complaint in one line where it does not fit. */
function validated<T>(schema: z.ZodType<T>, value: unknown, file: string, line: number): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CatalogError(file, line, complaints(result.error));
}

/** What zod found wrong, in one line: `terms.0.end: Invalid input`. */
export function complaints(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}

/**
 * The facts of every JSONL file in the folder `name` of `dir`, files in order of their names.
 * Throws CatalogError at the first line that does not fit.
 */
export function readFacts<T>(dir: string, name: string, schema: z.ZodType<T>): Fact<T>[] {
  return readdirSync(join(dir, name))
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) =>
      parseFacts(readFileSync(join(dir, name, file), 'utf8'), join(basename(dir), name, file), schema),
    );
}

/** Throws where two facts have the same key; a null key is no key. */
export function refuseDuplicates<T>(facts: Fact<T>[], what: string, key: (value: T) => string | null): void {
  const seen = new Map<string, Fact<T>>();
  for (const fact of facts) {
    const name = key(fact.value);
    if (name === null) continue;
    const first = seen.get(name);
    if (first) {
      throw new CatalogError(fact.file, fact.line, `${what} ${name} is taken by ${first.file}:${first.line}`);
    }
    seen.set(name, fact);
  }
}
