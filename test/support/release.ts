import type { Database } from '../../db/connection.js';
import { type KeptRelease, keepRelease, type SeenRelease } from '../../db/statements.js';

type GivenRelease = Partial<SeenRelease> & Pick<SeenRelease, 'address' | 'source_id'>;

/** Keeps a release as a visit would; what a test does not care about is filled in. */
export function seeRelease(db: Database, release: GivenRelease): Promise<KeptRelease> {
  return keepRelease(db, releaseOf(release), Buffer.from('x'));
}

export function releaseOf(release: GivenRelease): SeenRelease {
  const body = release.body ?? 'I said so.';
  return {
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
    capture: {
      requested_url: release.address,
      url: release.address,
      status: 200,
      request_headers: {},
      headers: {},
      redirects: [],
      listed_title: '',
      listed_on: null,
      listed_at: null,
      fetched_at: new Date(),
    },
    ...release,
  };
}
