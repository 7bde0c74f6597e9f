/** Which box of a page holds the release. */
import type { Block, Box } from './blocks.js';
import { boxesAround, kindOf } from './junk.js';

/** How much a paragraph speaks for the place it stands in. */
function worth({ text, linked, box, heading }: Block): number {
  if (box.junk || heading > 0) return 0;
  const prose = text.length - linked;
  if (prose < text.length * 0.5) return 0;
  if (text.length >= 80) return prose;
  return /[.!?”"’:;]$/.test(text) && text.length > 25 ? prose * 0.5 : 0;
}

const CONTENT =
  /(?:^| )(?:entry-content|post-content|article-body|articlebody|article__body|news-body|press-release-body|release-body|field--name-body|node__content|story-body|content-body|main-content|maincontent|newscontent|press)(?: |$)/i;

function isContent({ element }: Box): boolean {
  const { class: names = '', id = '', itemprop = '', role = '' } = element.attribs;
  return (
    element.name === 'article' ||
    itemprop === 'articleBody' ||
    role === 'article' ||
    CONTENT.test(`${names} ${id}`)
  );
}

/** The boxes that hold prose, weighed. */
interface Masses {
  root: Box | null;
  /** Of the paragraphs that stand in the box itself. */
  own: Map<Box, number>;
  /** With everything below; what is called content counts twice. */
  mass: Map<Box, number>;
  children: Map<Box, Box[]>;
}

function weigh(blocks: Block[]): Masses {
  const worthy = blocks.filter((block) => worth(block) > 0);
  const boxes = boxesAround(worthy);
  const own = new Map<Box, number>();
  for (const block of worthy) own.set(block.box, (own.get(block.box) ?? 0) + worth(block));
  const plain = new Map(own);
  const doubled = new Map<Box, number>();
  const mass = new Map<Box, number>();
  const children = new Map<Box, Box[]>();
  for (const box of boxes.toReversed()) {
    if (isContent(box)) {
      doubled.set(box, (doubled.get(box) ?? 0) + (plain.get(box) ?? 0) * 2);
      plain.set(box, 0);
    }
    mass.set(box, (plain.get(box) ?? 0) + (doubled.get(box) ?? 0));
    const { parent } = box;
    if (!parent) continue;
    plain.set(parent, (plain.get(parent) ?? 0) + (plain.get(box) ?? 0));
    doubled.set(parent, (doubled.get(parent) ?? 0) + (doubled.get(box) ?? 0));
  }
  for (const box of boxes) {
    const siblings = box.parent && children.get(box.parent);
    if (siblings) siblings.push(box);
    else if (box.parent) children.set(box.parent, [box]);
  }
  return { root: boxes[0] ?? null, own, mass, children };
}

/** What stands where on the page, beside prose. */
interface Landmarks {
  /** Boxes with the title's heading in them. */
  titled: Set<Box>;
  /** Boxes that begin with some other heading. */
  headed: Set<Box>;
}

function landmarksOf(blocks: Block[], isTitle: (text: string) => boolean): Landmarks {
  const titled = new Set<Box>();
  const headed = new Set<Box>();
  const begun = new Set<Box>();
  for (const { box, heading, text } of blocks) {
    if (box.junk) continue;
    const isTitleHere = heading > 0 && isTitle(text);
    for (let here: Box | null = box; here && isTitleHere && !titled.has(here); here = here.parent)
      titled.add(here);
    for (let here: Box | null = box; here && !begun.has(here); here = here.parent) {
      begun.add(here);
      if (heading > 0 && !isTitleHere) headed.add(here);
    }
  }
  return { titled, headed };
}

const PARAGRAPH = /^(?:p|ul|ol|dl|blockquote|pre|h[1-6]|center)$/;

/**
 * The box that holds the release: from the top down always the child with most of the prose, until the prose is
 * spread over several children or stands in the box itself; then up again over modules of one kind, for page builders
 * cut a text into several.
 */
export function findHolder(blocks: Block[], isTitle: (text: string) => boolean): Box | null {
  const masses = weigh(blocks);
  const { own, mass, children } = masses;
  const landmarks = landmarksOf(blocks, isTitle);
  let holder = masses.root;
  let inContent = false;
  while (holder) {
    inContent ||= isContent(holder);
    const total: number = mass.get(holder) ?? 0;
    const below: Box[] = children.get(holder) ?? [];
    let heaviest: Box | null = null;
    let paragraphs = own.get(holder) ?? 0;
    for (const child of below) {
      if (PARAGRAPH.test(child.element.name)) paragraphs += mass.get(child) ?? 0;
      if (!heaviest || (mass.get(child) ?? 0) > (mass.get(heaviest) ?? 0)) heaviest = child;
    }
    if (!heaviest || paragraphs > total * 0.15) break;
    const column: Box | null = columnOfTitle(below, total, masses, landmarks);
    if (!column && (mass.get(heaviest) ?? 0) < total * (inContent ? 0.9 : 0.6)) break;
    holder = column ?? heaviest;
  }
  return holder && overModules(holder, masses);
}

/** Beside a short statement may stand a long text about the official, under a heading of its own. */
function columnOfTitle(below: Box[], total: number, { mass }: Masses, landmarks: Landmarks): Box | null {
  const column = below.find((box) => landmarks.titled.has(box));
  if (!column || (mass.get(column) ?? 0) < total * 0.15) return null;
  const isBeside = (box: Box) => landmarks.headed.has(box) && kindOf(box) !== kindOf(column);
  return below.every((box) => box === column || isBeside(box)) ? column : null;
}

const MODULE_LEVELS = 4;

function overModules(holder: Box, { children }: Masses): Box {
  let whole = holder;
  let module: Box = holder;
  for (let level = 0; level < MODULE_LEVELS && module.parent; level++) {
    const { parent }: Box = module;
    const kind = kindOf(module);
    const isLike = (box: Box) => box !== module && kindOf(box) === kind;
    if (module.element.attribs.class && children.get(parent)?.some(isLike)) whole = parent;
    module = parent;
  }
  return whole;
}
