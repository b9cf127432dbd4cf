import type { ProgramReading } from '../src/session/program/program-state.js';

export interface Truth {
  agent: string;
  cols: number;
  rows: number;
  states: { t: number; state: string }[];
  hooks: { t: number; name: string; data: object }[];
}

/** Of the reading, from atMs on. */
export interface Moment {
  atMs: number;
  reading: ProgramReading;
}

export interface Measure {
  rightMs: number;
  allMs: number;
  /** Share of the time between start and end in which the state was right. */
  right: number;
  /** Episodes of waiting, and how many of them were seen. */
  episodes: number;
  seen: number;
  /** Times that it was said to wait, and how many of them overlap with the truth. */
  claims: number;
  trueClaims: number;
  /** From the beginning of waiting to being said so, and by what. */
  delays: { ms: number; source: ProgramReading['source'] }[];
  /** From its end to being said so, in ms. */
  leavingMs: number[];
}

/** Names of the recordings in a directory. */
export function listRecordings(directory: URL): string[];

/** What happened, in order: seconds, kind (`o`, `i`, `r`, `m`, or `hook` with its JSON), data. */
export function loadRecording(
  directory: URL,
  name: string,
  options: { hooks: boolean },
): { truth: Truth; events: [seconds: number, kind: string, data: string][] };

export function measure(replay: { truth: Truth; moments: Moment[] }): Measure;

/** Shares, and 95th percentiles in ms; null: there was nothing to measure. */
export interface Summary {
  precision: number | null;
  recall: number | null;
  recallWithoutPi: number | null;
  right: number | null;
  rightOfPi: number | null;
  reportedMsP95: number | null;
  readMsP95: number | null;
  hookMsP95: number | null;
  leavingMsP95: number | null;
}

/** Of all recordings together. */
export function summarise(measured: readonly (Measure & { agent: string })[]): Summary;

/** Names of the figures that are missing or worse than they may be. */
export function findWorse(summary: Summary): string[];
