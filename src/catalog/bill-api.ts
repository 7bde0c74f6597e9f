import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { billType } from './bill-record.js';
import { type BillResult, billFailure, billResult } from './bill-result.js';
import { publicLaws, relatedIds } from './bill-status.js';
import { CatalogError } from './catalog-error.js';
import { complaints } from './facts.js';

/**
 * A bill as version 3 of the congress.gov API gives it, one answer a file in one folder: `bill.json`,
 * `titles.json`, `cosponsors.json`, `relatedbills.json`, `subjects.json`, `laws.json`. Only the first is needed.
 */
const text = z.union([z.string(), z.number()]).transform(String);
/** Lists are plain in the API, and `{item: […]}`, `{item: {…}}` or `""` where they were made from XML. */
function list<T>(entry: z.ZodType<T>): z.ZodType<T[]> {
  const wrapped = z.object({ item: z.union([z.array(entry), entry.transform((one) => [one])]) });
  const none = z.literal('').transform(() => []);
  return z.union([z.array(entry), wrapped.transform(({ item }) => item), none]);
}

const member = z.object({ bioguideId: z.string(), fullName: z.string().optional() });
const named = z.object({ name: z.string() });
const law = z.object({ number: z.string(), type: z.string() });
const billAnswer = z.object({
  bill: z.object({
    congress: text,
    type: z.string(),
    number: text,
    introducedDate: z.string().nullish(),
    title: z.string().nullish(),
    policyArea: named.nullish(),
    sponsors: list(member).nullish(),
    laws: list(law).nullish(),
  }),
});
const titlesAnswer = z.object({ titles: list(z.object({ title: z.string(), titleType: z.string() })) });
const cosponsorsAnswer = z.object({
  cosponsors: list(z.object({ bioguideId: z.string(), sponsorshipWithdrawnDate: z.string().nullish() })),
});
const relatedAnswer = z.object({
  relatedBills: list(z.object({ congress: text, type: z.string(), number: text })),
});
const lawsAnswer = z.object({ laws: list(law) });
const subjectSet = z.object({ legislativeSubjects: list(named).nullish(), policyArea: named.nullish() });
const subjectsAnswer = z.object({
  subjects: z.union([subjectSet, z.array(subjectSet).transform(([first]) => first)]),
});

/** Reads the bill whose answers lie in `folder`. Never throws: a broken answer is a result that names it. */
export async function readBillAnswers(folder: string): Promise<BillResult> {
  const file = join(folder, 'bill.json');
  try {
    const answer = await read(file, billAnswer);
    if (!answer) throw new CatalogError(file, 1, 'no such file');
    const { bill } = answer;
    const titles = await read(join(folder, 'titles.json'), titlesAnswer);
    const cosponsors = await read(join(folder, 'cosponsors.json'), cosponsorsAnswer);
    const related = await read(join(folder, 'relatedbills.json'), relatedAnswer);
    const laws = await read(join(folder, 'laws.json'), lawsAnswer);
    const subjects = (await read(join(folder, 'subjects.json'), subjectsAnswer))?.subjects;
    const sponsor = bill.sponsors?.[0];
    const display = bill.title ? [{ kind: 'Display Title', title: bill.title }] : [];
    return billResult(
      {
        congress: Number(bill.congress),
        type: billType(bill.type) ?? bill.type,
        number: Number(bill.number),
        titles: titles ? titles.titles.map(({ titleType, title }) => ({ kind: titleType, title })) : display,
        introduced: bill.introducedDate ?? null,
        sponsor: sponsor ? { bioguide: sponsor.bioguideId, name: sponsor.fullName ?? '' } : null,
        cosponsors: cosponsors?.cosponsors
          .filter((one) => !one.sponsorshipWithdrawnDate)
          .map((one) => one.bioguideId),
        policyArea: bill.policyArea?.name ?? subjects?.policyArea?.name ?? null,
        subjects: subjects?.legislativeSubjects?.map(({ name }) => name),
        related: related ? relatedIds(related.relatedBills, bill.congress) : [],
        laws: publicLaws(bill.laws ?? laws?.laws ?? []),
      },
      file,
      1,
    );
  } catch (error) {
    return billFailure(error, file);
  }
}

async function read<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  if (!existsSync(file)) return null;
  const json = await readFile(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new CatalogError(file, lineOf(json, cause), 'not JSON', { cause });
  }
  const result = schema.safeParse(value);
  if (!result.success) throw new CatalogError(file, 1, complaints(result.error));
  return result.data;
}

/** The line V8 complains of; it names a position, except at a sudden end. */
function lineOf(json: string, cause: unknown): number {
  const position = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
  return json.slice(0, position === undefined ? json.length : Number(position)).split('\n').length;
}
