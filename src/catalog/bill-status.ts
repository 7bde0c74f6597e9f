import { SaxesParser } from 'saxes';
import { billId, billType } from './bill-record.js';
import { type BillResult, billFailure, billResult } from './bill-result.js';
import { CatalogError } from './catalog-error.js';

/**
 * GPO's BILLSTATUS XML, read as it streams in: files reach several megabytes and all but a few of their elements
 * are amendments and actions. Both schemas are read by the same paths, the older names beside the newer ones.
 */
interface Gathered {
  number: string;
  type: string;
  congress: string;
  introduced: string;
  /** The title congress.gov shows; kept where there is no list of titles. */
  display: string;
  titles: { kind: string; title: string }[];
  sponsors: { bioguide: string; name: string }[];
  cosponsors: { bioguide: string; withdrawn: boolean }[];
  policyArea: string;
  subjects: string[];
  related: { congress: string; number: string; type: string }[];
  laws: { type: string; number: string }[];
}

/** Elements that begin an entry of a list, by their path below `<bill>`. */
const ITEMS = new Map<string, (bill: Gathered) => unknown>([
  ['titles/item', ({ titles }) => titles.push({ kind: '', title: '' })],
  ['sponsors/item', ({ sponsors }) => sponsors.push({ bioguide: '', name: '' })],
  ['cosponsors/item', ({ cosponsors }) => cosponsors.push({ bioguide: '', withdrawn: false })],
  ['laws/item', ({ laws }) => laws.push({ type: '', number: '' })],
  ['relatedBills/item', ({ related }) => related.push({ congress: '', number: '', type: '' })],
]);

type Leaf = (bill: Gathered, text: string) => unknown;

const number: Leaf = (bill, text) => Object.assign(bill, { number: text });
const type: Leaf = (bill, text) => Object.assign(bill, { type: text });
const area: Leaf = (bill, text) => text !== '' && Object.assign(bill, { policyArea: text });
const subject: Leaf = (bill, text) => bill.subjects.push(text);

/** Elements whose text is kept, by their path below `<bill>`. */
const LEAVES = new Map<string, Leaf>([
  ['number', number],
  ['billNumber', number],
  ['type', type],
  ['billType', type],
  ['congress', (bill, text) => Object.assign(bill, { congress: text })],
  ['introducedDate', (bill, text) => Object.assign(bill, { introduced: text.slice(0, 10) })],
  ['titles/item/titleType', ({ titles }, text) => Object.assign(titles.at(-1) ?? {}, { kind: text })],
  ['titles/item/title', ({ titles }, text) => Object.assign(titles.at(-1) ?? {}, { title: text })],
  [
    'sponsors/item/bioguideId',
    ({ sponsors }, text) => Object.assign(sponsors.at(-1) ?? {}, { bioguide: text }),
  ],
  ['sponsors/item/fullName', ({ sponsors }, text) => Object.assign(sponsors.at(-1) ?? {}, { name: text })],
  [
    'cosponsors/item/bioguideId',
    ({ cosponsors }, text) => Object.assign(cosponsors.at(-1) ?? {}, { bioguide: text }),
  ],
  [
    'cosponsors/item/sponsorshipWithdrawnDate',
    ({ cosponsors }, text) => Object.assign(cosponsors.at(-1) ?? {}, { withdrawn: text !== '' }),
  ],
  [
    'relatedBills/item/congress',
    ({ related }, text) => Object.assign(related.at(-1) ?? {}, { congress: text }),
  ],
  ['relatedBills/item/number', ({ related }, text) => Object.assign(related.at(-1) ?? {}, { number: text })],
  ['relatedBills/item/type', ({ related }, text) => Object.assign(related.at(-1) ?? {}, { type: text })],
  ['laws/item/type', ({ laws }, text) => Object.assign(laws.at(-1) ?? {}, { type: text })],
  ['laws/item/number', ({ laws }, text) => Object.assign(laws.at(-1) ?? {}, { number: text })],
  ['policyArea/name', area],
  ['subjects/policyArea/name', area],
  ['subjects/billSubjects/policyArea/name', area],
  ['primarySubject/name', area],
  ['subjects/billSubjects/primarySubject/name', area],
  ['title', (bill, text) => Object.assign(bill, { display: text })],
  ['subjects/legislativeSubjects/item/name', subject],
  ['subjects/billSubjects/legislativeSubjects/item/name', subject],
  ['subjects/billSubjects/otherSubjects/item/name', subject],
]);

/** Parts of `<bill>` that hold any of these; what is left, amendments and actions, is most of a file. */
const PARTS = new Set([...ITEMS.keys(), ...LEAVES.keys()].map((path) => path.split('/')[0] ?? ''));

/**
 * Reads one BILLSTATUS document from its text, in pieces of any size. Never throws: XML that is broken, or is no
 * BILLSTATUS, is a result that names `file` and the line.
 */
export async function readBillStatus(chunks: AsyncIterable<string>, file: string): Promise<BillResult> {
  const parser = new SaxesParser();
  const bill: Gathered = {
    number: '',
    type: '',
    congress: '',
    introduced: '',
    display: '',
    policyArea: '',
    titles: [],
    sponsors: [],
    cosponsors: [],
    subjects: [],
    related: [],
    laws: [],
  };
  const path: string[] = [];
  let line = 1;
  let text = '';
  let leaf: Leaf | undefined;
  parser.on('error', (error) => {
    throw new CatalogError(file, parser.line, `broken XML: ${error.message.replace(/^\d+:\d+: /, '')}`);
  });
  parser.on('opentag', ({ name }) => {
    path.push(name);
    if (path.length === 1 && name !== 'billStatus') {
      throw new CatalogError(file, parser.line, `a <${name}> document, not <billStatus>`);
    }
    if (path.length === 2 && name === 'bill') line = parser.line;
    if (path.length < 3 || path.length > 7 || path[1] !== 'bill' || !PARTS.has(path[2] ?? '')) return;
    const inside = path.slice(2).join('/');
    ITEMS.get(inside)?.(bill);
    leaf = LEAVES.get(inside);
    text = '';
  });
  parser.on('text', (piece) => {
    if (leaf) text += piece;
  });
  parser.on('cdata', (piece) => {
    if (leaf) text += piece;
  });
  parser.on('closetag', () => {
    leaf?.(bill, text.replace(/\s+/g, ' ').trim());
    leaf = undefined;
    path.pop();
  });
  try {
    for await (const chunk of chunks) parser.write(chunk);
    parser.close();
  } catch (error) {
    return billFailure(error, file, parser.line);
  }
  return billResult(record(bill), file, line);
}

function record(bill: Gathered): unknown {
  const type = billType(bill.type);
  const sponsor = bill.sponsors[0];
  const titles = bill.titles.filter(({ title }) => title !== '');
  return {
    congress: Number(bill.congress || Number.NaN),
    type: type ?? bill.type,
    number: Number(bill.number || Number.NaN),
    titles: titles.length > 0 || !bill.display ? titles : [{ kind: 'Display Title', title: bill.display }],
    introduced: bill.introduced || null,
    sponsor: sponsor && sponsor.bioguide !== '' ? sponsor : null,
    // Who took the name back is no cosponsor; congress.gov does not count them either.
    cosponsors: bill.cosponsors
      .filter((one) => !one.withdrawn && one.bioguide !== '')
      .map((one) => one.bioguide),
    policyArea: bill.policyArea || null,
    subjects: bill.subjects.filter((name) => name !== ''),
    related: relatedIds(bill.related, bill.congress),
    laws: publicLaws(bill.laws),
  };
}

/** Numbers of the public laws among laws: a private law is of one person and has numbers of its own. */
export function publicLaws(laws: { type: string; number: string }[]): string[] {
  return laws
    .filter(({ type, number }) => /^public/i.test(type) && /^\d+-\d+$/.test(number))
    .map(({ number }) => number);
}

/** Ids of the related bills, each once; what is no bill (an amendment, a treaty) is left out. */
export function relatedIds(
  related: { congress: string; number: string; type: string }[],
  congress: string,
): string[] {
  const ids = related.flatMap((one) => {
    const type = billType(one.type);
    const number = Number(one.number);
    return type && number > 0 ? [billId(type, number, Number(one.congress || congress))] : [];
  });
  return [...new Set(ids)];
}
