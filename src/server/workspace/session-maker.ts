// Sessions as the workspace makes them: each with the folder of its id and what its kind is given. Owns
// putting these together.

import type { ChatRecord, ProgramRecord } from '../../store/session-record.js';
import { ChatSession } from '../../session/chat/chat-session.js';
import type { ChatSurroundings } from '../../session/chat/chat-ports.js';
import type { SessionMaker } from '../../session/coordinator-ports.js';
import type { ManagedSession } from '../../session/managed-session.js';
import { ProgramSession } from '../../session/program/program-session.js';
import type { SessionSurroundings } from '../../session/session-ports.js';
import type { ProgramStarter } from './program-starter.js';
import type { WorkspaceDisk } from './workspace-disk.js';

export interface WorkspaceSessionsOptions {
  readonly surroundings: SessionSurroundings<ManagedSession>;
  readonly chats: Omit<
    ChatSurroundings<ChatSession, ManagedSession>,
    keyof SessionSurroundings<ManagedSession>
  >;
  readonly programs: ProgramStarter;
  readonly saved: WorkspaceDisk;
}

export class WorkspaceSessions implements SessionMaker {
  /** One for all: a start makes as many chats as were saved. */
  readonly #chats: ChatSurroundings<ChatSession, ManagedSession>;

  readonly #options: WorkspaceSessionsOptions;

  constructor(options: WorkspaceSessionsOptions) {
    this.#options = options;
    this.#chats = { ...options.surroundings, ...options.chats };
  }

  makeChat(record: ChatRecord): ChatSession {
    return new ChatSession(record, () => this.#options.saved.openFolder(record.id), this.#chats);
  }

  makeProgram(record: ProgramRecord, env: Readonly<Record<string, string>> | undefined): ProgramSession {
    const { surroundings, programs, saved } = this.#options;
    const session = new ProgramSession(record, () => saved.openFolder(record.id), {
      ...surroundings,
      programs,
    });
    if (env) programs.remember(session, env);
    return session;
  }

  prepareSpawn(): Promise<void> {
    return this.#options.programs.prepareSpawn();
  }
}
