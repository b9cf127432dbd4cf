// The records of what is attached to a question (pure): one for each, and more where its text is long, so
// that none of them takes long to write or read. Owns both directions.

import type { TranscriptRecord } from '../transcript-record.js';
import { spellAttached, type Attached } from './attached.js';

export type AttachedRecord = Extract<TranscriptRecord, { type: 'attached' | 'attached-more' }>;

/** Of one record: written and read in a millisecond. */
export const MOST_CHARACTERS = 256 * 1024;

export const isAttachedRecord = (record: TranscriptRecord): record is AttachedRecord =>
  record.type === 'attached' || record.type === 'attached-more';

/** turn: the id of the question that it goes along with. */
export function* recordsOfAttached(turn: string, attached: Attached, at: number): Generator<AttachedRecord> {
  const { text } = attached;
  yield { type: 'attached', turn, at, ...attached, text: text.slice(0, MOST_CHARACTERS) };
  for (let from = MOST_CHARACTERS; from < text.length; from += MOST_CHARACTERS)
    yield { type: 'attached-more', turn, text: text.slice(from, from + MOST_CHARACTERS), at };
}

/** Of a question that is asked now. */
export const recordsOfAll = (
  { id, at }: { id: string; at: number },
  all: readonly Attached[],
): AttachedRecord[] => all.flatMap((each) => [...recordsOfAttached(id, each, at)]);

/**
 * owner: the question or its turn; undefined: its record was lost. What was read again replaces what it was.
 */
export function applyAttached(owner: { attached: Attached[] } | undefined, record: AttachedRecord): void {
  if (record.type === 'attached') {
    const { type: _type, turn: _turn, at: _at, ...attached } = record;
    if (owner) owner.attached = [...owner.attached.filter((each) => !isSame(each, attached)), attached];
    return;
  }
  const last = owner?.attached.at(-1);
  if (last) last.text += record.text;
}

const isSame = (a: Attached, b: Attached): boolean =>
  a.kind === b.kind && spellAttached(a) === spellAttached(b);
