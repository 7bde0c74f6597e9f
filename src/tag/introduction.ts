import type { Bill } from '../model.js';
import { congressStart, daysAfter } from './congress.js';

/** How many bills of a type a Congress comes to, about, and how they spread over its two years. */
const TOTAL: Record<Bill['type'], number> = {
  s: 4200,
  hr: 8000,
  sres: 680,
  hres: 1400,
  sjres: 60,
  hjres: 120,
  sconres: 70,
  hconres: 250,
};
/** Share of the numbers given out by a share of the two years: bills crowd into the first. */
const PACE: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.2, 0.12],
  [0.33, 0.2],
  [0.45, 0.29],
  [0.55, 0.4],
  [0.65, 0.56],
  [0.72, 0.67],
  [1, 0.97],
];
const TWO_YEARS = 730;

/** The day a bill was introduced; told from its number where the index does not know, within some months. */
export function introducedAbout(bill: Bill): string {
  if (bill.introduced) return bill.introduced;
  const share = Math.min(1, bill.number / TOTAL[bill.type]);
  const next = PACE.findIndex(([numbers]) => numbers >= share);
  const [toNumbers, toTime] = PACE[next] ?? [1, 1];
  const [fromNumbers, fromTime] = PACE[Math.max(0, next - 1)] ?? [0, 0];
  const within = toNumbers === fromNumbers ? 0 : (share - fromNumbers) / (toNumbers - fromNumbers);
  return daysAfter(
    congressStart(bill.congress),
    Math.round((fromTime + within * (toTime - fromTime)) * TWO_YEARS),
  );
}
