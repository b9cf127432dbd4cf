// What is found at once (pure): a turn of a conversation, or what stands outside of turns. Owns its shape and
// its text as lines.

import type { HitPart, HitSource } from '../hit.js';

export interface UnitPart {
  part: HitPart;
  text: string;
}

export interface Unit {
  /** Absent: it is in no turn. */
  turnId?: string;
  /** From 1, in the order in which turns began; 0: before the first. */
  turn: number;
  /** ms since 1970; 0: unknown. */
  at: number;
  parts: readonly UnitPart[];
}

/** Where a unit stands: of our own transcripts the byte of its first record, of others its number. */
export interface PlacedUnit extends Unit {
  place: number;
}

/** Whose units they are. */
export interface Conversation {
  source: HitSource;
  file: string;
  session?: string;
  /** The agent's own id of it, and where it ran. */
  conversation?: string;
  directory?: string;
  name: string;
}

/** Read as a whole. Places are different within the file. */
export interface ReadConversation extends Conversation {
  units: readonly PlacedUnit[];
}

export const textOf = ({ parts }: Pick<Unit, 'parts'>): string => parts.map(({ text }) => text).join('\n');

/** All texts in a value of JSON, whatever their keys. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const each of value) yield* textsIn(each);
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* textsIn(each);
}
