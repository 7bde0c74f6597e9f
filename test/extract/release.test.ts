import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenPages, minnesotaPages } from '../../bench/extract/pages.js';
import { extractRelease } from '../../src/extract/release.js';

const golden = goldenPages();

function extract(html: string, url = 'https://ag.example/news/1', published: string | null = null) {
  return extractRelease(html, { url, zone: 'America/New_York', published });
}

const paragraph =
  'Attorney General Morgan Hale today announced that the office has recovered more than two million dollars for tenants.';

describe('extractRelease', () => {
  it.each(golden)('reads title, date, paragraphs and language of the page $name', (gold) => {
    const { html, url, zone, announced } = gold;
    const { document, refusal } = extractRelease(html, { url, zone, published: announced });
    expect(refusal).toBeNull();
    expect(document?.body.split('\n\n')).toEqual(gold.body);
    const { title, published, canonical, language } = gold;
    expect(document).toMatchObject({ title, published, canonical, language });
    if (gold.links) expect(document?.links).toEqual(gold.links);
  });

  it('is held to more than sixty pages, each of another structure', () => {
    expect(golden.length).toBeGreaterThan(60);
    expect(new Set(golden.map(({ html }) => html)).size).toBe(golden.length);
  });

  it.each([
    [
      'bot-wall',
      '<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>',
    ],
    [
      'bot-wall',
      '<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don\'t have permission to access "http://x/" on this server.<P>Reference #18.2</BODY></HTML>',
    ],
    [
      'bot-wall',
      '<html><head><script src="/_Incapsula_Resource?SWJIYLWA=1"></script></head><body>Request unsuccessful. Incapsula incident ID: 1-2</body></html>',
    ],
    [
      'bot-wall',
      '<html><body><p>Please enable JS</p><script src="https://ct.captcha-delivery.com/c.js"></script></body></html>',
    ],
    [
      'needs-javascript',
      '<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>',
    ],
    [
      'login',
      '<html><head><title>Sign in</title></head><body><form><input type="text"><input type="password"></form></body></html>',
    ],
    [
      'empty',
      '<html><head><title>Page not found | Attorney General</title></head><body><h1>Page not found</h1><p>The page you asked for could not be found on this server.</p></body></html>',
    ],
    ['empty', '<html><body><nav><a href="/">Home</a></nav></body></html>'],
    ['empty', ''],
    ['not-html', '%PDF-1.7 binary'],
    ['not-html', '{"title":"x"}'],
    ['not-html', 'Just words, no markup.'],
    ['not-html', '<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>'],
  ])('refuses a page as %s: %s', (reason, html) => {
    const { document, refusal } = extract(html);
    expect(document).toBeNull();
    expect(refusal?.reason).toBe(reason);
  });

  it('reads a real page behind a content network that adds its scripts', () => {
    const html = `<html><body><h1>Hale Recovers Two Million for Tenants</h1>${`<p>${paragraph}</p>`.repeat(15)}<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script></body></html>`;
    expect(extract(html).refusal).toBeNull();
  });

  it('takes the minute from what announced the release where the page shows the same day', () => {
    const html = `<h1>Hale Recovers Two Million for Tenants</h1><p>January 16, 2024</p><p>${paragraph}</p>`;
    expect(extract(html, undefined, '2024-01-16T09:30:00-05:00').document?.published).toBe(
      '2024-01-16T09:30:00-05:00',
    );
    expect(extract(html, undefined, '2024-01-20T09:30:00-05:00').document?.published).toBe('2024-01-16');
  });

  it('believes the text before metadata stamped when the site moved', () => {
    const html = `<head><meta property="article:published_time" content="2022-06-01T10:00:00-04:00"></head><body><h1>Hale Recovers Two Million for Tenants</h1><p>ADAIR, Jefferson (March 3, 2015) – ${paragraph}</p></body>`;
    const { document, warnings } = extract(html);
    expect(document?.published).toBe('2015-03-03');
    expect(warnings[0]).toContain('2022-06-01');
  });

  it('does not believe a page that calls its home page its own address', () => {
    const html = `<head><link rel="canonical" href="https://ag.example/"></head><h1>Hale Recovers Two Million</h1><p>${paragraph}</p>`;
    expect(extract(html).document?.canonical).toBe('https://ag.example/news/1');
  });

  it('warns of a page without any date', () => {
    const { document, warnings } = extract(
      `<h1>Hale Recovers Two Million for Tenants</h1><p>${paragraph}</p>`,
    );
    expect(document).toMatchObject({ published: null, precision: 'unknown' });
    expect(warnings).toContain('the page shows no date');
  });

  it('keeps a long enclosure after the end mark and drops boilerplate', () => {
    const letter = `<p>Dear Administrator: ${paragraph}</p>`.repeat(6);
    const enclosed = extract(`<h1>Hale Writes to the Agency</h1><p>${paragraph}</p><p>###</p>${letter}`);
    expect(enclosed.document?.body).toContain('Dear Administrator');
    const closed = extract(
      `<h1>Hale Writes to the Agency</h1>${`<p>${paragraph}</p>`.repeat(4)}<p># # #</p><p>About the office of the Attorney General.</p>`,
    );
    expect(closed.document?.body).not.toContain('About the office');
  });

  it('never throws on a damaged page, and links are absolute web addresses', () => {
    const pages = golden.map(({ html }) => html);
    fc.assert(
      fc.property(
        fc.constantFrom(...pages),
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.nat(300),
            fc.constantFrom('', '<', '</p>', '<article>', '<a href="', '\u0000', ']]>'),
          ),
        ),
        (html, cuts) => {
          let damaged = html;
          for (const [at, length, put] of cuts) {
            const from = at % (damaged.length + 1);
            damaged = damaged.slice(0, from) + put + damaged.slice(from + length);
          }
          const { document, refusal } = extract(damaged);
          expect(document === null).toBe(refusal !== null);
          for (const { url } of document?.links ?? []) expect(url).toMatch(/^https?:\/\//);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a map of many shapes', `<svg>${'<polygon points="0,0 1,1 2,0"/>'.repeat(3000)}</svg>`],
    [
      'data in which tags are closed in another way',
      `<script type="application/json">["${'<strong>word<\\/strong>'.repeat(3000)}"]</script>`,
    ],
    ['code that writes tags', `<script>${"out('<div>');".repeat(3000)}</script>`],
    ['a comment of tags', `<!-- ${'<div>'.repeat(3000)} -->`],
  ])('reads what stands below %s', (_what, above) => {
    const html = `<body>${above}<h1>Hale Recovers Two Million for Tenants</h1><p>${paragraph}</p></body>`;
    expect(extract(html).document?.body).toBe(paragraph);
  });

  it('reads a page nested a hundred thousand deep without hanging', () => {
    expect(extract('<div>'.repeat(100_000) + paragraph).document).not.toBeUndefined();
  });
});

const shared = new URL('../../../shared/', import.meta.url);
const real = minnesotaPages();

describe.skipIf(real.length === 0)('extractRelease on real release pages (needs ../shared/pages)', () => {
  const read = ({ html, url, zone }: (typeof real)[number]) => extractRelease(html, { url, zone }).document;
  const plain = (title: string | undefined) =>
    title?.toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"');

  it('finds the date of all', () => {
    expect(real.map((one) => read(one)?.published)).toEqual(real.map(({ published }) => published));
  });

  it('finds the title of all but the one whose office lists it under another', () => {
    const different = real.filter((one) => plain(read(one)?.title) !== plain(one.title));
    expect(different.map(({ name }) => name)).toEqual(['_Office_Communications_2024_07_30_OpenCarry.asp']);
  });

  it('leaves no menu, footer or damaged character in any body', () => {
    for (const one of real) {
      const body = read(one)?.body ?? '';
      expect(body.length).toBeGreaterThan(700);
      expect(body).not.toMatch(
        /File a Complaint\n|View Publications|How Can We Help|Skip to Main|Official Website of|equal opportunity/,
      );
      expect(body).not.toMatch(/â|Â|\u0080/);
      expect(body.split('\n\n').every((text) => text.trim() === text && text !== '')).toBe(true);
    }
  });
});

const story = new URL('seed/000_3c26d979ae59832f.txt', shared);

describe.skipIf(!existsSync(story))(
  'extractRelease on the story the project began with (needs ../shared/seed)',
  () => {
    it('gives its paragraphs and leaves out what the newspaper put below', () => {
      const paragraphs = readFileSync(story, 'utf8')
        .trim()
        .split(/\n\s*\n/);
      const text = paragraphs.filter((one) => !/^(?:Recommended for you|Load comments)$/.test(one.trim()));
      const shown = paragraphs.map((one) => `<p>${one.trim()}</p>`).join('\n');
      const html = `<html><head><title>Loophole to close | Tribune</title></head><body><nav><a href="/">Home</a></nav><main><article><h1>Trafficking loophole is about to close</h1>${shown}</article></main><footer>Tribune</footer></body></html>`;
      expect(extract(html).document?.body.split('\n\n')).toEqual(
        text.map((one) => one.trim().replace(/\s+/g, ' ')),
      );
    });
  },
);
