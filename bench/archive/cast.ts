import { Random } from './random.js';

/** People, newsrooms and bills of an invented quarter of a century. */
export interface Cast {
  officials: InventedOfficial[];
  newsrooms: Newsroom[];
  /** Bills of each Congress, the most spoken of first. */
  bills: Map<number, string[]>;
}

export interface InventedOfficial {
  id: string;
  name: string;
  office: 'senate' | 'attorney-general';
  state: string;
  party: string;
  from: string;
  until: string | null;
}

/** A newsroom and who speaks there in which years. */
export interface Newsroom {
  id: string;
  office: 'senate' | 'attorney-general';
  state: string;
  host: string;
  holders: InventedOfficial[];
}

export const FIRST_YEAR = 2001;
export const LAST_YEAR = 2025;
const BILLS_A_CONGRESS = 3000;

const STATES =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY'.split(
    ' ',
  );
const FIRST_NAMES =
  'Ada Bruno Celia Dario Elin Fergus Greta Hugo Ines Jonas Karla Leif Maude Nils Olive Pavel'.split(' ');
const LAST_NAMES =
  'Ashby Birkett Calloway Dunmore Ellery Fairholm Garrick Hollis Ibbotson Jessop Kittredge Lorimer Marsden Norwood Ormsby Pellew'.split(
    ' ',
  );

/** The Congress that sat on a day. */
export function congressOf(day: string): number {
  const year = Number(day.slice(0, 4));
  const odd = year % 2 === 1 && day.slice(5) < '01-03' ? year - 1 : year;
  return Math.floor((odd - 1789) / 2) + 1;
}

/** Always the same cast. */
export function inventCast(): Cast {
  const random = new Random(20_180_322);
  const officials: InventedOfficial[] = [];
  const newsrooms: Newsroom[] = [];
  const seat = (id: string, office: Newsroom['office'], state: string) => {
    const holders: InventedOfficial[] = [];
    let year = FIRST_YEAR;
    while (year <= LAST_YEAR) {
      const end = year + 6 * (1 + random.below(3));
      const number = String(officials.length).padStart(3, '0');
      const last = random.of(LAST_NAMES);
      const first = random.of(FIRST_NAMES);
      const official: InventedOfficial = {
        id: `${last}-${first}-${number}`.toLowerCase(),
        name: `${first} ${last}`,
        office,
        state,
        party: random.next() < 0.48 ? 'D' : random.next() < 0.96 ? 'R' : 'I',
        from: `${year}-01-03`,
        until: end > LAST_YEAR ? null : `${end}-01-03`,
      };
      officials.push(official);
      holders.push(official);
      year = end;
    }
    newsrooms.push({ id, office, state, host: `${id}.example`, holders });
  };
  for (const state of STATES) {
    const code = state.toLowerCase();
    seat(`senate-${code}-a`, 'senate', state);
    seat(`senate-${code}-b`, 'senate', state);
    seat(`ag-${code}`, 'attorney-general', state);
  }
  const bills = new Map<number, string[]>();
  for (let congress = 107; congress <= 119; congress += 1) {
    const types = ['s', 'hr', 's', 'hr', 'sres'];
    bills.set(
      congress,
      Array.from(
        { length: BILLS_A_CONGRESS },
        (_, index) => `${types[index % types.length]}${index + 1}-${congress}`,
      ),
    );
  }
  return { officials, newsrooms, bills };
}
