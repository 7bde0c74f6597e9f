/** Something to be sent. */
export interface Parcel {
  channel: string;
  address: string;
  secret: string;
  /** Tells it from every other; the same at every try. */
  key: string;
  /** An event as JSON. */
  body: string;
}

/** What came of a try to send something. */
export type Outcome =
  | { kind: 'sent'; status: number | null }
  /** To be tried again. */
  | { kind: 'failed'; status: number | null; error: string; retryAfterMs: number | null }
  /** Whoever is there wants nothing more, or nobody is there. */
  | { kind: 'unwanted'; status: number | null; error: string }
  /** Nothing can be sent from here as it is set up; that is no failure of the receiver. */
  | { kind: 'held'; error: string };
