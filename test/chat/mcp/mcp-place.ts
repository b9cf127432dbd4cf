// A directory with MCP servers, and a chat's view of them.

import { realpathSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startAgentProcess } from '../../../src/chat/agents/agent-process.js';
import { ChatServers } from '../../../src/chat/mcp/chat-servers.js';
import { McpServers } from '../../../src/chat/mcp/mcp-servers.js';
import { FileDecisions } from '../../../src/chat/mcp/project-file.js';
import type { Tool, ToolResult } from '../../../src/chat/tools/tool-set.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import type { McpOptions } from '../../../src/config/tool-options.js';
import { newDirectory } from '../../temporary-directory.js';

export const SERVER = fileURLToPath(new URL('../../../fixtures/programs/mcp-server.mjs', import.meta.url));
export const KEY = 'sk-test-0123456789abcdef';

/** Time as the test sets it. */
export class TestClock {
  #nowMs = 0;
  readonly #timers = new Set<{ atMs: number; call: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get isWaiting(): boolean {
    return this.#timers.size > 0;
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    for (const timer of this.#timers)
      if (timer.atMs <= this.#nowMs) {
        this.#timers.delete(timer);
        timer.call();
      }
  }
}

export class McpPlace {
  readonly directory = realpathSync(newDirectory());
  readonly clock = new TestClock();
  readonly asked: UserQuestion[] = [];
  readonly notices: string[] = [];
  readonly recorded: (number | undefined)[] = [];
  reply: (question: UserQuestion) => UserReply | Promise<UserReply> = () => ({ type: 'cancelled' });
  readonly env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    OPENAI_API_KEY: KEY,
    COPY_OF_IT: KEY,
    TOKEN_OF_ITS_OWN: 'ticket-4711',
    MCP_STARTED: join(this.directory, 'started'),
  };
  readonly servers = new McpServers({
    start: startAgentProcess,
    clock: this.clock,
    version: '0',
    redact: (text) => text,
    record: ({ pid }) => void this.recorded.push(pid),
  });
  readonly #decisions = join(newDirectory(), 'mcp-files.json');

  constructor() {
    onTestFinished(() => this.servers.stop());
  }

  /** Of a new chat. */
  chat(configured: Record<string, McpOptions> = {}): ChatServers {
    return new ChatServers({
      configured,
      servers: this.servers,
      decisions: new FileDecisions(this.#decisions),
      directory: () => Promise.resolve(this.directory),
      env: () => this.env,
      keys: () => [KEY],
    });
  }

  writeProjectFile(mcpServers: object): void {
    writeFileSync(join(this.directory, '.mcp.json'), JSON.stringify({ mcpServers }));
  }

  /** Process ids of the servers that were ever started. */
  get started(): number[] {
    try {
      return readFileSync(this.env.MCP_STARTED, 'utf8').trim().split('\n').map(Number);
    } catch {
      return [];
    }
  }

  async list(chat: ChatServers): Promise<Tool[]> {
    return chat.tools({
      signal: new AbortController().signal,
      ask: (question) => this.#ask(question),
      notice: (text) => void this.notices.push(text),
    });
  }

  async call(
    tool: Tool | undefined,
    input: object = {},
    signal = new AbortController().signal,
  ): Promise<ToolResult> {
    if (!tool) throw new Error('there is no such tool');
    const ready = await tool.prepare(input);
    return ready.run({ signal, progress: () => {}, ask: (question) => this.#ask(question) });
  }

  async #ask(question: UserQuestion): Promise<UserReply> {
    this.asked.push(question);
    return this.reply(question);
  }
}

export const here = { command: process.execPath, args: [SERVER] };

export const named = (tools: readonly Tool[], name: string): Tool | undefined =>
  tools.find(({ spec }) => spec.name === name);
