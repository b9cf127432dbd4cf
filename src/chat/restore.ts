// What a transcript that ended unexpectedly needs before the chat continues (pure): the answer that was cut
// is marked, and questions that were never sent go back to the prompt, or stay queued if the chat is paused.
// Invariant: nothing is lost, and nothing is sent without being asked for.

import type { Conversation } from './conversation.js';
import { findRunningTurn } from './conversation.js';
import type { Draft } from './ports.js';
import type { TranscriptRecord } from './transcript-record.js';

/** Why an answer was cut: the server ended, or its chat was closed. */
export const ENDED = 'qmux ended before the answer was complete';
export const CLOSED = 'closed before the answer was complete';

export interface Restoration {
  /**
   * To be appended after the draft was saved: a crash in between duplicates the text instead of losing it.
   */
  records: TranscriptRecord[];
  draft: string;
  /** Which `@` of it were typed. */
  refs: number[];
}

/** undefined: the transcript ended properly. at: milliseconds since 1970. held: no turn begins by itself. */
export function findRestoration(
  conversation: Conversation,
  draft: Draft,
  { at, held }: { at: number; held: boolean },
): Restoration | undefined {
  const records: TranscriptRecord[] = [];
  const running = findRunningTurn(conversation);
  // The user saw what came before, not what is added now.
  if (conversation.isWatched) records.push({ type: 'seen', at });
  if (running)
    records.push({
      type: 'finish',
      id: running.id,
      finish: 'cut',
      error: ENDED,
      late: true,
      at,
    });
  // Held prompts wait for resume, whatever happened to the server meanwhile.
  const queued = held ? [] : conversation.queued;
  for (const { id } of queued) records.push({ type: 'withdraw', id, at });
  if (queued.length > 0)
    records.push({ type: 'note', level: 'info', text: describeWithdrawn(queued.length), at });
  if (records.length === 0) return undefined;
  const parts = [...queued, draft].filter(({ text }) => text !== '');
  const refs: number[] = [];
  let text = '';
  for (const part of parts) {
    if (text !== '') text += '\n';
    for (const ref of part.refs ?? []) refs.push(text.length + ref);
    text += part.text;
  }
  return { records, draft: text, refs };
}

const describeWithdrawn = (count: number): string =>
  count === 1
    ? 'a question was not sent; it is back in the prompt'
    : `${count} questions were not sent; they are back in the prompt`;
