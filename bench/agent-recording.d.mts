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
  /** From the beginning of waiting, and from its end, to being said so, in ms. */
  delaysMs: number[];
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
