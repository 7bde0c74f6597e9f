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

/** What a tile shows of its state. */
export interface Tile {
  /** Two letters. */
  state: string;
  /** How many officials of the state there are, and how many of them spoke. */
  officials: number;
  spoke: number;
}

/** Every state as a tile that leads to `href`, filled by how many of its officials spoke. */
export function StateGrid({
  tiles,
  href,
  label,
}: {
  tiles: Tile[];
  href: (state: string) => string;
  label: string;
}) {
  const byState = new Map(tiles.map((tile) => [tile.state, tile]));
  return (
    <div class="grid-of-states">
      <a class="skip" href="#after-map">
        Skip the map
      </a>
      <ul class="tiles" aria-label={label}>
        {MAP.flatMap((row, down) =>
          row.map((state, across) => {
            const tile = byState.get(state) ?? { state, officials: 0, spoke: 0 };
            if (state === '..' || (TERRITORIES.has(state) && tile.officials === 0)) return null;
            return (
              <li class={`row-${down + 1} column-${across + 1}`}>
                <TileOf tile={tile} href={href(state)} />
              </li>
            );
          }),
        )}
      </ul>
      <ul class="key" aria-hidden="true">
        <li>
          <span class="tile all" /> all spoke
        </li>
        <li>
          <span class="tile some" /> some did
        </li>
        <li>
          <span class="tile none" /> silent
        </li>
        <li>
          <span class="tile unknown" /> nobody known
        </li>
      </ul>
      <span id="after-map" tabIndex={-1} />
    </div>
  );
}

function TileOf({ tile, href }: { tile: Tile; href: string }) {
  const { state, officials, spoke } = tile;
  const kind = officials === 0 ? 'unknown' : spoke === 0 ? 'none' : spoke === officials ? 'all' : 'some';
  const told = officials === 0 ? 'nobody known' : `${spoke} of ${officials} spoke`;
  if (officials === 0) {
    return (
      <span class={`tile ${kind}`}>
        <b aria-hidden="true">{state}</b>
        <span class="unseen">
          {stateNameOf(state)}: {told}
        </span>
      </span>
    );
  }
  return (
    <a class={`tile ${kind}`} href={href}>
      <b aria-hidden="true">{state}</b>
      <i aria-hidden="true">
        {spoke}/{officials}
      </i>
      <span class="unseen">
        {stateNameOf(state)}: {told}
      </span>
    </a>
  );
}
