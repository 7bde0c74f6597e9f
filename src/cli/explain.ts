import type { Evidence, Tags } from '../model.js';
import type { BillDecision, Decision, PersonDecision, TopicDecision } from '../tag/trace.js';
import { plain } from './output.js';

/** Places shown of one rule; the rest is counted. */
const MOST_PLACES = 3;
const CONTEXT = 45;
/** A long quote is shown by its first and its last words. */
const LONGEST_WORDS = 90;
/** How many bills are listed that were not meant. */
const MOST_BILLS = 6;
const MOST_TERMS = 12;

/**
 * Why a text was tagged as it was, for a person to read: each tag with its rule and the words that prove it, what
 * was refused and why, and how each topic came to its score.
 * @param titleOf the title by which a bill is shown
 */
export function explain(
  text: string,
  tags: Tags,
  decisions: Decision[],
  titleOf: (bill: string) => string | undefined,
): string {
  const bills = decisions.filter((one): one is BillDecision => one.about === 'bill');
  const topics = decisions.filter((one): one is TopicDecision => one.about === 'topic');
  const mentions = decisions.filter((one): one is PersonDecision => one.about === 'mention');
  const quotes = decisions.filter((one): one is PersonDecision => one.about === 'quote');
  const show = (at: Evidence) => inContext(text, at);
  const lines = [
    ...section('Bills', taggedBills(tags, bills, titleOf, show)),
    ...section('Bills that could not be told apart', undecided(bills, 'ambiguous', show)),
    ...section('Named like a bill, and none', undecided(bills, 'refused', show)),
    ...section('Topics', topics.filter(isTagged).toSorted(byScore).flatMap(topicLines)),
    ...section('Topics with too little proof', topics.filter(not(isTagged)).toSorted(byScore).map(topicLine)),
    ...section('Quotes', quotes.filter(isTagged).flatMap(quoteLines)),
    ...section('Words in marks that are no quote', quotes.filter(not(isTagged)).flatMap(quoteLines)),
    ...section('People', people(mentions.filter(isTagged), show)),
    ...section('Names that were not settled', people(mentions.filter(not(isTagged)), show)),
  ];
  return `${lines.map(plain).join('\n')}\n`;
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

const isTagged = (decision: Decision) => decision.outcome === 'tagged';
const not = (test: (decision: Decision) => boolean) => (decision: Decision) => !test(decision);
const byScore = (a: TopicDecision, b: TopicDecision) => b.score - a.score || b.proof - a.proof;

function taggedBills(
  tags: Tags,
  decisions: BillDecision[],
  titleOf: (bill: string) => string | undefined,
  show: (at: Evidence) => string,
): string[] {
  return tags.bills.flatMap((tag) => {
    const own = decisions.filter((one) => isTagged(one) && one.bills.includes(tag.bill));
    const besides = [...new Set(own.flatMap((one) => one.besides))];
    const title = titleOf(tag.bill) ?? (tag.known ? '' : 'not in the index');
    return [
      `${tag.bill}  ${title}  (confidence ${tag.confidence})`,
      ...byRule(own, show).map((line) => `  ${line}`),
      ...(besides.length > 0 ? [`  not meant, of the same title: ${someOf(besides)}`] : []),
      ...(tag.companions.length > 0 ? [`  travels with it: ${someOf(tag.companions)}`] : []),
    ];
  });
}

/** Places that gave no tag, by the bills that could have been meant. */
function undecided(
  decisions: BillDecision[],
  outcome: 'ambiguous' | 'refused',
  show: (at: Evidence) => string,
): string[] {
  const groups = new Map<string, BillDecision[]>();
  for (const decision of decisions) {
    if (decision.outcome !== outcome) continue;
    const key = decision.bills.length > 0 ? decision.bills.join(' ') : decision.at.text;
    groups.set(key, [...(groups.get(key) ?? []), decision]);
  }
  return [...groups.values()].flatMap((group) => {
    const [{ at, bills }] = group as [BillDecision];
    const meant = bills.length > 0 ? `: ${someOf(bills)}` : '';
    return [`“${oneLine(at.text)}”${meant}`, ...byRule(group, show).map((line) => `  ${line}`)];
  });
}

/** Each rule once, with the places it was used at. */
function byRule(decisions: { rule: string; at: Evidence }[], show: (at: Evidence) => string): string[] {
  const rules = new Map<string, Evidence[]>();
  for (const { rule, at } of decisions) rules.set(rule, [...(rules.get(rule) ?? []), at]);
  return [...rules].flatMap(([rule, places]) => [
    rule,
    ...places.slice(0, MOST_PLACES).map((at) => `  ${show(at)}`),
    ...(places.length > MOST_PLACES ? [`  and ${places.length - MOST_PLACES} more`] : []),
  ]);
}

function topicLine({ topic, score, proof, rule }: TopicDecision): string {
  return `${topic}  ${score.toFixed(3)}  (proof ${rounded(proof)}: ${rule})`;
}

function topicLines(decision: TopicDecision): string[] {
  const { terms, bills } = decision;
  const shown = terms.slice(0, MOST_TERMS);
  const rest = terms.slice(MOST_TERMS);
  return [
    topicLine(decision),
    ...bills.map(({ bill, sum }) => `  ${signed(sum)}  ${bill} is of this policy area`),
    ...shown.map(
      ({ text, weight, count, sum }) =>
        `  ${signed(sum)}  “${text}” of weight ${weight}${count > 1 ? `, ${count} times` : ''}`,
    ),
    ...(rest.length > 0
      ? [`  ${signed(rest.reduce((total, { sum }) => total + sum, 0))}  ${rest.length} more words`]
      : []),
  ];
}

function quoteLines({ at, people: speakers, rule }: PersonDecision): string[] {
  const words = oneLine(at.text);
  const shown =
    words.length > LONGEST_WORDS
      ? `${words.slice(0, LONGEST_WORDS / 2)} … ${words.slice(-LONGEST_WORDS / 2)}`
      : words;
  return [`${speakers.join(' or ') || 'nobody'}: “${shown}”`, `  ${rule}`];
}

function people(decisions: PersonDecision[], show: (at: Evidence) => string): string[] {
  const groups = new Map<string, PersonDecision[]>();
  for (const decision of decisions) {
    const key = decision.people.join(' or ');
    groups.set(key, [...(groups.get(key) ?? []), decision]);
  }
  return [...groups].flatMap(([name, group]) => [name, ...byRule(group, show).map((line) => `  ${line}`)]);
}

/** The words with what stands around them: `… voted for the [SAFE Act] on Monday …`. */
function inContext(text: string, { start, end }: Evidence): string {
  const before = text.slice(Math.max(0, start - CONTEXT), start);
  const behind = text.slice(end, end + CONTEXT);
  return oneLine(
    `${start > CONTEXT ? '…' : ''}${before}[${text.slice(start, end)}]${behind}${end + CONTEXT < text.length ? '…' : ''}`,
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function someOf(bills: string[]): string {
  const shown = bills.slice(0, MOST_BILLS).join(', ');
  return bills.length > MOST_BILLS ? `${shown} and ${bills.length - MOST_BILLS} more` : shown;
}

const rounded = (value: number) => String(Math.round(value * 100) / 100);
const signed = (value: number) => `${value < 0 ? '−' : '+'}${rounded(Math.abs(value))}`;
