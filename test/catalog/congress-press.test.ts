import { describe, expect, it } from 'vitest';
import { readPressLine } from '../../src/catalog/congress-press.js';
import { isAuthor, officialFromRecords } from '../../src/catalog/press-member.js';
import type { Official } from '../../src/model.js';
import { LORIMER, pressLine } from '../support/press.js';

describe('a line of the congress-press form', () => {
  it('is read as a release with the address that a crawl would know it by', () => {
    const line = pressLine(7, {
      url: 'https://LORIMER.house.gov/news/documentsingle.aspx?utm_source=x&DocumentID=7#top',
    });
    expect(readPressLine(line)).toMatchObject({
      release: {
        address: 'https://lorimer.house.gov/news/documentsingle.aspx?DocumentID=7',
        title: 'Lorimer on matter number 7',
        day: '2019-05-14',
        office: 'house',
        host: 'lorimer.house.gov',
        member: { bioguide: 'L000999', party: 'D', state: 'OH', office: 'house' },
      },
    });
  });

  it.each([
    ['not-json', '{"url": '],
    ['not-a-release', '[]'],
    ['not-a-release', '{"title": "no address"}'],
    ['not-a-release', JSON.stringify({ url: 'https://a.house.gov/1', text: 5 })],
    ['no-address', JSON.stringify({ url: 'javascript:alert(1)', text: 'x' })],
    ['no-text', pressLine(1, { text: null })],
    ['no-text', pressLine(1, { text: ' \u0000\n ' })],
    ['no-office', pressLine(1, { host: 'somewhere.example', member: null })],
  ])('that cannot be kept is refused as %s', (reason, line) => {
    expect(readPressLine(line)).toMatchObject({ refusal: { reason } });
  });

  it.each([
    ['2019-02-30', null],
    ['May 14, 2019', null],
    ['2019-05-14T10:00:00Z', '2019-05-14'],
    [null, null],
  ])('whose date is %s is kept, dated %s', (date, day) => {
    expect(readPressLine(pressLine(1, { date }))).toMatchObject({ release: { day } });
  });

  it('without a date is dated by its address, without a title by its first line', () => {
    const line = pressLine(1, { url: 'https://lorimer.house.gov/2020/07/09/x', date: null, title: null });
    expect(readPressLine(line)).toMatchObject({
      release: { day: '2020-07-09', title: 'Representative Ada Lorimer spoke of matter 1.' },
    });
  });

  it('loses what no database takes', () => {
    const read = readPressLine(pressLine(1, { text: 'a\u0000b\r\nc\ud800d' }));
    expect(read).toMatchObject({ release: { body: 'ab\nc\ufffdd' } });
  });
});

describe('the member that a record names', () => {
  const senator: Official = {
    id: 'birkett-bruno',
    bioguide: 'B000999',
    name: 'Bruno Birkett',
    first: 'Bruno',
    last: 'Birkett',
    aliases: [],
    terms: [
      {
        office: 'senate',
        state: 'LA',
        division: 'ocd-division/country:us/state:la',
        party: 'R',
        start: '2017-01-03',
        end: null,
      },
    ],
  };
  const record = (host: string, date: string) => {
    const member = {
      bioguide_id: 'B000999',
      name: 'Bruno Birkett',
      party: 'Republican',
      state: 'LA',
      chamber: 'Senate',
    };
    const read = readPressLine(pressLine(1, { host, date, member }));
    if ('refusal' in read) throw new Error(read.refusal.detail);
    return read.release;
  };

  it.each([
    ['a senator at the Senate', 'birkett.senate.gov', '2026-04-01', true],
    ['a senator at a namesake’s newsroom of the House', 'birkett.house.gov', '2026-04-01', false],
    ['a senator at the House, in years before the Senate', 'birkett.house.gov', '2012-04-01', true],
    ['a senator at somebody else’s newsroom of those years', 'calloway.house.gov', '2012-04-01', false],
  ])('is believed or not: %s', (_name, host, date, believed) => {
    expect(isAuthor(record(host, date), senator, date)).toBe(believed);
  });

  it.each([
    ['Marie Gluesenkamp Perez', 'gluesenkampperez.house.gov', 'gluesenkamp-perez-marie', 'Gluesenkamp Perez'],
    ['Rick W. Allen', 'allen.house.gov', 'allen-rick', 'Allen'],
    ['J. Luis Correa', 'correa.house.gov', 'correa-luis', 'Correa'],
    ['Mario Díaz-Balart', 'mariodiazbalart.house.gov', 'diaz-balart-mario', 'Díaz-Balart'],
    ['Sanford D. Bishop, Jr.', 'bishop.house.gov', 'bishop-sanford', 'Bishop'],
    ['Madonna', 'madonna.house.gov', 'madonna-madonna', 'Madonna'],
  ])('%s at %s becomes %s', (name, host, id, last) => {
    const member = { bioguide: 'X000001', name, party: 'D', state: 'WA', office: 'house' as const };
    const official = officialFromRecords(
      { member, host, first: '2019-05-14', last: '2024-02-01' },
      new Set(),
    );
    expect(official).toMatchObject({
      id,
      last,
      terms: [{ office: 'house', start: '2019-01-03', end: '2025-01-03', party: 'D' }],
    });
    expect(
      officialFromRecords({ member, host, first: '2019-05-14', last: '2019-05-14' }, new Set([id])).id,
    ).toBe(`${id}-x000001`);
  });

  it('is read from the record as it is written', () => {
    const read = readPressLine(pressLine(1));
    expect('release' in read && read.release.member?.name).toBe(LORIMER.name);
  });
});
