// One server of the Model Context Protocol in one directory and environment: connected at its first use,
// again after it has died, until nobody has used it for a while. Owns its state, and whose question it is
// when the server asks. Leaves which servers there are to mcp-servers.ts, and what its tools become to
// mcp-tools.ts.

import type { Client } from '@modelcontextprotocol/client';
import { UserError } from '../../text/user-error.js';
import type { AgentProcess, StartAgent } from '../agents/agent-process.js';
import { encodeElicitationReply, readElicitation } from '../agents/form-question.js';
import { findFormFault } from '../agents/form-values.js';
import { UsedProcess } from '../agents/shared-processes.js';
import type { WatchedChild } from '../../process/child-records.js';
import { ToolFault, type Ask } from '../tools/tool-set.js';
import type { McpEntry } from './mcp-entry.js';

/** A program that is fetched before it starts takes its time. */
const CONNECT_LIMIT_MS = 60_000;
/** Some tools take minutes; Esc ends one. */
const CALL_LIMIT_MS = 30 * 60_000;

export interface OfferedTool {
  name: string;
  description: string;
  inputSchema: Readonly<Record<string, unknown>>;
}

export interface CallPorts {
  signal: AbortSignal;
  ask: Ask;
  progress(text: string): void;
}

export interface McpServerPorts {
  start: StartAgent;
  nowMs(): number;
  /** Absolute. */
  directory: string;
  /** All of it, without providers' keys. */
  env: Readonly<Record<string, string>>;
  redact(text: string): string;
  record(child: WatchedChild, command: string): void;
  version: string;
  /** Its state or its use changed. */
  onChange(server: McpServer): void;
}

export type McpState = 'stopped' | 'starting' | 'ready' | 'failed';

interface Connection {
  client: Client;
  process: AgentProcess | undefined;
  tools: readonly OfferedTool[];
}

export class McpServer extends UsedProcess {
  readonly entry: McpEntry;
  #connection: Connection | undefined;
  #starting: Promise<Connection> | undefined;
  /** Of the connection, or of the attempt to make one. */
  #client: Client | undefined;
  #process: AgentProcess | undefined;
  /** Why it could not be started: it is not tried again unasked. */
  #failure: string | undefined;
  #isEnding = false;
  /** Those who wait for an answer of it. */
  readonly #asking = new Set<Ask>();

  readonly #ports: McpServerPorts;

  constructor(entry: McpEntry, ports: McpServerPorts) {
    super(() => ports.nowMs());
    this.entry = entry;
    this.#ports = ports;
  }

  get state(): McpState {
    if (this.#connection) return 'ready';
    if (this.#starting) return 'starting';
    return this.#failure === undefined ? 'stopped' : 'failed';
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  get offered(): readonly OfferedTool[] {
    return this.#connection?.tools ?? [];
  }

  get isIdle(): boolean {
    return this.#asking.size === 0;
  }

  /** Starts it if it does not run. Rejects with a UserError, at once if it has failed before. */
  async tools(): Promise<readonly OfferedTool[]> {
    const { tools } = await this.#connected();
    this.used();
    return tools;
  }

  /** What the tool returns, as text. Rejects with a ToolFault. */
  async call(
    name: string,
    input: Readonly<Record<string, unknown>>,
    { signal, ask, progress }: CallPorts,
  ): Promise<{ content: unknown; isError: boolean }> {
    const connection = await this.#connected().catch((error: unknown) => {
      throw error instanceof UserError ? new ToolFault(error.message) : error;
    });
    this.#asking.add(ask);
    this.used();
    try {
      const result = await connection.client.callTool(
        { name, arguments: { ...input } },
        {
          signal,
          timeout: CALL_LIMIT_MS,
          onprogress: ({ progress: done, total, message }) =>
            progress(message ?? (total === undefined ? `${done}` : `${done} of ${total}`)),
        },
      );
      return { content: result, isError: result.isError === true };
    } catch (error) {
      if (signal.aborted) throw new ToolFault('interrupted');
      const hasEnded = this.#connection !== connection;
      const why = hasEnded ? await this.#describeEnd(connection.process) : describe(error);
      if (hasEnded) this.takeLoss();
      throw new ToolFault(`MCP server ${this.entry.name}: ${why}`);
    } finally {
      this.#asking.delete(ask);
      this.used();
    }
  }

  /** Ends it, even while it starts; it starts again at its next use, even if it had failed. */
  async sleep(): Promise<void> {
    this.#isEnding = true;
    this.#connection = undefined;
    await this.#client?.close().catch(() => undefined);
    await this.#process?.end();
    await this.#starting?.catch(() => undefined);
    this.#isEnding = false;
    this.#connection = undefined;
    this.#failure = undefined;
    this.changed();
  }

  protected changed(): void {
    this.#ports.onChange(this);
  }

  #connected(): Promise<Connection> {
    if (this.#connection) return Promise.resolve(this.#connection);
    if (this.#failure !== undefined) return Promise.reject(new UserError(this.#failure));
    this.#starting ??= this.#connect()
      .then((connection) => (this.#connection = connection))
      .catch((error: unknown) => {
        this.#failure =
          error instanceof UserError
            ? error.message
            : `MCP server ${this.entry.name} cannot be used: ${describe(error)}`;
        throw new UserError(this.#failure);
      })
      .finally(() => {
        this.#starting = undefined;
        this.used();
      });
    this.changed();
    return this.#starting;
  }

  async #connect(): Promise<Connection> {
    const { Client } = await import('@modelcontextprotocol/client');
    const client = new Client(
      { name: 'qmux', version: this.#ports.version },
      {
        capabilities: { elicitation: { form: {}, url: {} } },
        // What a server returns goes to a model as text: its own schema of it costs time, and is not checked.
        jsonSchemaValidator: {
          getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
        },
      },
    );
    client.setRequestHandler('elicitation/create', ({ params }, { mcpReq }) =>
      this.#elicit(params, mcpReq.signal),
    );
    this.#client = client;
    const process = await this.#startProcess();
    this.#process = process;
    try {
      await client.connect(await this.#transport(process), { timeout: CONNECT_LIMIT_MS });
      const { tools } = await client.listTools();
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has only this
      client.onclose = () => void this.#closed(client, process);
      return { client, process, tools: tools.map(offeredTool) };
    } catch (error) {
      const said = process?.lastLines.at(-1);
      await client.close().catch(() => undefined);
      await process?.end();
      // Its output may end before its last words are read. What it says while it is ended explains nothing.
      const words = said ?? process?.lastLines.at(-1);
      throw new Error(`${describe(error)}${words === undefined ? '' : ` (it said: ${words})`}`, {
        cause: error,
      });
    }
  }

  async #startProcess(): Promise<AgentProcess | undefined> {
    const { name, way, source } = this.entry;
    if (way.type === 'http') return undefined;
    const { start, directory, env, redact, record } = this.#ports;
    const { command, args } = way;
    return start({
      agent: {
        name: `MCP server ${name}`,
        command,
        args,
        env: way.env,
        install: undefined,
        wayOut: `its command is named in ${source}`,
      },
      directory,
      env,
      logFile: undefined,
      redact,
      record,
    });
  }

  async #transport(process: AgentProcess | undefined): Promise<Parameters<Client['connect']>[0]> {
    const { way } = this.entry;
    if (process) return new (await import('./process-transport.js')).ProcessTransport(process);
    if (way.type !== 'http') throw new Error('a server without a process has an address');
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const { fetchForServer } = await import('./server-fetch.js');
    return new StreamableHTTPClientTransport(new URL(way.url), {
      fetch: await fetchForServer(way, this.#ports.env),
      requestInit: { headers: { ...way.headers } },
    });
  }

  async #closed(client: Client, process: AgentProcess | undefined): Promise<void> {
    if (this.#connection?.client !== client || this.#isEnding) return;
    this.#connection = undefined;
    this.lose(await this.#describeEnd(process));
    this.changed();
  }

  async #describeEnd(process: AgentProcess | undefined): Promise<string> {
    const ended = await process?.exited;
    const words = process?.lastLines.at(-1);
    const how = `it ended${ended === undefined ? '' : ` (${ended})`}${words === undefined ? '' : `: ${words}`}`;
    return `${how}; it is started again at its next use`;
  }

  /** Of whoever waits for it: with several, nobody could tell whom it means. */
  async #elicit(params: unknown, withdrawn: AbortSignal): Promise<ElicitationReply> {
    const [ask, other] = this.#asking;
    const form = readElicitation(params);
    if (!ask || other || !form) return { action: 'cancel' };
    const { question, schema } = form;
    const text = `MCP server ${this.entry.name}: ${question.text}`;
    const reply = await ask({ ...question, text }, withdrawn);
    const { action, content } = encodeElicitationReply(reply, form);
    if (content && findFormFault(question.fields, content, schema) !== undefined) return { action: 'cancel' };
    return content
      ? {
          action,
          content: Object.fromEntries(
            Object.entries(content).map(([name, value]) => [
              name,
              typeof value === 'object' ? [...value] : value,
            ]),
          ),
        }
      : { action };
  }
}

interface ElicitationReply {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | number | boolean | string[]>;
  [key: string]: unknown;
}

const offeredTool = (tool: {
  name: string;
  description?: string | undefined;
  inputSchema: object;
}): OfferedTool => ({
  name: tool.name,
  description: tool.description ?? '',
  inputSchema: tool.inputSchema as OfferedTool['inputSchema'],
});

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));
