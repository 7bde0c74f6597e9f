import { z } from 'zod';
import { escaped, feedText } from '../escaped.js';

const mailed = z.object({
  id: z.number(),
  published: z.string().nullable(),
  name: z.string(),
  party: z.string().nullable(),
  state: z.string(),
  title: z.string(),
  url: z.string(),
  page: z.string().nullable(),
  excerpt: z.string(),
  revised: z.boolean(),
  bills: z.array(z.object({ bill: z.string(), evidence: z.array(z.object({ text: z.string() })) })),
});
type Mailed = z.output<typeof mailed>;

/** An event as a mail needs it; see event.ts. */
const event = z.object({
  data: z.object({
    alert: z.object({ name: z.string() }),
    statement: mailed.optional(),
    statements: z.array(mailed).optional(),
  }),
});

/** The words of a mail; every word of a stranger in them is text. */
export interface MailText {
  subject: string;
  text: string;
  html: string;
}

/**
 * Writes the mail of an event.
 * @param body an event as JSON
 * @param unsubscribe where its reader ends it: an address of the web or of mail
 */
export function mailText(body: string, unsubscribe: string): MailText {
  const { alert, statement, statements } = event.parse(JSON.parse(body)).data;
  const all = statements ?? (statement === undefined ? [] : [statement]);
  const name = line(alert.name, 100);
  const first = all[0];
  const about =
    first === undefined ? 'a trial' : all.length === 1 ? line(first.title, 150) : `${all.length} statements`;
  const why = `You get this because of the alert “${name}”.`;
  const trial = 'This is a trial: what this alert finds will reach you here.';
  return {
    subject: `${name}: ${about}`,
    text: [
      ...(first === undefined ? [trial] : all.map(textOf)),
      `--\n${why}\nEnd it: ${unsubscribe}`,
      '',
    ].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><meta charset="utf-8">',
      '<body style="font: 16px/1.5 Georgia, serif; max-width: 40em; margin: 0 auto; padding: 1em">',
      ...(first === undefined ? [`<p>${trial}</p>`] : all.map(htmlOf)),
      `<hr><p style="font-size: 14px">${escaped(why)} <a href="${escaped(unsubscribe)}">End it</a></p>`,
      '</body></html>',
    ].join('\n'),
  };
}

const MOST_TITLE = 300;
const MOST_EXCERPT = 400;
const MOST_WORDS = 120;

function textOf(one: Mailed): string {
  return [
    `${one.revised ? 'Changed: ' : ''}${line(one.title, MOST_TITLE) || 'Untitled'}`,
    who(one),
    ...bills(one),
    `  ${line(one.excerpt, MOST_EXCERPT)}`,
    ...(one.page === null ? [] : [one.page]),
    `Published at: ${line(one.url, 2000)}`,
  ].join('\n');
}

function htmlOf(one: Mailed): string {
  const title = escaped(line(one.title, MOST_TITLE) || 'Untitled');
  const original = linkTo(one.url);
  const target = one.page ?? original;
  const links = [
    ...(one.page === null ? [] : [`<a href="${escaped(one.page)}">Text and tags</a>`]),
    original === null
      ? escaped(line(one.url, 2000))
      : `<a href="${escaped(original)}">As it was published</a>`,
  ];
  return [
    `<h2 dir="auto" style="font-size: 19px; margin: 1.5em 0 0">${one.revised ? 'Changed: ' : ''}${
      target === null ? title : `<a href="${escaped(target)}">${title}</a>`
    }</h2>`,
    `<p style="margin: 0">${escaped(who(one))}</p>`,
    ...bills(one).map((text) => `<p dir="auto" style="margin: 0">${escaped(text)}</p>`),
    `<p dir="auto">${escaped(line(one.excerpt, MOST_EXCERPT))}</p>`,
    `<p style="font-size: 14px">${links.join(' · ')}</p>`,
  ].join('\n');
}

function who({ name, party, state, published }: Mailed): string {
  const from = [party, state].filter(Boolean).join('-');
  return line(`${name} (${from}), ${published?.slice(0, 10) ?? 'without a date'}`, 200);
}

/** Each bill with the words that name it. */
function bills({ bills: tags }: Mailed): string[] {
  return tags.map(({ bill, evidence }) => {
    const words = evidence[0] === undefined ? '' : `: “${line(evidence[0].text, MOST_WORDS)}”`;
    return `${line(bill, 30)}${words}`;
  });
}

/** Text of strangers on one line, so that it can be taken for no other part of the mail. */
function line(text: string, most: number): string {
  const flat = feedText(text.slice(0, most * 4))
    .replace(/\s+/g, ' ')
    .trim();
  return flat.length <= most ? flat : `${flat.slice(0, most - 1)}…`;
}

function linkTo(url: string): string | null {
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).href : null;
}
