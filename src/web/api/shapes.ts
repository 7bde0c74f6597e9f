import { z } from 'zod';

/**
 * The shapes that answers are made of. Each has a name in the document; what is said of a field here is what the
 * document says of it.
 */
export const named = z.registry<{ id: string; description?: string }>();
/** The same for what is sent to us. */
export const namedRequests = z.registry<{ id: string; description?: string }>();

/** A moment; JSON has it as RFC 3339 in UTC. */
export const moment = z.date();
export const published = z.string().nullable().meta({
  description:
    'A day, `2018-03-22`; or where the minute is known RFC 3339 with the newsroom’s offset. Null where nothing is.',
});
export const dayText = z.string().meta({ format: 'date' });
const party = z
  .string()
  .nullable()
  .meta({ description: 'R, D, I: of whoever spoke, on that day. Null where it is not known.' });
export const office = z.string().meta({ description: 'senate, attorney-general or house.' });
const statementState = z
  .string()
  .meta({ description: 'live; missing, since one visit did not find it; gone, when that was proved.' });

export const next = z
  .url()
  .nullable()
  .meta({ description: 'Address of the next page; null where this is the last. Also in the Link header.' });
export const nextCursor = z.string().nullable().meta({ description: 'The cursor of the next page.' });

export const evidence = z
  .object({
    start: z.int().meta({ description: 'In UTF-16 code units of title, blank line, text.' }),
    end: z.int(),
    text: z.string(),
  })
  .register(named, { id: 'Evidence', description: 'Words that prove a tag, and where they stand.' });

const publisher = z
  .object({
    statement: z.int().meta({ description: 'Its own statement.' }),
    official: z.string().nullable(),
    name: z.string(),
    url: z.string(),
  })
  .register(named, {
    id: 'Publisher',
    description: 'One of several newsrooms that published the same release.',
  });

export const joint = z
  .object({ id: z.int(), publishers: z.array(publisher) })
  .nullable()
  .meta({ description: 'Where several newsrooms published the same release: all of them. Else null.' });

/** What every shape of a statement has. */
export const statementFields = {
  id: z.int(),
  published,
  official: z.string().nullable().meta({ description: 'Whoever published it, by id.' }),
  name: z.string().meta({ description: 'Name of the official, or of the newsroom where there is none.' }),
  party,
  office,
  state: z.string().meta({ description: 'State of the newsroom, two letters.' }),
  title: z.string(),
  url: z.string().meta({ description: 'Where it was published.' }),
  statement_state: statementState,
};

const highlight = z
  .object({
    text: z.string(),
    marks: z
      .array(z.object({ start: z.int(), end: z.int() }))
      .meta({ description: 'Where in `text` the words stand, in UTF-16 code units.' }),
  })
  .register(named, { id: 'Highlight', description: 'Parts of the text that hold the words searched for.' });

export const statement = z
  .object({
    ...statementFields,
    bills: z.array(
      z.object({
        bill: z.string().meta({ examples: ['s1693-115'] }),
        method: z.string().meta({ description: 'title, number or acronym.' }),
        confidence: z.number().meta({ description: 'From 0 to 1.' }),
        evidence: z.array(evidence),
      }),
    ),
    topics: z.array(z.string()),
    quotes: z.int().meta({ description: 'How many quotes were found in it.' }),
    revisions: z.int().meta({ description: 'How many contents it has had.' }),
    joint,
    highlight: highlight.optional(),
  })
  .register(named, { id: 'Statement', description: 'A release, as lists show it.' });

export const quote = z
  .object({
    speaker: z.string().meta({ description: 'As the release names the speaker.' }),
    role: z.string().nullable(),
    official: z.string().nullable().meta({ description: 'The speaker, where the catalogue knows them.' }),
    party,
    office: office.nullable(),
    state: z.string().nullable(),
    verb: z.string().nullable().meta({ description: 'said, added …' }),
    text: z.string(),
    published,
    statement: z.int(),
    title: z.string().meta({ description: 'Title of the statement it stands in.' }),
    url: z.string(),
    statement_state: statementState,
  })
  .register(named, { id: 'Quote', description: 'Words in quotation marks, and whose they are.' });

z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: 'What is wrong, and what to send instead.' }),
  errors: z
    .array(z.object({ parameter: z.string(), detail: z.string() }))
    .optional()
    .meta({ description: 'Each parameter that is wrong.' }),
}).register(named, { id: 'Problem', description: 'An error, as RFC 9457 has it.' });
