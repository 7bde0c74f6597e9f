import type { Silent } from '../../../report/silence.js';
import type { Voice } from '../../../report/voices.js';
import { stateNameOf } from '../../../tag/states.js';
import { billNumber, counted, ordinal } from '../../wording.js';
import { StateGrid, type Tile } from './state-grid.js';
import { Day, Person, Scroll } from './text.js';

interface Content {
  voices: Voice[];
  silent: Silent[];
  congress: number;
  /** Where a tile of the map leads. */
  href: (state: string) => string;
}

/** More names than this are shown when somebody asks for them. */
const NAMES = 24;

/** Who spoke of a bill and who did not: the states as a map, and the names. */
export function Speakers({ voices, silent, congress, href }: Content) {
  const tiles = tilesOf(voices, silent);
  const named = (list: typeof silent) => (
    <ul class="people">
      {list.map((one) => (
        <li>
          <Person {...one} />
          {one.elsewhere.length > 0 && (
            <span class="fine">
              {' '}
              but spoke of{' '}
              {one.elsewhere.map((bill, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={`/bills/${bill}`}>{billNumber(bill)}</a>
                </>
              ))}
            </span>
          )}
          {one.latest === null && <span class="fine"> no statement on anything was found</span>}
        </li>
      ))}
    </ul>
  );
  return (
    <div class="speakers">
      <section aria-labelledby="places">
        <h2 id="places">Where they spoke</h2>
        <StateGrid
          tiles={tiles}
          href={href}
          label="States, by how many of their officials spoke"
          marks={{ all: 'all spoke', some: 'some did', none: 'silent' }}
        />
        <StateTable voices={voices} silent={silent} />
      </section>
      <div>
        <section aria-labelledby="voices">
          <h2 id="voices">Who spoke</h2>
          {voices.length === 0 ? (
            <p>Nobody has.</p>
          ) : (
            <>
              <VoiceList voices={voices.slice(0, NAMES / 2)} />
              {voices.length > NAMES / 2 && (
                <details>
                  <summary>{counted(voices.length - NAMES / 2, 'more voice')}</summary>
                  <VoiceList voices={voices.slice(NAMES / 2)} />
                </details>
              )}
            </>
          )}
        </section>
        <section aria-labelledby="silent">
          <h2 id="silent">Who has been silent</h2>
          {silent.length === 0 ? (
            <p>
              Nobody: every official known to have been in office during the {ordinal(congress)} Congress
              spoke.
            </p>
          ) : (
            <>
              <p class="fine">
                In office during the {ordinal(congress)} Congress, without a statement that cites the bill.
              </p>
              {silent.length <= NAMES ? (
                named(silent)
              ) : (
                <details>
                  <summary>{counted(silent.length, 'name')}</summary>
                  {named(silent)}
                </details>
              )}
            </>
          )}
        </section>
      </div>
    </div>
  );
}

function VoiceList({ voices }: { voices: Voice[] }) {
  return (
    <ul class="people">
      {voices.map((voice) => (
        <li>
          <Person {...voice} />{' '}
          <span class="fine">
            {counted(voice.statements, 'statement')}
            {voice.last !== null && (
              <>
                , {voice.first === voice.last ? '' : 'last '}
                <Day of={voice.last} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function tilesOf(voices: Voice[], silent: Silent[]): Tile[] {
  const spoke = new Map<string, Set<string>>();
  for (const { state, official, name } of voices) {
    spoke.set(state, (spoke.get(state) ?? new Set()).add(official ?? name));
  }
  const quiet = new Map<string, Set<string>>();
  for (const { state, official } of silent) {
    if (!spoke.get(state)?.has(official)) {
      quiet.set(state, (quiet.get(state) ?? new Set()).add(official));
    }
  }
  return [...new Set([...spoke.keys(), ...quiet.keys()])].map((state) => {
    const spoken = spoke.get(state)?.size ?? 0;
    const all = spoken + (quiet.get(state)?.size ?? 0);
    const kind = spoken === 0 ? 'none' : spoken === all ? 'all' : 'some';
    return { state, kind, note: `${spoken}/${all}`, told: `${spoken} of ${all} spoke` };
  });
}

function StateTable({ voices, silent }: Pick<Content, 'voices' | 'silent'>) {
  const states = [...new Set([...voices, ...silent].map(({ state }) => state))].sort((one, other) =>
    stateNameOf(one).localeCompare(stateNameOf(other)),
  );
  const names = (people: { name: string; state: string }[], state: string) =>
    people
      .filter((one) => one.state === state)
      .map((one, index) => (
        <>
          {index > 0 && ', '}
          <bdi>{one.name}</bdi>
        </>
      ));
  return (
    <details>
      <summary>The map as a table</summary>
      <Scroll label="Who spoke and who did not, by state">
        <table>
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Spoke</th>
              <th scope="col">Silent</th>
            </tr>
          </thead>
          <tbody>
            {states.map((state) => (
              <tr>
                <th scope="row">{stateNameOf(state)}</th>
                <td>{names(voices, state)}</td>
                <td>{names(silent, state)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
