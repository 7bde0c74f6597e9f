/** A line of the congress-press form about invented people; what a test does not care about is filled in. */
export function pressLine(
  number: number,
  more: { host?: string; member?: object | null } & Record<string, unknown> = {},
): string {
  const { host = 'lorimer.house.gov', member, ...rest } = more;
  return JSON.stringify({
    url: `https://${host}/news/documentsingle.aspx?DocumentID=${number}`,
    title: `Lorimer on matter number ${number}`,
    date: '2019-05-14',
    date_source: 'scraper',
    source: `https://${host}/news/`,
    domain: host,
    scraper: host.split('.')[0],
    member: member === undefined ? LORIMER : member,
    text: `Representative Ada Lorimer spoke of matter ${number}.\n\n“This is matter ${number},” said Lorimer.`,
    collected_at: '2026-04-02T05:33:17Z',
    updated_at: '2026-04-06T21:06:43Z',
    ...rest,
  });
}

export const LORIMER = {
  bioguide_id: 'L000999',
  name: 'Ada B. Lorimer',
  party: 'Democrat',
  state: 'OH',
  chamber: 'House',
};
