import type { QuoteTag } from '../model.js';
import { type Attribution, attributionBefore, attributionBehind, isPronoun } from './attribution.js';
import { asSpeaker, type Cast, type Person, splitTitle } from './cast.js';
import { type QuoteSpan, quoteSpans } from './quote-spans.js';

interface Drafted {
  span: QuoteSpan;
  person: Person | null;
  verb: string | null;
}

const CLAUSE = 320;
const NAME_IN =
  /(?:\p{Lu}[\p{L}.’'-]*)(?:\s(?:[“"(]\p{Lu}\p{Ll}+[”")]\s)?(?:\p{Lu}[\p{L}.’'-]*|de|van|von|la|del))*/gu;
const NOBODY =
  /^(?:the\s+)?(?:bill|act|law|report|letter|legislation|resolution|study|article|article’s|sign|editorial|amendment|it|this|that|which|program)\b/i;
const SELF =
  /^(?:the\s+)?(?:U\.?S\.?\s+)?(?:senator|congressman|congresswoman|attorney general|governor|representative|lawmaker|chairman|chairwoman|(?:junior|senior)\s.*senator|.*(?:republican|democrat))$/i;

/** Quotes with their speakers. Marks around words that nobody says are left alone. */
export function readQuotes(text: string, cast: Cast): QuoteTag[] {
  const spans = quoteSpans(text);
  const drafts: Drafted[] = spans.map((span) => ({ span, person: null, verb: null }));
  let current: Person | null = null;
  drafts.forEach((draft, i) => {
    const previous = drafts[i - 1];
    const next = drafts[i + 1];
    const found = attribute(text, draft.span, previous?.span ?? null, next?.span ?? null);
    if (found) {
      draft.person = whoIs(text, found, draft.span, cast, current);
      draft.verb = draft.person ? found.verb : null;
    } else if (previous?.person && continues(text, previous.span, draft.span)) {
      draft.person = previous.person;
      draft.verb = previous.verb;
    } else if (isSpeech(text, draft.span)) {
      draft.person = introduced(text, draft.span, cast) ?? null;
    }
    if (draft.person) current = draft.person;
  });
  backwards(text, drafts);
  const quotes: QuoteTag[] = [];
  for (const { span, person, verb } of drafts) {
    const speaker = person ?? (isSpeech(text, span) && wordsIn(text, span) >= 8 ? cast.publisher : null);
    if (!speaker || !isSaid(text, span, person !== null)) continue;
    quotes.push({
      start: span.start,
      end: span.end,
      text: text.slice(span.start, span.end),
      speaker: asSpeaker(speaker),
      verb,
    });
  }
  return quotes;
}

/** The attribution beside a span: behind it, else before it. */
function attribute(
  text: string,
  span: QuoteSpan,
  previous: QuoteSpan | null,
  next: QuoteSpan | null,
): Attribution | null {
  const last = text.charAt(span.end - 1);
  const until = Math.min(
    span.paragraphEnd,
    next && next.start - 1 < span.paragraphEnd ? next.start - 1 : span.paragraphEnd,
  );
  const behind = firstSentence(
    text.slice(span.closed ? span.end + 1 : span.end, Math.min(until, span.end + CLAUSE)),
  );
  // A clause that ends in `,` or `:` and leads into the next quote belongs to that one.
  const leads =
    next !== null &&
    until === next.start - 1 &&
    /[,:]\s*$/.test(text.slice(span.end + 1, until)) &&
    !/^[\s]*[,–—-]/.test(behind);
  if (span.closed && (/[,–—-]/.test(last) || !leads)) {
    const found = attributionBehind(behind);
    if (found) return found;
  }
  const from = Math.max(
    span.paragraphStart,
    previous && previous.end > span.paragraphStart ? previous.end + 1 : span.paragraphStart,
    span.start - CLAUSE,
  );
  const before = lastSentence(text.slice(from, span.start - 1));
  if (/(?:[,:]|\bthat|\bas|\bby|\bsaid|\bsays|—|-)\s*$/.test(before)) return attributionBefore(before);
  return null;
}

/** Nothing but blanks, or an interruption that names nobody new, between two spans. */
function continues(text: string, previous: QuoteSpan, span: QuoteSpan): boolean {
  if (span.reopened) return true;
  if (previous.paragraphStart === span.paragraphStart)
    return isSpeech(text, span) || /[,;–—-]\s*$/.test(text.slice(previous.end - 1, previous.end));
  const between = text.slice(previous.closed ? previous.end + 1 : previous.end, span.start - 1);
  return between.trim() === '' && isSpeech(text, span);
}

/** A span without an attribution of its own takes the one that follows in its paragraph. */
function backwards(text: string, drafts: Drafted[]): void {
  for (let i = drafts.length - 2; i >= 0; i--) {
    const draft = drafts[i] as Drafted;
    const next = drafts[i + 1] as Drafted;
    if (draft.person || !next.person) continue;
    const between = text.slice(draft.span.end, next.span.start);
    if (!/[\p{L}]/u.test(between) && isSpeech(text, draft.span)) {
      draft.person = next.person;
      draft.verb = next.verb;
    }
  }
}

/** `Attorney General Tim Fox also praised the measure.` and then a paragraph in quotes. */
function introduced(text: string, span: QuoteSpan, cast: Cast): Person | null {
  if (text.slice(span.paragraphStart, span.start - 1).trim() !== '') return null;
  const before = text.slice(Math.max(0, span.paragraphStart - 700), span.paragraphStart).trimEnd();
  const paragraph = before.slice(before.lastIndexOf('\n') + 1);
  if (paragraph.length === 0) return null;
  const sentence = lastSentence(paragraph);
  const inside = cast.mentions.filter(
    (mention) =>
      mention.start >= span.paragraphStart - (before.length > 0 ? sentence.length + 8 : 0) &&
      mention.end <= span.paragraphStart,
  );
  if (inside[0]) return cast.find(inside[0].person.name);
  for (const match of sentence.matchAll(NAME_IN)) {
    const { name } = splitTitle(match[0]);
    if (!name.includes(' ')) continue;
    const person = cast.find(name);
    if (person) return person;
  }
  return null;
}

/** The person that an attribution names. */
function whoIs(
  text: string,
  found: Attribution,
  span: QuoteSpan,
  cast: Cast,
  current: Person | null,
): Person | null {
  const who = found.who.trim();
  if (isPronoun(who)) return pronoun(text, span, cast, current);
  if (SELF.test(who)) return cast.publisher ?? current;
  if (NOBODY.test(who)) return null;
  let last: Person | null = null;
  for (const match of who.matchAll(NAME_IN)) {
    const { role, name } = splitTitle(match[0].replace(/['’]s$/, ''));
    const known = cast.find(name);
    if (known) {
      if (role && !known.role) known.role = role;
      return known;
    }
    if (name.includes(' ') && !last) last = cast.findOrAdd(name, role ?? found.apposition);
  }
  if (!last && /\b(?:he|she)\b/i.test(who)) return pronoun(text, span, cast, current);
  return last;
}

/** `he said`: the last person named before the quote, else who spoke last. */
function pronoun(text: string, span: QuoteSpan, cast: Cast, current: Person | null): Person | null {
  const before = text.slice(Math.max(0, span.paragraphStart - 600), span.paragraphStart);
  const paragraph = before.trimEnd();
  const sentence = paragraph.slice(paragraph.lastIndexOf('\n') + 1);
  for (const match of sentence.matchAll(NAME_IN)) {
    const { role, name } = splitTitle(match[0].replace(/['’]s$/, ''));
    const person = cast.find(name);
    if (person) {
      if (role && !person.role) person.role = role;
      return person;
    }
  }
  return current ?? cast.publisher;
}

function wordsIn(text: string, span: QuoteSpan): number {
  return text.slice(span.start, span.end).split(/\s+/).length;
}

/** Words that read as speech: a sentence with an end, or long. */
function isSpeech(text: string, span: QuoteSpan): boolean {
  const words = wordsIn(text, span);
  return words >= 5 && (/[.,!?…—-]['’]?$/.test(text.slice(span.start, span.end)) || words >= 12);
}

/** False for terms, scare quotes and titles of things. */
function isSaid(text: string, span: QuoteSpan, attributed: boolean): boolean {
  const words = wordsIn(text, span);
  const before = text.slice(Math.max(0, span.start - 40), span.start - 1);
  if (
    /\b(?:titled|entitled|called|named|known as|dubbed|headlined|so-called|term|phrase|word|words)\s*,?\s*$/i.test(
      before,
    )
  )
    return false;
  if (!attributed) return words >= 8;
  return words >= 4 || (words >= 2 && /[.,!?]$/.test(text.slice(span.start, span.end)));
}

const ABBREVIATION =
  /(?:\b(?:Sen|Sens|Rep|Reps|Dr|Mr|Mrs|Ms|Gov|Gen|Lt|Col|Jr|Sr|St|No|U\.S|D\.C|Calif|Conn|Mass|Mo|Ga|Fla|Ala|Ark|Wash|Minn|Miss|Okla|Ore|Pa|Va|Wis|Wyo|Tenn|Tex|Mont|Neb|Nev|Ky|La|Md|Mich|Ind|Ill|Del|Colo|Ariz)|\b\p{Lu})\.$/u;

function firstSentence(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (
      (char === '.' || char === '!' || char === '?') &&
      /\s/.test(text.charAt(i + 1) || ' ') &&
      !ABBREVIATION.test(text.slice(Math.max(0, i - 8), i + 1))
    ) {
      return text.slice(0, i + 1);
    }
  }
  return text;
}

function lastSentence(text: string): string {
  const trimmed = text.trimEnd();
  for (let i = trimmed.length - 2; i >= 0; i--) {
    const char = trimmed.charAt(i);
    if (
      (char === '.' || char === '!' || char === '?') &&
      /\s/.test(trimmed.charAt(i + 1)) &&
      !ABBREVIATION.test(trimmed.slice(Math.max(0, i - 8), i + 1))
    ) {
      return trimmed.slice(i + 1).trimStart();
    }
  }
  return trimmed;
}
