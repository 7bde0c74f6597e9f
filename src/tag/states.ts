/** States and territories: postal code, name, and the short forms that newspapers use (`Mo.`, `Conn.`). */
const STATES = `AL Alabama Ala|AK Alaska|AZ Arizona Ariz|AR Arkansas Ark|CA California Calif Cal|CO Colorado Colo|CT Connecticut Conn
DE Delaware Del|FL Florida Fla|GA Georgia Ga|HI Hawaii|ID Idaho|IL Illinois Ill|IN Indiana Ind|IA Iowa|KS Kansas Kan Kans|KY Kentucky Ky
LA Louisiana La|ME Maine|MD Maryland Md|MA Massachusetts Mass|MI Michigan Mich|MN Minnesota Minn|MS Mississippi Miss|MO Missouri Mo
MT Montana Mont|NE Nebraska Neb Nebr|NV Nevada Nev|NH New_Hampshire N.H|NJ New_Jersey N.J|NM New_Mexico N.M|NY New_York N.Y
NC North_Carolina N.C|ND North_Dakota N.D|OH Ohio|OK Oklahoma Okla|OR Oregon Ore|PA Pennsylvania Pa Penn|RI Rhode_Island R.I
SC South_Carolina S.C|SD South_Dakota S.D|TN Tennessee Tenn|TX Texas Tex|UT Utah|VT Vermont Vt|VA Virginia Va|WA Washington Wash
WV West_Virginia W.Va W.V|WI Wisconsin Wis Wisc|WY Wyoming Wyo|DC District_of_Columbia D.C|PR Puerto_Rico P.R|GU Guam|VI Virgin_Islands V.I
AS American_Samoa|MP Northern_Mariana_Islands`;

const BY_NAME = new Map<string, string>();
const NAME_BY_CODE = new Map<string, string>();
const NAMES: string[] = [];
for (const line of STATES.split(/[|\n]/)) {
  const [code = '', name = '', ...short] = line.split(' ');
  const full = name.replaceAll('_', ' ');
  NAMES.push(full);
  NAME_BY_CODE.set(code, full);
  for (const form of [code, full, ...short]) BY_NAME.set(form.replace(/[.\s]/g, '').toLowerCase(), code);
}

/** The postal code of a state written in any of its forms, null where it is none. */
export function stateCode(written: string): string | null {
  return BY_NAME.get(written.replace(/[.\s]/g, '').toLowerCase()) ?? null;
}

/** `MT` -> `Montana`; the code itself where no state has it. */
export function stateNameOf(code: string): string {
  return NAME_BY_CODE.get(code) ?? code;
}

/** Full names of all states, as they are written. */
export function stateNames(): readonly string[] {
  return NAMES;
}

const PARTY_STATE =
  /^[\s,]{0,2}[([]?\s?(?:U\.?S\.?\s)?(Republican|Democrat|Rep|Dem|R|D|I|ID|DFL)\s?[-–—‑.,/ ]\s?((?:[A-Z]\.\s?[A-Z](?:[a-z]{1,2})?\.?)|(?:New|North|South|West|Rhode)\s[A-Z][a-z]+|[A-Z][A-Za-z]{1,12}\.?)\s?[)\]]?/;

/** `(R-OH)`, `, R-Ga.,`, `R FL` right behind a name. `length` counts from the name's end. */
export function partyAndState(behind: string): { party: string; state: string; length: number } | null {
  const match = PARTY_STATE.exec(behind);
  const state = match?.[2] ? stateCode(match[2]) : null;
  if (!match || !state) return null;
  const party = (match[1] ?? '').charAt(0) === 'I' ? 'I' : (match[1] ?? '').charAt(0);
  // A comma form ends before its comma; brackets belong to it.
  return { party, state, length: match[0].trimEnd().length };
}
