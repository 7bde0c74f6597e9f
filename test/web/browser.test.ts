import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endCrawlSource, startCrawl } from '../../db/crawls.js';
import { chromiumOptions, findChromium } from '../../scripts/chromium.js';
import { type SampleSite, startSampleSite } from '../support/sample-site.js';

const TOKEN = 'a-token-for-the-browser-test';
const program = findChromium();
const note = program === null ? ' (skipped: no chromium on the PATH, and CHROMIUM_PATH is not set)' : '';

describe.skipIf(program === null)(`the pages in Chromium${note}`, () => {
  let site: SampleSite;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    [site, browser] = await Promise.all([
      startSampleSite(TOKEN),
      chromium.launch(chromiumOptions(program ?? '')),
    ]);
    context = await browser.newContext({ baseURL: site.url, viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(10_000);
    context.on('request', (request) => asked.push(request.url()));
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} at ${message.page()?.url()}`);
    });
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Addresses asked for so far that are not of the site. */
  const elsewhere = () => asked.filter((url) => new URL(url).origin !== new URL(site.url).origin);
  const path = () => new URL(page.url()).pathname;

  /** The page of a statement that was edited. */
  const edited = async () => {
    const { statement_id } = await site.scratch.db
      .selectFrom('revision')
      .select('statement_id')
      .where('number', '=', 2)
      .executeTakeFirstOrThrow();
    return `/statements/${statement_id}`;
  };

  it('lead from a search for SESTA to the bill, a statement, its evidence, and where it was published', async () => {
    await page.goto('/');
    await page.getByRole('searchbox').fill('SESTA');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL('**/bills/s1693-115');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(
      'Stop Enabling Sex Traffickers',
    );
    expect(await page.locator('.statements mark').first().textContent()).toMatch(/S\. 1693|Traffickers/);

    await page.getByRole('link', { name: 'Hale Statement on Signing of H.R. 1865' }).click();
    await page.waitForURL(/\/statements\/\d+$/);
    await page.locator('.proofs a.bill', { hasText: 'S. 1693' }).first().click();
    const proof = page.locator('mark.bill:target');
    expect(await proof.textContent()).toBe('S. 1693');
    await expect.poll(() => proof.evaluate((mark) => mark.getBoundingClientRect().top)).toBeLessThan(900);

    expect(elsewhere()).toEqual([]);
    await page.getByRole('link', { name: 'Read it where it was published' }).click();
    await page.waitForURL(`${site.newsrooms}/hale/**`);
    expect(await page.textContent('body')).toContain('I stood next to a mother');
    await page.goBack();
    asked.splice(0);
  });

  it('keep the filters of a list in the address', async () => {
    await page.goto('/bills/s1693-115');
    await page.getByLabel('Party').selectOption('D');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL('**/bills/s1693-115?*party=D*');
    const parties = page.locator('.statements .byline .party');
    expect(new Set(await parties.allTextContents())).toEqual(new Set(['DDemocrat']));
    expect(await page.getByLabel('Party').inputValue()).toBe('D');
    await page.getByRole('link', { name: 'Clear them' }).click();
    await page.waitForURL('**/bills/s1693-115');
    expect(await parties.count()).toBe(14);
    await page.getByRole('link', { name: 'Nebraska' }).click();
    await page.waitForURL('**/bills/s1693-115?state=NE#list');
    expect(new Set(await page.locator('.statements .byline .place').allTextContents())).toEqual(
      new Set(['NE']),
    );
  });

  it('show what was edited after publication, by word', async () => {
    await page.goto(await edited());
    expect(await page.locator('.difference ins').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'text of version 1' }).click();
    expect(await page.textContent('.note')).toContain('This is version 1');
  });

  it('have a newsroom visited again by whoever has a token, and follow the visit', async () => {
    await page.goto('/newsrooms/sample-ag-il');
    expect(await page.getByRole('button', { name: 'Visit it now' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Sign in with a token' }).click();
    await page.getByLabel('Token').fill('a-wrong-one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('not in use');
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/newsrooms/sample-ag-il');
    await page.getByRole('button', { name: 'Visit it now' }).click();
    await page.waitForURL(/\/crawls\/\d+$/);
    await page.waitForSelector('[role=status]:has-text("Done: 1 newsroom visited")');
    expect(await page.locator('tbody tr').textContent()).toMatch(/sample-ag-il\s*read/);
  });

  it('follow a crawl without being loaded again', async () => {
    const { db } = site.scratch;
    const crawl = await startCrawl(db, { askedBy: 'nobody', options: {}, sourceIds: ['sample-ag-ga'] });
    await page.goto(`/crawls/${crawl}`);
    expect(await page.getByRole('status').textContent()).toBe('Under way: 0 of 1 steps.');
    await page.evaluate(() => document.body.setAttribute('data-same', 'page'));
    await endCrawlSource(db, crawl, 'sample-ag-ga', { state: 'polled', error_kind: null, error: null });
    await page.waitForSelector('[data-same=page] [role=status]:has-text("Done: 1 newsroom visited")');
  });

  it('show the queues to whoever has a token for them', async () => {
    await page.goto('/queues');
    await page.waitForSelector('text=sweep');
    expect(await page.getByRole('link', { name: 'poll' }).count()).toBeGreaterThan(0);
  });

  it('can be walked with the keyboard alone', async () => {
    await page.goto('/');
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.keyboard.press('/');
    await page.keyboard.type('Hale');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/officials/sample-hale-eleanor');
    for (let presses = 0; presses < 40 && !(await focused()).startsWith('Nebraska'); presses += 1) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => {
        const { activeElement } = document;
        const shown = activeElement?.closest('.search div') ?? activeElement;
        return shown === null ? 'none' : getComputedStyle(shown).outlineStyle;
      });
      expect(outline, await focused()).not.toBe('none');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/states/NE');
  });

  describe('on every page', () => {
    const PAGES = [
      '/',
      '/search?q=trafficking&sort=relevance',
      '/search?q=nothingofthesort',
      '/bills',
      '/bills/s1693-115',
      '/bills/hr1-115?party=D',
      '/officials',
      '/officials/sample-hale-eleanor',
      '/statements/1',
      '/statements/EDITED',
      '/topics',
      '/topics/health',
      '/states',
      '/states/NE',
      '/compare?a=Eleanor%20Hale&b=Teresa%20Mara',
      '/compare?a=SESTA&b=FOSTA',
      '/newsrooms',
      '/newsrooms/sample-ag-il',
      '/crawls/1',
      '/session',
      '/about',
      '/api',
      '/nowhere',
    ];

    it('find nothing that axe objects to, in light and in dark', async () => {
      const found: string[] = [];
      for (const address of PAGES) {
        await page.goto(address.replace('/statements/EDITED', await edited()));
        await page.evaluate(axe.source);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          found.push(...(await objections(page, colorScheme === 'dark')).map((one) => `${address}: ${one}`));
        }
      }
      expect(found).toEqual([]);
    });

    it('fit a telephone without scrolling sideways', async () => {
      const found: string[] = [];
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        for (const address of PAGES) {
          await page.goto(address.replace('/statements/EDITED', await edited()));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (wide > 0) found.push(`${address} is ${wide} too wide at ${width}`);
        }
      }
      expect(found).toEqual([]);
    });
  });

  it('ask no other host for anything, and break no rule of their policy', () => {
    expect(elsewhere()).toEqual([]);
    const missing = /status of 40[014]/;
    expect(complaints.filter((complaint) => !missing.test(complaint))).toEqual([]);
    expect(path()).toBe('/nowhere');
  });
});

/** What axe objects to; of a page in other colours only these need to be judged again. */
async function objections(page: Page, coloursOnly: boolean): Promise<string[]> {
  return page.evaluate(async (only) => {
    const { axe: judge } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await judge.run(document, {
      resultTypes: ['violations'],
      ...(only
        ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }
        : {
            runOnly: {
              type: 'tag',
              values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            },
          }),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    );
  }, coloursOnly);
}
