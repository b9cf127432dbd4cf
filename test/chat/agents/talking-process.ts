// An agent without a process: answers messages as a test says, at once, and time that the test moves on.

import type { AgentProcess } from '../../../src/chat/agents/agent-process.js';
import { createAgent } from '../../../src/chat/agents/agent-model.js';
import type { Agent, AgentOptions } from '../../../src/chat/agents/agent.js';
import { mergeAgents } from '../../../src/chat/agents/known-agents.js';
import type { AgentClock } from '../../../src/chat/agents/silence-watch.js';
import type { StandingEvent } from '../../../src/chat/model-event.js';
import type { Message } from './recording.js';

/** A result, or `{ error }`; undefined: what every agent answers. */
type Answer = (msg: Message, process: TalkingProcess) => object | 'silence' | undefined;

export class TalkingProcess implements AgentProcess {
  readonly pid = undefined;
  lastLines: readonly string[] = [];
  readonly output: AsyncIterable<Uint8Array>;
  readonly exited: Promise<string>;
  readonly written: Message[] = [];
  hasEnded = false;
  #chunks: string[] = [];
  #isDone = false;
  #wake: () => void = () => {};
  #tellExit: (words: string) => void = () => {};
  #complain: () => void = () => {};

  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
    this.output = this.#read();
    this.exited = new Promise((resolve) => (this.#tellExit = resolve));
  }

  /** Messages that were not read yet. */
  get waiting(): number {
    return this.#chunks.length;
  }

  forgetLines(): void {}

  onComplaint(listener: () => void): void {
    this.#complain = listener;
  }

  complain(): void {
    this.#complain();
  }

  write(text: string): Promise<void> {
    const msg = JSON.parse(text) as Message;
    this.written.push(msg);
    const result = this.#answer(msg, this) ?? BASICS[msg.method ?? ''];
    if (typeof result === 'object' && msg.id !== undefined)
      this.say('error' in result ? { id: msg.id, ...result } : { id: msg.id, result });
    return Promise.resolve();
  }

  say(...messages: readonly object[]): void {
    this.#chunks.push(...messages.map((msg) => `${JSON.stringify({ jsonrpc: '2.0', ...msg })}\n`));
    this.#wake();
  }

  update(kind: string, fields: object = {}, sessionId = 's'): void {
    this.say({ method: 'session/update', params: { sessionId, update: { sessionUpdate: kind, ...fields } } });
  }

  sayText(text: string): void {
    this.update('agent_message_chunk', { content: { type: 'text', text } });
  }

  /** The prompt that was sent last is over. */
  endTurn(stopReason = 'end_turn'): void {
    const prompt = this.written.findLast(({ method }) => method === 'session/prompt');
    this.say({ id: prompt?.id, result: { stopReason } });
  }

  exit(words: string): void {
    this.#isDone = true;
    this.#tellExit(words);
    this.#wake();
  }

  end(): Promise<void> {
    this.hasEnded = true;
    this.exit('killed by SIGTERM');
    return Promise.resolve();
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) yield new TextEncoder().encode(chunk);
      else if (this.#isDone) return;
      else await new Promise<void>((wake) => (this.#wake = wake));
    }
  }
}

/** What every agent answers. */
const BASICS: Readonly<Record<string, object>> = {
  initialize: { protocolVersion: 1, agentCapabilities: { sessionCapabilities: { resume: {} } } },
  'session/new': { sessionId: 's' },
  'session/resume': {},
};

/** A clock that only the test moves. */
export class SteppedClock implements AgentClock {
  #nowMs = 0;
  readonly #timers = new Set<{ atMs: number; call: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  get timers(): number {
    return this.#timers.size;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async within<Value>(result: Promise<Value> | undefined): Promise<Value | undefined> {
    return result?.catch(() => undefined);
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    for (const timer of this.#timers) {
      if (timer.atMs > this.#nowMs) continue;
      this.#timers.delete(timer);
      timer.call();
    }
  }
}

export interface TalkingAgent {
  agent: Agent;
  clock: SteppedClock;
  /** Those that were started so far. */
  processes: TalkingProcess[];
  standing: StandingEvent[];
  log: string[];
}

export function talkingAgent(
  answer: Answer = () => undefined,
  options: Partial<AgentOptions> = {},
): TalkingAgent {
  const clock = new SteppedClock();
  const processes: TalkingProcess[] = [];
  const standing: StandingEvent[] = [];
  const log: string[] = [];
  const known = mergeAgents({ fake: { command: 'fake' } }).at(-1);
  if (!known) throw new Error('no agent');
  const agent = createAgent({
    agent: known,
    providers: {},
    version: '0.0.0',
    directory: () => '/project',
    env: () => ({}),
    record: () => {},
    findCutAnswer: () => undefined,
    onLost: () => Promise.resolve(undefined),
    log: (message) => log.push(message),
    clock,
    start: () => {
      const process = new TalkingProcess(answer);
      processes.push(process);
      return Promise.resolve(process);
    },
    ...options,
  });
  agent.onStanding((event) => standing.push(event));
  return { agent, clock, processes, standing, log };
}
