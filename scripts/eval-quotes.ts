import type { Office, Tags, Topic } from '../src/model.js';
import { foldName } from '../src/tag/names.js';
import type { Tagger } from '../src/tag/tagger.js';
import { sharedLines } from './eval-data.js';

interface QuoteGold {
  id: string;
  date: string;
  text: string;
  office: Office;
  publisher: string;
  quotes: { text: string; speaker: string; joint_with?: string[] }[];
  topics: string[];
}

export interface QuoteScore {
  gold: number;
  found: number;
  hits: number;
  speakers: number;
  topics: { releases: number; first: number; recalled: number; listed: number };
  errors: string[];
}

/** Scores the words of quotes, their speakers, and the topics of the same releases. */
export function scoreQuotes(tagger: Tagger, topics: Topic[]): QuoteScore {
  const names = new Map(topics.map((topic) => [topic.id, topic.name]));
  const score: QuoteScore = {
    gold: 0,
    found: 0,
    hits: 0,
    speakers: 0,
    topics: { releases: 0, first: 0, recalled: 0, listed: 0 },
    errors: [],
  };
  for (const release of sharedLines<QuoteGold>('gold/quotes.jsonl')) {
    const tags = tagger.tag(release);
    scoreWords(release, tags, score);
    scoreTopics(release, tags, names, score);
  }
  return score;
}

function scoreWords(release: QuoteGold, tags: Tags, score: QuoteScore): void {
  const open = [...tags.quotes];
  score.gold += release.quotes.length;
  score.found += open.length;
  for (const gold of release.quotes) {
    const at = open.findIndex((quote) => bare(quote.text) === bare(gold.text));
    const quote = open[at];
    if (!quote) {
      score.errors.push(`missed quote "${gold.text.slice(0, 70)}" by ${gold.speaker}  ${release.id}`);
      continue;
    }
    open.splice(at, 1);
    score.hits++;
    const right = [gold.speaker, ...(gold.joint_with ?? [])];
    if (right.some((name) => samePerson(name, quote.speaker.name))) score.speakers++;
    else
      score.errors.push(
        `speaker ${quote.speaker.name} for ${gold.speaker}: "${gold.text.slice(0, 60)}"  ${release.id}`,
      );
  }
  for (const quote of open) {
    score.errors.push(`no quote "${quote.text.slice(0, 90)}" by ${quote.speaker.name}  ${release.id}`);
  }
}

function scoreTopics(release: QuoteGold, tags: Tags, names: Map<string, string>, score: QuoteScore): void {
  const found = tags.topics.map((tag) => names.get(tag.topic) ?? tag.topic);
  score.topics.releases++;
  if (found[0] && release.topics.includes(found[0])) score.topics.first++;
  else
    score.errors.push(
      `topic ${found.slice(0, 3).join(' | ')} for ${release.topics.join(' | ')}  ${release.id}`,
    );
  score.topics.listed += release.topics.length;
  score.topics.recalled += release.topics.filter((topic) => found.slice(0, 3).includes(topic)).length;
}

/** Outer punctuation and white space do not count. */
function bare(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** `Ted Kennedy` and `Edward M. Kennedy`: same surname and, as far as both are given, a first name that may fit. */
function samePerson(a: string, b: string): boolean {
  const [x, y] = [foldName(a), foldName(b)];
  return x === y || x.split(' ').at(-1) === y.split(' ').at(-1);
}
