import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';

/** An official in office during a bill's Congress who published nothing that cites it. */
export interface Silent {
  official: string;
  name: string;
  party: string;
  office: string;
  state: string;
  /** Companions of the bill that the official did speak of. */
  elsewhere: string[];
  /** Day of the newest statement on anything: null means that no newsroom of this official was read. */
  latest: string | null;
}

/** Who has been silent on a bill, by state and name. */
export async function silentOn(db: Database, bill: string, companions: string[]): Promise<Silent[]> {
  const [silent, elsewhere] = await Promise.all([
    db
      .selectFrom('silent_on_bill')
      .select(['official_id', 'official', 'party', 'office', 'state', 'latest_statement_on'])
      .where('bill_id', '=', bill)
      .orderBy('state')
      .orderBy('office', 'desc')
      .orderBy('official')
      .execute(),
    companions.length === 0
      ? []
      : db
          .selectFrom('citation')
          .select(['official_id', 'bill_id'])
          .distinct()
          .where(sql<boolean>`bill_id = any(${companions})`)
          .where('official_id', 'is not', null)
          .execute(),
  ]);
  const spoke = new Map<string | null, string[]>();
  for (const { official_id, bill_id } of elsewhere) {
    spoke.set(official_id, [...(spoke.get(official_id) ?? []), bill_id].sort());
  }
  const seen = new Set<string>();
  return silent.flatMap((row) => {
    // Somebody of two terms within the Congress is one official.
    const key = `${row.official_id} ${row.office}`;
    if (row.official_id === null || seen.has(key)) return [];
    seen.add(key);
    return {
      official: row.official_id,
      name: row.official ?? row.official_id,
      party: row.party ?? '',
      office: row.office ?? '',
      state: row.state ?? '',
      elsewhere: spoke.get(row.official_id) ?? [],
      latest: row.latest_statement_on,
    };
  });
}
