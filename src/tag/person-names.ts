/** Names of people inside a run of capitalised words: titles before them, and words that no person is called. */

const TITLE_WORDS = new Set(
  `senator senators sen sens representative representatives rep reps congressman congresswoman congressmember congressmen
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
  const words = [...run.matchAll(/\S+/g)].map((match) => ({ text: match[0], at: match.index }));
  let first = 0;
  words.forEach((word, i) => {
    if (TITLE_WORDS.has(bare(word.text))) first = i + 1;
  });
  const titled = first > 0;
  // `Bill Stephani General Manager`: the title stands behind.
  if (first === words.length) {
    const title = words.findIndex((word) => TITLE_WORDS.has(bare(word.text)));
    if (title < 2) return null;
    words.length = title;
    first = 0;
  }
  while (first < words.length && LEADING_WORDS.has(bare(words[first]?.text ?? ''))) first++;
  const rest = words.slice(first).filter((word) => !/^[("“].*[)"”]$/.test(word.text));
  if (rest.length === 0 || rest.length > 5 || (rest.length === 1 && !titled)) return null;
  if (
    rest.some(
      (word) =>
        NO_NAME.has(bare(word.text)) ||
        /\d|['’]s?$|^\p{Lu}{3,}$/u.test(
          word.text.replace(/['’]s?$/, (end) => (word === rest.at(-1) ? '' : end)),
        ),
    )
  ) {
    return null;
  }
  // `Pork Still Gets Served` is a headline; a long name has an initial, a particle or a title.
  if (rest.length > 3 && !titled && !rest.some((word) => /^\p{Lu}\.$|^\p{Ll}/u.test(word.text))) return null;
  const start = rest[0]?.at ?? 0;
  const last = rest.at(-1);
  const name = run
    .slice(start, (last?.at ?? 0) + (last?.text.length ?? 0))
    .replace(/['’]s?$/, '')
    .replace(/[,;:]$/, '');
  if (!/\p{Ll}/u.test(name) || /^(?:\p{Lu}\.?)$/u.test(name)) return null;
  return { name, title: titled ? run.slice(0, start).trim() : null, offset: start };
}

/** A word in small letters without what stands around it: `(Gov.` -> `gov`. */
function bare(word: string): string {
  const small = word.toLowerCase();
  if (/^[a-z]+$/.test(small)) return small;
  return small.replace(/^[^\p{L}]+|['’]s$|[^\p{L}]+$/gu, '');
}

const ABBREVIATED =
  '(?:\\p{Lu}|Dr|Mr|Mrs|Ms|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Rev|Hon|Prof|Govs?|Sens?|Reps?|Jr|Sr|St|Brig|U\\.S)\\.';
const NAME_WORD = `(?:${ABBREVIATED}|\\p{Lu}[\\p{L}\\p{M}’'-]*)`;

/** Runs of capitalised words in a phrase, initials, particles and nicknames included. */
export const NAME_RUN = new RegExp(
  `${NAME_WORD}(?:\\s(?:["“(]\\p{Lu}[\\p{L}’'-]+[”")]\\s)?(?:(?:de|van|von|la|del|der|di|da|bin|al)\\s)*${NAME_WORD}){0,9}`,
  'gu',
);
