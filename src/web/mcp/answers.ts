import { z } from 'zod';
import { silentOfficial } from '../api/bills.js';
import { evidence, quote, statementFields } from '../api/shapes.js';

/** What tools answer with, made of the shapes of the API. */

const sources = {
  url: z.string().meta({ description: 'Where it was published: the source to cite.' }),
  page: z
    .string()
    .nullable()
    .meta({ description: 'Its page here, with what proves its tags; null where there is none to link to.' }),
};

/** A statement as a tool lists it. */
export const toldStatement = z.object({
  ...statementFields,
  ...sources,
  bills: z.array(z.object({ bill: z.string(), evidence: z.array(z.string()) })),
  topics: z.array(z.string()),
  passage: z.string().nullable().meta({ description: 'The words that were searched for, where they stand.' }),
});

export const toldStatements = z.object({
  total: z.int().meta({ description: 'How many there are, as far as was counted.' }),
  total_is_capped: z.boolean(),
  statements: z.array(toldStatement),
  next_cursor: z.string().nullable().meta({ description: 'Give it as cursor for what comes after.' }),
});

const toldBill = z.object({
  bill: z.string(),
  label: z.string(),
  title: z.string().nullable(),
  introduced: z.string().nullable(),
  companions: z.array(z.string()),
});

export const toldBills = z.object({
  bills: z.array(toldBill.omit({ companions: true })),
});

export const toldOnBill = toldStatements.extend({
  about: toldBill.extend({
    first: z.string().nullable(),
    last: z.string().nullable(),
    parties: z.array(z.object({ party: z.string().nullable(), statements: z.int() })),
  }),
  quotes: z
    .array(
      quote.pick({
        speaker: true,
        role: true,
        official: true,
        party: true,
        text: true,
        published: true,
        url: true,
      }),
    )
    .meta({ description: 'The newest quotes in them.' }),
});

export const toldSilence = z.object({
  bill: z.string(),
  officials: z.array(silentOfficial),
});

/** A statement whole, as far as a tool tells it. */
export const toldWhole = z.object({
  ...statementFields,
  ...sources,
  text: z.string(),
  text_is_cut: z.boolean().meta({ description: 'It goes on; the whole is at its address.' }),
  bills: z.array(z.object({ bill: z.string(), evidence: z.array(evidence) })),
  topics: z.array(z.string()),
  quotes: z.array(z.object({ speaker: z.string(), official: z.string().nullable(), text: z.string() })),
  revisions: z
    .int()
    .meta({ description: 'How many contents it has had: more than one means it was edited.' }),
  publishers: z.array(z.object({ name: z.string(), url: z.string() })),
});
