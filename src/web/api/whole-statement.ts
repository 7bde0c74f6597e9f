import { z } from 'zod';
import { evidence, joint, moment, named, published, statementFields } from './shapes.js';

const link = z.object({ url: z.string(), text: z.string() });

const range = {
  starts_at: z.int().meta({ description: 'In UTF-16 code units of title, blank line, text.' }),
  ends_at: z.int(),
};

const revisionFields = {
  number: z.int().meta({ description: 'From 1.' }),
  title: z.string(),
  published,
  first_seen: moment,
  last_seen: moment,
  current: z.boolean().meta({ description: 'It is what the statement says now.' }),
  kept: z.boolean().meta({ description: 'The bytes of its page are still kept.' }),
};

/** A statement with everything known of it. */
export const wholeStatement = z
  .object({
    ...statementFields,
    body: z.string().nullable().meta({ description: 'Its text: paragraphs with a blank line between.' }),
    links: z.array(link).nullable().meta({ description: 'Links of the text.' }),
    language: z.string().nullable(),
    source: z.string().meta({ description: 'The newsroom it was found in.' }),
    addresses: z.array(z.string()).meta({ description: 'Every address it was found under.' }),
    first_seen: moment,
    last_seen: moment,
    missing_since: moment.nullable(),
    revision: z.int().nullable().meta({ description: 'Number of the revision that is current.' }),
    joint,
    tagged_at: moment.nullable().meta({ description: 'Null while its tags are being made.' }),
    tag_error: z.string().nullable(),
    bills: z.array(
      z.object({
        bill_id: z.string().meta({ examples: ['s1693-115'] }),
        method: z.string().meta({ description: 'title, number or acronym.' }),
        confidence: z.number(),
        known: z.boolean().meta({ description: 'The bill index holds it.' }),
        evidence: z.array(evidence),
        companions: z.array(z.string()),
      }),
    ),
    topics: z.array(z.object({ topic_id: z.string(), score: z.number(), evidence: z.array(evidence) })),
    quotes: z.array(
      z.object({
        position: z.int(),
        ...range,
        text: z.string(),
        speaker: z.string(),
        official_id: z.string().nullable(),
        role: z.string().nullable(),
        verb: z.string().nullable(),
      }),
    ),
    mentions: z.array(z.object({ official_id: z.string(), ...range, text: z.string() })),
    doubts: z
      .array(
        z.object({
          kind: z.enum(['ambiguous', 'unresolved']),
          text: z.string(),
          candidates: z.array(z.string()),
          evidence: z.array(evidence),
          reason: z.string(),
        }),
      )
      .meta({ description: 'What may be a bill and was not tagged as one, and why.' }),
    revisions: z.array(
      z.object({ ...revisionFields, characters: z.int().meta({ description: 'Length of its text.' }) }),
    ),
    history: z
      .array(z.object({ at: moment, event: z.string(), revision: z.int().nullable() }))
      .meta({ description: 'found, edited, missing, gone, returned: what became of it, and when.' }),
  })
  .register(named, { id: 'WholeStatement', description: 'A statement with everything known of it.' });

const pieces = z
  .array(z.object({ op: z.enum(['same', 'added', 'removed']), text: z.string() }))
  .nullable()
  .meta({ description: 'Word by word; null where nothing changed.' });

/** One content that a statement had. */
export const revision = z
  .object({
    statement: z.int(),
    ...revisionFields,
    body: z.string(),
    links: z.array(link),
    changed: z
      .object({
        from: z.int(),
        to: z.int(),
        title: pieces,
        published: z.object({ from: z.string().nullable(), to: z.string().nullable() }).nullable(),
        body: pieces,
        links: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
      })
      .nullable()
      .meta({ description: 'What changed from the revision before; null for the first.' }),
  })
  .register(named, { id: 'Revision' });
