import type { Database } from '../db/connection.js';
import type { Selection } from '../db/reprocess.js';
import { readSetting, removeSetting, writeSetting } from '../db/settings.js';
import type { Tagger } from '../src/tag/tagger.js';
import { type Change, countAfter, reprocessBatch, type Stage } from './reprocess.js';

/** What a run came to so far, over all its starts. */
export interface Totals {
  /** Revisions read. */
  revisions: number;
  /** Of these, without kept bytes. */
  lacking: number;
  /** Statements tagged. */
  statements: number;
  /** `bill added`, `revision changed` and such, each with how many. */
  changes: Record<string, number>;
}

export interface ReprocessRun {
  /** What the tagger knows: with other bills or topics it is another run. */
  knowledge: string;
  selection: Selection;
  stages: Stage[];
  /** Writes nothing, and begins at the beginning. */
  dryRun: boolean;
  stopped: AbortSignal;
  /** Most revisions or statements of one batch. */
  most?: number;
  /** The same run goes on where it had been stopped. */
  onResume?: (stage: Stage) => void;
  onStage?: (stage: Stage, done: number, total: number) => void;
  onBatch?: (changes: Change[], done: number, total: number) => void;
}

/** How far a run is; kept in the archive after every batch. */
interface Place {
  /** What was asked for, with which knowledge. */
  run: string;
  stage: Stage;
  after: number;
  totals: Totals;
}

const SETTING = 'reprocess';

/**
 * Does stages again for all that is selected, batch by batch. A run that was stopped, or whose process died, goes
 * on after its last batch when the same is asked for again.
 * @returns what it came to, and whether it is done
 */
export async function runReprocess(
  db: Database,
  tagger: Tagger,
  options: ReprocessRun,
): Promise<{ totals: Totals; done: boolean }> {
  const { selection, stages, dryRun, most } = options;
  const run = JSON.stringify({ ...selection, stages, knowledge: options.knowledge });
  const kept = dryRun ? null : await placeOf(db, run);
  const place = kept ?? beginning(run, stages[0] ?? 'tag');
  if (kept !== null) options.onResume?.(kept.stage);
  const { totals } = place;
  for (const stage of stages.slice(stages.indexOf(place.stage))) {
    if (stage !== place.stage) Object.assign(place, { stage, after: 0 });
    const counted = stage === 'extract' ? 'revisions' : 'statements';
    const total = totals[counted] + (await countAfter(db, stage, selection, place.after));
    options.onStage?.(stage, totals[counted], total);
    for (;;) {
      if (options.stopped.aborted) return { totals, done: false };
      const batch = await reprocessBatch(db, tagger, stage, {
        selection,
        after: place.after,
        dryRun,
        ...(most === undefined ? {} : { most }),
      });
      if (batch === null) break;
      place.after = batch.last;
      totals[counted] += batch.done;
      totals.lacking += batch.lacking;
      for (const { kind, change } of batch.changes) {
        const name = `${kind} ${change}`;
        totals.changes[name] = (totals.changes[name] ?? 0) + 1;
      }
      if (!dryRun) await writeSetting(db, SETTING, JSON.stringify(place));
      options.onBatch?.(batch.changes, totals[counted], total);
    }
  }
  if (!dryRun) await removeSetting(db, SETTING);
  return { totals, done: true };
}

function beginning(run: string, stage: Stage): Place {
  return { run, stage, after: 0, totals: { revisions: 0, lacking: 0, statements: 0, changes: {} } };
}

/** Where the same run was stopped; null where there is none to go on with. */
async function placeOf(db: Database, run: string): Promise<Place | null> {
  const kept = await readSetting(db, SETTING);
  const place = kept === null ? null : (JSON.parse(kept) as Place);
  return place?.run === run ? place : null;
}
