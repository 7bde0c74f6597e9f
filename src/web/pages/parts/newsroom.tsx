import type { failedOf, requestsTo } from '../../../report/newsroom-health.js';
import type { Caller } from '../../access.js';
import { utc } from '../../dates-in-words.js';
import { beginning, counted, httpOnly } from '../../wording.js';
import { Scroll } from './text.js';

/** Whoever looks at the page; null where they are not signed in. */
export type Visitor = Pick<Caller, 'name' | 'scopes'> | null;

/** The button that has a newsroom visited now. */
export function VisitAgain(props: { path: string; visitor: Visitor; enabled: boolean }) {
  if (props.visitor === null) return null;
  if (!props.visitor.scopes.includes('crawl')) {
    return <p class="note">This token may not start visits: one of the scope crawl may.</p>;
  }
  return (
    <form method="post" action={`${props.path}/crawl`} class="again">
      <button type="submit">Visit it now</button>{' '}
      {!props.enabled && <span class="fine">It is switched off, and is visited this once.</span>}
    </form>
  );
}

/** Addresses that could not be collected, and why. */
export function Failures({ failed }: { failed: Awaited<ReturnType<typeof failedOf>> }) {
  if (failed.length === 0) return null;
  return (
    <section aria-labelledby="failed">
      <h2 id="failed">What could not be read</h2>
      <ul class="plain">
        {failed.map(({ url, error, error_kind, at }) => (
          <li>
            <a href={httpOnly(url)} rel="noreferrer">
              <bdi>{beginning(url, 160)}</bdi>
            </a>
            <p class="fine">
              {utc(at)}: <bdi>{error ?? error_kind ?? 'no reason was kept'}</bdi>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The last requests, one row each. */
export function Requests({ requests }: { requests: Awaited<ReturnType<typeof requestsTo>> }) {
  return (
    <section aria-labelledby="requests">
      <h2 id="requests">Last requests</h2>
      {requests.length === 0 ? (
        <p class="fine">None is on record: it was not visited yet, or long ago.</p>
      ) : (
        <Scroll label="Requests, one a row">
          <table>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What for</th>
                <th scope="col">Answer</th>
                <th scope="col" class="figure">
                  Bytes
                </th>
                <th scope="col" class="figure">
                  Milliseconds
                </th>
                <th scope="col">Address</th>
              </tr>
            </thead>
            <tbody>
              {requests.map((request) => (
                <tr>
                  <td>{utc(request.started_at)}</td>
                  <td>{request.purpose}</td>
                  <td>
                    {request.status ?? ''} <bdi>{request.error}</bdi>
                  </td>
                  <td class="figure">{request.bytes.toLocaleString('en-US')}</td>
                  <td class="figure">{request.duration_ms.toLocaleString('en-US')}</td>
                  <td class="address-cell">
                    <bdi>{beginning(request.url, 120)}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p class="fine">{counted(requests.length, 'request')} shown.</p>
    </section>
  );
}
