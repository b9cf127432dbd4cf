// What the coordinator is given by the server: how sessions are made, where they may be, where things are
// kept, whom to tell; and the limits it keeps to. Owns only shapes.

import type { ChatRecord, ProgramRecord, SessionRecord } from '../store/session-record.js';
import type { AnySession } from './any-session.js';
import type { ChatSession } from './chat/chat-session.js';
import type { Closes } from './life/closes.js';
import type { ProgramSession } from './program/program-session.js';
import type { Stamps } from './session-ports.js';
import type { SessionType } from './session-types.js';

export interface SessionMaker {
  makeChat(record: ChatRecord): ChatSession;
  /** env: of the client that creates it; undefined after a restart. */
  makeProgram(record: ProgramRecord, env: Readonly<Record<string, string>> | undefined): ProgramSession;
  /** Loads what spawning needs, so that the creation itself happens in one turn. */
  prepareSpawn(): Promise<void>;
}

/** What of a wish for a session is possible. */
export interface Possibilities {
  /** An absolute directory that exists, or a UserError. */
  resolveDirectory(directory: string): string;
  /** The directory if it exists, else `~`, which the user is told. '': one that was removed. */
  existingOrHome(directory: string): string;
  /** Throws a UserError for a model that cannot be had. */
  checkModel(model: string): void;
}

export interface SessionDisk {
  /** Structure changed: written at once ('now'), or counts did ('soon'). */
  save(urgency: 'now' | 'soon'): void;
  /** What `qmux chat` left and no server keeps. */
  listPlainChats(): Promise<readonly SessionRecord[]>;
  /**
   * Makes such a session this server's own; does nothing for others. Rejects with a UserError while it is
   * open elsewhere.
   */
  takeOver(session: { readonly id: string; readonly name: string }): Promise<void>;
  /**
   * Removes what a session keeps on disk, durably; rejects with a UserError, and has then removed nothing.
   */
  removeFolder(id: string): Promise<void>;
}

/** dropped: nobody had asked it anything, and it went by itself. */
export type SessionLife = 'made' | 'closed' | 'reopened' | 'deleted' | 'dropped';

export interface CoordinatorListener {
  /** Sessions begin or end, or are no longer open. deleted: only their ids are left of them. */
  onLife(life: SessionLife, sessions: readonly (AnySession | { readonly id: string })[]): void;
  /** Workspace, names or marks changed: clients draw again. */
  onWorkspaceChange(): void;
  /** Something the user should know that is not a command's answer; lower case. */
  onNotice(message: string): void;
  /** A closed session has ended: nothing may hold it any more. */
  onEnded(session: AnySession): void;
  onBug(what: string, error: unknown): void;
}

export interface CoordinatorPorts {
  readonly maker: SessionMaker;
  readonly possible: Possibilities;
  readonly disk: SessionDisk;
  readonly listener: CoordinatorListener;
  readonly stamps: Stamps;
  /** The last closes, as the store kept them; absent: none. */
  readonly closes?: Closes;
}

/** Read at use: a reload of the config replaces them. */
export interface CoordinatorOptions {
  readonly types: readonly SessionType[];
  readonly agents: readonly string[];
  /** The one that answers new chats; undefined: a model does. */
  readonly agent: string | undefined;
  readonly maxSessions: number | undefined;
  /** At this many open sessions the user is told, once. */
  readonly noticeAt: number;
}
