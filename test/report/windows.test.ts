import { describe, expect, it } from 'vitest';
import { windowsBefore } from '../../src/report/windows.js';

const DAY_MS = 86_400_000;
const next = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

describe('the windows of days a search looks through', () => {
  it.each(['2018-03-22', '2024-02-29', '2000-01-01', '1999-12-31', '2026-11-24'])(
    'follow one another from %s back, no day left out or in two of them, until the last holds all that is older',
    (newest) => {
      const windows = [...windowsBefore(newest, null)];
      expect(windows[0]?.to).toBe(newest);
      for (const [index, window] of windows.entries()) {
        const older = windows[index + 1];
        if (older === undefined) expect(window).toMatchObject({ from: null, marks: null });
        else expect(next(older.to)).toBe(window.from);
      }
    },
  );

  it('grow, so that a rare phrase is found in few steps and a common one in the first', () => {
    const days = [...windowsBefore('2018-03-22', null)].flatMap(({ from, to }) =>
      from === null ? [] : (Date.parse(to) - Date.parse(from)) / DAY_MS + 1,
    );
    expect(days[0]).toBeLessThanOrEqual(8);
    expect(days.at(-1)).toBe(8 * 512);
    expect(days.length).toBeLessThanOrEqual(7);
  });

  it('end with the first that reaches the oldest day wanted', () => {
    const windows = [...windowsBefore('2018-03-22', '2018-03-01')];
    const reached = windows.findIndex(({ from }) => from !== null && from <= '2018-03-01');
    expect(reached).toBe(windows.length - 1);
  });
});
