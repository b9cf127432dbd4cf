// Real agents, recorded (fixtures/acp): the conversation, the questions and the state are the same each time,
// whatever chunks their output comes in, and the state is the one that the messages say. NAME-qmux.jsonl were
// recorded with this client (CONTRIBUTING.md says how), the others with one that offered files and terminals.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Agent } from '../../../src/chat/agents/agent.js';
import { createAgent } from '../../../src/chat/agents/agent-model.js';
import { KNOWN_AGENTS } from '../../../src/chat/agents/known-agents.js';
import type { ModelEvent } from '../../../src/chat/model-event.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import {
  loadLives,
  PlayedProcess,
  type Activity,
  type Cutting,
  type Driver,
  type Entry,
  type Life,
  type Message,
} from './recording.js';
import { streamOf } from './fake-agent.js';

interface Played {
  /** Of each prompt that was sent, with what came between them. */
  turns: { prompt: string; events: ModelEvent[] }[];
  standing: ModelEvent[];
  questions: UserQuestion[];
  samples: { truth: Activity; is: Activity }[];
  /** The client's answers to the agent's questions, as sent and as recorded. */
  replies: { sent: unknown; recorded: unknown }[];
  /** All that the client wrote. */
  written: readonly Message[];
  log: string[];
}

/** Whose each is. */
const RECORDINGS = {
  'claude-0.49': 'claude',
  codex: 'codex',
  opencode: 'opencode',
  'gemini-nofs': 'gemini',
  'claude-qmux': 'claude',
  'codex-qmux': 'codex',
  'opencode-qmux': 'opencode',
};
type Name = keyof typeof RECORDINGS;
const NAMES = Object.keys(RECORDINGS) as Name[];
const OWN = NAMES.filter((name) => name.endsWith('-qmux'));

/** Codex 0.16 does not report the end of a command that ends as the turn does, or after it. */
const NEVER_ENDED: Partial<Record<Name, number>> = { 'codex-qmux': 1 };

async function play(name: Name, life: Life, cutting: Cutting, sessionId?: string): Promise<Played> {
  const known = KNOWN_AGENTS.find((each) => each.name === RECORDINGS[name]);
  if (!known) throw new Error(`no agent ${name}`);
  const played: Played = {
    turns: [],
    standing: [],
    questions: [],
    samples: [],
    replies: [],
    written: [],
    log: [],
  };
  const ends: Promise<void>[] = [];
  const open = new Map<unknown, { question: UserQuestion; resolve: (reply: UserReply) => void }>();
  const asking: { question: UserQuestion; resolve: (reply: UserReply) => void }[] = [];
  let abort = new AbortController();
  let isPrompting = false;

  const driver: Driver = {
    request(msg) {
      switch (msg.method) {
        case 'initialize':
        case 'session/new':
        case 'session/load':
        case 'session/resume':
          return true;
        case 'session/prompt':
          // Ours waits until the one before has ended, and these agents never end that.
          if (isPrompting) return false;
          isPrompting = true;
          abort = new AbortController();
          ends.push(prompt(JSON.stringify(msg.params?.['prompt']), abort.signal));
          return true;
        case 'session/set_mode':
          // What it begins with, it sets by itself.
          if (played.turns.length === 0) return true;
          agent.setOption('mode', String(msg.params?.['modeId'])).catch(() => {});
          return true;
        case 'session/set_config_option':
          if (played.turns.length === 0) return true;
          agent.setOption(String(msg.params?.['configId']), String(msg.params?.['value'])).catch(() => {});
          return true;
        default:
          return false;
      }
    },
    reply(msg) {
      const asked = open.get(msg.id);
      asked?.resolve(replyOf(asked.question, msg.result ?? {}));
    },
    cancel: () => abort.abort(),
    sample: (truth) => played.samples.push({ truth, is: agent.activity }),
    handled(entry) {
      const { method, id } = entry.msg;
      if (entry.dir === 'agent' && method !== undefined && id !== undefined) {
        const asked = asking.shift();
        if (asked) open.set(id, asked);
      }
      if (entry.dir === 'client' && open.has(id)) {
        const sent = process.written.find((msg) => msg.method === undefined && msg.id === id);
        played.replies.push({ sent: sent?.result, recorded: entry.msg.result });
      }
    },
  };
  const process = new PlayedProcess(life, driver, cutting);
  const agent: Agent = createAgent({
    agent: known,
    providers: {},
    version: '0.1.0',
    directory: () => directoryOf(life),
    env: () => ({}),
    sessionId,
    record: () => {},
    findCutAnswer: () => undefined,
    onLost: () => Promise.resolve(undefined),
    log: (message) => played.log.push(message),
    start: () => Promise.resolve(process),
  });
  agent.onStanding((event) => played.standing.push(event));

  async function prompt(text: string, signal: AbortSignal): Promise<void> {
    const turn = { prompt: text, events: [] as ModelEvent[] };
    played.turns.push(turn);
    const ask = (question: UserQuestion): Promise<UserReply> => {
      // Without what it can check by itself.
      played.questions.push(JSON.parse(JSON.stringify(question)) as UserQuestion);
      return new Promise((resolve) => asking.push({ question, resolve }));
    };
    const [block] = JSON.parse(text) as { text: string }[];
    for await (const event of streamOf(agent, block?.text ?? '', { signal, ask })) {
      turn.events.push(event);
      if (['finish', 'interrupted', 'error'].includes(event.type)) isPrompting = false;
    }
  }

  // The first message is read once it starts.
  agent.start().catch(() => {});
  await process.exited;
  await Promise.all(ends);
  await agent.close();
  return { ...played, written: process.written };
}

function directoryOf(life: Life): string {
  const opening = life.find(({ msg }) => msg.params?.['cwd'] !== undefined);
  return opening?.msg.params?.['cwd'] as string;
}

/** The one that it goes on with. */
function sessionOf(life: Life): string | undefined {
  const again = life.find(({ msg }) => msg.method === 'session/load' || msg.method === 'session/resume');
  return again?.msg.params?.['sessionId'] as string | undefined;
}

function replyOf(question: UserQuestion, result: Record<string, unknown>): UserReply {
  if (question.kind === 'form') return { type: 'form', values: result['content'] as Record<string, string> };
  const { optionId } = result['outcome'] as { optionId?: string };
  const option = 'options' in question ? question.options.find(({ id }) => id === optionId) : undefined;
  return option ? { type: 'option', option } : { type: 'cancelled' };
}

const RUNS = process.env['QMUX_TEST_LONG'] ? 40 : 4;

const whole: Cutting = { sizeOf: () => Infinity };

const [BEFORE, AFTER] = [0, 1] as const;

/** Of the second process, which does not offer session/resume: it is the load that was recorded. */
const withoutResume = (life: Life): Life =>
  life.map((entry) => {
    const copy = structuredClone(entry);
    const capabilities = copy.msg.result?.['agentCapabilities'] as
      { sessionCapabilities?: { resume?: unknown } } | undefined;
    if (capabilities?.sessionCapabilities) delete capabilities.sessionCapabilities.resume;
    return copy;
  });

const lifeOf = (name: Name, at: number): Life => loadLives(name)[at] ?? [];

describe.each(NAMES)('%s', (name) => {
  it('is in the state that its messages say, after every one of them', async () => {
    const { samples } = await play(name, lifeOf(name, BEFORE), whole);
    expect(samples.length).toBeGreaterThan(70);
    const wrong = samples.filter(({ truth, is }) => truth !== is);
    expect(wrong).toEqual([]);
    expect(new Set(samples.map(({ is }) => is))).toEqual(new Set(['idle', 'processing', 'waiting']));
  });

  it('has said the text of its messages, and asked the questions of its requests', async () => {
    const life = lifeOf(name, BEFORE);
    const { turns, questions, replies, log } = await play(name, life, whole);
    const said = life.flatMap(({ msg }) => textOf(msg, 'agent_message_chunk')).join('');
    expect(turns.flatMap(({ events }) => events.flatMap(textOfEvent)).join('')).toBe(said);
    const asked = life.filter(({ dir, msg }) => dir === 'agent' && msg.method && QUESTIONS.has(msg.method));
    expect(questions).toHaveLength(asked.length);
    // A question of a turn that was cancelled is answered at once; the recorded client did so later.
    const answered = replies.filter(({ sent }) => JSON.stringify(sent) !== CANCELLED);
    expect(answered.length).toBeGreaterThan(2);
    for (const { sent, recorded } of answered) expect(sent).toEqual(recorded);
    expect(log).toEqual([]);
  });

  it('has made the tool calls of its updates', async () => {
    const life = lifeOf(name, BEFORE);
    const { turns } = await play(name, life, whole);
    const ids = new Set(
      life.flatMap(({ msg }) => {
        const update = msg.params?.['update'] as { toolCallId?: string } | undefined;
        const call = msg.params?.['toolCall'] as { toolCallId?: string } | undefined;
        return update?.toolCallId ?? call?.toolCallId ?? [];
      }),
    );
    const events = turns.flatMap((turn) => turn.events);
    const updates = events.flatMap((event) => (event.type === 'tool' ? [event.update] : []));
    expect(new Set(updates.map(({ id }) => id))).toEqual(ids);
    const calls = [...ids].map((id) => Object.assign({}, ...updates.filter((each) => each.id === id)));
    const open = calls.filter(({ status }) => status !== 'completed' && status !== 'failed');
    expect(open).toHaveLength(NEVER_ENDED[name] ?? 0);
    const shells = calls.filter(({ kind }) => kind === 'execute');
    expect(shells.length).toBeGreaterThan(0);
    for (const { input } of shells) expect(input).toMatchObject({ command: expect.anything() as unknown });
    const edits = calls.filter(({ kind, status }) => kind === 'edit' && status === 'completed');
    expect(edits.flatMap(({ diffs }) => diffs)).toHaveLength(1);
  });

  it('reports of a call in the turn that made it', async () => {
    const life = lifeOf(name, BEFORE);
    const { turns } = await play(name, life, whole);
    const made = callsByTurn(life);
    const reported = turns.map(({ events }) =>
      events.flatMap((event) => (event.type === 'tool' ? [event.update.id] : [])),
    );
    expect(reported.map((ids) => [...new Set(ids)])).toEqual(made.map((ids) => [...ids]));
  });

  it('is the same in any chunks', async () => {
    const life = lifeOf(name, BEFORE);
    const once = await play(name, life, whole);
    const bytes = await play(name, life, { sizeOf: () => 1 });
    expect(bytes).toEqual(once);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }), async (sizes) => {
        let at = 0;
        const sizeOf = (): number => sizes[at++ % sizes.length] ?? 1;
        const cut = await play(name, life, { sizeOf, joined: true });
        expect(cut.samples.filter(({ truth, is }) => truth !== is)).toEqual([]);
        expect({ ...cut, samples: [] }).toEqual({ ...once, samples: [] });
      }),
      { numRuns: RUNS },
    );
  });
});

describe.each(NAMES.filter((name) => name !== 'gemini-nofs'))('%s, started again', (name) => {
  it('drops what is repeated and goes on', async () => {
    const recorded = lifeOf(name, AFTER);
    const life = OWN.includes(name) ? recorded : withoutResume(recorded);
    const { turns, standing, samples } = await play(name, life, whole, sessionOf(life));
    expect(turns).toHaveLength(1);
    expect(turns[0]?.events.flatMap(textOfEvent).join('')).toMatch(/^The (quick )?answer is/);
    expect(turns[0]?.events.at(-1)).toMatchObject({ type: 'finish', complete: true });
    expect(standing.filter(({ type }) => !['options', 'commands', 'usage'].includes(type))).toEqual([]);
    expect(samples.filter(({ truth, is }) => truth !== is)).toEqual([]);
  });
});

describe.each(OWN)('%s', (name) => {
  it.each([BEFORE, AFTER])('is told what the recorded client said, in process %i', async (at) => {
    const life = lifeOf(name, at);
    const { written } = await play(name, life, whole, sessionOf(life));
    const recorded = life.flatMap(({ dir, msg }) => (dir === 'client' ? [msg] : []));
    expect(written.flatMap(wordsOf)).toEqual(recorded.flatMap(wordsOf));
  });
});

/** What the client offers and how it says goodbye may change; the rest means the same to an agent later too. */
const wordsOf = ({ method, params, result }: Message): unknown[] =>
  method === 'initialize' || method === 'session/close' ? [] : [{ method, params, result }];

const QUESTIONS = new Set(['session/request_permission', 'elicitation/create']);
const CANCELLED = JSON.stringify({ outcome: { outcome: 'cancelled' } });

/** Of each prompt that was sent while no other ran, the calls that the agent then told of. */
function callsByTurn(life: Life): Set<string>[] {
  const turns: Set<string>[] = [];
  let running: unknown;
  for (const { dir, msg } of life) {
    if (dir === 'client' && msg.method === 'session/prompt' && running === undefined) {
      running = msg.id;
      turns.push(new Set());
    } else if (dir === 'agent' && msg.method === undefined && msg.id === running) running = undefined;
    const told = (msg.params?.['update'] ?? msg.params?.['toolCall']) as { toolCallId?: string } | undefined;
    if (told?.toolCallId !== undefined && running !== undefined) turns.at(-1)?.add(told.toolCallId);
  }
  return turns;
}

function textOf(msg: Entry['msg'], kind: string): string[] {
  const update = msg.params?.['update'] as
    { sessionUpdate?: string; content?: { text?: string } } | undefined;
  return update?.sessionUpdate === kind ? [update.content?.text ?? ''] : [];
}

const textOfEvent = (event: ModelEvent): string[] => (event.type === 'text' ? [event.text] : []);
