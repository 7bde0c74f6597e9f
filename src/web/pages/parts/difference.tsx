import type { Piece, RevisionDiff } from '../../../report/revision-diff.js';
import { published } from '../../dates-in-words.js';
import { httpOnly } from '../../wording.js';

/** So much of what stayed is shown on each side of what changed. */
const AROUND = 160;

/** What changed from one version to another, by word. */
export function Difference({ diff }: { diff: RevisionDiff }) {
  const links = [
    ...diff.links.removed.map((url) => ['removed', url]),
    ...diff.links.added.map((url) => ['added', url]),
  ];
  return (
    <div class="difference">
      {diff.title !== null && (
        <p class="title" dir="auto">
          <Pieces pieces={diff.title} />
        </p>
      )}
      {diff.published !== null && (
        <p>
          Dated <del>{dated(diff.published.from)}</del> <ins>{dated(diff.published.to)}</ins>
        </p>
      )}
      {diff.body !== null && (
        <div class="changed" dir="auto">
          <Pieces pieces={diff.body} />
        </div>
      )}
      {links.length > 0 && (
        <ul class="plain">
          {links.map(([op, url = '']) => {
            const Tag = op === 'added' ? 'ins' : 'del';
            return (
              <li>
                Link {op}:{' '}
                <Tag>
                  <a href={httpOnly(url)} rel="noreferrer">
                    <bdi>{url}</bdi>
                  </a>
                </Tag>
              </li>
            );
          })}
        </ul>
      )}
      {diff.title === null && diff.published === null && diff.body === null && links.length === 0 && (
        <p>The two read the same.</p>
      )}
    </div>
  );
}

function dated(text: string | null): string {
  return text === null ? 'without a date' : published(text);
}

function Pieces({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map(({ op, text }, index) => {
        if (op === 'added') return <ins>{text}</ins>;
        if (op === 'removed') return <del>{text}</del>;
        if (text.length <= 2.5 * AROUND) return text;
        const head = index === 0 ? '' : text.slice(0, AROUND);
        const tail = index === pieces.length - 1 ? '' : text.slice(-AROUND);
        return (
          <>
            {head}
            <span class="left-out"> […] </span>
            {tail}
          </>
        );
      })}
    </>
  );
}
