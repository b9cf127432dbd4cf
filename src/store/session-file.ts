// What a session's own folder says about it (pure): session.json, for the day when the session is in no index
// any more. Owns its shape. Leaves the check of a session to schema.ts and the writing to session-folder.ts.

import { decodeSession, type SessionRecord } from './session-record.js';
import { STORE_VERSION } from './schema.js';
import { isRecord } from './shape-check.js';

/** Without what changes all the time: the file is written when the session is created or renamed. */
export function formatSessionFile(record: SessionRecord): string {
  const none = { lastLine: undefined, lastQuestion: undefined, exit: undefined, failure: undefined };
  return JSON.stringify({ version: STORE_VERSION, session: { ...record, ...none, unread: 0 } });
}

/** Throws an Error that says what is wrong: damaged, newer, or of another session. */
export function parseSessionFile(text: string, id: string): SessionRecord {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error('not an object');
  const { version } = value;
  if (typeof version === 'number' && version > STORE_VERSION)
    throw new Error(`written by a newer qmux (version ${version})`);
  const { session } = decodeSession(value['session']);
  if (session?.id !== id) throw new Error('it describes another session');
  return session;
}
