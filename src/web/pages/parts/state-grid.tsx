import { stateNameOf } from '../../../tag/states.js';

/** A map of the states as equal tiles: rows from the north, columns from the west. */
const MAP = [
  'AK .. .. .. .. .. .. .. .. .. ME',
  '.. .. .. .. .. .. .. .. .. VT NH',
  'WA ID MT ND MN IL WI MI NY RI MA',
  'OR NV WY SD IA IN OH PA NJ CT ..',
  'CA UT CO NE MO KY WV VA MD DE ..',
  '.. AZ NM KS AR TN NC SC DC .. ..',
  '.. .. .. OK LA MS AL GA .. .. ..',
  'HI .. .. TX .. .. .. .. FL .. ..',
  'PR VI GU AS MP .. .. .. .. .. ..',
].map((row) => row.split(' '));
const TERRITORIES = new Set(['PR', 'VI', 'GU', 'AS', 'MP']);

type Kind = 'all' | 'some' | 'none';

/** What a tile shows of its state. */
export interface Tile {
  /** Two letters. */
  state: string;
  kind: Kind;
  /** A figure below the letters. */
  note: string;
  /** The same in words, for whoever does not see the map. */
  told: string;
}

/** Every state as a tile that leads to `href`; of a state without a tile nothing is known. */
export function StateGrid(props: {
  tiles: Tile[];
  href: (state: string) => string;
  label: string;
  /** What the kinds of tiles mean. */
  marks: Partial<Record<Kind, string>>;
}) {
  const byState = new Map(props.tiles.map((tile) => [tile.state, tile]));
  return (
    <div class="grid-of-states">
      <a class="skip" href="#after-map">
        Skip the map
      </a>
      <ul class="tiles" aria-label={props.label}>
        {MAP.flatMap((row, down) =>
          row.map((state, across) => {
            const tile = byState.get(state);
            if (state === '..' || (TERRITORIES.has(state) && tile === undefined)) return null;
            return (
              <li class={`row-${down + 1} column-${across + 1}`}>
                {tile === undefined ? (
                  <Blank state={state} />
                ) : (
                  <a class={`tile ${tile.kind}`} href={props.href(state)}>
                    <b aria-hidden="true">{state}</b>
                    <i aria-hidden="true">{tile.note}</i>
                    <span class="unseen">
                      {stateNameOf(state)}: {tile.told}
                    </span>
                  </a>
                )}
              </li>
            );
          }),
        )}
      </ul>
      <ul class="key" aria-hidden="true">
        {KINDS.filter((kind) => props.marks[kind] !== undefined).map((kind) => (
          <li>
            <span class={`tile ${kind}`} /> {props.marks[kind]}
          </li>
        ))}
        <li>
          <span class="tile unknown" /> nobody known
        </li>
      </ul>
      <span id="after-map" tabIndex={-1} />
    </div>
  );
}

const KINDS: Kind[] = ['all', 'some', 'none'];

function Blank({ state }: { state: string }) {
  return (
    <span class="tile unknown">
      <b aria-hidden="true">{state}</b>
      <span class="unseen">{stateNameOf(state)}: nobody known</span>
    </span>
  );
}
