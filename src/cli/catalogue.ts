import { createHash } from 'node:crypto';
import { bumpIndexVersion, saveBills } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { giveToHolders, listOfficials, saveOfficials } from '../../db/officials.js';
import { readSetting, writeSetting } from '../../db/settings.js';
import { saveSources } from '../../db/sources.js';
import { saveTopics } from '../../db/topics.js';
import { loadAcronyms } from '../catalog/acronyms.js';
import { loadBills } from '../catalog/bills.js';
import { loadOfficials } from '../catalog/officials.js';
import { loadSources } from '../catalog/sources.js';
import { loadTopics } from '../catalog/topics.js';
import type { Bill, BillName, Official, Source } from '../model.js';
import { namesOf } from '../tag/bill-names.js';

const CATALOGUE_HASH = 'catalogue_hash';

/** Brings the catalogue that comes with the program into the archive, when it is not the one that is there. */
export async function bringCatalogue(db: Database): Promise<void> {
  const officials = loadOfficials();
  const sources = loadSources();
  const topics = loadTopics();
  const bills = loadBills();
  const hash = createHash('sha256')
    .update(JSON.stringify([officials, sources, topics, bills, acronyms()]))
    .digest('hex');
  if ((await readSetting(db, CATALOGUE_HASH)) === hash) return;
  await db.transaction().execute(async (trx) => {
    await saveTopics(trx, topics);
    // Whoever an operator has synced since is newer than what comes with the program.
    const synced = new Set(
      (await listOfficials(trx)).flatMap((row) => (row.catalogue === 'user' ? row.id : [])),
    );
    await bringOfficials(
      trx,
      officials.filter((official) => !synced.has(official.id)),
      'rostrum',
    );
    await bringSources(trx, sources, 'rostrum');
    await giveToHolders(trx);
  });
  await saveBills(db, bills.map(billRow));
  await bumpIndexVersion(db);
  await writeSetting(db, CATALOGUE_HASH, hash);
}

/** Saves officials of one catalogue. */
export async function bringOfficials(db: Database, officials: Official[], catalogue: string): Promise<void> {
  await saveOfficials(
    db,
    officials.map(({ terms, ...official }) => ({
      ...official,
      catalogue,
      terms: terms.map(({ start, end, ...term }) => ({ ...term, starts_on: start, ends_on: end })),
    })),
  );
}

/** Saves sources of one catalogue. */
export async function bringSources(db: Database, sources: Source[], catalogue: string): Promise<void> {
  await saveSources(
    db,
    sources.map(({ official, ...source }) => ({ ...source, official_id: official, catalogue })),
  );
}

let read: BillName[] | null = null;

function acronyms(): BillName[] {
  read ??= loadAcronyms();
  return read;
}

/** A bill as rows. */
export function billRow(bill: Bill) {
  return {
    id: bill.id,
    congress: bill.congress,
    type: bill.type,
    number: bill.number,
    titles: bill.titles,
    introduced_on: bill.introduced,
    sponsor_bioguide: bill.sponsor?.bioguide ?? null,
    sponsor_name: bill.sponsor?.name ?? null,
    cosponsors: bill.cosponsors,
    policy_area: bill.policyArea,
    subjects: bill.subjects,
    related: bill.related,
    laws: bill.laws ?? [],
    names: namesOf(bill, acronyms()),
  };
}
