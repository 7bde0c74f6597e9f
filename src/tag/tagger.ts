import type { Bill, BillName, BillTag, Evidence, Official, TagInput, Tags, Topic } from '../model.js';
import { BillIndex } from './bill-index.js';
import { BillNumberReader } from './bill-numbers.js';
import { TitleReader } from './bill-titles.js';
import { BillReader } from './bills.js';
import { Cast } from './cast.js';
import { ResolutionReader } from './described.js';
import { MentionReader } from './mentions.js';
import { OfficialIndex } from './officials.js';
import { PublicLawReader } from './public-laws.js';
import { publisherOf, sponsorsOf } from './publisher.js';
import { readQuotes } from './quotes.js';
import { standingLaws } from './standing-laws.js';
import { ActReader } from './the-act.js';
import { newTokens, Vocabulary } from './tokens.js';
import { TopicReader } from './topics.js';
import type { Trace } from './trace.js';

/** What a tagger knows. Given once; `createTagger` builds its index from it. */
export interface TaggerKnowledge {
  bills: Iterable<Bill>;
  /** Names that everybody uses for bills and that are none of their titles. */
  names?: Iterable<BillName>;
  /** Congresses whose bills are all in `bills`: a number that is not there does not exist. */
  completeCongresses: Iterable<number>;
  officials: Iterable<Official>;
  topics: Iterable<Topic>;
}

export interface Tagger {
  /**
   * Everything found in one text. Pure: the same input gives the same tags.
   * @param trace is told of every decision: what was tagged by which rule, what was refused and why
   */
  tag(input: TagInput, trace?: Trace): Tags;
  /** Titles of the index that stand in a text, whatever they mean there: the first step of `tag` alone. */
  titles(text: string): Evidence[];
}

/** Builds a tagger. The index is built once and the tagger is then used for any number of texts. */
export function createTagger(knowledge: TaggerKnowledge): Tagger {
  const vocabulary = new Vocabulary();
  const tokens = newTokens();
  const bills = [...knowledge.bills];
  const index = new BillIndex(bills, knowledge.names ?? [], vocabulary, tokens);
  const titleReader = new TitleReader(index, vocabulary, tokens);
  const reader = new BillReader(
    index,
    new BillNumberReader(vocabulary, tokens),
    new PublicLawReader(bills, vocabulary, tokens),
    titleReader,
    new ResolutionReader(bills, vocabulary, tokens),
    new ActReader(vocabulary, tokens),
    standingLaws(bills),
    new Set(knowledge.completeCongresses),
  );
  const officials = new OfficialIndex(knowledge.officials, vocabulary, tokens);
  const mentionReader = new MentionReader(officials, vocabulary, tokens);
  const topics = new TopicReader(knowledge.topics, vocabulary, tokens);
  const sponsors = sponsorsOf(bills);
  return {
    titles(text) {
      vocabulary.read(text, tokens, false);
      return titleReader.read(tokens).map(({ start, end, text: words }) => ({ start, end, text: words }));
    },
    tag(input, trace) {
      const { text } = input;
      const day = dayOf(input.date);
      vocabulary.read(text, tokens, false);
      const publisher = publisherOf(input, day, officials, sponsors);
      const mentions = mentionReader.read(tokens, day, publisher, trace);
      const found = reader.read(tokens, day, publisher, trace);
      const cited: { bill: Bill; evidence: Evidence[] }[] = [];
      for (const tag of found.bills) {
        const bill = index.bills.get(tag.bill);
        if (bill) cited.push({ bill, evidence: tag.evidence });
      }
      return {
        bills: found.bills.toSorted(byPlace),
        topics: topics.read(tokens, cited, trace),
        quotes: readQuotes(text, () => new Cast(text, mentions, publisher, day), trace),
        mentions: mentions.map(({ official, start, end, text: words }) => ({
          official,
          start,
          end,
          text: words,
        })),
        ambiguous: found.ambiguous,
        unresolved: found.unresolved,
      };
    },
  };
}

function byPlace(a: BillTag, b: BillTag): number {
  return (a.evidence[0]?.start ?? 0) - (b.evidence[0]?.start ?? 0) || a.bill.localeCompare(b.bill);
}

/** The day of a text; today where it has no date that can be read. */
function dayOf(date: string | null): string {
  if (date && /^\d{4}-\d{2}-\d{2}/.test(date)) return date.slice(0, 10);
  return new Date().toISOString().slice(0, 10);
}
