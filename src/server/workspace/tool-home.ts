// The tools of the workspace's chats: whether they are on, in which directory and environment they work.
// Owns that wiring. Leaves the tools to chat/tools/.

import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { startAgentProcess } from '../../chat/agents/agent-process.js';
import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import { agentClock } from '../../chat/agents/silence-watch.js';
import { ChatServers } from '../../chat/mcp/chat-servers.js';
import { McpServers } from '../../chat/mcp/mcp-servers.js';
import { FileDecisions } from '../../chat/mcp/project-file.js';
import { findAllKeys } from '../../chat/providers/known-providers.js';
import { withoutKeys } from '../../chat/tools/provider-keys.js';
import { SessionTools } from '../../chat/tools/session-tools.js';
import type { Tool, ToolSet } from '../../chat/tools/tool-set.js';
import type { Config } from '../../config/options.js';
import type { Paths } from '../../paths/paths.js';
import type { ChildRecords } from '../../process/child-records.js';
import { VERSION } from '../../protocol/version.js';
import type { ChatTools } from '../../session/chat/chat-ports.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { NO_SESSION } from './agent-home.js';
import type { ProgramStarter } from './program-starter.js';
import { existingOrHome } from './session-directory.js';

export interface WorkspaceToolsOptions {
  readonly config: Pick<Config, 'tools' | 'mcp' | 'providers'>;
  readonly paths: Pick<Paths, 'serverDir' | 'dataDir' | 'runtimeDir' | 'fallbackRuntimeDir'>;
  readonly children: ChildRecords;
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
  readonly #chatServers = new WeakMap<ChatSession, ChatServers>();
  readonly #servers: McpServers;
  readonly #decisions: FileDecisions;

  readonly #options: WorkspaceToolsOptions;

  constructor(options: WorkspaceToolsOptions) {
    this.#options = options;
    const { paths, children, env, config } = options;
    this.#decisions = new FileDecisions(join(paths.serverDir, 'mcp-files.json'));
    this.#servers = new McpServers({
      start: startAgentProcess,
      clock: agentClock,
      version: VERSION,
      redact: (text) => new NamedSecrets(env(), config.providers).redact(text),
      record: (child, command) => children.watch(child, { session: NO_SESSION, command }),
    });
  }

  of(session: ChatSession): ToolSet | undefined {
    if (session.agent || session.record.tools === false) return undefined;
    let set = this.#sets.get(session);
    if (!set) {
      const { env, config } = this.#options;
      set = new SessionTools({
        builtIn: () => this.#builtIn(session),
        servers: this.servers(session),
        env: () => env(),
        providers: config.providers,
      });
      this.#sets.set(session, set);
    }
    return set;
  }

  areOn({ agent, record }: ChatSession): boolean {
    return !agent && (record.tools ?? this.#options.config.tools);
  }

  /** Of the Model Context Protocol. */
  servers(session: ChatSession): ChatServers {
    let servers = this.#chatServers.get(session);
    if (!servers) {
      const { config, env } = this.#options;
      servers = new ChatServers({
        configured: config.mcp,
        servers: this.#servers,
        decisions: this.#decisions,
        directory: () => this.#directoryOf(session),
        env: () => env(),
        keys: () => this.#keys(),
      });
      this.#chatServers.set(session, servers);
    }
    return servers;
  }

  /** Resolves when no server runs any more. */
  stop(): Promise<void> {
    return this.#servers.stop();
  }

  async #builtIn(session: ChatSession): Promise<readonly Tool[]> {
    if (!this.areOn(session)) return [];
    const { programs, env } = this.#options;
    const { id } = session.record;
    const directory = await this.#directoryOf(session);
    const { builtInTools } = await import('../../chat/tools/built-in-tools.js');
    return builtInTools({
      area: { directory, closed: await this.#closedFolders() },
      search: { path: env()['PATH'] },
      shell: {
        start: async (words) => {
          await programs.prepareSpawn();
          const own = { ...withoutKeys(env(), this.#keys()), ...PLAIN };
          return programs.start({ id, command: words, cwd: directory, name: 'shell' }, SIZE, own);
        },
      },
    });
  }

  /** Our own, with all conversations and the token of the server. */
  #closedFolders(): Promise<string[]> {
    const { dataDir, runtimeDir, fallbackRuntimeDir } = this.#options.paths;
    const folders = [...new Set([dataDir, runtimeDir, fallbackRuntimeDir])];
    return Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  }

  /** Of providers, those of the config among them. */
  #keys(): readonly string[] {
    return findAllKeys(this.#options.env(), this.#options.config.providers);
  }

  #directoryOf({ record: { cwd } }: ChatSession): Promise<string> {
    const { log } = this.#options;
    return realpath(existingOrHome(cwd, (message) => log(message)).replace(/^~/, () => homedir()));
  }
}
