/** Sections of a page that are alike: releases, and beside them what the papers say or what is to come. */
import type { Outline, Place } from './outline.js';

const RELEASES = /\b(?:press|news|media) releases?\b|^(?:latest |recent )?(?:releases|statements)$/i;
const OTHERS =
  /^(?:(?:latest|recent|upcoming|more|our|the) )?(?:in the news|(?:news|media|press) (?:clips|coverage|articles)|clips|op-?eds?(?: and .*)?|editorials|columns|events|calendar|videos?|photos?|multimedia|podcasts?|newsletters?|blog(?: posts)?|social media)$/i;
/** How far above a heading its section may be. */
const ABOVE = 2;

interface Mark {
  order: number;
  /** What the heading stands over. */
  section: Place;
  isOfReleases: boolean;
}

/**
 * Leaves out records under a heading that names something else (`In the News`, `Events`), where others of the same
 * shape stand under one that names releases.
 */
export function withoutOtherSections<Kind extends { zone: Place }>(
  records: Kind[],
  outline: Outline,
): Kind[] {
  const marks = marksOf(outline);
  if (marks.every(({ isOfReleases }) => isOfReleases)) return records;
  const sections = sectionsOf(records, marks);
  if (![...sections.values()].some((mark) => mark?.isOfReleases === true)) return records;
  return records.filter((record) => sections.get(record)?.isOfReleases !== false);
}

/** The innermost section that each record stands in, found in one walk down the page. */
function sectionsOf<Kind extends { zone: Place }>(
  records: Kind[],
  marks: Mark[],
): Map<Kind, Mark | undefined> {
  const sections = new Map<Kind, Mark | undefined>();
  const open: Mark[] = [];
  let next = 0;
  for (const record of records.toSorted((a, b) => a.zone.order - b.zone.order)) {
    const { order } = record.zone;
    for (let mark = marks[next]; mark && mark.order < order; mark = marks[++next]) open.push(mark);
    while ((open.at(-1)?.section.end ?? order) < order) open.pop();
    sections.set(record, open.at(-1));
  }
  return sections;
}

const kept = new WeakMap<Outline, Mark[]>();

/** The headings of a page that name a section. Kept, for many readings of one page ask for them. */
function marksOf(outline: Outline): Mark[] {
  const known = kept.get(outline);
  if (known) return known;
  const marks: Mark[] = [];
  kept.set(outline, marks);
  for (const leaf of outline.leaves) {
    if (leaf.heading === 0) continue;
    const text = leaf.text.replace(/ ?[:»›>]+$/, '');
    const isOfReleases = RELEASES.test(text);
    if (!isOfReleases && !OTHERS.test(text)) continue;
    let section = leaf.place;
    for (let up = 0; up < ABOVE && section.parent; up += 1) section = section.parent;
    marks.push({ order: leaf.order, section, isOfReleases });
  }
  return marks;
}
