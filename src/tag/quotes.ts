import type { QuoteTag } from '../model.js';
import { type Attribution, attributionBefore, attributionBehind, isWeakVerb } from './attribution.js';
import type { Cast, Person } from './cast.js';
import { isSpace, type Paragraph, paragraphsOf } from './paragraphs.js';
import { type QuoteSpan, quoteSpans } from './quote-spans.js';
import { firstSentence, lastSentenceStart } from './sentences.js';
import { isSelf, SpeakerFinder } from './speakers.js';
import type { Trace } from './trace.js';

/** A marked span on its way to a quote. */
interface Draft {
  span: QuoteSpan;
  person: Person | null;
  verb: string | null;
  /** The words beside the marks lead into them or out of them: what is marked is said, whatever it looks like. */
  direct: boolean;
  /** A letter, a court, a newspaper says it: no person does. */
  nobody: boolean;
  /** How the speaker was found. */
  rule: string;
}

const CLAUSE = 340;
const NAMES_A_THING =
  /\b(?:titled|entitled|called|named|known as|dubbed|headlined|so-called|the term|the phrase|the words?|slogan|theme|motto|listed as|labeled)\s*[,:]?\s*(?:the\s+|a\s+)?$/i;

/** Quotes with their speakers. Marks around words that nobody says are left alone. */
export function readQuotes(text: string, makeCast: () => Cast, trace?: Trace): QuoteTag[] {
  if (!/["“”‘']/.test(text)) return [];
  const paragraphs = paragraphsOf(text);
  const spans = quoteSpans(text, paragraphs);
  if (spans.length === 0) return [];
  const cast = makeCast();
  const finder = new SpeakerFinder(text, paragraphs, cast);
  const drafts = spans.map(
    (span): Draft => ({ span, person: null, verb: null, direct: false, nobody: false, rule: '' }),
  );
  let current: Person | null = null;
  drafts.forEach((draft, i) => {
    settle(text, paragraphs, drafts, i, finder, current);
    if (draft.person) current = draft.person;
  });
  const quotes: QuoteTag[] = [];
  for (const draft of drafts) {
    const person = draft.nobody ? null : (draft.person ?? byDefault(text, paragraphs, draft.span, cast));
    const { start, end } = draft.span;
    const flaw = flawOf(text, draft, person);
    trace?.({
      about: 'quote',
      outcome: flaw === null ? 'tagged' : 'refused',
      people: person ? [person.official ?? person.name] : [],
      at: { start, end, text: text.slice(start, end) },
      rule: flaw ?? (draft.rule || 'nothing attributes it: the publisher’s own'),
    });
    if (!person || flaw !== null) continue;
    quotes.push({
      start,
      end,
      text: text.slice(start, end),
      speaker: cast.speaker(person),
      verb: draft.verb,
    });
  }
  return quotes;
}

/** Finds the speaker of one span: behind it, before it, from the span it goes on from, from an introduction. */
function settle(
  text: string,
  paragraphs: readonly Paragraph[],
  drafts: Draft[],
  i: number,
  finder: SpeakerFinder,
  current: Person | null,
): void {
  const draft = drafts[i] as Draft;
  const { span } = draft;
  let previous = drafts[i - 1] ?? null;
  const found = attribute(text, paragraphs, span, previous?.span ?? null, drafts[i + 1]?.span ?? null);
  if (found) {
    const who = finder.whoIs(found.attribution, found.start, span, current);
    if (who === 'nobody') {
      draft.nobody = true;
      return;
    }
    if (who) {
      draft.person = who;
      draft.direct = found.direct;
      draft.verb = /\p{L}/u.test(found.attribution.verb) ? found.attribution.verb : null;
      const side = found.start > span.start ? 'behind' : 'before';
      draft.rule = `“${found.attribution.who.trim()}” ${draft.verb ? `and “${draft.verb}” ` : ''}stand ${side} it`;
      return;
    }
  }
  // A term in marks between two fragments of one sentence does not part them.
  if (previous && !previous.person && words(text, previous.span) < 4) previous = drafts[i - 2] ?? previous;
  if (previous && (previous.person || previous.nobody) && goesOn(text, previous.span, span)) {
    draft.person = previous.person;
    draft.verb = previous.verb;
    draft.nobody = previous.nobody;
    draft.rule = 'it goes on from the words before it';
    return;
  }
  if (span.single || !isSpeech(text, span)) return;
  if (!standsAlone(text, paragraphs, span)) return;
  const paragraph = drafts[i - 1]?.span.paragraph;
  if (
    previous?.person &&
    paragraph === span.paragraph - 1 &&
    endsParagraph(text, paragraphs, previous.span)
  ) {
    draft.person = previous.person;
    draft.verb = previous.verb;
    draft.rule = 'a paragraph of its own: who spoke last goes on';
    return;
  }
  const introduced = finder.introducedIn(span.paragraph - 1, current);
  if (introduced === 'nobody') draft.nobody = true;
  else if (introduced) {
    draft.person = introduced;
    draft.rule = 'a paragraph of its own: the one above introduces the speaker';
  }
}

interface Found {
  attribution: Attribution;
  /** Offset in the text at which the attribution's clause starts. */
  start: number;
  direct: boolean;
}

/** The attribution beside a span: behind it, else before it. */
function attribute(
  text: string,
  paragraphs: readonly Paragraph[],
  span: QuoteSpan,
  previous: QuoteSpan | null,
  next: QuoteSpan | null,
): Found | null {
  const paragraph = paragraphOf(paragraphs, span);
  const after = span.closed ? span.end + 1 : span.end;
  const nextStart = next && next.start <= paragraph.end ? next.start - 1 : paragraph.end;
  if (span.closed && after < nextStart) {
    const clause = firstSentence(text.slice(after, Math.min(nextStart, after + CLAUSE)));
    // A full stop inside the marks, and a clause that leads into the next quote: that clause is the next one's.
    const full = /[.?!…]['’]?$/.test(text.slice(span.start, span.end)) && !/^\s*,/.test(clause);
    const leads = next !== null && after + clause.length >= nextStart && /[,:]\s*$|\bthat\s*$/.test(clause);
    const sentence = /^\s*\p{Lu}/u.test(clause) && full;
    if (!(full && leads && sentence)) {
      const attribution = attributionBehind(clause);
      if (attribution && !(sentence && /^\s*\p{Lu}/u.test(clause) && isLong(clause, attribution))) {
        return { attribution, start: after, direct: true };
      }
    }
  }
  const from = Math.max(
    paragraph.start,
    span.start - 1 - CLAUSE,
    previous && previous.end > paragraph.start && previous.end < span.start ? previous.end + 1 : 0,
  );
  const lead = text.slice(from, span.start - 1);
  const start = from + lastSentenceStart(lead);
  const clause = text.slice(start, span.start - 1);
  const ready = /(?:[,:–—-]|\b(?:that|as|by|is|said|says|is that|because|saying|adding|writing))\s*$/i.test(
    clause,
  );
  const headline = /^([^:“”"]{2,60}):\s[^:]*$/.exec(clause);
  if (span.single && headline?.[1]) {
    return { attribution: { who: headline[1], at: 0, verb: '', nameFirst: true }, start, direct: true };
  }
  const attribution = attributionBefore(clause);
  if (!attribution) return null;
  if (ready && !(isWeakVerb(attribution.verb) && !/[,:]\s*$/.test(clause))) {
    return { attribution, start, direct: true };
  }
  // A fragment inside a reported sentence: `he is, she notes, subject to “a campaign of bias”`.
  const reported = /\bthat\b/.test(clause) || /\b(?:calling|called|to be|includes?|as)\b/.test(clause);
  return reported && words(text, span) >= 4 ? { attribution, start, direct: false } : null;
}

/** `Burr voted … and said` behind a finished quote is narrative, not its attribution. */
function isLong(clause: string, attribution: Attribution): boolean {
  return attribution.who.split(/\s+/).length > 14 || (isWeakVerb(attribution.verb) && clause.length > 60);
}

/** The span goes on from the one before: nothing new between them, and no new sentence about somebody else. */
function goesOn(text: string, previous: QuoteSpan, span: QuoteSpan): boolean {
  if (span.single || previous.single) return false;
  if (span.reopened) return true;
  const between = text.slice(previous.closed ? previous.end + 1 : previous.end, span.start - 1);
  if (previous.paragraph === span.paragraph) {
    if (between.length > CLAUSE) return false;
    if (isSpeech(text, span)) return true;
    return !/[.!?]\s/.test(between) && words(text, span) >= 4;
  }
  return between.trim() === '' && isSpeech(text, span);
}

/** Nothing else stands in the span's paragraph before it. */
function standsAlone(text: string, paragraphs: readonly Paragraph[], span: QuoteSpan): boolean {
  let at = span.start - 2;
  while (at >= paragraphOf(paragraphs, span).start && isSpace(text.charCodeAt(at))) at--;
  return at < paragraphOf(paragraphs, span).start;
}

/** Nothing but an end mark stands in the span's paragraph behind it. */
function endsParagraph(text: string, paragraphs: readonly Paragraph[], span: QuoteSpan): boolean {
  const { end } = paragraphOf(paragraphs, span);
  return end - span.end < 12 && text.slice(span.end + 1, end).trim().length < 2;
}

/** Speech that nothing attributes is the publisher's own, where it stands as a sentence of its own. */
function byDefault(
  text: string,
  paragraphs: readonly Paragraph[],
  span: QuoteSpan,
  cast: Cast,
): Person | null {
  if (span.single || !isSpeech(text, span) || words(text, span) < 8) return null;
  if (!/^[\p{Lu}[(“‘'…\d]/u.test(text.slice(span.start, span.start + 1))) return null;
  if (standsAlone(text, paragraphs, span)) return cast.publisher;
  const before = text.slice(Math.max(paragraphOf(paragraphs, span).start, span.start - 200), span.start - 1);
  return /[:.?!”"]\s*$/.test(before) || isSelf(before) ? cast.publisher : null;
}

function paragraphOf(paragraphs: readonly Paragraph[], span: QuoteSpan): Paragraph {
  return paragraphs[span.paragraph] ?? { start: 0, end: span.end };
}

function words(text: string, span: QuoteSpan): number {
  return text.slice(span.start, Math.min(span.end, span.start + 400)).split(/\s+/).length;
}

/** Words that read as speech: a sentence with an end, or long. */
function isSpeech(text: string, span: QuoteSpan): boolean {
  const count = words(text, span);
  return (
    count >= 5 &&
    (/[.,!?…—-]['’]?$/.test(text.slice(Math.max(span.start, span.end - 2), span.end)) || count >= 12)
  );
}

/** Why nobody says it: a term, scare quotes, the title of a thing; null for a quote. */
function flawOf(text: string, draft: Draft, person: Person | null): string | null {
  const { span, direct } = draft;
  if (draft.nobody) return 'a document or an institution says it';
  if (!person) return 'nobody says it';
  const count = words(text, span);
  const before = text.slice(Math.max(0, span.start - 48), span.start - 1);
  if (NAMES_A_THING.test(before)) return 'the marks hold the name of a thing';
  if (!direct && isTitle(text.slice(span.start, span.end))) return 'the marks hold a title';
  const attributed = person === draft.person;
  const enough = attributed
    ? count >= 4 || (count >= 2 && /[.,!?]$/.test(text.slice(span.start, span.end)))
    : count >= 8;
  return enough ? null : 'too few words to be speech';
}

/** `Airline Passenger Bill of Rights Act of 2007,`: capitals all through make a title, not a sentence. */
function isTitle(quoted: string): boolean {
  if (quoted.length > 140) return false;
  const all = quoted.match(/[\p{L}\p{N}’'-]+/gu) ?? [];
  const long = all.filter((word) => word.length > 3);
  const capital = long.filter((word) => /^[\p{Lu}\d]/u.test(word));
  return long.length >= 2 && capital.length === long.length && all.length <= 16 && !/[!?]$/.test(quoted);
}
