/**
 * What a page says, without what it shows anew at every visit: counters of views and shares, the tokens and
 * session numbers in its links, its share buttons. Two visits with one fingerprint saw one content.
 */
import { canonicalAddress } from '../discover/address.js';
import { flatten } from '../html.js';

export interface Content {
  title: string;
  /** `YYYY-MM-DD`. */
  day: string | null;
  /** Where more than the day is known. */
  moment: Date | null;
  /** Paragraphs, separated by blank lines. */
  body: string;
  links: { url: string; text: string }[];
}

/** The content as one string; the same for the same content, whatever noise it came with. */
export function fingerprint(content: Content): string {
  return JSON.stringify([
    plain(content.title),
    content.moment?.toISOString() ?? content.day,
    content.body
      .split('\n')
      .map(plain)
      .filter((line) => line !== ''),
    [...new Set(content.links.flatMap((link) => steadyAddress(link.url) ?? []))],
  ]);
}

/** A line without its counters, on one line of single spaces; empty where it was nothing else. */
function plain(line: string): string {
  const text = flatten(line.normalize('NFC').replace(ADDRESS, (address) => steadyAddress(address) ?? ''));
  return text
    .split(SEPARATOR)
    .map((part) => (part.length <= LONGEST_BYLINE ? part.replace(TRAILING, '') : part))
    .filter((part) => part !== '' && !COUNTER.test(part) && !SHARED.test(part))
    .join(' | ');
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"”’)\]]+/g;
const SEPARATOR = /\s*[|·•]\s*/;
const LONGEST_BYLINE = 120;

const NUMBER = String.raw`\(?\d[\d,.]{0,12}\s?[kKmM]?\)?`;
const COUNTED =
  '(?:page |total |unique |article |post )?(?:views?|hits?|reads?|visits?|visitors?|shares?|likes?|comments?|downloads?|impressions?|retweets?|reactions?|readers?)';
const TIME = String.raw`(?=[^\n]{0,60}(?:\d{4}|\d:\d\d))[\w, :./+-]{4,60}`;

/** `1,234 views`, `Views: 1,234`, `This page has been viewed 17 times.`, `Page generated in 0.03 seconds`. */
const COUNTER = new RegExp(
  `^(?:${[
    `${NUMBER} ${COUNTED}`,
    `${COUNTED}\\s?[:#-]?\\s?${NUMBER}`,
    `(?:this )?(?:page|article|release|story|post)?\\s?(?:has been |was )?(?:read|viewed|visited|accessed|shared|printed|downloaded) ${NUMBER} times?(?: (?:today|so far|this (?:week|month|year)))?`,
    `${NUMBER} (?:people|persons|users|guests|readers|visitors) (?:are )?(?:reading|viewing|online|have read|like|liked|shared)(?: this| now| it| page){0,3}`,
    `you are (?:visitor|reader) (?:no\\.? |number |#)?${NUMBER}`,
    `(?:page |document )?(?:generated|rendered|loaded|created) in ${NUMBER} ?(?:s|ms|sec|secs|seconds|milliseconds)`,
    `(?:printed|retrieved|last visited|(?:last )?accessed|(?:page )?generated|current time)(?: on| at)?:? ${TIME}`,
    `(?:csrf|request|session|reference|support|trace|ray) ?(?:id|token|number|#):? ?[\\w:.-]{6,80}`,
  ].join('|')})\\.?$`,
  'i',
);

/** A counter behind a byline: `March 3, 2024 Views: 1,234`. */
const TRAILING = new RegExp(
  `\\s*[-–—,;]?\\s(?:${COUNTED}\\s?:\\s?${NUMBER}|(?<=\\d{4}[ ,;–—-]{1,3})${NUMBER} ${COUNTED})$`,
  'i',
);

/** Buttons, with or without their counts. */
const SHARED =
  /^(?:(?:share|tweet|post|pin|like|e-?mail|print|copy link|facebook|twitter|x|linkedin|reddit|whatsapp|pinterest|threads|bluesky)(?: (?:this|it|on|to|via|by|page|article|facebook|twitter|x|linkedin|reddit|whatsapp|pinterest|threads|bluesky|e-?mail))*(?: ?\(?\d[\d,.]*[kKmM]?\)?)?)$/i;

/** Parameters that are new at every visit or name the visitor. */
const PASSING =
  /^(?:[\w-]*(?:token|nonce|csrf)[\w-]*|sess(?:ion)?_?id|sess|phpsessid|jsessionid|aspsessionid\w*|x-amz-[\w-]+|cachebuster|cb|_|visitor_?id|utm_\w+)$/i;

/** These may be content as well (`session=2023`), and are not where their value is a run of random signs. */
const DOUBTFUL = /^(?:session|sid|auth|sig|signature|expires|hash|key|id|ts|timestamp|rand|random|v|ver)$/i;
const RANDOM = /^(?=[^a-z]*[a-z])(?=\D*\d)[\w.~-]{16,}$|^\d{10,}$/i;

/** Where share buttons lead. */
const SHARER =
  /^(?:[\w-]+\.)*(?:facebook\.com\/(?:sharer?|dialog|share\.php)|(?:twitter|x)\.com\/(?:intent|share|home\?status)|linkedin\.com\/(?:sharearticle|sharing|cws\/share)|pinterest\.com\/pin\/create|reddit\.com\/submit|tumblr\.com\/(?:share|widgets\/share)|t\.me\/share|telegram\.me\/share|wa\.me\/|whatsapp\.com\/send|addtoany\.com|addthis\.com|sharethis\.com|plus\.google\.com\/share|digg\.com\/submit|delicious\.com\/save|stumbleupon\.com\/submit|getpocket\.com\/(?:save|edit)|bsky\.app\/intent|threads\.net\/intent|mastodonshare\.com|news\.ycombinator\.com\/submitlink|printfriendly\.com|instapaper\.com\/(?:hello2|text)|flipboard\.com\/share|buffer\.com\/add)/i;

/** An address without what is new at every visit; null for one that only passes the page on. */
function steadyAddress(address: string): string | null {
  const canonical = canonicalAddress(address);
  if (!URL.canParse(canonical)) return canonical;
  const url = new URL(canonical);
  if (SHARER.test(`${url.host}${url.pathname}${url.search}`)) return null;
  if (url.pathname.startsWith('/cdn-cgi/l/email-protection')) return null;
  const kept = [...url.searchParams].filter(
    ([name, value]) => !PASSING.test(name) && !(DOUBTFUL.test(name) && RANDOM.test(value)),
  );
  // ASP.NET writes the session into the path, as /(S(lit3py55t21z5v55vlm25s55))/news.
  const path = url.pathname.replace(/\/\([A-Z]\([^)]{8,}\)\)(?=\/)/gi, '');
  const query = new URLSearchParams(kept).toString();
  return `${url.protocol}//${url.host}${path}${query === '' ? '' : `?${query}`}${url.hash}`;
}
