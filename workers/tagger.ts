import type { Logger } from 'pino';
import { completeCongresses, indexVersion, listBills } from '../db/bills.js';
import type { Database } from '../db/connection.js';
import { listOfficials } from '../db/officials.js';
import type { Scope } from '../db/scope.js';
import { saveOwnTopics } from '../db/topics.js';
import { CatalogError } from '../src/catalog/catalog-error.js';
import type { OwnTopics, OwnTopicsFile } from '../src/catalog/own-topics.js';
import type { Bill, Office, Official, Topic } from '../src/model.js';
import { createTagger, type Tagger, type TaggerKnowledge } from '../src/tag/tagger.js';

/** An import, or a change of the file of topics, is noticed within this time. */
const LOOK_MS = 1000;

/** The file of the user's own topics, and where is told that it cannot be used as it stands. */
export interface OwnTopicsSource {
  file: OwnTopicsFile;
  log: Logger;
}

/**
 * The tagger over the index as it stands now: built once, and again when bills or officials have been imported or
 * the user's own topics have changed.
 * @param topics the policy areas, and what they are recognised by
 * @param scope whose officials are recognised: nothing the sample invents is laid on a real person
 */
export function taggerOver(
  db: Database,
  topics: Topic[],
  scope: Scope,
  ownTopics?: OwnTopicsSource,
): () => Promise<Tagger> {
  let built: { version: string; tagger: Promise<Tagger> } | null = null;
  let lookedAt = 0;
  const readOwn = ownTopics === undefined ? () => NONE : lastGood(ownTopics);
  return async () => {
    if (built !== null && Date.now() - lookedAt < LOOK_MS) return built.tagger;
    const index = await indexVersion(db);
    const own = readOwn();
    lookedAt = Date.now();
    const version = `${index} ${own.version}`;
    if (built?.version !== version) {
      built = { version, tagger: build(db, [...topics, ...own.topics], scope) };
      if (ownTopics !== undefined) await saveOwnTopics(db, own.topics);
    }
    return built.tagger;
  };
}

const NONE: OwnTopics = { topics: [], version: 'none' };

/** The topics of the file; a file that cannot be used any more is told of once, and leaves the last topics in use. */
function lastGood({ file, log }: OwnTopicsSource): () => OwnTopics {
  let last: OwnTopics | null = null;
  let told = '';
  return () => {
    try {
      last = file.read();
      told = '';
    } catch (error) {
      if (last === null || !(error instanceof CatalogError)) throw error;
      if (told !== error.message) log.error({ error: error.message }, 'the topics stay as they were');
      told = error.message;
    }
    return last;
  };
}

async function build(db: Database, topics: Topic[], scope: Scope): Promise<Tagger> {
  return createTagger(await knowledgeOf(db, topics, scope));
}

/** What a tagger over this archive knows, as plain data that another thread can be given. */
export async function knowledgeOf(db: Database, topics: Topic[], scope: Scope): Promise<TaggerKnowledge> {
  const [bills, complete, officials] = await Promise.all([
    listBills(db),
    completeCongresses(db),
    listOfficials(db, scope),
  ]);
  return {
    bills: bills.map(billOf),
    completeCongresses: complete,
    officials: officials.map(officialOf),
    topics,
  };
}

function billOf(row: Awaited<ReturnType<typeof listBills>>[number]): Bill {
  return {
    id: row.id,
    congress: row.congress,
    type: row.type as Bill['type'],
    number: row.number,
    titles: row.titles,
    introduced: row.introduced_on,
    sponsor:
      row.sponsor_bioguide === null ? null : { bioguide: row.sponsor_bioguide, name: row.sponsor_name ?? '' },
    cosponsors: row.cosponsors,
    policyArea: row.policy_area,
    subjects: row.subjects,
    related: row.related,
    laws: row.laws,
  };
}

/** An official of the archive, as the pure modules know them. */
export function officialOf(row: Awaited<ReturnType<typeof listOfficials>>[number]): Official {
  return {
    id: row.id,
    bioguide: row.bioguide,
    name: row.name,
    first: row.first,
    last: row.last,
    aliases: row.aliases,
    terms: row.terms.map((term) => ({
      office: term.office as Office,
      state: term.state,
      division: term.division,
      party: term.party,
      start: term.starts_on,
      end: term.ends_on,
    })),
  };
}
