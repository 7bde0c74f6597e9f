/**
 * How far back a listing reaches: the day after which it shows everything its newsroom still publishes. That is
 * the day at the older end of its order, not its oldest day: an old release pinned to the top says nothing of those
 * between.
 * @param days of the items, `YYYY-MM-DD`, in the order of the listing
 * @returns null for an empty listing
 */
export function reachOf(days: string[]): string | null {
  let rises = 0;
  let falls = 0;
  for (const [index, day] of days.entries()) {
    const before = days[index - 1];
    if (before !== undefined && day > before) rises += 1;
    if (before !== undefined && day < before) falls += 1;
  }
  return (rises > falls ? days[0] : days.at(-1)) ?? null;
}
