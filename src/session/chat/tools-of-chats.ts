// The tools of chats: whether they are on, in which directory and environment they work. Owns that wiring.
// Leaves the tools to chat/tools/ and starting their processes to whoever has the chats.

import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { startAgentProcess } from '../../chat/agents/agent-process.js';
import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import { agentClock } from '../../chat/agents/silence-watch.js';
import { ChatServers } from '../../chat/mcp/chat-servers.js';
import { isOutdated } from '../../chat/mcp/mcp-entry.js';
import { McpServers } from '../../chat/mcp/mcp-servers.js';
import { FileDecisions } from '../../chat/mcp/project-file.js';
import { findAllKeys } from '../../chat/providers/known-providers.js';
import { withoutKeys } from '../../chat/tools/provider-keys.js';
import { SessionTools } from '../../chat/tools/session-tools.js';
import type { Tool, ToolSet } from '../../chat/tools/tool-set.js';
import type { Config } from '../../config/options.js';
import type { Paths } from '../../paths/paths.js';
import type { WatchedChild } from '../../process/child-records.js';
import { VERSION } from '../../protocol/version.js';
import type { ChatRecord } from '../../store/session-record.js';
import type { Pty } from '../../terminal/pty.js';
import type { Size } from '../session-screen.js';
import type { ChatTools } from './chat-ports.js';

type Environment = Readonly<Record<string, string>>;

/** A chat, as far as its tools depend on it. */
export interface ToolUser {
  readonly record: Pick<ChatRecord, 'id' | 'cwd' | 'tools'>;
  /** undefined: a model answers. */
  readonly agent: object | undefined;
}

export interface ToolsOfChatsOptions {
  readonly config: Pick<Config, 'tools' | 'mcp' | 'providers'>;
  readonly paths: Pick<Paths, 'serverDir' | 'dataDir' | 'runtimeDir' | 'fallbackRuntimeDir'>;
  /** That a chat works in, or home. */
  directoryOf(record: ToolUser['record']): string;
  /** So that it does not outlive this process. */
  record(child: WatchedChild, command: string): void;
  /** On a PTY. Rejects with a UserError that names what is missing. */
  startShell(
    record: ToolUser['record'],
    shell: { words: readonly string[]; cwd: string; env: Environment },
    size: Size,
  ): Promise<Pty>;
  /** Of the client attached last. */
  env(): Environment;
  /** Somebody can be asked; otherwise there are no tools of servers, each of which asks. */
  readonly canAsk: boolean;
}

/** Of the terminal of a command: wide enough for what programs fit to it. */
const SIZE = { rows: 40, cols: 120 };

/** Nobody turns pages, and colours would be removed. */
const PLAIN = { NO_COLOR: '1', PAGER: 'cat', GIT_PAGER: 'cat' };

const NO_SERVERS = { tools: () => Promise.resolve([]) };

export class ToolsOfChats<Session extends ToolUser> implements ChatTools<Session> {
  readonly #sets = new WeakMap<ToolUser, ToolSet>();
  readonly #chatServers = new WeakMap<ToolUser, ChatServers>();
  readonly #servers: McpServers;
  readonly #decisions: FileDecisions;
  /** As the servers that run were found in it. */
  #mcp: Config['mcp'];

  readonly #options: ToolsOfChatsOptions;

  constructor(options: ToolsOfChatsOptions) {
    this.#options = options;
    const { paths, env, record, config } = options;
    this.#mcp = config.mcp;
    this.#decisions = new FileDecisions(join(paths.serverDir, 'mcp-files.json'));
    this.#servers = new McpServers({
      start: startAgentProcess,
      clock: agentClock,
      version: VERSION,
      redact: (text) => new NamedSecrets(env(), config.providers).redact(text),
      record: (child, command) => record(child, command),
    });
  }

  of(session: Session): ToolSet | undefined {
    if (session.agent || session.record.tools === false) return undefined;
    let set = this.#sets.get(session);
    if (!set) {
      const { env, config } = this.#options;
      set = new SessionTools({
        builtIn: () => this.#builtIn(session),
        servers: this.#options.canAsk ? this.servers(session) : NO_SERVERS,
        env: () => env(),
        get providers() {
          return config.providers;
        },
      });
      this.#sets.set(session, set);
    }
    return set;
  }

  areOn({ agent, record }: ToolUser): boolean {
    return !agent && (record.tools ?? this.#options.config.tools);
  }

  /** Of the Model Context Protocol. */
  servers(session: ToolUser): ChatServers {
    let servers = this.#chatServers.get(session);
    if (!servers) {
      const { config, env } = this.#options;
      servers = new ChatServers({
        get configured() {
          return config.mcp;
        },
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

  /** After a reload: servers of the config that it has no more, or differently, end. */
  configChanged(): void {
    const before = this.#mcp;
    const now = this.#options.config.mcp;
    this.#mcp = now;
    this.#servers.retire((entry) => isOutdated(entry, before, now));
  }

  /** Resolves when no server runs any more. */
  stop(): Promise<void> {
    return this.#servers.stop();
  }

  async #builtIn(session: ToolUser): Promise<readonly Tool[]> {
    if (!this.areOn(session)) return [];
    const { startShell, env } = this.#options;
    const directory = await this.#directoryOf(session);
    const { builtInTools } = await import('../../chat/tools/built-in-tools.js');
    return builtInTools({
      area: { directory, closed: await this.#closedFolders() },
      search: { path: env()['PATH'] },
      shell: {
        start: (words) =>
          startShell(
            session.record,
            { words, cwd: directory, env: { ...withoutKeys(env(), this.#keys()), ...PLAIN } },
            SIZE,
          ),
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

  #directoryOf({ record }: ToolUser): Promise<string> {
    return realpath(this.#options.directoryOf(record).replace(/^~/, () => homedir()));
  }
}
