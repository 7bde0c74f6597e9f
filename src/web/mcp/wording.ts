import type { z } from 'zod';
import type { toldOnBill, toldSilence, toldStatement, toldStatements, toldWhole } from './answers.js';

/** What tools answer with, as text for assistants that read no structure. Each statement comes with its source. */

type Told<S extends z.ZodType> = z.output<S>;

export function statementsText({
  total,
  total_is_capped,
  statements,
  next_cursor,
}: Told<typeof toldStatements>): string {
  if (statements.length === 0) return 'No statement matches.';
  const more = next_cursor === null ? '' : ` More with cursor ${next_cursor}.`;
  const of = total_is_capped ? `${total} or more` : String(total);
  return [`${statements.length} of ${of} statements, newest first.${more}`, ...statements.map(line)].join(
    '\n',
  );
}

function line(one: Told<typeof toldStatement>): string {
  const bills = one.bills.map(({ bill }) => bill).join(', ');
  return [
    `- [${one.id}] ${day(one.published)}, ${who(one)}: ${flat(one.title)}`,
    ...(bills === '' ? [] : [`  bills: ${bills}`]),
    ...(one.passage === null ? [] : [`  “${flat(one.passage)}”`]),
    `  source: ${one.url}`,
  ].join('\n');
}

export function billText(told: Told<typeof toldOnBill>): string {
  const { about, quotes } = told;
  const parties = about.parties
    .map(({ party, statements }) => `${party ?? 'unknown'} ${statements}`)
    .join(', ');
  return [
    `${about.label} (${about.bill}): ${about.title ?? 'no title known'}`,
    `Statements by party: ${parties === '' ? 'none' : parties}. First ${about.first ?? '-'}, last ${about.last ?? '-'}.`,
    ...(about.companions.length === 0 ? [] : [`Companions: ${about.companions.join(', ')}.`]),
    '',
    statementsText(told),
    ...(quotes.length === 0 ? [] : ['', 'Newest quotes:']),
    ...quotes.map(
      (one) => `- ${day(one.published)}, ${one.speaker}: “${flat(one.text)}” (source: ${one.url})`,
    ),
  ].join('\n');
}

export function silenceText({ bill, officials }: Told<typeof toldSilence>): string {
  if (officials.length === 0) return `Nobody who was in office has been silent on ${bill}.`;
  return [
    `${officials.length} in office during the Congress of ${bill} published nothing that cites it, as far as was read:`,
    ...officials.map(
      (one) =>
        `- ${one.name} (${[one.party, one.state].filter(Boolean).join('-')}, ${one.office}); newest statement on anything: ${one.latest_statement ?? 'none read'}`,
    ),
  ].join('\n');
}

export function wholeText(told: Told<typeof toldWhole>): string {
  return [
    flat(told.title),
    `${day(told.published)}, ${who(told)}`,
    `source: ${told.url}`,
    ...(told.revisions > 1 ? [`edited after publication: ${told.revisions} versions were seen`] : []),
    '',
    told.text,
    ...(told.text_is_cut ? ['… (cut here; the whole is at the source)'] : []),
  ].join('\n');
}

function who({ name, party, state }: { name: string; party: string | null; state: string }): string {
  return `${flat(name)} (${[party, state].filter(Boolean).join('-')})`;
}

function day(published: string | null): string {
  return published?.slice(0, 10) ?? 'undated';
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 1000);
}
