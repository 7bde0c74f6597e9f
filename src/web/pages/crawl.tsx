import type { FastifyInstance } from 'fastify';
import { failedItems } from '../../../db/crawl-items.js';
import { type CrawlProgress, crawlProgress, findCrawl } from '../../../db/crawls.js';
import { utc } from '../dates-in-words.js';
import { beginning, counted, httpOnly } from '../wording.js';
import { type PageContext, sendMessage, sendPage } from './context.js';
import { Heading, Scroll } from './parts/text.js';

const REFRESH_SECONDS = 3;
const MOST_FAILURES = 50;

/** How far a crawl is, newsroom by newsroom; it follows the crawl until all is done. */
export function crawlRoute(app: FastifyInstance, context: PageContext): void {
  const { db } = context;
  app.get<{ Params: { id: string } }>('/crawls/:id', async (request, reply) => {
    const id = /^\d{1,15}$/.test(request.params.id) ? Number(request.params.id) : null;
    const crawl = id === null ? null : await findCrawl(db, id);
    if (id === null || crawl === null) {
      return sendMessage(
        context,
        reply,
        404,
        'No such crawl',
        `There is no crawl number ${request.params.id.slice(0, 40)}.`,
      );
    }
    const [progress, failed] = await Promise.all([crawlProgress(db, id), failedItems(db, id)]);
    const follows = progress.done
      ? { 'data-finished': 'true' }
      : { 'data-events': `/api/v1/crawls/${id}/events` };
    return sendPage(
      context,
      reply.header('cache-control', 'no-store'),
      {
        title: `Crawl ${id}`,
        description: 'How far a crawl is, newsroom by newsroom.',
        path: `/crawls/${id}`,
        part: 'newsrooms',
        trail: [{ name: 'Newsrooms', href: '/newsrooms' }],
        ...(progress.done ? {} : { refresh: REFRESH_SECONDS }),
      },
      <>
        <Heading kicker={`Asked for ${utc(crawl.created_at)} by ${beginning(crawl.asked_by, 60)}`}>
          Crawl {id}
        </Heading>
        <div {...follows} class="crawl">
          <Progress progress={progress} />
          {failed.length > 0 && (
            <section aria-labelledby="failed">
              <h2 id="failed">What could not be read</h2>
              <ul class="plain">
                {failed.slice(0, MOST_FAILURES).map(({ url, error, error_kind }) => (
                  <li>
                    <a href={httpOnly(url)} rel="noreferrer">
                      <bdi>{beginning(url, 160)}</bdi>
                    </a>
                    <p class="fine">
                      <bdi>{error ?? error_kind ?? 'no reason was kept'}</bdi>
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </>,
    );
  });
}

function Progress({ progress }: { progress: CrawlProgress }) {
  const { sources, done, untagged } = progress;
  const all = sources.reduce((sum, source) => sum + 1 + source.items, 0);
  const left = sources.reduce(
    (sum, source) => sum + (source.state === 'waiting' ? 1 : 0) + source.waiting,
    0,
  );
  const read = sources.reduce((sum, source) => sum + source.items - source.waiting, 0);
  return (
    <>
      <p class="lede" role="status">
        {done
          ? `Done: ${counted(sources.length, 'newsroom')} visited, ${counted(read, 'release')} read.`
          : left > 0
            ? `Under way: ${all - left} of ${all} steps.`
            : `Read; ${counted(untagged, 'statement')} still to be tagged.`}
      </p>
      {!done && <progress aria-label="Steps done" max={Math.max(1, all)} value={all - left} />}
      <Scroll label="Progress of every newsroom">
        <table>
          <thead>
            <tr>
              <th scope="col">Newsroom</th>
              <th scope="col">Visit</th>
              {['Found', 'New', 'Changed', 'Unchanged', 'Gone', 'Failed', 'Waiting'].map((name) => (
                <th scope="col" class="figure">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr>
                <th scope="row">
                  <a href={`/newsrooms/${encodeURIComponent(source.source_id)}`}>{source.source_id}</a>
                </th>
                <td>
                  {STATES[source.state] ?? source.state}
                  {source.error !== null && (
                    <p class="fine">
                      <bdi>{source.error}</bdi>
                    </p>
                  )}
                </td>
                {[
                  source.found,
                  source.new,
                  source.changed,
                  source.unchanged,
                  source.gone,
                  source.failed,
                  source.waiting,
                ].map((count) => (
                  <td class="figure">{count}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

const STATES: Record<string, string> = { waiting: 'waiting', polled: 'read', failed: 'failed' };
