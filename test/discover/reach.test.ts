import { describe, expect, it } from 'vitest';
import { reachOf } from '../../src/discover/reach.js';

describe('the reach of a listing', () => {
  it('is the day of its last item where the newest come first', () => {
    expect(reachOf(['2024-03-05', '2024-03-05', '2024-03-01', '2024-02-20'])).toBe('2024-02-20');
  });

  it('is the day of its first item where the oldest come first', () => {
    expect(reachOf(['2024-02-20', '2024-03-01', '2024-03-05'])).toBe('2024-02-20');
  });

  it('does not follow an old release that is pinned to the top', () => {
    expect(reachOf(['2019-01-01', '2024-03-05', '2024-03-01', '2024-02-20'])).toBe('2024-02-20');
  });

  it('is nothing where nothing is listed', () => {
    expect(reachOf([])).toBeNull();
  });
});
