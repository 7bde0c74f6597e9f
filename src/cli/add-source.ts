import { Command, Option } from 'commander';
import { IANAZone } from 'luxon';
import { findOfficial } from '../../db/officials.js';
import { findSource } from '../../db/sources.js';
import { stateZone } from '../catalog/states.js';
import { findFeeds } from '../discover/sniff.js';
import type { FetchClient } from '../fetch/client.js';
import type { Discovery, Office, SourceKind } from '../model.js';
import { withArchive } from './archive.js';
import { bringSources } from './catalogue.js';
import { fetchPage, readAnswer, withClient } from './look.js';
import { CommandError, UsageError } from './outcome.js';

interface Options {
  office: string;
  state: string;
  official?: string;
  id?: string;
  name?: string;
  zone?: string;
  dryRun?: true;
}

/** One way of reading a newsroom, tried. */
interface Candidate {
  kind: SourceKind;
  url: string;
  discovery: Discovery;
}

const SHOWN = 5;

export function addCommand(): Command {
  return new Command('add')
    .description('find how a newsroom is read, show its first items, and visit it from now on')
    .argument('<url>', 'its page of press releases, or its feed')
    .addOption(
      new Option('--office <office>', 'whose newsroom it is')
        .choices(['senate', 'attorney-general', 'ag'])
        .makeOptionMandatory(),
    )
    .requiredOption('--state <code>', 'two letters, as ND')
    .option('--official <id>', 'the senator whose newsroom it is, as hoeven-john')
    .option('--id <id>', 'id of the source; made from office and state when not given')
    .option('--name <name>', 'name of the newsroom')
    .option('--zone <zone>', "its time zone, as America/Chicago; the state's when not given")
    .option('--dry-run', 'show what would be read and save nothing')
    .addHelpText(
      'after',
      `
Examples:
  rostrum sources add https://www.example.gov/news --office ag --state MT --dry-run
  rostrum sources add https://www.example.gov/news --office senate --state ND --official hoeven-john`,
    )
    .action((url: string, options: Options) => add(url, options));
}

async function add(url: string, options: Options): Promise<void> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`"${url}" is not an http or https address`);
  }
  const state = options.state.toUpperCase();
  const zone = options.zone ?? stateZone(state);
  if (zone === null)
    throw new UsageError(`"${options.state}" is not a state or territory: write two letters, as ND`);
  if (!IANAZone.isValidZone(zone)) {
    throw new UsageError(`"${zone}" is not a time zone: write it as America/Chicago`);
  }
  const office: Office = options.office === 'senate' ? 'senate' : 'attorney-general';
  await withArchive(async ({ db, config }) => {
    if (options.official !== undefined && (await findOfficial(db, options.official)) === null) {
      throw new CommandError(`there is no official ${options.official}: "rostrum officials list" names them`);
    }
    const candidates = await withClient(config, (client) => tryAll(client, url, zone));
    const [best] = candidates;
    for (const candidate of candidates) {
      process.stderr.write(
        `${candidate === best ? '*' : ' '} ${candidate.kind.padEnd(9)} ${describe(candidate)}  ${candidate.url}\n`,
      );
    }
    if (best === undefined || best.discovery.items.length === 0) {
      throw new CommandError(
        `nothing at ${url} can be read as a list of releases: give the address of the page that lists them`,
      );
    }
    for (const item of best.discovery.items.slice(0, SHOWN)) {
      process.stdout.write(`${item.published ?? 'no date'}  ${item.title}\n            ${item.url}\n`);
    }
    if (options.dryRun) return;
    const id =
      options.id ??
      [
        office === 'senate' ? 'senate' : 'ag',
        state.toLowerCase(),
        ...(options.official?.split('-').slice(0, 1) ?? []),
      ].join('-');
    if (options.id === undefined && (await findSource(db, id)) !== null) {
      throw new CommandError(`there is a source ${id} already: name this one with --id`);
    }
    await bringSources(
      db,
      [
        {
          id,
          office,
          state,
          official: options.official ?? null,
          name: options.name ?? new URL(url).hostname,
          url: best.url,
          kind: best.kind,
          zone,
          enabled: true,
          evidence: `added by hand from ${url}: ${describe(best)}`,
        },
      ],
      'user',
    );
    process.stderr.write(`added ${id}: visit it now with "rostrum crawl ${id} --wait"\n`);
  });
}

/** Every way of reading a newsroom that its page offers, the best first. */
async function tryAll(client: FetchClient, url: string, zone: string): Promise<Candidate[]> {
  const page = await fetchPage(client, url);
  const own = await readAnswer(page, 'listing', zone);
  const candidates: Candidate[] = [{ kind: own.kind, url: page.url, discovery: own }];
  for (const feed of findFeeds(page.text, page.url)) {
    try {
      const discovery = await readAnswer(await fetchPage(client, feed.url), feed.kind, zone);
      candidates.push({ kind: discovery.kind, url: feed.url, discovery });
    } catch (error) {
      process.stderr.write(`  ${feed.kind.padEnd(9)} ${error instanceof Error ? error.message : error}\n`);
    }
  }
  return candidates.sort((a, b) => worth(b) - worth(a));
}

/** Dated items first; of two as complete, the one that costs the site less: an API or feed before a page. */
function worth({ kind, discovery }: Candidate): number {
  const dated = discovery.items.filter((item) => item.published !== null).length;
  const cheap = kind === 'listing' ? 0 : 0.5;
  return dated + discovery.items.length / 1000 + cheap;
}

function describe({ discovery }: Candidate): string {
  const days = discovery.items.flatMap((item) => item.published?.slice(0, 10) ?? []).sort();
  const newest = days.at(-1);
  return `${discovery.items.length} items, ${days.length} dated${newest === undefined ? '' : `, newest ${newest}`}`;
}
