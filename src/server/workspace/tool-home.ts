// The tools of the workspace's chats: whether they are on, in which directory and environment they work.
// Owns that wiring. Leaves the tools to chat/tools/.

import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { findAllKeys } from '../../chat/providers/known-providers.js';
import { builtInTools } from '../../chat/tools/built-in-tools.js';
import { withoutKeys } from '../../chat/tools/provider-keys.js';
import { SessionTools } from '../../chat/tools/session-tools.js';
import type { Tool, ToolSet } from '../../chat/tools/tool-set.js';
import type { Config } from '../../config/options.js';
import type { ChatTools } from '../../session/chat/chat-ports.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import type { ProgramStarter } from './program-starter.js';
import { existingOrHome } from './session-directory.js';

export interface WorkspaceToolsOptions {
  readonly config: Pick<Config, 'tools' | 'providers'>;
  readonly programs: Pick<ProgramStarter, 'prepareSpawn' | 'start'>;
  /** Of the client attached last. */
  env(): Readonly<Record<string, string>>;
  log(message: string): void;
}

/** Of the terminal of a command: wide enough for what programs fit to it. */
const SIZE = { rows: 40, cols: 120 };

/** Nobody turns pages, and colours would be removed. */
const PLAIN = { NO_COLOR: '1', PAGER: 'cat', GIT_PAGER: 'cat' };

export class WorkspaceTools implements ChatTools<ChatSession> {
  readonly #sets = new WeakMap<ChatSession, ToolSet>();

  readonly #options: WorkspaceToolsOptions;

  constructor(options: WorkspaceToolsOptions) {
    this.#options = options;
  }

  of(session: ChatSession): ToolSet | undefined {
    if (session.agent || session.record.tools === false) return undefined;
    let set = this.#sets.get(session);
    if (!set) {
      const { env } = this.#options;
      set = new SessionTools({ builtIn: () => this.#builtIn(session), env: () => env() });
      this.#sets.set(session, set);
    }
    return set;
  }

  areOn({ agent, record }: ChatSession): boolean {
    return !agent && (record.tools ?? this.#options.config.tools);
  }

  async #builtIn(session: ChatSession): Promise<readonly Tool[]> {
    if (!this.areOn(session)) return [];
    const { programs, env, log, config } = this.#options;
    const { id, cwd } = session.record;
    const directory = await realpath(existingOrHome(cwd, log).replace(/^~/, () => homedir()));
    return builtInTools({
      directory,
      search: { path: env()['PATH'] },
      shell: {
        start: async (words) => {
          await programs.prepareSpawn();
          const own = { ...withoutKeys(env(), findAllKeys(env(), config.providers)), ...PLAIN };
          return programs.start({ id, command: words, cwd: directory, name: 'shell' }, SIZE, own);
        },
      },
    });
  }
}
