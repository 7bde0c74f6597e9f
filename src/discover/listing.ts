/** Listing pages: an HTML page that announces releases, of whatever shape. */
import { parsePage } from '../html.js';
import type { Discovery, Item } from '../model.js';
import { refuseBytes, refusePage } from '../refusal.js';
import { plainTitle, shortSummary } from '../wording.js';
import { canonicalAddress } from './address.js';
import { htmlInData, isData, readData } from './data.js';
import type { ReadingContext } from './feed.js';
import { loneRecords } from './lone.js';
import { type Outline, outlineOf, textOfLeaves, within } from './outline.js';
import { nextPage } from './pager.js';
import type { RecordDate } from './recorddate.js';
import { kinship, type ListRecord, type Reading, readingsOf } from './records.js';
import { isGeneric, withoutDate } from './recordtitle.js';
import { withoutOtherSections } from './sections.js';
import { olderYear } from './years.js';

/** Below this weight a reading of the page is not worth believing. */
const BELIEVABLE = 0.5;

/**
 * Reads a listing page, or the data a listing is drawn from: finds its repeated record and reads each one's address, title and date.
 * @returns the records in page order, the address of the next page, and warnings that say how sure it is. Never throws.
 */
export function readListing(text: string, context: ReadingContext): Discovery {
  const data = isData(text);
  const html = data ? htmlInData(text) : text;
  if (html === null) return readData(text, context);
  const found = readPage(html, context);
  return found.items.length > 0 ? found : (readEmbedded(html, context) ?? found);
}

/** Data that a page drawn by script carries for its script. */
function readEmbedded(html: string, context: ReadingContext): Discovery | null {
  let end = 0;
  for (const tag of html.matchAll(/<script[^<>]+type=["']application\/(?:ld\+)?json["'][^<>]*>/gi)) {
    const from = tag.index + tag[0].length;
    if (from < end) continue;
    end = html.indexOf('</script', from);
    if (end < 0) return null;
    const found = readData(html.slice(from, end), context);
    if (found.items.length > 2) return found;
  }
  return null;
}

function readPage(html: string, context: ReadingContext): Discovery {
  const page = parsePage(html, context.url);
  const outline = outlineOf(page, context);
  const [best, ...others] = readingsOf(outline, context.url, context);
  const nextAfter = (items: Item[]) =>
    nextPage(page, outline, context.url) ??
    olderYear(
      outline.links,
      context.url,
      items.flatMap(({ published }) => published?.slice(0, 10) ?? []),
    );
  if (!best || !isBelievable(best, context.url)) {
    const records = loneRecords(outline, context.url, null, context);
    if (records.length === 0)
      return { kind: 'listing', items: [], next: nextAfter([]), warnings: [whyNothing(html, outline)] };
    const items = itemsOf({ records, score: 0, dated: 1 }, outline, context);
    return {
      kind: 'listing',
      items,
      next: nextAfter(items),
      warnings: ['no repeated record: the page shows hardly any releases'],
    };
  }
  const lone = loneRecords(outline, context.url, best, context);
  best.records = withoutOtherSections([...lone, ...best.records], outline);
  const items = itemsOf(best, outline, context);
  return {
    kind: 'listing',
    items,
    next: nextAfter(items),
    warnings: doubts(best, items, others, context),
  };
}

/** Without dates it takes long titles and addresses below the listing's own to tell a list from a menu. */
function isBelievable({ records, score, dated }: Reading, address: string): boolean {
  if (score < BELIEVABLE) return false;
  if (dated > 0.3) return true;
  const words = records.reduce((sum, { title }) => sum + title.words, 0) / records.length;
  const kin = records.filter(({ link }) => kinship(link.url, address) > 1).length / records.length;
  return records.length > 2 && words >= 5 && (kin > 0.5 || words >= 7);
}

function whyNothing(html: string, outline: Outline): string {
  const visible = outline.leaves.reduce((sum, { text, link }) => sum + (link ? 0 : text.length), 0);
  const refusal = refuseBytes(html) ?? refusePage(html, visible);
  if (refusal) return `${refusal.reason}: ${refusal.detail}`;
  if (outline.links.length < 5) return 'no repeated record found: the page has hardly any links';
  return `no repeated record found among ${outline.links.length} links`;
}

/** What makes a reading less than sure, each in a line. */
function doubts(best: Reading, items: Item[], others: Reading[], context: ReadingContext): string[] {
  const warnings: string[] = [];
  const { records } = best;
  const undated = items.filter(({ published }) => published === null).length;
  if (undated > 0) warnings.push(`${undated} of ${items.length} records show no date`);
  for (const [from, words] of DATE_DOUBTS) {
    const count = records.filter(({ date }) => date?.from === from).length;
    if (count > records.length / 2) warnings.push(words);
  }
  const tomorrow = new Date((context.now?.getTime() ?? Date.now()) + 36 * 3_600_000).toISOString();
  const ahead = items.filter(({ published }) => published !== null && published > tomorrow).length;
  if (ahead > 0) warnings.push(`${ahead} of ${items.length} dates lie in the future: these may be events`);
  const strangers = items.filter(({ url }) => kinship(url, context.url) < 1);
  if (strangers.length > items.length / 2) {
    warnings.push(`most records lead to another site: ${new URL(strangers[0]?.url ?? context.url).host}`);
  }
  const held = new Set(records.map(({ link }) => link.url));
  const rival = others.find((other) => other.records.every(({ link }) => !held.has(link.url)));
  if (rival && rival.score > best.score * 0.6) {
    warnings.push(`another list on the page looks alike: ${JSON.stringify(rival.records[0]?.title.text)}`);
  }
  return warnings;
}

const DATE_DOUBTS: [from: RecordDate['from'], words: string][] = [
  ['address', 'the dates were read from the addresses'],
  ['text', 'the dates were read from the running text of the records'],
];

function itemsOf(reading: Reading, outline: Outline, context: ReadingContext): Item[] {
  const items = new Map<string, Item>();
  for (const record of reading.records) {
    const title = withoutDate(plainTitle(record.title.text), record.date?.published ?? null, context);
    if (title === '' || isGeneric(title)) continue;
    if (!record.date && reading.dated > 0.8 && record.title.words < 4) continue;
    const identity = canonicalAddress(record.link.url);
    if (items.has(identity)) continue;
    const { published, precision } = record.date ?? { published: null, precision: 'unknown' as const };
    items.set(identity, {
      url: record.link.url,
      title,
      published,
      precision,
      summary: summaryOf(record, outline),
      modified: null,
    });
  }
  return [...items.values()];
}

/** What else the record says: without title, dates, and links that only say `Read more`. */
function summaryOf(record: ListRecord, outline: Outline): string | null {
  const used = new Set(record.title.leaves);
  const rest = within(outline.leaves, record.zone).filter(
    (leaf) => !used.has(leaf) && !outline.dateLeaves.has(leaf) && !(leaf.link && isGeneric(leaf.text)),
  );
  return shortSummary(textOfLeaves(rest));
}
