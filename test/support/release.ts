import type { Database } from '../../db/connection.js';
import { type KeptRelease, keepRelease, type SeenRelease } from '../../db/statements.js';

/** Keeps a release as a visit would; what a test does not care about is filled in. */
export function seeRelease(
  db: Database,
  release: Partial<SeenRelease> & Pick<SeenRelease, 'address' | 'source_id'>,
): Promise<KeptRelease> {
  const body = release.body ?? 'I said so.';
  return keepRelease(
    db,
    {
      url: release.address,
      office: 'senate',
      official_id: null,
      zone: 'America/Chicago',
      etag: null,
      last_modified: null,
      next_check_at: null,
      aliases: [],
      content_hash: body,
      title: 'A title',
      published_on: '2018-03-22',
      published_at: null,
      body,
      links: [],
      language: 'en',
      snapshot_hash: 'page',
      bytes: 1,
      content_type: null,
      ...release,
    },
    Buffer.from('x'),
  );
}
