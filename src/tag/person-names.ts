/** Names of people inside a run of capitalised words: titles before them, and words that no person is called. */

const TITLE_WORDS = new Set(
  `senator senators sen sens representative representatives rep reps congressman congresswoman congressmember congressmen
mayors governors presidents directors secretaries commissioners chairs judges sheriffs chiefs leaders members
attorney attorneys general ag governor gov president secretary director administrator commissioner chairman chairwoman
chairperson chair mayor sheriff chief judge justice gen colonel col captain capt sergeant sgt lieutenant lt admiral adm major maj
brigadier corporal private dr mr mrs ms miss prof professor rev reverend pastor rabbi bishop father sister speaker leader member
superintendent ambassador treasurer auditor counsel officer whip solicitor ceo cfo coo spokesman spokeswoman spokesperson
executive manager coordinator coach founder cofounder owner partner dean provost chancellor principal teacher economist analyst
attorney lawyer advocate activist farmer rancher veteran minister king queen prime pope emeritus trustee supervisor councilman
councilwoman councilmember alderman delegate assemblyman assemblywoman selectman prosecutor marshal deputy undersecretary
organizer planner engineer inspector ranger correspondent editor publisher anchor host resident survivor student parent
trooper detective investigator agent examiner commander pilot astronaut assemblymember candidate nominee
scientist researcher physician nurse author historian specialist staffer`.split(/\s+/),
);

/** Words that stand before a name without belonging to it, or that begin a sentence. */
const LEADING_WORDS = new Set(
  `today yesterday the a an in on at by for from with and but or if when while as after before since according said says former then
acting interim co vice deputy assistant associate u.s. us united states this that these those his her their our my its also both
meanwhile however monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december earlier last next new fellow colleagues republican democrat democratic independent
contact joining joined among`.split(/\s+/),
);

/** Words of which no person's name is made. */
const NO_NAME = new Set(
  `force forces department office commerce chamber university college association council committee subcommittee senate house county
city state states national american federal center centre institute company corporation corp inc llc llp group act bill law
administration agency board bureau court courts school schools hospital union foundation coalition party street avenue road
division district district's service services system program programs project commission authority society league alliance
network federation bank fund budget management affairs security health education energy defense justice treasury labor
agriculture transportation interior homeland veterans environmental protection development resources reform america congress
capitol washington d.c. white north south east west river lake mountain international world global public private press
release report statement letter plan policy initiative amendment resolution constitution supreme army navy marine marines
corps guard base airport station times post journal news tribune herald gazette university's street's community medicare
medicaid social iraq iran china russia israel afghanistan saint st. fort port mount new york jersey mexico hampshire
carolina dakota virginia island rhode forum delegation communities engaged students books transit search trio talent families
workers farmers conference summit museum library church temple ministries hospital clinic medical care building hall highway route
forest trail valley canyon committees members business businesses industries industry technologies technology solutions partners
partnership initiative initiatives campaign caucus conservation wildlife environment water power electric oil gas`.split(
    /\s+/,
  ),
);

const TITLE = 1;
const LEADING = 2;
const NO_PERSON = 3;
const KINDS = new Map<string, number>([
  ...[...NO_NAME].map((word) => [word, NO_PERSON] as const),
  ...[...LEADING_WORDS].map((word) => [word, LEADING] as const),
  ...[...TITLE_WORDS].map((word) => [word, TITLE] as const),
]);

export interface PersonName {
  name: string;
  /** Title words before the name: `Minneapolis Mayor`. */
  title: string | null;
  /** Offset of the name in the run. */
  offset: number;
}

/**
 * The person in a run of capitalised words: `Greater San Antonio Chamber President Joe Krier` -> Joe Krier.
 * Null where the run names nobody. A single word behind a title is a surname.
 */
export function personIn(run: string): PersonName | null {
  const words = run.split(/\s+/);
  const kinds = words.map(kindOf);
  let end = words.length;
  let first = kinds.lastIndexOf(TITLE) + 1;
  const titled = first > 0;
  // `Bill Stephani General Manager`: the title stands behind.
  if (first === end) {
    end = kinds.indexOf(TITLE);
    if (end < 2) return null;
    first = 0;
  }
  while (first < end && kinds[first] === LEADING) first++;
  const rest = words.slice(first, end).filter((word) => !isNickname(word));
  if (rest.length === 0 || rest.length > 5 || (rest.length === 1 && !titled)) return null;
  for (let k = first; k < end; k++) {
    if (kinds[k] === NO_PERSON || isOdd(words[k] ?? '', k === end - 1)) return null;
  }
  // `Pork Still Gets Served` is a headline; a long name has an initial, a particle or a title.
  if (rest.length > 3 && !titled && !rest.some((word) => /^(?:\p{Lu}\.$|\p{Ll})/u.test(word))) return null;
  const title = words.slice(0, first).join(' ');
  const offset = run.indexOf(words[first] ?? '', title.length);
  const last = words[end - 1] ?? '';
  const name = run
    .slice(
      offset,
      run.indexOf(last, offset + Math.max(0, words.slice(first, end - 1).join(' ').length)) + last.length,
    )
    .replace(/(?:['’]s?|[,;:])$/, '');
  if (name.length < 3 || !/\p{Ll}/u.test(name)) return null;
  return { name, title: titled ? title : null, offset };
}

function kindOf(word: string): number | undefined {
  const small = word.toLowerCase();
  return KINDS.get(small) ?? KINDS.get(small.replace(/^[^\p{L}]+|['’]s$|[^\p{L}]+$/gu, ''));
}

/** `("Buddy")` between the words of a name */
function isNickname(word: string): boolean {
  return /^[("“].*[)"”]$/.test(word);
}

/** A word of a name holds no digit, is no abbreviation in capitals, and no possessive but at the end. */
function isOdd(word: string, last: boolean): boolean {
  if (/^\p{Lu}?\p{Ll}+$/u.test(word)) return false;
  return /\d|^\p{Lu}{3,}(?:['’]s?)?$/u.test(word) || (!last && /['’]s?$/.test(word));
}

const ABBREVIATED =
  '(?:\\p{Lu}|Dr|Mr|Mrs|Ms|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Rev|Hon|Prof|Govs?|Sens?|Reps?|Jr|Sr|St|Brig|U\\.S)\\.';
const NAME_WORD = `(?:${ABBREVIATED}|\\p{Lu}[\\p{L}\\p{M}’'-]*)`;

/** Runs of capitalised words in a phrase, initials, particles and nicknames included. */
export const NAME_RUN = new RegExp(
  `${NAME_WORD}(?:\\s(?:["“(]\\p{Lu}[\\p{L}’'-]+[”")]\\s)?(?:(?:de|van|von|la|del|der|di|da|bin|al)\\s)*${NAME_WORD}){0,9}`,
  'gu',
);
