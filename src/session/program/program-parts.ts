// Parts of a program, such as an agent's helpers, that speak for themselves by the records with an id of OSC 7501 (pure).
// Owns which of them go on and how many are kept. Leaves the program's own record, and what a part means for its state, to
// program-state.ts. Source: Program Status Protocol, records and ids: a record replaces the one before it; `clear` removes it
// and those beneath it.

import type { ReportedState } from '../../terminal/emulator/program-signal.js';

export interface Part {
  state: 'working' | 'blocked';
  /** One line, safe to show. */
  text: string;
}

/** By id, the one that spoke last at the end. */
export type Parts = ReadonlyMap<string, Part>;

export const NO_PARTS: Parts = new Map();

/** As the protocol limits them: a hostile program may name any number. */
const MAX_PARTS = 256;

/** The parts after one said something: what is done, idle or failed is no longer one. */
export function hearPart(before: Parts, part: { id: string; state: ReportedState; text: string }): Parts {
  const { id, state, text } = part;
  const parts = new Map(before);
  parts.delete(id);
  if (state === 'clear')
    for (const other of before.keys())
      if (/^[./]/.test(other.slice(id.length)) && other.startsWith(id)) parts.delete(other);
  if (state === 'working' || state === 'blocked') parts.set(id, { state, text });
  const [oldest] = parts.keys();
  if (parts.size > MAX_PARTS && oldest !== undefined) parts.delete(oldest);
  return parts;
}

/** The part that has asked longest. */
export const findBlocked = (parts: Parts): Part | undefined =>
  [...parts.values()].find(({ state }) => state === 'blocked');
