/** What an office's state can be: the states, the District of Columbia and the territories with an attorney general. */
interface State {
  name: string;
  /** The zone where most of its people live: the newsroom's clock. */
  zone: string;
  /** How Open Civic Data calls its kind of division. */
  kind: 'state' | 'district' | 'territory';
}

const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const PACIFIC = 'America/Los_Angeles';

const STATES: Record<string, State> = {
  AL: state('Alabama', CENTRAL),
  AK: state('Alaska', 'America/Anchorage'),
  AZ: state('Arizona', 'America/Phoenix'),
  AR: state('Arkansas', CENTRAL),
  CA: state('California', PACIFIC),
  CO: state('Colorado', MOUNTAIN),
  CT: state('Connecticut', EASTERN),
  DE: state('Delaware', EASTERN),
  FL: state('Florida', EASTERN),
  GA: state('Georgia', EASTERN),
  HI: state('Hawaii', 'Pacific/Honolulu'),
  ID: state('Idaho', 'America/Boise'),
  IL: state('Illinois', CENTRAL),
  IN: state('Indiana', 'America/Indiana/Indianapolis'),
  IA: state('Iowa', CENTRAL),
  KS: state('Kansas', CENTRAL),
  KY: state('Kentucky', EASTERN),
  LA: state('Louisiana', CENTRAL),
  ME: state('Maine', EASTERN),
  MD: state('Maryland', EASTERN),
  MA: state('Massachusetts', EASTERN),
  MI: state('Michigan', 'America/Detroit'),
  MN: state('Minnesota', CENTRAL),
  MS: state('Mississippi', CENTRAL),
  MO: state('Missouri', CENTRAL),
  MT: state('Montana', MOUNTAIN),
  NE: state('Nebraska', CENTRAL),
  NV: state('Nevada', PACIFIC),
  NH: state('New Hampshire', EASTERN),
  NJ: state('New Jersey', EASTERN),
  NM: state('New Mexico', MOUNTAIN),
  NY: state('New York', EASTERN),
  NC: state('North Carolina', EASTERN),
  ND: state('North Dakota', CENTRAL),
  OH: state('Ohio', EASTERN),
  OK: state('Oklahoma', CENTRAL),
  OR: state('Oregon', PACIFIC),
  PA: state('Pennsylvania', EASTERN),
  RI: state('Rhode Island', EASTERN),
  SC: state('South Carolina', EASTERN),
  SD: state('South Dakota', CENTRAL),
  TN: state('Tennessee', CENTRAL),
  TX: state('Texas', CENTRAL),
  UT: state('Utah', MOUNTAIN),
  VT: state('Vermont', EASTERN),
  VA: state('Virginia', EASTERN),
  WA: state('Washington', PACIFIC),
  WV: state('West Virginia', EASTERN),
  WI: state('Wisconsin', CENTRAL),
  WY: state('Wyoming', MOUNTAIN),
  DC: { name: 'District of Columbia', zone: EASTERN, kind: 'district' },
  AS: { name: 'American Samoa', zone: 'Pacific/Pago_Pago', kind: 'territory' },
  GU: { name: 'Guam', zone: 'Pacific/Guam', kind: 'territory' },
  MP: { name: 'Northern Mariana Islands', zone: 'Pacific/Saipan', kind: 'territory' },
  PR: { name: 'Puerto Rico', zone: 'America/Puerto_Rico', kind: 'territory' },
  VI: { name: 'U.S. Virgin Islands', zone: 'America/St_Thomas', kind: 'territory' },
};

function state(name: string, zone: string): State {
  return { name, zone, kind: 'state' };
}

/** Whether two letters name a state, the District or a territory. */
export function isState(code: string): boolean {
  return Object.hasOwn(STATES, code);
}

/** `North Dakota` for `ND`; null for letters that name nothing. */
export function stateName(code: string): string | null {
  return STATES[code]?.name ?? null;
}

/** IANA zone of the most populous part: `America/Chicago` for `ND`; null for letters that name nothing. */
export function stateZone(code: string): string | null {
  return STATES[code]?.zone ?? null;
}

/** Open Civic Data division id: `ocd-division/country:us/state:nd` for `ND`; null for letters that name nothing. */
export function divisionOf(code: string): string | null {
  const found = STATES[code];
  return found ? `ocd-division/country:us/${found.kind}:${code.toLowerCase()}` : null;
}
