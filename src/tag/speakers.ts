import type { Attribution } from './attribution.js';
import type { Cast, Person } from './cast.js';
import type { Paragraph } from './paragraphs.js';
import { NAME_RUN, personIn } from './person-names.js';
import type { QuoteSpan } from './quote-spans.js';
import { lastSentenceStart } from './sentences.js';

const PRONOUN = /^(?:he|she|they)$/i;
const OWN = /^(?:I|we)$/;
/** Things that speak in releases, and that are no person. */
const THING =
  /\b(?:bill|act|law|reports?|analysis|letter|legislation|resolution|study|studies|article|sign|editorial|amendment|it|this|that|which|program|court|ruling|opinion|order|newspaper|magazine|post|times|journal|memo|memorandum|brief|complaint|lawsuit|document|documents|survey|poll|website|motto|headline|agency|department|administration|commission|committee|association|council|company|constitution|statute|section|plan|rule|notice|ncsl|gao|cbo|coalition|states|release)$/i;
const SELF =
  /^(?:the\s+)?(?:U\.?S\.?\s+)?(?:(?:junior|senior)\s+)?(?:senators?|congressm[ae]n|congresswom[ae]n|congressmembers?|attorneys? general|lawmakers?|representatives?|members?|leaders?|delegation|legislators?|coalition|group)(?:\s+from\s+[\p{L}\s]+)?$/iu;
/** A segment between commas that tells a role, not a name. */
const ROLE_FIRST =
  /^(?:the\s+|a\s+|an\s+|his\s+|her\s+)?(?:former\s+|acting\s+|vice\s+|executive\s+|senior\s+|chief\s+|national\s+|managing\s+|deputy\s+|associate\s+|assistant\s+)*(?:president|ceo|chief|director|chair\w*|head|founder|co-?founder|owner|manager|executive|secretary|treasurer|mother|father|son|daughter|wife|husband|member|ranking member|professor|author|sponsor|officer|coordinator|commissioner|superintendent|mayor|counsel|spokes\w+)\b/i;
/** A newspaper or a document is about to be quoted. */
const QUOTES_A_THING =
  /\b(?:article|editorial|op-ed|column|newspaper|magazine|ruling|opinion|report|study|website|ad|advertisement)\b[^.]{0,120}:\s*$/i;
const OWN_WORDS = /\b(?:statement|remarks|said|wrote|following)\b/i;
const SPEAKS =
  /\b(?:said|says|say|praised|praises|applauded|stated|statement|remarks|remarked|comments?|commented|noted|explained|added|wrote|joined|welcomed|thanked|agreed|echoed|expressed|responded|spoke|reacted|celebrated|commended|hailed|lauded|supports?|endorsed|testified|told|called|announced|released|issued|delivered|made|quote|following|concluded|continued|praising|supporting)\b|:\s*$/i;

/** `the Senator`, `the Attorney General`: the publisher, unless another is spoken of. */
export function isSelf(who: string): boolean {
  return SELF.test(who.trim());
}

/** Tells who is meant by `he`, `Heitkamp`, `the Attorney General` at one place of a text. */
export class SpeakerFinder {
  readonly #text: string;
  readonly #paragraphs: readonly Paragraph[];
  readonly #cast: Cast;

  constructor(text: string, paragraphs: readonly Paragraph[], cast: Cast) {
    this.#text = text;
    this.#paragraphs = paragraphs;
    this.#cast = cast;
  }

  /** The person that an attribution names; `nobody` where a document or an institution speaks. */
  whoIs(
    found: Attribution,
    clauseStart: number,
    span: QuoteSpan,
    current: Person | null,
  ): Person | 'nobody' | null {
    const who = found.who.trim().replace(/[,:]$/, '');
    // A letter of several: `they wrote`, `the lawmakers continued`.
    if (/^they$/i.test(who) && this.#cast.publisher) return this.#cast.publisher;
    if (PRONOUN.test(who)) return this.#pronoun(span, current);
    if (OWN.test(who) || isSelf(who)) return this.#office(who, current);
    const start = clauseStart + found.at;
    const subject = this.#subject(found, start, span, current);
    if (subject) return subject;
    // `As one student put it`, `a spokesman said`
    const unnamed = /(?:^|\b(?:as|and)\s+)((?:one|a|an|another)\s+[\p{Ll}\s-]{3,40})$/iu.exec(who);
    if (unnamed?.[1]) {
      const name = unnamed[1].replace(/\s\p{L}+ly$/u, '');
      return { name, official: null, role: null, start: -1, end: -1, certain: true };
    }
    // `“…” – American Booksellers`: an organisation signs.
    return found.verb === '–' ? 'nobody' : null;
  }

  /**
   * Who the subject is: read from the verb back, comma by comma, past roles and circumstances. `In its ruling on
   * Wilcox, the court` is the court; `General Moseley, Air Force Chief of Staff,` is Moseley.
   */
  #subject(
    found: Attribution,
    start: number,
    span: QuoteSpan,
    current: Person | null,
  ): Person | 'nobody' | null {
    const { who } = found;
    // `Trump spoke at the forum, saying`: who acts stands first.
    if (/ing$/.test(found.verb)) {
      const first = this.#cast.sightings(start, start + who.length)[0];
      if (first) return first.person;
    }
    const segments = [...who.matchAll(/[^,]+/g)];
    let role: Person | null = null;
    for (const segment of found.nameFirst ? segments : segments.toReversed()) {
      const words = segment[0].trim();
      if (words === '') continue;
      const person = this.#named(segment[0], start + segment.index, found);
      if (SELF.test(words) && !person) return this.#office(words, current);
      // A person inside a role (`head of the Tom Smith fund`) is not the one who speaks, if another is.
      if (person && !ROLE_FIRST.test(words)) return person;
      role ??= person;
      if (THING.test(words) && !ROLE_FIRST.test(words)) return 'nobody';
      if (/\byou$/i.test(words)) return 'nobody';
      if (/\b(?:he|she|they)$/i.test(words)) return this.#pronoun(span, current);
    }
    return role;
  }

  /** The person named in a few words: the first of several joined by `and`, else the last. */
  #named(words: string, start: number, { nameFirst, verb }: Attribution): Person | null {
    const sighted = this.#cast
      .sightings(start, start + words.length)
      .filter(
        ({ person, end }) =>
          !this.#isPossessive(end) && (/\p{L}/u.test(verb) || this.#cast.isCertain(person)),
      );
    const { publisher } = this.#cast;
    const joint = / and /.test(words);
    if (joint && sighted.some(({ person }) => person === publisher)) return publisher;
    const sure = sighted.find(({ person }) => person.certain);
    const known = nameFirst || joint ? (sure ?? sighted[0]) : sighted.at(-1);
    const full = verb === '' ? null : this.#unknown(words, start);
    // Who is said to speak is a person.
    if (known) known.person.certain = true;
    if (known && (!full || known.start >= full.at)) return known.person;
    return full?.person ?? known?.person ?? null;
  }

  /** `Ellison’s office`: the name belongs to what follows. */
  #isPossessive(end: number): boolean {
    return (
      /^['’]s?(?:\s|$)/.test(this.#text.slice(end, end + 3)) || /['’]s?$/.test(this.#text.slice(end - 2, end))
    );
  }

  /** A full name that the cast does not hold yet. */
  #unknown(who: string, start: number): { person: Person; at: number } | null {
    let last: { person: Person; at: number } | null = null;
    for (const match of who.matchAll(NAME_RUN)) {
      const name = personIn(match[0]);
      // A surname alone is a person behind a title: `Secretary Moss`.
      if (!name || (!name.name.includes(' ') && !name.title) || this.#cast.find(name.name)) continue;
      const person = this.#cast.findOrAdd(name.name, name.title);
      last ??= { person, at: start + match.index };
    }
    return last;
  }

  /** `he said`: the subject of the sentence before in the paragraph, else of the paragraph before, else who spoke last. */
  #pronoun(span: QuoteSpan, current: Person | null): Person | null {
    const here = this.#paragraphs[span.paragraph];
    const before = here ? this.#subjectOf(here.start, span.start - 1) : null;
    if (before) return before;
    const above = this.#paragraphs[span.paragraph - 1];
    const quoted = above && /["“”]/.test(this.#text.slice(above.start, above.end));
    if (quoted && current) return current;
    const subject = above ? this.#subjectOf(above.start, above.end) : null;
    return subject ?? current ?? this.#cast.publisher;
  }

  /** Who the last sentence of a stretch that names anybody is about. */
  #subjectOf(from: number, to: number): Person | null {
    let end = to;
    for (let tries = 0; tries < 3 && end > from; tries++) {
      const start = Math.max(from, end - 600);
      const sentence = start + lastSentenceStart(this.#text.slice(start, end));
      const sighted = this.#cast.people(sentence, end)[0];
      if (sighted) return sighted.person;
      end = sentence;
    }
    return null;
  }

  /** `the Attorney General said` */
  #office(who: string, current: Person | null): Person | null {
    const { publisher } = this.#cast;
    const word = /attorney general|senator|congress|representative/i.exec(who)?.[0].toLowerCase() ?? '';
    if (current?.role?.toLowerCase().includes(word) && word !== '') return current;
    return publisher ?? current;
  }

  /** The person that a paragraph introduces who speaks in the next one; who spoke last goes on where it is about him. */
  introducedIn(paragraph: number, current: Person | null): Person | 'nobody' | null {
    const above = this.#paragraphs[paragraph];
    if (!above) return null;
    const from = Math.max(above.start, above.end - 600);
    const start = from + lastSentenceStart(this.#text.slice(from, above.end));
    const sentence = this.#text.slice(start, above.end);
    if (!SPEAKS.test(sentence)) {
      const about = this.#cast.people(above.start, Math.min(above.end, above.start + 300))[0]?.person;
      return about !== undefined && about === current ? current : null;
    }
    if (QUOTES_A_THING.test(sentence) && !OWN_WORDS.test(sentence)) return 'nobody';
    const sighted = this.#cast.people(start, above.end);
    if (sighted.length < 2) return sighted[0]?.person ?? null;
    // The one right before the verb of saying; else the first.
    const verb = sentence.search(SPEAKS);
    const before = sighted.filter(({ start: at }) => at < start + verb);
    if (before.some(({ person }) => person === this.#cast.publisher)) return this.#cast.publisher;
    return (before.at(-1) ?? sighted[0])?.person ?? null;
  }
}
