/**
 * Takes a picture of each page, wide and narrow, into docs/img: starts the whole stack on the sample in a home of its
 * own, lets the newsrooms change once, and looks with the machine's Chromium (CHROMIUM_PATH).
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { chromiumOptions, findChromium } from './chromium.js';

const FOLDER = 'docs/img';
const WIDTHS = [1280, 390] as const;
/** A picture of a long page ends here. */
const LONGEST = 1700;
const MOST_BYTES = 150_000;

const PAGES: { name: string; path: string; dark?: true }[] = [
  { name: 'front', path: '/' },
  { name: 'search', path: '/search?q=%22online+trafficking%22' },
  { name: 'bills', path: '/bills' },
  { name: 'bill', path: '/bills/s1693-115' },
  { name: 'silence', path: '/bills/hr1-115' },
  { name: 'officials', path: '/officials' },
  { name: 'official', path: '/officials/sample-hale-eleanor', dark: true },
  { name: 'statement', path: '/statements/EDITED' },
  { name: 'topics', path: '/topics' },
  { name: 'topic', path: '/topics/crime-and-law-enforcement' },
  { name: 'states', path: '/states' },
  { name: 'state', path: '/states/NE' },
  { name: 'compare', path: '/compare?a=Eleanor+Hale&b=Teresa+Mara' },
  { name: 'newsrooms', path: '/newsrooms' },
  { name: 'newsroom', path: '/newsrooms/sample-ag-il' },
  { name: 'crawl', path: '/crawls/1' },
];

const program = findChromium();
if (program === null) {
  throw new Error('there is no chromium on the PATH: install it, or name it in CHROMIUM_PATH');
}
const home = mkdtempSync(join(tmpdir(), 'rostrum-screenshots-'));
const env = { ...process.env, ROSTRUM_HOME: home, LOG_LEVEL: 'silent' };
try {
  // The newsrooms change after the first visit; the second sees what was edited and what is gone.
  for (let visit = 1; visit <= 2; visit += 1) run('up', '--sample', '--once');
  const stack = spawn(process.execPath, ['bin/rostrum.js', 'up', '--sample', '--port', '0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    await picture(await addressIn(stack.stderr));
  } finally {
    stack.kill('SIGTERM');
    await new Promise((resolve) => stack.once('exit', resolve));
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

function run(...words: string[]): void {
  const { status } = spawnSync(process.execPath, ['bin/rostrum.js', ...words], { env, stdio: 'inherit' });
  if (status !== 0) throw new Error(`rostrum ${words.join(' ')} ended with ${status}`);
}

function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    output.on('data', (part: Buffer) => {
      text += part.toString();
      const address = /http:\/\/localhost:\d+/.exec(text);
      if (address !== null) resolve(address[0]);
    });
    output.once('end', () => reject(new Error(`the stack ended: ${text}`)));
  });
}

async function picture(url: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await chromium.launch(chromiumOptions(program ?? ''));
  const edited = await editedStatement(url);
  for (const { name, path, dark } of PAGES) {
    for (const width of WIDTHS) {
      const page = await browser.newPage({
        viewport: { width, height: 900 },
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
      });
      await page.goto(url + path.replace('EDITED', edited));
      await save(page, name, width);
      await page.close();
    }
  }
  await browser.close();
}

async function editedStatement(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/statements?limit=500`);
  const { statements } = (await answer.json()) as { statements: { id: number; revisions: number }[] };
  const edited = statements.find(({ revisions }) => revisions > 1);
  if (edited === undefined) throw new Error('no statement of the sample was edited');
  return String(edited.id);
}

/** As WebP, but for the picture that the README shows, which is PNG as it always was. */
async function save(page: Page, name: string, width: number): Promise<void> {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const height = Math.min(whole, LONGEST);
  await page.setViewportSize({ width, height });
  if (name === 'bill' && width === WIDTHS[0]) {
    await page.screenshot({ path: `${FOLDER}/bill.png`, clip: { x: 0, y: 0, width, height: 1040 } });
    return;
  }
  const session = await page.context().newCDPSession(page);
  const file = `${FOLDER}/${name}-${width}.webp`;
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 55 });
  const bytes = Buffer.from(data, 'base64');
  writeFileSync(file, bytes);
  const size = bytes.length;
  process.stderr.write(`${file} ${size}\n`);
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes: ${MOST_BYTES} are the most`);
}
