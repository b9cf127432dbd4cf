// Which files of ours can be searched: transcripts and screens of sessions, open and archived, and
// transcripts of `qmux chat`. Owns where they stand.

import { join } from 'node:path';
import type { SearchedFile } from './file.js';
import { factsOf, namesIn, type Fault } from './folders.js';

export interface OwnPlaces {
  sessionsDir: string;
  chatsDir: string;
}

export const SCREEN_FILE = 'screen.txt';
export const LINES_FILE = 'scrollback.txt';
const TRANSCRIPT_FILE = 'transcript.jsonl';
const PLAIN = /^([^.]+)\.jsonl$/;

/** session: only of this one. */
export function ownFiles(
  { sessionsDir, chatsDir }: OwnPlaces,
  { session, chats, screens }: { session?: string | undefined; chats: boolean; screens: boolean },
  fault: Fault,
): SearchedFile[] {
  const files: SearchedFile[] = [];
  for (const id of session === undefined ? namesIn(sessionsDir, fault) : [session]) {
    // A folder that is being removed, or not of a session.
    if (id.includes('.') || id.includes('/')) continue;
    const transcript = chats && factsOf(join(sessionsDir, id, TRANSCRIPT_FILE));
    if (transcript) files.push({ kind: 'chat', session: id, ...transcript });
    const screen = screens && factsOf(join(sessionsDir, id, SCREEN_FILE));
    if (screen) files.push({ kind: 'screen', session: id, ...screen });
  }
  if (!chats) return files;
  for (const name of session === undefined ? namesIn(chatsDir, fault) : [`${session}.jsonl`]) {
    const id = PLAIN.exec(name)?.[1];
    const facts = id !== undefined && factsOf(join(chatsDir, name));
    if (facts) files.push({ kind: 'chat', session: id, ...facts });
  }
  return files;
}
