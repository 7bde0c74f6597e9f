import { describe, expect, it } from 'vitest';
import { officialsFromLegislators } from '../../src/catalog/legislators.js';
import type { Official } from '../../src/model.js';

const YAML = `- id:
    bioguide: Q000001
    lis: S999
  name:
    first: Adelaide
    middle: Grace
    last: Quíll-Marsh
    nickname: Ada
    official_full: Adelaide G. Quíll-Marsh
  terms:
  - type: rep
    start: '2011-01-05'
    end: '2013-01-03'
    state: WA
    district: 3
    party: Democrat
  - type: sen
    start: 2013-01-03
    end: 2019-01-03
    state: WA
    party: Democrat
  - type: sen
    start: '2019-01-08'
    end: '2025-01-03'
    state: WA
    party: Independent
    party_affiliations:
    - start: '2019-01-08'
      end: '2022-12-09'
      party: Democrat
    - start: '2022-12-09'
      end: '2025-01-03'
      party: Independent
`;

describe('officials from congress-legislators', () => {
  it('get an id, names and terms in both houses, with the party of each stretch and no gap between terms', () => {
    const [official] = officialsFromLegislators(YAML);
    expect(official).toMatchObject({
      id: 'quill-marsh-ada',
      bioguide: 'Q000001',
      name: 'Ada Quíll-Marsh',
      aliases: ['Adelaide G. Quíll-Marsh', 'Adelaide Quíll-Marsh', 'Adelaide Grace Quíll-Marsh'],
    });
    expect(official?.terms.map(({ office, party, start, end }) => [office, party, start, end])).toEqual([
      ['house', 'D', '2011-01-05', '2013-01-03'],
      ['senate', 'D', '2013-01-03', '2019-01-03'],
      ['senate', 'D', '2019-01-03', '2022-12-09'],
      ['senate', 'I', '2022-12-09', '2025-01-03'],
    ]);
  });

  it('are read from JSON alike', () => {
    const person = { id: { bioguide: 'Q000001' }, name: { first: 'Ada', last: 'Quill' } };
    const terms = [{ type: 'sen', start: '2025-01-03', end: '2031-01-03', state: 'WA', party: 'Republican' }];
    expect(officialsFromLegislators(JSON.stringify([{ ...person, terms }]))[0]?.terms[0]?.party).toBe('R');
  });

  it('who are known keep their id and the offices the file does not speak of', () => {
    const division = 'ocd-division/country:us/state:wa';
    const known: Official = {
      id: 'quill-marsh-adelaide',
      bioguide: 'Q000001',
      name: 'Adelaide Quíll-Marsh',
      first: 'Adelaide',
      last: 'Quíll-Marsh',
      aliases: ['Senator Ada'],
      terms: [
        {
          office: 'attorney-general',
          state: 'WA',
          division,
          party: 'D',
          start: '2005-01-12',
          end: '2011-01-05',
        },
        { office: 'senate', state: 'WA', division, party: 'D', start: '2013-01-03', end: null },
      ],
    };
    const [official] = officialsFromLegislators(YAML, [known]);
    expect(official?.id).toBe('quill-marsh-adelaide');
    expect(official?.aliases).toContain('Senator Ada');
    expect(official?.aliases).toContain('Ada Quíll-Marsh');
    expect(official?.terms.map(({ office }) => office)).toEqual([
      'attorney-general',
      'house',
      'senate',
      'senate',
      'senate',
    ]);
  });

  it('of one name are told apart', () => {
    const twice = YAML + YAML.replace('Q000001', 'Q000002');
    expect(officialsFromLegislators(twice).map(({ id }) => id)).toEqual([
      'quill-marsh-ada',
      'quill-marsh-ada-q000002',
    ]);
  });

  it('are refused by name where the text is something else', () => {
    expect(() => officialsFromLegislators('- id: {bioguide: 1', [], 'people.yaml')).toThrow(
      /^people\.yaml:\d+: neither YAML/,
    );
    expect(() => officialsFromLegislators('a: b', [], 'people.yaml')).toThrow(/^people\.yaml:1: /);
  });
});
