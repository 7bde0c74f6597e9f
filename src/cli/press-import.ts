import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { type NewStatement, writeStatements } from '../../db/batch.js';
import type { Database } from '../../db/connection.js';
import { knownAddresses } from '../../db/statements.js';
import { rowsOf, textOf } from '../../workers/tag.js';
import { type PressRelease, type Refusal, readPressLine } from '../catalog/congress-press.js';
import { dayOf, type PressPeople } from './press-people.js';
import type { Tagged, Tagging } from './tagging-threads.js';

/** What became of the lines of an import. */
export interface ImportTally {
  lines: number;
  kept: number;
  /** Releases that the archive, or an earlier line, has. */
  duplicate: number;
  refused: number;
  /** Empty lines. */
  empty: number;
  /** Of the kept: those whose member could not be the author. */
  unattributed: number;
}

export const newTally = (): ImportTally => ({
  lines: 0,
  kept: 0,
  duplicate: 0,
  refused: 0,
  empty: 0,
  unattributed: 0,
});

/** A line that was not kept. */
export type RefusedLine = Refusal & { line: number };

/** Lines on their way: read, looked up and tagged, not yet written. */
export interface Portion {
  /** The last line of it. */
  last: number;
  entries: NewStatement[];
  refused: RefusedLine[];
  tally: ImportTally;
}

const NO_TAGS = { citations: [], topics: [], quotes: [], mentions: [], doubts: [] };

/** Turns lines into statements and writes them. Several portions may be under way; each is written whole. */
export class PressImport {
  readonly #db: Database;
  readonly #people: PressPeople;
  readonly #tagging: Tagging | null;
  /** Addresses of portions that are not written yet. */
  readonly #underWay = new Set<string>();

  /** @param tagging null for a run that only looks */
  constructor(db: Database, people: PressPeople, tagging: Tagging | null) {
    this.#db = db;
    this.#people = people;
    this.#tagging = tagging;
  }

  /** Reads lines, leaves out what is known, tags the rest. */
  async prepare(first: number, lines: string[]): Promise<Portion> {
    const tally = { ...newTally(), lines: lines.length };
    const refused: RefusedLine[] = [];
    const fresh = new Map<string, PressRelease>();
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') {
        tally.empty += 1;
        continue;
      }
      const read = readPressLine(line);
      if ('refusal' in read) {
        refused.push({ line: first + index, ...read.refusal });
        continue;
      }
      const { address } = read.release;
      if (this.#underWay.has(address)) tally.duplicate += 1;
      else {
        this.#underWay.add(address);
        fresh.set(address, read.release);
      }
    }
    for (const address of await knownAddresses(this.#db, [...fresh.keys()])) {
      fresh.delete(address);
      this.#underWay.delete(address);
      tally.duplicate += 1;
    }
    const releases = [...fresh.values()];
    const tagged =
      this.#tagging === null ? [] : await this.#tagging.tag(releases.map((one) => this.#input(one)));
    const entries = releases.map((release, index) => this.#entry(release, tagged[index]));
    tally.refused = refused.length;
    tally.kept = entries.length;
    tally.unattributed = entries.filter((entry) => entry.official_id === null).length;
    return { last: first + lines.length - 1, entries, refused, tally };
  }

  /**
   * Writes a portion with whatever else belongs into its transaction. Where somebody else kept one of its releases in
   * the meantime, it becomes a duplicate.
   */
  async write(client: Client, portion: Portion, also: () => Promise<void>): Promise<void> {
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await writeStatements(client, portion.entries, also);
          return;
        } catch (error) {
          if ((error as { code?: string }).code !== UNIQUE_VIOLATION || attempt === ATTEMPTS) throw error;
          await this.#leaveOutKnown(portion);
        }
      }
    } finally {
      for (const entry of portion.entries) this.#underWay.delete(entry.address);
    }
  }

  async #leaveOutKnown(portion: Portion): Promise<void> {
    const known = new Set(
      await knownAddresses(
        this.#db,
        portion.entries.map((entry) => entry.address),
      ),
    );
    portion.entries = portion.entries.filter((entry) => !known.has(entry.address));
    portion.tally.kept -= known.size;
    portion.tally.duplicate += known.size;
  }

  #input(release: PressRelease) {
    const { official, state } = this.#people.of(release);
    return {
      text: textOf(release.title, release.body),
      date: dayOf(release),
      office: release.office,
      state: state === '' ? null : state,
      publisher: official,
    };
  }

  #entry(release: PressRelease, tagged: Tagged | undefined): NewStatement {
    const { official, source, state, zone } = this.#people.of(release);
    const seen = release.collected ?? new Date();
    return {
      address: release.address,
      url: release.url,
      source_id: source,
      office: release.office,
      official_id: official,
      place: state,
      zone,
      title: release.title,
      body: release.body,
      language: 'en',
      published_on: release.day,
      published_at: null,
      content_hash: createHash('sha256')
        .update(JSON.stringify([release.title, release.day, release.body]))
        .digest('hex'),
      snapshot_hash: null,
      first_seen_at: seen,
      last_seen_at: release.updated ?? seen,
      tag_error: tagged !== undefined && 'error' in tagged ? tagged.error : null,
      tags: tagged !== undefined && 'tags' in tagged ? rowsOf(tagged.tags) : NO_TAGS,
    };
  }
}

const UNIQUE_VIOLATION = '23505';
const ATTEMPTS = 3;

/** Adds what became of some lines to what became of those before. */
export function addTally(sum: ImportTally, more: ImportTally): ImportTally {
  return Object.fromEntries(
    Object.entries(sum).map(([name, value]) => [name, value + more[name as keyof ImportTally]]),
  ) as unknown as ImportTally;
}
