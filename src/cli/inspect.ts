import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { IANAZone } from 'luxon';
import { readConfig } from '../config.js';
import { readFeed } from '../discover/feed.js';
import { readListing } from '../discover/listing.js';
import { extractRelease } from '../extract/release.js';
import { decodeText } from '../fetch/charset.js';
import { isPdf, readPdfRelease } from '../pdf/read.js';
import { fetchPage, withClient } from './look.js';
import { CommandError, UsageError } from './outcome.js';

interface Options {
  url?: string;
  zone: string;
}

interface Page {
  text: string;
  bytes: Uint8Array;
  url: string;
}

export function inspectCommand(): Command {
  return new Command('inspect')
    .description('show exactly what would be read from a page, storing nothing')
    .addCommand(
      kind('feed', 'an RSS, Atom or JSON feed', async (page, zone) => {
        const { kind: found, items, warnings } = await readFeed(page.text, { url: page.url, zone });
        return { kind: found, items, warnings };
      }),
    )
    .addCommand(
      kind('listing', 'a page that lists releases', async (page, zone) => {
        const { kind: found, items, next, warnings } = readListing(page.text, { url: page.url, zone });
        return { kind: found, items, next, warnings };
      }),
    )
    .addCommand(
      kind('release', 'the page of one release, or a PDF', async ({ text, bytes, url }, zone) => {
        const { document, refusal, warnings } = isPdf(bytes)
          ? await readPdfRelease(bytes, { url, zone })
          : extractRelease(text, { url, zone });
        if (document === null) {
          throw new CommandError(`${url} is no release: ${refusal?.reason}: ${refusal?.detail}`);
        }
        return { document, warnings };
      }),
    );
}

function kind(name: string, what: string, read: (page: Page, zone: string) => Promise<object>): Command {
  return new Command(name)
    .description(`${what}, from a file or an address`)
    .argument('<file|url>')
    .option('--url <base>', 'the address that a file came from: links are relative to it')
    .option('--zone <zone>', "the newsroom's time zone", 'America/New_York')
    .addHelpText(
      'after',
      `
Examples:
  rostrum inspect ${name} page.html --url https://www.example.gov/news
  rostrum inspect ${name} https://www.example.gov/news`,
    )
    .action(async (place: string, options: Options) => {
      if (!IANAZone.isValidZone(options.zone)) {
        throw new UsageError(`"${options.zone}" is not a time zone: write it as America/Chicago`);
      }
      if (options.url !== undefined && !URL.canParse(options.url)) {
        throw new UsageError(`"${options.url}" is not an address`);
      }
      const page = await readPage(place, options.url);
      process.stdout.write(`${JSON.stringify(await read(page, options.zone), null, 2)}\n`);
    });
}

async function readPage(place: string, base: string | undefined): Promise<Page> {
  if (/^https?:\/\//i.test(place)) {
    return withClient(readConfig(), async (client) => {
      const answer = await fetchPage(client, place);
      return { text: answer.text, bytes: answer.body, url: base ?? answer.url };
    });
  }
  const bytes = await readFile(place);
  return { text: decodeText(bytes, null).text, bytes, url: base ?? pathToFileURL(resolve(place)).href };
}
