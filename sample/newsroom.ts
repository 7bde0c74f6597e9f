/** The state of the sample: edition 2 is the same newsrooms a little later, one release edited, one taken down. */
export type Edition = 1 | 2;

/** Where and when the sample is served; pages with absolute links need the origin. */
export interface Site {
  /** `http://127.0.0.1:41234`, without a slash at its end. */
  origin: string;
  edition: Edition;
}

/** One answer of the sample server. */
export interface Page {
  status: number;
  /** Media type with its charset, as sent in Content-Type. */
  type: string;
  body: Buffer;
  /** Sent as Last-Modified, second precision; null where the newsroom sends none. */
  modified: Date | null;
  headers: Record<string, string>;
}

/** A newsroom answers for every address under its prefix; null is its 404. */
export interface Newsroom {
  /** `/hale/` */
  prefix: string;
  respond(address: URL, site: Site): Page | null;
}

/** The sentence every page shows, outside the release. */
export const NOTICE =
  'Sample newsroom: this office-holder is invented, and so is every word on this page. It exists to try out Rostrum.';

/** An HTML page in UTF-8. */
export function html(text: string, modified: Date): Page {
  return page('text/html; charset=utf-8', text, modified);
}

/** Any text in UTF-8. */
export function page(type: string, text: string, modified: Date | null): Page {
  return { status: 200, type, body: Buffer.from(text, 'utf8'), modified, headers: {} };
}

/** A permanent redirect, as WordPress sends for an address without its last slash. */
export function moved(to: string): Page {
  return { ...page('text/html; charset=utf-8', '', null), status: 301, headers: { location: to } };
}
