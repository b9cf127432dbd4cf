// What every session is given by the server: time, and somebody to tell. Owns only shapes; what a chat or a
// program is given beside stands with them. Session: the class that is given this; named by it, since neither
// file may import the other.

import type { ScreenSurroundings } from './session-screen.js';
import type { SessionEvent } from './attention/session-event.js';

export type SessionChange =
  /** Its screen has new cells; also one that no client shows, which a list may preview. */
  | 'screen'
  /** What its program calls itself. */
  | 'title'
  /** How much of it is unread, its last line: what only a list shows. */
  | 'counts'
  /** Its name, state, marks or counts: what lists and titles show. */
  | 'facts'
  /** The same, and what follows must not be done before it is kept: not even kill -9 may undo it. */
  | 'kept-facts';

/** Times and ids, which a test sets. */
export interface Stamps {
  /** ms since 1970. */
  now(): number;
  /** The same on a clock that is never set: for how long something took, and what came first. */
  steadyNow(): number;
  newId(): string;
}

/** Who is told what happens in sessions. */
export interface SessionListener<Session> {
  /** Something that lists show or that is stored has changed. */
  onChange(session: Session, change: SessionChange): void;
  onEvent(session: Session, event: SessionEvent): void;
  /** The session's program wrote a text to the clipboard. */
  onClipboardWrite(session: Session, text: string): void;
  /** A part of what a session keeps is gone; lower case. */
  onDamage(message: string): void;
  /** An exception of one session never reaches the server. */
  onBug(what: string, error: unknown): void;
}

export interface SessionSurroundings<Session> {
  readonly screen: ScreenSurroundings;
  readonly stamps: Stamps;
  readonly listener: SessionListener<Session>;
}
