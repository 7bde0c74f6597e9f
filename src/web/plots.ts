import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Statements within one stretch of time, of one row of a plot. */
export interface Bar {
  /** Name of the row it stands in; with one row only, no name is shown. */
  row: string;
  /** First day, and the day after the last. */
  from: Date;
  to: Date;
  statements: number;
}

export interface PlotOptions {
  /** In units of the drawing; it is as wide as its place on the page. */
  width: number;
  /** Rows from the top, each with the custom property of style.css that colours it. */
  rows: { row: string; colour: string }[];
  /** Days to point out, each with a word. */
  events?: { day: Date; name: string }[];
}

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const ROW_HEIGHT = 58;

/**
 * Draws statements over time as bars, a row for each party, as SVG without any style of its own. Nothing that a
 * newsroom wrote is in it.
 */
export function barsOverTime(bars: Bar[], { width, rows, events = [] }: PlotOptions): string {
  const most = Math.max(1, ...bars.map((bar) => bar.statements));
  const several = rows.length > 1;
  const labels = several && width >= 500;
  const svg = Plot.plot({
    document: document as unknown as Document,
    width,
    height: 44 + rows.length * ROW_HEIGHT,
    marginTop: events.length > 0 ? 24 : 12,
    marginLeft: 28,
    marginRight: labels ? 96 : several ? 20 : 8,
    marginBottom: 32,
    x: { type: 'utc', label: null, ticks: Math.round(width / 90), domain: stretchOf(bars, events) },
    y: { label: null, ticks: [0, most], tickFormat: 'd', domain: [0, most] },
    fy: { label: null, domain: rows.map(({ row }) => row), padding: 0.22, axis: null },
    color: { domain: rows.map(({ row }) => row), range: rows.map(({ colour }) => `var(${colour})`) },
    marks: [
      Plot.gridY({ ticks: [most], strokeOpacity: 0.18 }),
      Plot.axisY({ ticks: [0, most], tickFormat: 'd', tickSize: 0, label: null }),
      Plot.rectY(bars, {
        x1: 'from',
        x2: 'to',
        y: 'statements',
        fy: 'row',
        fill: 'row',
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.ruleY([0], { strokeOpacity: 0.6 }),
      ...(several
        ? [
            Plot.text(rows, {
              fy: 'row',
              text: ({ row }: { row: string }) => (labels ? row : row.charAt(0)),
              frameAnchor: 'right',
              textAnchor: 'start',
              dx: 8,
              fill: 'row',
              fontWeight: 600,
            }),
          ]
        : []),
      Plot.ruleX(events, { x: 'day', strokeDasharray: '2,3', strokeOpacity: 0.7 }),
      Plot.text(events, {
        x: 'day',
        text: 'name',
        fy: events.map(() => rows[0]?.row),
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 4,
        dy: -14,
      }),
    ],
  });
  svg.querySelector('style')?.remove();
  svg.removeAttribute('font-family');
  svg.removeAttribute('class');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  // What is inside is told by the table beside it.
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return svg.outerHTML;
}

const DAY = 86_400_000;
/** In a shorter stretch of time the ticks would be hours. */
const SHORTEST = 16 * DAY;

function stretchOf(bars: Bar[], events: { day: Date }[]): [Date, Date] {
  const first = Math.min(...bars.map(({ from }) => +from), ...events.map(({ day }) => +day));
  const last = Math.max(...bars.map(({ to }) => +to));
  const missing = Math.max(0, SHORTEST - (last - first)) / 2;
  return [new Date(first - Math.floor(missing / DAY) * DAY), new Date(last + Math.ceil(missing / DAY) * DAY)];
}
