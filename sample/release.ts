import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageDirectory } from '../src/catalog/data-directory.js';
import type { Edition } from './newsroom.js';

const block = z.union([
  z.string().min(1),
  z.strictObject({ heading: z.string().min(1) }),
  z.strictObject({ list: z.array(z.string().min(1)).min(1) }),
]);

const releaseSchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** With the newsroom's offset. */
  published: z.iso.datetime({ offset: true, precision: 0 }),
  title: z.string().min(8),
  blocks: z.array(block).min(3),
  /** The newsroom's feed gives no date for it; its page does. */
  undated: z.literal(true).optional(),
  /** Taken down in edition 2. */
  withdrawn: z.literal(true).optional(),
  /** What edition 2 shows instead. */
  revised: z
    .strictObject({
      modified: z.iso.datetime({ offset: true, precision: 0 }),
      title: z.string().min(8),
      blocks: z.array(block).min(3),
    })
    .optional(),
});

/** A paragraph (links as `[words](address)`), a heading inside the release, or a list. */
export type Block = z.infer<typeof block>;

/** One release as a newsroom shows it in one edition. */
export interface Release {
  slug: string;
  published: string;
  /** When it was last changed; equals `published` where it never was. */
  modified: string;
  title: string;
  blocks: Block[];
  undated: boolean;
  /** Same in every edition, so that it may stand on other pages without changing them. */
  lasting: boolean;
}

/** When edition 2 begins: what it changed bears this time or a later one, nothing else does. */
export const SECOND_EDITION = '2018-04-16T09:00:00-04:00';

const kept = new Map<string, Release[]>();

/**
 * The releases of one newsroom in one edition, newest first.
 * Throws where the newsroom's file in sample/releases does not hold what a release needs.
 */
export function releases(newsroom: string, edition: Edition): Release[] {
  const key = `${newsroom}/${edition}`;
  let list = kept.get(key);
  if (!list) {
    const file = join(packageDirectory(), 'sample', 'releases', `${newsroom}.json`);
    list = z
      .array(releaseSchema)
      .parse(JSON.parse(readFileSync(file, 'utf8')))
      .filter((release) => edition === 1 || !release.withdrawn)
      .map((release) => ({
        slug: release.slug,
        published: release.published,
        modified: release.published,
        title: release.title,
        blocks: release.blocks,
        undated: release.undated === true,
        lasting: !release.withdrawn && !release.revised,
        ...(edition === 2 ? release.revised : undefined),
      }))
      .sort((a, b) => Date.parse(b.published) - Date.parse(a.published));
    kept.set(key, list);
  }
  return list;
}

/** When a page that lists these releases last changed. */
export function lastChange(newsroom: string, edition: Edition): Date {
  const shown = releases(newsroom, edition);
  const times = shown.map((release) => Date.parse(release.modified));
  // What was taken down leaves no time behind, but the list it vanished from did change.
  if (edition === 2 && shown.length < releases(newsroom, 1).length) times.push(Date.parse(SECOND_EDITION));
  return new Date(Math.max(...times));
}

/** Three other releases for a "more news" list, never one that an edition changes. */
export function others(newsroom: string, release: Release): Release[] {
  return releases(newsroom, 1)
    .filter((other) => other.lasting && other.slug !== release.slug)
    .slice(0, 3);
}
