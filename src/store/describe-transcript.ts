// What a transcript alone tells of its session (pure): for sessions that stand in no index.

import type { TranscriptRecord } from '../chat/transcript-record.js';
import { sanitiseLine } from '../text/sanitise.js';
import type { SessionMeta } from './schema.js';

export interface TranscriptPlace {
  /** Of its folder or file; a transcript of another id was copied by hand, and its original is a session already. */
  id: string;
  /** Where the transcript names no directory. */
  cwd: string;
  /** ms since 1970. */
  lastUsed: number;
}

/** With number 0, and a name that may be taken by now. undefined: not this session's transcript. */
export function describeTranscript(
  records: readonly TranscriptRecord[],
  { id, cwd, lastUsed }: TranscriptPlace,
): SessionMeta | undefined {
  const first = records.find((record) => record.type === 'session');
  // Without one its head was damaged: what is left is still a conversation.
  if (first && first.id !== id) return undefined;
  const session: SessionMeta = {
    id,
    number: 0,
    name: first?.name ?? `recovered-${id.slice(0, 8)}`,
    named: true,
    kind: 'chat',
    type: first?.sessionType ?? 'chat',
    cwd: first?.cwd ?? cwd,
    created: first?.created ?? lastUsed,
    lastUsed,
    turns: 0,
    unread: 0,
  };
  for (const record of records) {
    // Each renaming is a record like the first one.
    if (record.type === 'session' && record.id === id) session.name = record.name;
    if (record.type === 'question') session.lastQuestion = sanitiseLine(record.text);
    if (record.type !== 'begin') continue;
    session.turns++;
    if (record.model !== 'guide' && record.model !== '') session.model = record.model;
  }
  return session;
}
