import { type Answer, page } from './answer.js';

function redirect(status: number, to: string | ((url: URL) => string)): Answer {
  return ({ response, url }) => {
    response
      .writeHead(status, { location: typeof to === 'string' ? to : to(url), 'content-length': 0 })
      .end();
  };
}

function refusal(status: number, headers: () => Record<string, string> = () => ({})): Answer {
  return ({ response }) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers() }).end(`Status ${status}`);
  };
}

const IN_TWO_MINUTES = () => new Date(Date.now() + 120_000).toUTCString();

/** 5 MB of comments, a rule at the beginning and one at the end, past what is read. */
function hugeRobots(): string {
  const comment = `# ${'x'.repeat(97)}\n`;
  return `User-agent: *\nDisallow: /forbidden/\n${comment.repeat(50_000)}Disallow: /\n`;
}

/** Redirects, statuses, robots.txt: what is wrong is where it sends us or that it does not. */
export const ADDRESS_FAULTS: Record<string, Answer> = {
  '/redirect/loop': redirect(301, '/redirect/loop-back'),
  '/redirect/loop-back': redirect(301, '/redirect/loop'),
  '/redirect/endless': redirect(
    302,
    (url) => `/redirect/endless?n=${Number(url.searchParams.get('n') ?? 0) + 1}`,
  ),
  '/redirect/metadata': redirect(302, 'http://169.254.169.254/latest/meta-data/'),
  '/redirect/loopback6': redirect(302, (url) => `http://[::1]:${url.port}/release/1`),
  '/redirect/mapped': redirect(302, (url) => `http://[::ffff:127.0.0.1]:${url.port}/release/1`),
  '/redirect/octal': redirect(302, (url) => `http://0177.0.0.1:${Number(url.port) + 1}/`),
  '/redirect/file': redirect(302, 'file:///etc/passwd'),
  '/redirect/nonsense': redirect(302, 'http://['),
  '/redirect/no-location': refusal(302),
  '/redirect/moved': redirect(301, '/redirect/moved-again'),
  '/redirect/moved-again': redirect(308, '/release/1'),
  '/redirect/moved-for-now': redirect(302, '/redirect/moved'),
  '/redirect/moved-then-for-now': redirect(301, '/redirect/moved-for-now'),
  '/redirect/login': redirect(302, '/login?next=/release/1'),
  '/redirect/robots': redirect(302, '/robots/forbid'),

  '/status/304': ({ response }) => void response.writeHead(304).end(),
  '/status/404': refusal(404),
  '/status/410': refusal(410),
  '/status/429-seconds': refusal(429, () => ({ 'retry-after': '120' })),
  '/status/429-date': refusal(429, () => ({ 'retry-after': IN_TWO_MINUTES() })),
  '/status/503': refusal(503, () => ({ 'retry-after': '3600' })),
  '/status/503-for-a-year': refusal(503, () => ({ 'retry-after': '31536000' })),
  '/status/500': refusal(500),

  '/robots.txt': page('text/plain', 'User-agent: *\nAllow: /\n'),
  '/robots/forbid': page('text/plain', 'User-agent: rostrum\nDisallow: /\n\nUser-agent: *\nAllow: /\n'),
  '/robots/forbid-some': page('text/plain', 'User-agent: *\nDisallow: /release/\nAllow: /release/1$\n'),
  '/robots/error': refusal(500),
  '/robots/busy': refusal(429, () => ({ 'retry-after': '60' })),
  '/robots/huge': page('text/plain', hugeRobots()),
  '/robots/crawl-delay': page('text/plain', 'User-agent: *\nCrawl-delay: 7\n'),
  '/robots/endless-crawl-delay': page('text/plain', 'User-agent: *\nCrawl-delay: 86400\n'),
};
