import { saveBills } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { saveOfficials } from '../../db/officials.js';
import { recordAbsent } from '../../db/presence.js';
import { saveSources } from '../../db/sources.js';
import { saveTags, type TagRows } from '../../db/tags.js';
import { saveTopics } from '../../db/topics.js';
import { seeRelease } from './release.js';

/**
 * A small debate among invented people: two senators of North Dakota, two of Montana, Montana's attorney general, and
 * two bills that travel together. Every answer about it can be told by reading this file.
 */
export async function writeDebate(db: Database): Promise<void> {
  await saveTopics(db, [
    { id: 'crime', name: 'Crime' },
    { id: 'health', name: 'Health' },
  ]);
  await saveOfficials(db, [
    person('doe-jane', 'Jane Doe', 'senate', 'ND', 'D'),
    person('roe-ralph', 'Ralph Roe', 'senate', 'ND', 'R'),
    person('poe-paula', 'Paula Poe', 'senate', 'MT', 'D'),
    person('moe-max', 'Max Moe', 'senate', 'MT', 'R'),
    person('coe-carl', 'Carl Coe', 'attorney-general', 'MT', 'R'),
    // Out of office when the 115th Congress began.
    person('old-olga', 'Olga Old', 'senate', 'WY', 'R', '2011-01-03', '2017-01-03'),
  ]);
  await saveSources(db, [
    newsroom('nd-doe', 'senate', 'ND', 'doe-jane'),
    newsroom('nd-roe', 'senate', 'ND', 'roe-ralph'),
    newsroom('mt-poe', 'senate', 'MT', 'poe-paula'),
    newsroom('mt-moe', 'senate', 'MT', 'moe-max'),
    newsroom('mt-ag', 'attorney-general', 'MT', null),
  ]);
  await saveBills(db, [
    bill('s1693-115', 's', 1693, 'Stop Enabling Sex Traffickers Act of 2017', '2017-08-01', ['hr1865-115']),
    bill('hr1865-115', 'hr', 1865, 'Allow States to Fight Online Trafficking Act', '2017-04-03', [
      's1693-115',
    ]),
  ]);
  for (const release of RELEASES) await keep(db, release);
}

interface Release {
  path: string;
  source: string;
  day: string | null;
  title: string;
  body: string;
  bills?: [bill: string, method: 'number' | 'title' | 'acronym', confidence: number][];
  topics?: string[];
  quotes?: [official: string, name: string, verb: string, text: string][];
  mentions?: string[];
  /** Later texts of the same release. */
  edits?: string[];
  vanished?: true;
}

const RELEASES: Release[] = [
  {
    path: 'nd-doe/1',
    source: 'nd-doe',
    day: '2017-08-02',
    title: 'Doe introduces bill against trafficking',
    body: 'Senator Jane Doe praised S. 1693. “This bill saves children,” Doe said.',
    bills: [['s1693-115', 'number', 0.98]],
    topics: ['crime'],
    quotes: [['doe-jane', 'Jane Doe', 'said', 'This bill saves children,']],
    edits: [
      'Senator Jane Doe praised S. 1693. “This bill saves children,” Doe said. Corrected.',
      'Third text on S. 1693: praised.',
    ],
  },
  {
    path: 'nd-doe/2',
    source: 'nd-doe',
    day: '2018-03-21',
    title: 'Doe: Senate passes trafficking bill',
    body: 'The Senate passed H.R. 1865 today. “At last,” Doe said of the trafficking websites.',
    bills: [
      ['hr1865-115', 'number', 0.97],
      ['s1693-115', 'acronym', 0.6],
    ],
    topics: ['crime'],
    quotes: [['doe-jane', 'Jane Doe', 'said', 'At last,']],
    mentions: ['coe-carl'],
  },
  {
    path: 'mt-moe/1',
    source: 'mt-moe',
    day: '2018-03-22',
    title: 'Moe welcomes vote',
    body: 'Senator Max Moe welcomed S. 1693. “Good for Montana,” Moe said. “I thank Paula Poe,” he added.',
    bills: [['s1693-115', 'title', 0.9]],
    topics: ['crime', 'health'],
    quotes: [
      ['moe-max', 'Max Moe', 'said', 'Good for Montana,'],
      ['moe-max', 'Max Moe', 'added', 'I thank Paula Poe,'],
    ],
    mentions: ['poe-paula', 'doe-jane'],
  },
  {
    path: 'mt-ag/1',
    source: 'mt-ag',
    day: '2018-03-23',
    title: 'Attorney General on trafficking websites',
    body: 'Attorney General Carl Coe praised S. 1693. “Prosecutors get a tool,” Coe said.',
    bills: [['s1693-115', 'number', 0.95]],
    topics: ['crime'],
    quotes: [['coe-carl', 'Carl Coe', 'said', 'Prosecutors get a tool,']],
  },
  {
    path: 'nd-roe/1',
    source: 'nd-roe',
    day: '2018-04-02',
    title: 'Roe on rural hospitals',
    body: 'Rural hospitals need help with health care.',
    topics: ['health'],
  },
  {
    path: 'nd-roe/2',
    source: 'nd-roe',
    day: '2018-04-03',
    title: 'Roe on harvest',
    body: 'The harvest was good.',
    topics: [],
    vanished: true,
  },
  {
    path: 'mt-poe/1',
    source: 'mt-poe',
    day: null,
    title: 'Poe on health care',
    body: 'Health care is a right. Undated as it is.',
    topics: ['health'],
  },
];

async function keep(db: Database, release: Release): Promise<void> {
  let kept = null;
  for (const body of [release.body, ...(release.edits ?? [])]) {
    const source = NEWSROOMS[release.source];
    kept = await seeRelease(db, {
      address: `https://${release.path.replace('/', '.example/')}`,
      source_id: release.source,
      office: source?.office ?? 'senate',
      official_id: source?.official ?? null,
      title: release.title,
      published_on: release.day,
      body,
    });
  }
  if (kept === null) return;
  await saveTags(db, kept.statementId, kept.revisionId, tagsOf(release));
  if (release.vanished) await recordAbsent(db, kept.statementId);
}

function tagsOf({ bills = [], topics = [], quotes = [], mentions = [] }: Release): TagRows {
  const proof = [{ start: 0, end: 4, text: 'text' }];
  return {
    citations: bills.map(([bill_id, method, confidence]) => ({
      bill_id,
      method,
      confidence,
      known: true,
      evidence: proof,
      companions: [],
    })),
    topics: topics.map((topic_id) => ({ topic_id, score: 0.8, evidence: proof })),
    quotes: quotes.map(([official_id, speaker, verb, text], position) => ({
      position,
      starts_at: position * 10,
      ends_at: position * 10 + 5,
      text,
      speaker,
      official_id,
      role: null,
      verb,
    })),
    mentions: mentions.map((official_id, place) => ({
      official_id,
      starts_at: place * 10,
      ends_at: place * 10 + 5,
      text: official_id,
    })),
    doubts: [],
  };
}

function person(
  id: string,
  name: string,
  office: string,
  state: string,
  party: string,
  starts_on = '2013-01-03',
  ends_on: string | null = null,
) {
  const [first = '', last = ''] = name.split(' ');
  const division = `ocd-division/country:us/state:${state.toLowerCase()}`;
  const term = { office, state, division, party, starts_on, ends_on };
  return { id, bioguide: null, name, first, last, catalogue: 'rostrum', terms: [term] };
}

const NEWSROOMS: Record<string, { office: string; official: string | null }> = {};

function newsroom(id: string, office: string, state: string, official: string | null) {
  NEWSROOMS[id] = { office, official };
  return {
    id,
    catalogue: 'rostrum',
    office,
    state,
    official_id: official,
    name: `Newsroom ${id}`,
    url: `https://${id}.example/`,
    kind: 'feed',
    zone: 'America/Denver',
  };
}

function bill(
  id: string,
  type: string,
  number: number,
  title: string,
  introduced_on: string,
  related: string[],
) {
  return { id, congress: 115, type, number, introduced_on, related, titles: [{ kind: 'short', title }] };
}
