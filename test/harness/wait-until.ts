// Waiting for a described condition instead of sleeping: on time-out the error says what never came true.

import { setTimeout as delay } from 'node:timers/promises';

/**
 * Short compared with anything a test waits for, long compared with a check: two cores run several test files
 * at once.
 */
const CHECK_INTERVAL_MS = 4;

/** A machine with much other work is ten times as slow as an idle one. */
const LIMIT_MS = 30_000;

/** Of the machine, also where a test has replaced it: a timer that is moved on by hand is no time that passed. */
const realNow = performance.now.bind(performance);

export interface WaitOptions {
  timeoutMs?: number;
  /** What was there instead, such as the screen; asked only on time-out. */
  describe?: () => string;
}

/** Resolves with the predicate's result once that is neither undefined nor false. */
export async function waitUntil<Value>(
  what: string,
  predicate: () => Value | undefined | false | Promise<Value | undefined | false>,
  { timeoutMs = LIMIT_MS, describe }: WaitOptions = {},
): Promise<Value> {
  const startedAt = realNow();
  for (;;) {
    const value = await predicate();
    if (value !== undefined && value !== false) return value;
    if (realNow() - startedAt >= timeoutMs) break;
    await delay(CHECK_INTERVAL_MS);
  }
  throw new Error(`waited ${timeoutMs} ms until ${what}${describe ? `; instead:\n${describe()}` : ''}`);
}
