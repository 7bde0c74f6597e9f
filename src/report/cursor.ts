import { parseDay } from './dates.js';

/** A cursor that no page of this archive gave out. */
export class CursorError extends Error {
  override name = 'CursorError';
}

/** Where a page ended: the next one holds what comes after it, newest first. */
export interface Place {
  /** Day it is listed under, `YYYY-MM-DD`; `-infinity` where a release has no date. */
  listedOn: string;
  /** Id of the statement. */
  id: number;
  /** Position of the quote within its statement, where quotes are listed. */
  position?: number;
}

const UNDATED = '-infinity';

/** `2018-03-22_123`, `undated_123`; with a quote's position `2018-03-22_123_4`. */
export function cursorOf({ listedOn, id, position }: Place): string {
  return [
    listedOn === UNDATED ? 'undated' : listedOn,
    id,
    ...(position === undefined ? [] : [position]),
  ].join('_');
}

/** Reads a cursor back. @throws CursorError */
export function readCursor(text: string): Place {
  const match = /^(\d{4}-\d{2}-\d{2}|undated)_(\d{1,15})(?:_(\d{1,9}))?$/.exec(text);
  const [, day = '', id, position] = match ?? [];
  if (match === null || !(day === 'undated' || isDay(day))) {
    throw new CursorError(`"${text}" is not a cursor: give one that a page of this list printed`);
  }
  return {
    listedOn: day === 'undated' ? UNDATED : day,
    id: Number(id),
    ...(position === undefined ? {} : { position: Number(position) }),
  };
}

function isDay(text: string): boolean {
  try {
    return parseDay(text) === text;
  } catch {
    return false;
  }
}

/** A list by relevance has no place to go on from but the number already seen: `ranked_50`. */
export function rankCursor(seen: number): string {
  return `ranked_${seen}`;
}

/** @throws CursorError */
export function readRankCursor(text: string): number {
  const match = /^ranked_(\d{1,9})$/.exec(text);
  if (match === null) {
    throw new CursorError(`"${text}" is not a cursor of a list by relevance: those begin with ranked_`);
  }
  return Number(match[1]);
}
