import { diffArrays, diffWordsWithSpace } from 'diff';

/** A stretch of two texts: in both, only in the later one, or only in the earlier. */
export interface Piece {
  op: 'same' | 'added' | 'removed';
  text: string;
}

/** The fields of a revision that can differ. */
export interface Compared {
  number: number;
  title: string;
  published: string | null;
  body: string;
  links: { url: string; text: string }[];
}

export interface RevisionDiff {
  from: number;
  to: number;
  /** Null where it is the same in both. */
  title: Piece[] | null;
  published: { from: string | null; to: string | null } | null;
  body: Piece[] | null;
  links: { added: string[]; removed: string[] };
}

/** More edits than this in one paragraph, and it counts as written anew. */
const MOST_EDITS = 2000;

/** What changed from one revision to another, by word. */
export function diffRevisions(from: Compared, to: Compared): RevisionDiff {
  const urls = (revision: Compared) => new Set(revision.links.map((link) => link.url));
  const before = urls(from);
  const after = urls(to);
  return {
    from: from.number,
    to: to.number,
    title: from.title === to.title ? null : words(from.title, to.title),
    published: from.published === to.published ? null : { from: from.published, to: to.published },
    body: from.body === to.body ? null : diffText(from.body, to.body),
    links: {
      added: [...after].filter((url) => !before.has(url)),
      removed: [...before].filter((url) => !after.has(url)),
    },
  };
}

/** First by paragraph, then by word in those that differ: linear for what stayed, whatever the length. */
function diffText(from: string, to: string): Piece[] {
  const paragraphs = (text: string) => text.match(/[^\n]*\n+|[^\n]+$/g) ?? [];
  const pieces: Piece[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed !== '' || added !== '') pieces.push(...words(removed, added));
    removed = '';
    added = '';
  };
  for (const part of diffArrays(paragraphs(from), paragraphs(to))) {
    const text = part.value.join('');
    if (part.removed) removed += text;
    else if (part.added) added += text;
    else {
      flush();
      pieces.push({ op: 'same', text });
    }
  }
  flush();
  return joined(pieces);
}

function words(from: string, to: string): Piece[] {
  const parts = diffWordsWithSpace(from, to, { maxEditLength: MOST_EDITS }) ?? [
    { value: from, removed: true, added: false },
    { value: to, removed: false, added: true },
  ];
  return parts
    .filter((part) => part.value !== '')
    .map((part) => ({
      op: part.added ? ('added' as const) : part.removed ? ('removed' as const) : ('same' as const),
      text: part.value,
    }));
}

/** Neighbours of one kind as one. */
function joined(pieces: Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.op === piece.op) last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}
