/**
 * `npm run eval`: scores the tagger on the gold sets beside the repo and prints every error, then a table
 * beside the targets. Exits with 1 where the gold sets are not there.
 */
import { createTagger, type Tagger } from '../src/tag/tagger.js';
import { type BillScore, goldOf, idsByTitle, scoreBills, stripped } from './eval-bills.js';
import { bills, hasShared, names, officials, sharedLines, topics } from './eval-data.js';
import { scoreQuotes } from './eval-quotes.js';

interface Row {
  set: string;
  measured: string;
  target: string;
  met: boolean;
}

const rows: Row[] = [];
const quiet = process.argv.includes('--summary');

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function errors(title: string, list: string[]): void {
  if (quiet || list.length === 0) return;
  console.log(`\n== ${title}`);
  for (const error of list) console.log(`  ${error}`);
}

function report(set: string, score: BillScore, leastPrecision: number, leastRecall: number): void {
  const precision = ratio(score.hits, score.hits + score.wrong);
  const recall = ratio(score.hits, score.hits + score.missed);
  errors(set, score.errors);
  rows.push({
    set,
    measured: `precision ${precision.toFixed(3)} (${score.wrong} wrong), recall ${recall.toFixed(3)} (${score.missed} missed)`,
    target: `≥ ${leastPrecision}, ≥ ${leastRecall}`,
    met: precision >= leastPrecision && recall >= leastRecall,
  });
}

function reportFalse(set: string, score: BillScore, most: number): void {
  const share = ratio(score.wronged, score.releases);
  errors(set, score.errors);
  rows.push({
    set,
    measured: `${(share * 100).toFixed(2)}% of ${score.releases} falsely tagged`,
    target: most === 0 ? '0' : `≤ ${most * 100}%`,
    met: share <= most,
  });
}

function evaluate(): void {
  const people = officials();
  const areas = topics();
  const old = bills('108-from-releases', '109-from-releases', '110-from-releases');
  const today = bills('119');
  const make = (index: typeof old, complete: number[] = []): Tagger =>
    createTagger({
      bills: index,
      names: names(),
      completeCongresses: complete,
      officials: people,
      topics: areas,
    });
  const then = make(old);
  const now = make(today, [119]);

  const numbers = goldOf('number-only');
  report(
    'number-only, punctuation kept',
    scoreBills(
      then,
      numbers.filter((r) => !r.stripped),
    ),
    0.995,
    0.98,
  );
  report(
    'number-only, punctuation lost',
    scoreBills(
      then,
      numbers.filter((r) => r.stripped),
    ),
    0.995,
    0.98,
  );
  const bare = numbers.map((r) => ({ ...r, text: stripped(r.text) }));
  report('number-only, all stripped by us', scoreBills(then, bare), 0.995, 0.98);

  const titles = goldOf('title-number');
  report(
    'title-number, punctuation kept',
    scoreBills(
      then,
      titles.filter((r) => !r.stripped),
    ),
    0.96,
    0.985,
  );
  report(
    'title-number, punctuation lost',
    scoreBills(
      then,
      titles.filter((r) => r.stripped),
    ),
    0.92,
    0.985,
  );
  report('current-bills', scoreBills(now, goldOf('current-bills'), idsByTitle(today)), 0.95, 0.9);

  for (const [set, most] of [
    ['negatives', 0],
    ['negatives-hard', 0.01],
  ] as const) {
    reportFalse(set, scoreBills(then, goldOf(set)), most);
    reportFalse(`${set}, index of the 119th`, scoreBills(now, goldOf(set)), most);
  }
  const releases = sharedLines<{ id: string; date: string; text: string }>(
    'releases/senate-2004-2008.ndjson',
  );
  const past = releases.map((r) => ({ ...r, gold: [] }));
  reportFalse(
    '119th index over 2004–2008',
    scoreBills(now, past, new Map(), (bill) => bill.endsWith('-119')),
    0,
  );

  const quotes = scoreQuotes(then, areas);
  errors('quotes and topics', quotes.errors);
  const precision = ratio(quotes.hits, quotes.found);
  const recall = ratio(quotes.hits, quotes.gold);
  const speakers = ratio(quotes.speakers, quotes.hits);
  const first = ratio(quotes.topics.first, quotes.topics.releases);
  rows.push(
    {
      set: 'quotes: words',
      measured: `precision ${precision.toFixed(3)} (${quotes.found - quotes.hits} wrong), recall ${recall.toFixed(3)} (${quotes.gold - quotes.hits} missed)`,
      target: '≥ 0.97, ≥ 0.95',
      met: precision >= 0.97 && recall >= 0.95,
    },
    {
      set: 'quotes: speaker of the words found',
      measured: `${speakers.toFixed(3)} (${quotes.hits - quotes.speakers} wrong)`,
      target: '≥ 0.95',
      met: speakers >= 0.95,
    },
    {
      set: 'topics: first among the annotator’s',
      measured: first.toFixed(3),
      target: '≥ 0.8',
      met: first >= 0.8,
    },
  );
  printTable();
}

function printTable(): void {
  console.log('\n| set | measured | target | met |\n|---|---|---|---|');
  for (const { set, measured, target, met } of rows) {
    console.log(`| ${set} | ${measured} | ${target} | ${met ? 'yes' : 'no'} |`);
  }
}

if (hasShared()) evaluate();
else {
  console.error('The gold sets are not here: put the folder `shared` beside the repo.');
  process.exitCode = 1;
}
