// What a program in the workspace is given by the server, beside what every session is. Owns only shapes.

import type { Pty } from '../../terminal/pty.js';
import type { Size } from '../session-screen.js';
import type { SessionSurroundings } from '../session-ports.js';

export interface ProgramHost<Session> {
  /** Loads what spawning needs, which a restored session has not had. */
  prepareSpawn(): Promise<void>;
  /**
   * Starts the session's command; throws a UserError that names what is missing. env: that of its creator if
   * absent.
   */
  spawn(session: Session, size: Size, env?: Readonly<Record<string, string>>): Pty;
  restart(command: readonly string[]): 'never' | 'ask' | 'always';
  /** A message to those who type into it. */
  tell(session: Session, text: string): void;
}

/** Session: the class of a program; All: that of every session. */
export interface ProgramSurroundings<Session extends All, All> extends SessionSurroundings<All> {
  readonly programs: ProgramHost<Session>;
}
