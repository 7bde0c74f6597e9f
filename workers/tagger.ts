import { completeCongresses, indexVersion, listBills } from '../db/bills.js';
import type { Database } from '../db/connection.js';
import { listOfficials } from '../db/officials.js';
import type { Scope } from '../db/scope.js';
import type { Bill, Office, Official, Topic } from '../src/model.js';
import { createTagger, type Tagger, type TaggerKnowledge } from '../src/tag/tagger.js';

/** An import is noticed within this time. */
const LOOK_MS = 1000;

/**
 * The tagger over the index as it stands now: built once, and again when bills or officials have been imported.
 * @param topics what the topics are recognised by
 * @param scope whose officials are recognised: nothing the sample invents is laid on a real person
 */
export function taggerOver(db: Database, topics: Topic[], scope: Scope): () => Promise<Tagger> {
  let built: { version: string; tagger: Promise<Tagger> } | null = null;
  let lookedAt = 0;
  return async () => {
    if (built !== null && Date.now() - lookedAt < LOOK_MS) return built.tagger;
    const version = await indexVersion(db);
    lookedAt = Date.now();
    if (built?.version !== version) built = { version, tagger: build(db, topics, scope) };
    return built.tagger;
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
