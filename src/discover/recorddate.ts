/** Which date belongs to which record. */
import { addressDay, dateInAddress } from '../addressdate.js';
import { type DateContext, findDate, readDate } from '../dates.js';
import type { PublishedDate } from '../model.js';
import { isYearless } from './datespot.js';
import { type DateSpot, type LinkSpot, type Outline, type Place, within } from './outline.js';

/** A record's date and where it was found. */
export interface RecordDate extends PublishedDate {
  from: 'record' | 'before' | 'after' | 'heading' | 'text' | 'address';
  spot: DateSpot | null;
}

interface Dateless {
  link: LinkSpot;
  zone: Place;
}

/** With this share of dated neighbours a record has a date of its own, and one without is truly without. */
const OWN = 0.6;

/**
 * Gives every record its date, or null.
 *
 * A date inside the record is best. Without one, dates that stand between the records belong to the one after or
 * before, whichever fits the whole list; a date over several records is a date heading and holds for all of them.
 * Last come a date in the record's running text and in its address.
 */
export function assignDates(
  records: Dateless[],
  outline: Outline,
  context: DateContext,
): (RecordDate | null)[] {
  const inside = records.map(({ zone }) => within(outline.dates, zone));
  const column = commonPlace(inside);
  const dates = inside.map((spots): RecordDate | null => {
    const spot =
      spots.find(({ place }) => place.plain === column) ?? spots.find((one) => !saysUpdated(one)) ?? spots[0];
    return spot ? { ...spot.date, from: 'record', spot } : null;
  });
  overRows(dates);
  if (share(dates) < OWN) fromBetween(records, dates, outline);
  addYears(records, dates, context);
  return dates.map((date, index) => {
    const record = records[index];
    return date ?? (record ? (fromText(record, outline, context) ?? fromAddress(record.link.url)) : null);
  });
}

function share(dates: unknown[]): number {
  return dates.filter(Boolean).length / Math.max(1, dates.length);
}

/** A date cell that spans rows holds for all of them. */
function overRows(dates: (RecordDate | null)[]): void {
  let spanning: RecordDate | null = null;
  let left = 0;
  for (const [index, date] of dates.entries()) {
    if (date) {
      const cell = cellOf(date.spot?.place ?? null);
      spanning = date;
      left = Number(cell?.element.attribs.rowspan ?? 1) - 1;
    } else if (spanning && left-- > 0) dates[index] = { ...spanning };
  }
}

function cellOf(place: Place | null): Place | null {
  let here = place;
  while (here && here.element.name !== 'td' && here.element.name !== 'th') here = here.parent;
  return here;
}

/** The place in the record where most records have a date; the first of equals. */
function commonPlace(inside: DateSpot[][]): number {
  const counts = new Map<number, number>();
  for (const spots of inside) {
    for (const plain of new Set(spots.filter((spot) => !saysUpdated(spot)).map(({ place }) => place.plain))) {
      counts.set(plain, (counts.get(plain) ?? 0) + 1);
    }
  }
  let best = 0;
  for (const [plain, count] of counts) if (count > (counts.get(best) ?? 0)) best = plain;
  return best;
}

function saysUpdated(spot: DateSpot): boolean {
  return /updated|modified/i.test(spot.leaves[0]?.text ?? '');
}

/** Fills in dates that stand between the records: before each, after each, or over several. */
function fromBetween(records: Dateless[], dates: (RecordDate | null)[], outline: Outline): void {
  const first = records[0];
  const last = records.at(-1);
  if (!first || !last) return;
  const list = commonAncestor(first.zone, last.zone);
  const claimed = new Set(dates.map((date) => date?.spot));
  const around = { order: list?.parent?.order ?? 0, end: list?.end ?? 0 };
  const free = within(outline.dates, around).filter((spot) => !claimed.has(spot));
  const gaps: (DateSpot | undefined)[] = [];
  for (let i = 0; i <= records.length; i++) {
    const from = i === 0 ? (list?.parent?.order ?? 0) : (records[i - 1]?.zone.end ?? 0) + 1;
    const to = i === records.length ? (list?.end ?? 0) : (records[i]?.zone.order ?? 0) - 1;
    const spots = within(free, { order: from, end: to });
    // Over the first record the nearest date counts, for far above there may be today's.
    gaps.push(i === 0 ? spots.at(-1) : spots[0]);
  }
  const before = share(gaps.slice(0, -1));
  const after = share(gaps.slice(1));
  if (Math.max(before, after) >= OWN) {
    const shift = after > before ? 1 : 0;
    for (let i = 0; i < records.length; i++) {
      const spot = gaps[i + shift];
      if (spot && !dates[i]) dates[i] = { ...spot.date, from: shift ? 'after' : 'before', spot };
    }
    return;
  }
  let heading: DateSpot | undefined;
  for (let i = 0; i < records.length; i++) {
    heading = gaps[i] ?? heading;
    if (heading && !dates[i]) dates[i] = { ...heading.date, from: 'heading', spot: heading };
  }
}

export function commonAncestor(a: Place, b: Place): Place | null {
  let left: Place | null = a;
  let right: Place | null = b;
  while (left && right && left !== right) {
    if (left.level >= right.level) left = left.parent;
    else right = right.parent;
  }
  return left === right ? left : null;
}

/**
 * A date without a year takes the year of its address, or follows from the one above it: lists run from new to old.
 */
function addYears(records: Dateless[], dates: (RecordDate | null)[], context: DateContext): void {
  let above: string | null = null;
  for (const [index, date] of dates.entries()) {
    if (!date?.spot || !date.published) continue;
    if (isYearless(date.spot.text)) {
      const year = dateInAddress(records[index]?.link.url ?? '')?.year;
      const dated = year
        ? readDate(`${date.spot.text.replace(/,$/, '')}, ${year}`, context)
        : readDate(date.spot.text, above === null ? context : { ...context, now: new Date(above) });
      if (dated) Object.assign(date, dated);
    }
    above = `${date.published.slice(0, 10)}T12:00:00Z`;
  }
}

/** `on January 6` tells of an event, `posted on January 6` of the release. */
const OTHER_DAY =
  /(?<!\b(?:posted|published|released|issued|dated|created) )\b(?:on|since|by|until|before|after) $/i;

/**
 * A date in the record's running text counts where it begins a line, stands in brackets or in a short byline: in a
 * sentence it tells of some other day.
 */
function fromText({ zone }: Dateless, outline: Outline, context: DateContext): RecordDate | null {
  for (const leaf of within(outline.leaves, zone)) {
    if (!/\d/.test(leaf.text) || outline.dateLeaves.has(leaf)) continue;
    const found = findDate(leaf.text.slice(0, 160), context);
    if (!found) continue;
    const before = leaf.text.slice(0, found.start);
    const isByline = leaf.link === null && leaf.text.length <= 90 && !OTHER_DAY.test(before);
    if (found.start > 0 && !/[([]$/.test(before) && !isByline) continue;
    return { published: found.published, precision: found.precision, from: 'text', spot: null };
  }
  return null;
}

function fromAddress(url: string): RecordDate | null {
  const published = addressDay(url);
  return published === null ? null : { published, precision: 'day', from: 'address', spot: null };
}
