/**
 * The words of the field, as types. Everything the pure modules take in and give back is named here,
 * so that `discover`, `extract`, `tag` and `catalog` agree without importing one another.
 */

/** How much of a date is known: the minute it was published, only the day, or nothing. */
export type Precision = 'minute' | 'day' | 'unknown';

/**
 * A date as a newsroom gave it. `published` is `YYYY-MM-DD` where only the day is known, RFC 3339 with the
 * newsroom's offset where the minute is, and null where nothing is.
 */
export interface PublishedDate {
  published: string | null;
  precision: Precision;
}

/** What a source can be read as. */
export type SourceKind = 'feed' | 'listing' | 'wordpress' | 'sitemap';

/** One release as a feed, a listing, a WordPress API or a sitemap announces it. */
export interface Item extends PublishedDate {
  /** Absolute address of the release page. */
  url: string;
  title: string;
  summary: string | null;
  /** When the newsroom says it was last changed, RFC 3339, where it says so (Atom, WordPress, sitemaps). */
  modified: string | null;
}

/** A sitemap that an index of sitemaps names. */
export interface SitemapPart {
  /** Absolute address. */
  url: string;
  /** When the index says it was last changed, `YYYY-MM-DD` or RFC 3339; null where it does not say. */
  modified: string | null;
}

/** What was read from the bytes of a source. An empty `items` always comes with a warning that says why. */
export interface Discovery {
  kind: SourceKind;
  items: Item[];
  /** Of an index of sitemaps only, whose `items` are empty: the sitemaps it names, in its order. */
  parts?: SitemapPart[];
  /** The address of the next, older page, where the page itself names one. */
  next: string | null;
  warnings: string[];
}

/** A release page, read. */
export interface ReleaseDocument extends PublishedDate {
  /** The address that was asked for. */
  url: string;
  /** The address the page calls its own, absolute; equals `url` where it names none. */
  canonical: string;
  title: string;
  /** Paragraphs in reading order, separated by one blank line; no menus, share bars or footers. */
  body: string;
  /** Links inside the body, absolute, in order, each once. */
  links: { url: string; text: string }[];
  /** BCP 47, `en` where the page does not say. */
  language: string;
}

/** What was read from a release page. `document` is null where the page holds no release, with the reason. */
export interface Extraction {
  document: ReleaseDocument | null;
  /** Why there is no document: a bot wall, a page that needs JavaScript, a login page, an empty page. */
  refusal: null | {
    reason: 'bot-wall' | 'needs-javascript' | 'login' | 'empty' | 'not-html';
    detail: string;
  };
  warnings: string[];
}

export type Office = 'senate' | 'attorney-general' | 'house';

/** A stretch of time in which a person held an office. `start` is included, `end` is not. */
export interface Term {
  office: Office;
  /** Two letters: `ND`. */
  state: string;
  /** Open Civic Data division id: `ocd-division/country:us/state:nd`. */
  division: string;
  /** `R`, `D`, `I` or another party's letter. */
  party: string;
  /** `YYYY-MM-DD`. */
  start: string;
  /** `YYYY-MM-DD`; null while the term has no known end. */
  end: string | null;
}

/** A person. */
export interface Official {
  /** Slug, family name first: `heitkamp-heidi`. */
  id: string;
  /** Senators carry one. */
  bioguide: string | null;
  /** As the person is usually called: `Heidi Heitkamp`. */
  name: string;
  first: string;
  last: string;
  /** Other names a release may use: full forms, nicknames. */
  aliases: string[];
  terms: Term[];
}

/** A newsroom's address and how it is read. */
export interface Source {
  /** `senate-nd-hoeven`, `ag-mt`. */
  id: string;
  office: Office;
  state: string;
  /** The official whose newsroom it is (senators); null where it belongs to the office (attorneys general). */
  official: string | null;
  name: string;
  url: string;
  kind: SourceKind;
  /** IANA zone of the newsroom: `America/Chicago`. */
  zone: string;
  enabled: boolean;
  /** Where the address comes from, or why there is none to read. */
  evidence: string;
}

/** `s1693-115`. */
export type BillId = string;

export type BillType = 's' | 'hr' | 'sres' | 'hres' | 'sjres' | 'hjres' | 'sconres' | 'hconres';

export interface Bill {
  id: BillId;
  congress: number;
  type: BillType;
  number: number;
  titles: { kind: string; title: string }[];
  /** `YYYY-MM-DD`. */
  introduced: string | null;
  sponsor: { bioguide: string; name: string } | null;
  cosponsors: string[];
  policyArea: string | null;
  subjects: string[];
  /** Bills that travel with it, by id: `hr1865-115`. */
  related: BillId[];
  /** Public laws that it became, as Congress and number: `109-8`. */
  laws?: string[];
}

/** A name that everybody uses for a bill and that is none of its titles: `SESTA`. */
export interface BillName {
  name: string;
  bill: BillId;
}

/** A subject a statement can be about: one of the 32 policy areas, or one of the user's own. */
export interface Topic {
  /** Slug: `crime-and-law-enforcement`. */
  id: string;
  name: string;
  /** Words and phrases that speak for it, each with its weight. */
  terms: { text: string; weight: number }[];
  /** Phrases that speak against it. */
  exclude: string[];
}

/** A stretch of a text, in UTF-16 code units; `text` is exactly what stands there. */
export interface Evidence {
  start: number;
  end: number;
  text: string;
}

export interface BillTag {
  bill: BillId;
  /** 0 to 1. */
  confidence: number;
  method: 'title' | 'number' | 'acronym';
  /** False where the index does not hold the bill (and does not claim to be complete for its Congress). */
  known: boolean;
  evidence: Evidence[];
  companions: BillId[];
}

export interface TopicTag {
  topic: string;
  /** 0 to 1. */
  score: number;
  evidence: Evidence[];
}

export interface Speaker {
  name: string;
  /** Official id, null for anybody else. */
  official: string | null;
  role: string | null;
}

export interface QuoteTag extends Evidence {
  speaker: Speaker;
  /** `said`, `added` …; null where the words stand alone after an introduction. */
  verb: string | null;
}

export interface MentionTag extends Evidence {
  official: string;
}

/** Everything the tagger found in one text. */
export interface Tags {
  bills: BillTag[];
  topics: TopicTag[];
  quotes: QuoteTag[];
  mentions: MentionTag[];
  ambiguous: { candidates: BillId[]; evidence: Evidence[]; reason: string }[];
  unresolved: { text: string; reason: string }[];
}

/** A text to tag, with what is known about who published it and when. */
export interface TagInput {
  text: string;
  /** `YYYY-MM-DD` or RFC 3339; decides the Congress and who held an office. Today where null. */
  date: string | null;
  /** The publishing office; an attorney general's bill numbers are read with more caution. */
  office?: Office | null;
  /** Two letters, the publisher's state. */
  state?: string | null;
  /** Official id of the publisher where it is a person's newsroom; else the publisher's name as written. */
  publisher?: string | null;
}
