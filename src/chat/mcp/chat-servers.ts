// The servers of one chat: those of the config, and those of its directory's .mcp.json once the user allows
// them. Owns asking that, and what is said of servers that do not start. Leaves processes to mcp-servers.ts.

import { UserError } from '../../text/user-error.js';
import { orAborted } from '../agents/or-aborted.js';
import type { McpOptions } from '../../config/tool-options.js';
import type { QuestionOption } from '../user-question.js';
import type { ListPorts, Tool } from '../tools/tool-set.js';
import { withoutKeys } from '../tools/provider-keys.js';
import { entriesOfConfig, entriesOfFile, type McpEntry } from './mcp-entry.js';
import type { McpServer, OfferedTool } from './mcp-server.js';
import type { McpServers } from './mcp-servers.js';
import { toolsOf } from './mcp-tools.js';
import { readProjectFile, type FileDecisions, type ProjectFile } from './project-file.js';

type Environment = Readonly<Record<string, string>>;

export interface ChatServersPorts {
  /** At the moment. */
  readonly configured: Readonly<Record<string, McpOptions>>;
  servers: Pick<McpServers, 'find'>;
  decisions: FileDecisions;
  /** Of the session: a real path. Rejects with a UserError. */
  directory(): Promise<string>;
  env(): Environment;
  /** Providers' keys in it. */
  keys(): readonly string[];
}

const YES: QuestionOption = { id: 'yes', name: 'yes, start them', kind: 'allow_always' };
const NOT_NOW: QuestionOption = { id: 'not-now', name: 'no, not now', kind: 'reject_once' };
const NEVER: QuestionOption = { id: 'never', name: 'no, never with this content', kind: 'reject_always' };

/** A server as /mcp lists it. */
export type ListedServer = { entry: McpEntry; server: McpServer } | { entry: McpEntry; server: undefined };

export class ChatServers {
  /** Contents that were refused for now. */
  readonly #refused = new Set<string>();
  /** What was said of a server, so that it is said once. */
  readonly #said = new Set<string>();

  readonly #ports: ChatServersPorts;

  constructor(ports: ChatServersPorts) {
    this.#ports = ports;
  }

  async tools({ signal, ask, notice }: ListPorts): Promise<Tool[]> {
    const { servers, faults } = await this.#find(ask);
    for (const fault of faults) this.#sayOnce(fault, notice);
    const found = await Promise.all(servers.map((server) => use(server, signal)));
    for (const { server, lost, failure } of found) {
      const { name } = server.entry;
      if (lost !== undefined) notice(`MCP server ${name}: ${lost}`);
      if (failure !== undefined) this.#sayOnce(`${failure}; /mcp reconnect ${name} tries again`, notice);
    }
    const taken = new Set<string>();
    return found.flatMap(({ server, offered }) => toolsOf(server, offered, taken));
  }

  /** Without asking; server: undefined for one of a file that is not allowed. */
  async list(): Promise<{ servers: ListedServer[]; faults: readonly string[] }> {
    const { own, project, faults } = await this.#read();
    const isAllowed = project && (await this.#ports.decisions.find(project.file)) === 'allowed';
    const context = await this.#context();
    const { servers } = this.#ports;
    return {
      servers: [
        ...own.map((entry) => ({ entry, server: servers.find(entry, context) })),
        ...(project?.entries ?? []).map((entry) => ({
          entry,
          server: isAllowed ? servers.find(entry, context) : undefined,
        })),
      ],
      faults,
    };
  }

  /** It may be said again that it does not start. */
  forgetSaid(): void {
    this.#said.clear();
  }

  async #find(ask: ListPorts['ask']): Promise<{ servers: McpServer[]; faults: readonly string[] }> {
    const { own, project, faults } = await this.#read();
    const isAllowed = project && project.entries.length > 0 && (await this.#mayStart(project, ask));
    const entries = [...own, ...(isAllowed ? project.entries : [])];
    if (entries.length === 0) return { servers: [], faults };
    const context = await this.#context();
    return { servers: entries.map((entry) => this.#ports.servers.find(entry, context)), faults };
  }

  async #read(): Promise<{
    own: readonly McpEntry[];
    project: { file: ProjectFile; entries: readonly McpEntry[] } | undefined;
    faults: readonly string[];
  }> {
    const { configured } = this.#ports;
    const env = this.#ports.env();
    const own = entriesOfConfig(configured, env);
    const file = await readProjectFile(await this.#ports.directory()).catch((error: Error) => error);
    if (file instanceof Error)
      return { own: own.entries, project: undefined, faults: [...own.faults, file.message] };
    if (!file) return { own: own.entries, project: undefined, faults: own.faults };
    const clean = withoutKeys(env, this.#ports.keys());
    const keys = Object.keys(env).filter((name) => !(name in clean));
    const read = entriesOfFile(file.text, { path: file.path, env: clean, keys });
    // The user's own servers go before those of a project with the same name.
    const entries = read.entries.filter(({ name }) => !own.entries.some((each) => each.name === name));
    return { own: own.entries, project: { file, entries }, faults: [...own.faults, ...read.faults] };
  }

  async #mayStart(
    { file, entries }: { file: ProjectFile; entries: readonly McpEntry[] },
    ask: ListPorts['ask'],
  ): Promise<boolean> {
    const decision = await this.#ports.decisions.find(file);
    if (decision !== undefined) return decision === 'allowed';
    if (this.#refused.has(file.digest)) return false;
    const lines = entries.map(({ name, written }) => `${name}: ${written}`);
    const reply = await ask({
      kind: 'permission',
      text: `${file.path} names MCP servers, whose tools the model may then call. Start them here?\n\n${lines.join('\n')}`,
      options: [YES, NOT_NOW, NEVER],
    });
    const id = reply.type === 'option' ? reply.option.id : undefined;
    if (id === 'yes' || id === 'never')
      await this.#ports.decisions.keep(file, id === 'yes' ? 'allowed' : 'never');
    else if (id === 'not-now') this.#refused.add(file.digest);
    return id === 'yes';
  }

  async #context(): Promise<{ directory: string; env: Environment }> {
    const { directory, env, keys } = this.#ports;
    return { directory: await directory(), env: withoutKeys(env(), keys()) };
  }

  #sayOnce(text: string, notice: (text: string) => void): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    notice(text);
  }
}

interface Use {
  server: McpServer;
  offered: readonly OfferedTool[];
  /** How it died before. */
  lost?: string | undefined;
  failure?: string;
}

async function use(server: McpServer, signal: AbortSignal): Promise<Use> {
  const lost = server.takeLoss();
  try {
    // If the turn ends, the server starts on for the next one.
    return { server, lost, offered: (await orAborted(server.tools(), signal)) ?? [] };
  } catch (error) {
    if (error instanceof UserError) return { server, lost, offered: [], failure: error.message };
    throw error;
  }
}
