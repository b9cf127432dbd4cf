// What a program in the workspace is given by the server, beside what every session is. Owns only shapes.

import type { Pty } from '../../terminal/pty.js';
import type { Size } from '../session-screen.js';
import type { SessionSurroundings } from '../session-ports.js';

type Environment = Readonly<Record<string, string>>;

export interface ProgramHost<Session> {
  /** Loads what spawning needs, which a restored session has not had. */
  prepareSpawn(): Promise<void>;
  /**
   * Starts a command for the session; throws a UserError that names what is missing. env: that of its creator
   * if absent.
   */
  spawn(session: Session, size: Size, command: readonly string[], env?: Environment): Pty;
  /** Names of the variables an agent may need in that environment. */
  agentVariables(session: Session, env?: Environment): readonly string[];
  /** A line for its user about those that are missing. */
  describeMissing(command: readonly string[], names: readonly string[]): string;
  /** No other open session may hold the last conversation of the agent in the directory. */
  isAlone(session: Session, agent: { readonly command: readonly string[]; readonly cwd: string }): boolean;
  restart(command: readonly string[]): 'never' | 'ask' | 'always';
  /** A message to those who type into it. */
  tell(session: Session, text: string): void;
}

/** Session: the class of a program; All: that of every session. */
export interface ProgramSurroundings<Session extends All, All> extends SessionSurroundings<All> {
  readonly programs: ProgramHost<Session>;
}
