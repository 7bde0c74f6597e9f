/** Lower case without accents, initials or punctuation: two spellings of one name become equal. */
export function foldName(name: string): string {
  if (/^[A-Za-z]+(?: [A-Za-z]{3,})*$/.test(name)) return name.toLowerCase();
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f.'’]/g, '')
    .replace(/,?\s+(?:Jr|Sr|II|III|IV)$/i, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
}

/** First names and the short forms by which people are called. */
const NICKNAMES = `andrew andy|benjamin ben|charles chuck charlie|christopher chris|daniel dan danny|david dave|deborah deb debbie
donald don|edward ed ted eddie|elizabeth liz|gregory greg|james jim jimmy|jeffrey jeff|john jack johnny|jonathan jon|joseph joe
kenneth ken|lawrence larry|margaret maggie|matthew matt|michael mike|nicholas nick|patrick pat|peter pete|philip phil|raymond ray
richard dick rick rich|robert bob rob bobby|ronald ron|samuel sam|stephen steve|steven steve|susan sue|theodore ted|thomas tom tommy
timothy tim|walter walt|william bill will|catherine cathy kate|katherine kathy katie kate|rafael ted|mitchell mitch|russell russ`;

const SHORT_FORMS = new Map<string, string[]>();
for (const line of NICKNAMES.split(/[|\n]/)) {
  const names = line.split(' ');
  for (const name of names) {
    const others = SHORT_FORMS.get(name) ?? [];
    SHORT_FORMS.set(name, [...others, ...names.filter((other) => other !== name)]);
  }
}

/** Other forms of a first name, in small letters: `robert` -> `bob`, `rob`, `bobby`. */
export function shortForms(first: string): readonly string[] {
  return SHORT_FORMS.get(first) ?? [];
}

/** True where two first names (small letters) may be one person's: equal, an initial, a short form. */
export function mayBeSameFirstName(a: string, b: string): boolean {
  if (a === b || shortForms(a).includes(b)) return true;
  return (
    (a.length === 1 || b.length === 1 || (a.length > 2 && b.length > 2)) &&
    (a.startsWith(b) || b.startsWith(a))
  );
}
