import type { ComponentChildren } from 'preact';

type Kind = 'bill' | 'topic' | 'quote' | 'mention';

/** A stretch of a text that proves a tag, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
  kind: Kind;
  /** Where a tag's link leads. */
  anchor: string;
}

/** A stretch between two boundaries, with the spans that cover it, the longest first. */
interface Segment {
  start: number;
  end: number;
  spans: Span[];
}

/** Cuts a text at every boundary of its spans; spans may overlap in any way. */
export function segmentsOf(length: number, spans: Span[]): Segment[] {
  const valid = spans
    .filter(({ start, end }) => start >= 0 && start < end && end <= length)
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const cuts = [...new Set([0, length, ...valid.flatMap(({ start, end }) => [start, end])])].sort(
    (one, other) => one - other,
  );
  const segments: Segment[] = [];
  let open: Span[] = [];
  let next = 0;
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end === undefined) break;
    open = open.filter((span) => span.end > start);
    for (let span = valid[next]; span !== undefined && span.start <= start; span = valid[next]) {
      open.push(span);
      next += 1;
    }
    segments.push({
      start,
      end,
      spans: open.toSorted((one, other) => other.end - other.start - (one.end - one.start)),
    });
  }
  return segments;
}

/** Part of a text with its evidence marked; each span bears its anchor where it begins. */
export function Evidenced(props: { text: string; segments: Segment[]; from: number; to: number }) {
  const { text, segments, from, to } = props;
  const shown: ComponentChildren[] = [];
  for (let index = firstAt(segments, from); index < segments.length; index += 1) {
    const segment = segments[index];
    if (segment === undefined || segment.start >= to) break;
    const start = Math.max(segment.start, from);
    const words: ComponentChildren = text.slice(start, Math.min(segment.end, to));
    shown.push(
      segment.spans.reduceRight<ComponentChildren>((inner, span) => {
        const Tag = span.kind === 'bill' || span.kind === 'topic' ? 'mark' : 'span';
        return (
          <Tag
            class={`proof ${span.kind}`}
            id={span.start === start ? span.anchor : undefined}
            tabIndex={span.start === start ? -1 : undefined}
          >
            {inner}
          </Tag>
        );
      }, words),
    );
  }
  return <>{shown}</>;
}

function firstAt(segments: Segment[], at: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the paragraphs of a body stand, after `offset` characters of something else. */
export function paragraphsOf(body: string, offset: number): { start: number; end: number }[] {
  const paragraphs: { start: number; end: number }[] = [];
  let start = 0;
  for (const gap of body.matchAll(/\n{2,}/g)) {
    if (gap.index > start) paragraphs.push({ start: offset + start, end: offset + gap.index });
    start = gap.index + gap[0].length;
  }
  if (start < body.length) paragraphs.push({ start: offset + start, end: offset + body.length });
  return paragraphs;
}
