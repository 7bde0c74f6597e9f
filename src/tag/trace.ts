import type { BillId, Evidence } from '../model.js';

/** What became of a place in the text that might have been a tag. */
type Outcome = 'tagged' | 'refused' | 'ambiguous';

/** A place that names, or seems to name, bills. */
export interface BillDecision {
  about: 'bill';
  outcome: Outcome;
  /** The bills tagged, or those that were not. */
  bills: BillId[];
  /** Bills that bear the same title and were not meant. */
  besides: BillId[];
  at: Evidence;
  rule: string;
}

/** How a topic's score came about. */
export interface TopicDecision {
  about: 'topic';
  outcome: Outcome;
  topic: string;
  /** Sum of all that speaks for the topic, less what speaks against it. */
  proof: number;
  score: number;
  /** Words of the text by weight times how often they count; below 0 what speaks against the topic. */
  terms: { text: string; weight: number; count: number; sum: number }[];
  /** Cited bills whose policy area it is. */
  bills: { bill: BillId; sum: number }[];
  rule: string;
}

/** A place that names an official, or seems to; or words between marks and who says them. */
export interface PersonDecision {
  about: 'mention' | 'quote';
  outcome: Outcome;
  /** Ids of officials, names of other speakers: the one meant, or those who could be. */
  people: string[];
  at: Evidence;
  rule: string;
}

export type Decision = BillDecision | TopicDecision | PersonDecision;

/** Told of every decision while a text is tagged, where somebody asks why. Nothing is written down for nobody. */
export type Trace = (decision: Decision) => void;
