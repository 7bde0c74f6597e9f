const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const PACIFIC = 'America/Los_Angeles';

/**
 * What an office's state can be: the states, the District of Columbia and the territories with an attorney general.
 * The zone is that of the most populous part, the clock of the newsroom.
 */
const ZONES: Record<string, string> = {
  AL: CENTRAL,
  AK: 'America/Anchorage',
  AZ: 'America/Phoenix',
  AR: CENTRAL,
  CA: PACIFIC,
  CO: MOUNTAIN,
  CT: EASTERN,
  DE: EASTERN,
  FL: EASTERN,
  GA: EASTERN,
  HI: 'Pacific/Honolulu',
  ID: 'America/Boise',
  IL: CENTRAL,
  IN: 'America/Indiana/Indianapolis',
  IA: CENTRAL,
  KS: CENTRAL,
  KY: EASTERN,
  LA: CENTRAL,
  ME: EASTERN,
  MD: EASTERN,
  MA: EASTERN,
  MI: 'America/Detroit',
  MN: CENTRAL,
  MS: CENTRAL,
  MO: CENTRAL,
  MT: MOUNTAIN,
  NE: CENTRAL,
  NV: PACIFIC,
  NH: EASTERN,
  NJ: EASTERN,
  NM: MOUNTAIN,
  NY: EASTERN,
  NC: EASTERN,
  ND: CENTRAL,
  OH: EASTERN,
  OK: CENTRAL,
  OR: PACIFIC,
  PA: EASTERN,
  RI: EASTERN,
  SC: EASTERN,
  SD: CENTRAL,
  TN: CENTRAL,
  TX: CENTRAL,
  UT: MOUNTAIN,
  VT: EASTERN,
  VA: EASTERN,
  WA: PACIFIC,
  WV: EASTERN,
  WI: CENTRAL,
  WY: MOUNTAIN,
  DC: EASTERN,
  AS: 'Pacific/Pago_Pago',
  GU: 'Pacific/Guam',
  MP: 'Pacific/Saipan',
  PR: 'America/Puerto_Rico',
  VI: 'America/St_Thomas',
};

const TERRITORIES = new Set(['AS', 'GU', 'MP', 'PR', 'VI']);

/** Whether two capital letters name a state, the District or a territory. */
export function isState(code: string): boolean {
  return Object.hasOwn(ZONES, code);
}

/** IANA zone of the most populous part: `America/Chicago` for `ND`; null for letters that name nothing. */
export function stateZone(code: string): string | null {
  return isState(code) ? (ZONES[code] ?? null) : null;
}

/** Open Civic Data division id: `ocd-division/country:us/state:nd` for `ND`; null for letters that name nothing. */
export function divisionOf(code: string): string | null {
  if (!isState(code)) return null;
  const kind = code === 'DC' ? 'district' : TERRITORIES.has(code) ? 'territory' : 'state';
  return `ocd-division/country:us/${kind}:${code.toLowerCase()}`;
}
