// What a transcript alone says about its session (pure): for sessions that are in no index.

import type { TranscriptRecord } from '../chat/transcript-record.js';
import { sanitiseLine } from '../text/sanitise.js';
import type { ChatRecord } from './session-record.js';

export interface TranscriptPlace {
  /**
   * Of its folder or file; a transcript with another id was copied by hand, and its original is already a
   * session.
   */
  id: string;
  /** If the transcript names no directory. */
  cwd: string;
  /** ms since 1970. */
  lastUsed: number;
}

/** With number 0, and a name that may be taken by now. undefined: not this session's transcript. */
export function describeTranscript(
  records: readonly TranscriptRecord[],
  { id, cwd, lastUsed }: TranscriptPlace,
): ChatRecord | undefined {
  const heads = records.filter((record) => record.type === 'session');
  // One that was handed over names both sessions. Without any its head was damaged: what is left is still a
  // conversation.
  const first = heads.find((head) => head.id === id);
  if (heads.length > 0 && !first) return undefined;
  let name = first?.name ?? `recovered-${id.slice(0, 8)}`;
  /** How many turns there are up to each, and on the current branch. */
  const depths = new Map<string, number>();
  let turns = 0;
  let lastQuestion: string | undefined;
  /** A model's has a slash, an agent's has none. */
  let answerer: string | undefined;
  let agentSession: string | undefined;
  for (const record of records) {
    // Each renaming is a record like the first one.
    if (record.type === 'session' && record.id === id) ({ name, agentSession } = record);
    if (record.type === 'question') lastQuestion = sanitiseLine(record.text);
    if (record.type === 'head') turns = record.turn === null ? 0 : (depths.get(record.turn) ?? turns);
    if (record.type !== 'begin') continue;
    depths.set(record.id, ++turns);
    if (record.model !== 'guide' && record.model !== '') answerer = record.model;
  }
  return {
    id,
    number: 0,
    name,
    named: true,
    kind: 'chat',
    type: first?.sessionType ?? 'chat',
    cwd: first?.cwd ?? cwd,
    created: first?.created ?? lastUsed,
    lastUsed,
    turns,
    unread: 0,
    ...(lastQuestion === undefined ? {} : { lastQuestion }),
    ...(answerer?.includes('/') ? { model: answerer } : {}),
    ...(answerer === undefined || answerer.includes('/')
      ? {}
      : { agent: answerer, ...(agentSession === undefined ? {} : { agentSession }) }),
  };
}
