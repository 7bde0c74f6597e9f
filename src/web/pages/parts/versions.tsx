import type { RevisionDiff } from '../../../report/revision-diff.js';
import type { historyOf } from '../../../report/statement.js';
import type { Version } from '../../../report/versions.js';
import { utc } from '../../dates-in-words.js';
import { counted } from '../../wording.js';
import { Difference } from './difference.js';
import { Scroll } from './text.js';

const EVENTS: Record<string, string> = {
  found: 'Found',
  edited: 'Edited',
  missing: 'Missing: one visit did not find it',
  gone: 'Gone: proven more than once',
  returned: 'Back again',
};

/** What became of a statement, its versions, and what changed between two of them. */
export function Versions(props: {
  path: string;
  versions: Version[];
  history: Awaited<ReturnType<typeof historyOf>>;
  difference: RevisionDiff | null;
}) {
  const { path, versions, history, difference } = props;
  return (
    <section class="versions" aria-labelledby="revisions">
      <h2 id="revisions">{versions.length > 1 ? 'Edited after publication' : 'Its history'}</h2>
      <ol class="history">
        {history.map(({ at, event, revision }) => (
          <li>
            <time dateTime={at.toISOString()}>{utc(at)}</time> {EVENTS[event] ?? event}
            {event === 'edited' && revision !== null && `: version ${revision}`}
          </li>
        ))}
      </ol>
      {versions.length > 1 && (
        <>
          {difference !== null && (
            <>
              <h3 id="difference">
                What changed from version {difference.from} to version {difference.to}
              </h3>
              <Difference diff={difference} />
            </>
          )}
          <Scroll label="Versions">
            <table>
              <thead>
                <tr>
                  <th scope="col">Version</th>
                  <th scope="col">First seen</th>
                  <th scope="col">Last seen</th>
                  <th scope="col" class="figure">
                    Characters
                  </th>
                  <th scope="col">Show</th>
                </tr>
              </thead>
              <tbody>
                {versions.map((version, index) => {
                  const before = versions[index + 1];
                  return (
                    <tr>
                      <th scope="row">
                        {version.number}
                        {version.current && ', now'}
                      </th>
                      <td>{utc(version.first_seen)}</td>
                      <td>{utc(version.last_seen)}</td>
                      <td class="figure">{version.characters.toLocaleString('en-US')}</td>
                      <td>
                        <a href={version.current ? path : `${path}?version=${version.number}`}>
                          text<span class="unseen"> of version {version.number}</span>
                        </a>
                        {before !== undefined && (
                          <>
                            {' · '}
                            <a href={`${path}?from=${before.number}&to=${version.number}#difference`}>
                              changes<span class="unseen"> in version {version.number}</span>
                            </a>
                          </>
                        )}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
      {versions.length === 1 && <p class="fine">{counted(1, 'version')} was seen.</p>}
    </section>
  );
}
