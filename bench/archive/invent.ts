import { createHash } from 'node:crypto';
import type { NewStatement } from '../../db/batch.js';
import type { TagRows } from '../../db/tags.js';
import { billLabel, parseBillId } from '../../src/report/bill.js';
import { type Cast, congressOf, FIRST_YEAR, inventCast, LAST_YEAR, type Newsroom } from './cast.js';
import {
  CITATIONS,
  LENGTHS,
  MENTIONS,
  QUOTE_LENGTHS,
  QUOTES,
  TOPIC_WEIGHTS,
  TOPICS,
} from './distributions.js';
import { Random } from './random.js';
import { Vocabulary } from './words.js';

/** A phrase that stands in about one release in twelve, and one that stands in one in 40,000. */
export const COMMON_PHRASE = 'harbour lantern';
export const RARE_PHRASE = 'copper heron';
const COMMON_SHARE = 1 / 12;
const RARE_EVERY = 40_000;

const SEED = 1789;

/** Makes releases that are like real ones in everything but their words. The n-th is the same in every run. */
export class Inventor {
  readonly cast: Cast = inventCast();
  readonly #words = new Vocabulary(new Random(SEED));
  readonly #topics: string[];
  readonly #topicTotal = TOPIC_WEIGHTS.reduce((sum, weight) => sum + weight, 0);

  /** @param topics ids of the topics, the most frequent first */
  constructor(topics: string[]) {
    this.#topics = topics;
  }

  /** @param number counts the releases of an archive; it is in the address, which is no other's */
  release(number: number): NewStatement {
    const random = new Random(SEED + number * 7919);
    const newsroom = random.of(this.cast.newsrooms);
    const day = inventDay(random);
    const holder = newsroom.holders.find((one) => one.from <= day && (one.until === null || day < one.until));
    const title = this.#words.sentence(random, 50 + random.below(60)).slice(0, -1);
    const text = new Text(title);
    const tags: TagRows = { citations: [], topics: [], quotes: [], mentions: [], doubts: [] };
    this.#write(text, tags, random, { day, number, newsroom });
    const address = `https://${newsroom.host}/news/${day}/${number}`;
    const moment = random.next() < 0.4 ? new Date(`${day}T${10 + random.below(8)}:30:00-05:00`) : null;
    const seen = new Date(`${day}T20:00:00Z`);
    return {
      address,
      url: address,
      source_id: newsroom.id,
      office: newsroom.office,
      official_id: holder?.id ?? null,
      place: newsroom.state,
      zone: 'America/New_York',
      title,
      body: text.body,
      language: 'en',
      published_on: day,
      published_at: moment,
      content_hash: createHash('sha256').update(address).digest('hex'),
      snapshot_hash: null,
      first_seen_at: seen,
      last_seen_at: seen,
      tag_error: null,
      tags,
    };
  }

  #write(
    text: Text,
    tags: TagRows,
    random: Random,
    about: { day: string; number: number; newsroom: Newsroom },
  ): void {
    const length = random.along(LENGTHS);
    for (const bill of this.#bills(random, about.day)) {
      const { type, number } = parseBillId(bill);
      const evidence = text.add(`${this.#words.sentence(random, 80)} See `, billLabel(type, number), '.');
      tags.citations.push({
        bill_id: bill,
        method: 'number',
        confidence: 0.9,
        known: true,
        evidence: [evidence],
        companions: [],
      });
    }
    const topics = new Set<string>();
    for (let count = random.weighted(TOPICS); count > 0; count -= 1) {
      topics.add(this.#topics[random.weighted(TOPIC_WEIGHTS, this.#topicTotal)] ?? this.#topics[0] ?? '');
    }
    for (const topic of topics) {
      const evidence = text.add('', this.#words.draw(random), ' ');
      tags.topics.push({
        topic_id: topic,
        score: 0.4 + random.next() / 2,
        evidence: [evidence],
      });
    }
    const quotes = random.weighted(QUOTES);
    for (let position = 0; position < quotes; position += 1) {
      const speaker = random.of(about.newsroom.holders);
      const words = this.#words.sentence(random, random.along(QUOTE_LENGTHS));
      const { start, end, text: quoted } = text.add('“', words, `” said ${speaker.name}. `);
      tags.quotes.push({
        position,
        starts_at: start,
        ends_at: end,
        text: quoted,
        speaker: speaker.name,
        official_id: speaker.id,
        role: null,
        verb: 'said',
      });
    }
    for (let count = random.weighted(MENTIONS); count > 0; count -= 1) {
      const official = random.of(this.cast.officials);
      const { start, end, text: name } = text.add('With ', official.name, ', ');
      tags.mentions.push({ official_id: official.id, starts_at: start, ends_at: end, text: name });
    }
    if (random.next() < COMMON_SHARE) text.add('The ', COMMON_PHRASE, ' stands. ');
    if (about.number % RARE_EVERY === 17) text.add('A ', RARE_PHRASE, ' stands. ');
    while (text.length < length) {
      text.add('', this.#words.sentence(random, 60 + random.below(140)), random.next() < 0.25 ? '\n\n' : ' ');
    }
  }

  /** Bills of the day's Congress; the n-th is spoken of about 1/n as often as the first. */
  #bills(random: Random, day: string): Set<string> {
    const all = this.cast.bills.get(congressOf(day)) ?? [];
    const found = new Set<string>();
    for (let count = random.weighted(CITATIONS); count > 0; count -= 1) {
      const bill = all[Math.floor(all.length ** random.next()) - 1];
      if (bill !== undefined) found.add(bill);
    }
    return found;
  }
}

function inventDay(random: Random): string {
  // Newsrooms write twice as much now as they did at first.
  const years = LAST_YEAR - FIRST_YEAR + 1;
  const year = FIRST_YEAR + Math.floor(years * random.next() ** 0.7);
  const date = new Date(Date.UTC(Math.min(year, LAST_YEAR), 0, 1 + random.below(365)));
  const weekday = date.getUTCDay();
  // Little is published on a Sunday or Saturday.
  if ((weekday === 0 || weekday === 6) && random.next() < 0.8) date.setUTCDate(date.getUTCDate() + 2);
  return date.toISOString().slice(0, 10);
}

/** A text that grows, and where in title, blank line and body each piece of it stands. */
class Text {
  body = '';
  readonly #before: number;

  constructor(title: string) {
    this.#before = title.length + 2;
  }

  get length(): number {
    return this.body.length;
  }

  add(before: string, piece: string, after: string): { start: number; end: number; text: string } {
    this.body += before;
    const start = this.#before + this.body.length;
    this.body += piece + after;
    return { start, end: start + piece.length, text: piece };
  }
}
