import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { loadAcronyms } from '../catalog/acronyms.js';
import { packageDirectory } from '../catalog/data-directory.js';
import { aboutRoute } from './pages/about.js';
import { billRoute } from './pages/bill.js';
import { billsRoute } from './pages/bills.js';
import { compareRoute } from './pages/compare.js';
import type { PageContext } from './pages/context.js';
import { crawlRoute } from './pages/crawl.js';
import { errorPages } from './pages/errors.js';
import { frontRoute } from './pages/front.js';
import { newsroomRoutes } from './pages/newsrooms.js';
import { officialRoute } from './pages/official.js';
import { officialsRoute } from './pages/officials.js';
import { queueRoutes } from './pages/queues.js';
import { searchRoutes } from './pages/search.js';
import { sessionRoute } from './pages/session.js';
import { statementRoute } from './pages/statement.js';
import { stateRoutes } from './pages/states.js';
import { topicRoutes } from './pages/topics.js';

/** The pages people read. */
export function pageRoutes(app: FastifyInstance, about: Omit<PageContext, 'names'>): void {
  const context: PageContext = { ...about, names: loadAcronyms() };
  assets(app);
  errorPages(app, context);
  for (const route of ROUTES) route(app, context);
}

const ROUTES = [
  frontRoute,
  searchRoutes,
  billsRoute,
  billRoute,
  officialsRoute,
  officialRoute,
  statementRoute,
  topicRoutes,
  stateRoutes,
  compareRoute,
  newsroomRoutes,
  crawlRoute,
  sessionRoute,
  queueRoutes,
  aboutRoute,
];

/** What pages need besides themselves: one style sheet, one script, one typeface, one icon. */
const ASSETS = [
  ['style.css', 'text/css; charset=utf-8'],
  ['rostrum.js', 'text/javascript; charset=utf-8'],
  ['newsreader.woff2', 'font/woff2'],
  ['icon.svg', 'image/svg+xml'],
] as const;

function assets(app: FastifyInstance): void {
  for (const [name, type] of ASSETS) {
    const bytes = readFileSync(join(packageDirectory(), 'src', 'web', name));
    app.get(`/${name}`, { config: { rateLimit: false } }, async (_request, reply) =>
      reply.type(type).header('cache-control', 'max-age=300').send(bytes),
    );
  }
}
