import type { StatementAnswer } from '../../report/statements.js';
import { congressOn } from '../../tag/congress.js';

/** A statement as the retired Congress API showed it. */
export interface CongressStatement {
  url: string;
  date: string;
  title: string;
  statement_type: string;
  member_id: string;
  congress: number;
  member_uri: string;
  name: string;
  chamber: 'Senate' | 'House';
  state: string;
  party: string;
  subjects: Subject[];
}

/** A topic as that API showed it. */
export interface Subject {
  name: string;
  slug: string;
  api_uri: string;
}

/** What a statement is shown with. */
export interface Surroundings {
  /** Where this API is, without a slash at the end: `https://rostrum.example/congress/v1`. */
  api: string;
  /** Bioguide ids by official. */
  bioguides: Map<string, string>;
  /** Names of topics by id. */
  topics: Map<string, string>;
}

/** That API's form of a dated statement of a member of Congress; its slugs are our topic ids. */
export function congressStatement(
  statement: StatementAnswer,
  { api, bioguides, topics }: Surroundings,
): CongressStatement {
  const date = statement.published?.slice(0, 10) ?? '';
  const official = statement.official ?? '';
  // Nobody of the sample has a Bioguide id: an id of our own leads to them as well.
  const member = bioguides.get(official) ?? official;
  return {
    url: statement.url,
    date,
    title: statement.title,
    statement_type: 'Press Release',
    member_id: member,
    congress: congressOn(date),
    member_uri: memberUri(api, member),
    name: statement.name,
    chamber: statement.office === 'house' ? 'House' : 'Senate',
    state: statement.state,
    party: statement.party ?? '',
    subjects: statement.topics.map((id) => subjectOf(api, { id, name: topics.get(id) ?? id })),
  };
}

export function memberUri(api: string, member: string): string {
  return `${api}/members/${encodeURIComponent(member)}.json`;
}

export function subjectOf(api: string, { id, name }: { id: string; name: string }): Subject {
  return { name, slug: id, api_uri: `${api}/statements/subject/${encodeURIComponent(id)}.json` };
}
