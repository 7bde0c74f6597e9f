import { Command, Option } from 'commander';
import { IANAZone } from 'luxon';
import { findOfficial } from '../../db/officials.js';
import { findSource } from '../../db/sources.js';
import { stateZone } from '../catalog/states.js';
import type { Office } from '../model.js';
import { withArchive } from './archive.js';
import { bringSources } from './catalogue.js';
import { withClient } from './look.js';
import { CommandError, UsageError } from './outcome.js';
import { findWays, printWays } from './ways.js';

interface Options {
  office: string;
  state: string;
  official?: string;
  id?: string;
  name?: string;
  zone?: string;
  dryRun?: true;
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
Tried are the page itself, the feeds and the WordPress API it names, the usual places of feeds, and the
sitemaps of its robots.txt. The best is chosen by completeness, freshness and cost; a table shows why.

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
    const newsroom = await withClient(config, (client) => findWays(client, { url, kind: 'listing', zone }));
    printWays(newsroom);
    const [best] = newsroom.ways;
    if (best === undefined || best.items === 0) {
      const { problem } = newsroom;
      throw new CommandError(
        problem === null
          ? `nothing at ${url} can be read as a list of releases: give the address of the page that lists them`
          : `${url}: ${problem.message}. ${problem.advice}`,
      );
    }
    for (const item of best.way.discovery.items.slice(0, SHOWN)) {
      const title = item.title || '(titled by its page)';
      process.stdout.write(`${item.published ?? 'no date'}  ${title}\n            ${item.url}\n`);
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
          url: best.way.url,
          kind: best.way.kind,
          zone,
          enabled: true,
          evidence: `added by hand from ${url}: ${best.items} items, ${best.why}`,
        },
      ],
      'user',
    );
    process.stderr.write(`added ${id}: visit it now with "rostrum crawl ${id} --wait"\n`);
  });
}
