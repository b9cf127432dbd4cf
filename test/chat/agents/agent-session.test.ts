// What a program that behaves does not show: silence, floods, messages that nobody asked for, and their order.

import { describe, expect, it, vi } from 'vitest';

import type { ModelEvent } from '../../../src/chat/model-event.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import { waitUntil } from '../../harness/wait-until.js';
import { answerOf, collect, streamOf } from './fake-agent.js';
import { talkingAgent, type TalkingAgent, type TalkingProcess } from './talking-process.js';

/** The process, once it was sent as many of these. */
const sent = ({ processes }: TalkingAgent, method: string, count = 1): Promise<TalkingProcess> =>
  waitUntil(`${method} was sent`, () =>
    processes.find(({ written }) => written.filter((msg) => msg.method === method).length >= count),
  );

describe('the start', () => {
  it('fails after 120 s of silence with what was said last, and leaves nothing behind', async () => {
    const talking = talkingAgent(({ method }) => (method === 'initialize' ? 'silence' : undefined));
    const taken = collect(talking.agent, 'hello');
    const process = await sent(talking, 'initialize');
    process.lastLines = ['downloading the world'];
    talking.clock.pass(119_000);
    process.complain();
    talking.clock.pass(119_000);
    expect(process.hasEnded).toBe(false);
    expect(talking.agent.startingMs).toBe(238_000);
    talking.clock.pass(1_000);
    expect(await taken).toEqual([
      {
        type: 'error',
        needsUser: false,
        message: 'fake ended (silent for 120 s):\ndownloading the world\nask again to start it again',
      },
    ]);
    expect([process.hasEnded, talking.agent.state, talking.clock.timers]).toEqual([true, 'off', 0]);
  });

  it('leaves no timer behind', async () => {
    const talking = talkingAgent();
    await talking.agent.start();
    expect([talking.clock.timers, talking.agent.state, talking.agent.silentMs]).toEqual([0, 'ready', 0]);
  });

  it('is one for all who wait for it', async () => {
    const talking = talkingAgent(({ method }, process) => {
      if (method === 'session/prompt') process.endTurn();
      return undefined;
    });
    await Promise.all([talking.agent.start(), talking.agent.start(), collect(talking.agent, 'hello')]);
    expect(talking.processes).toHaveLength(1);
  });

  it('fails when the agent speaks another version of the protocol', async () => {
    const talking = talkingAgent(({ method }) =>
      method === 'initialize' ? { protocolVersion: 2 } : undefined,
    );
    expect(await collect(talking.agent, 'hello')).toMatchObject([
      {
        type: 'error',
        message: expect.stringMatching(/speaks version 2 .* qmux version 1; update/) as unknown,
      },
    ]);
  });

  it('offers what qmux can do, and neither files nor terminals', async () => {
    const talking = talkingAgent();
    await talking.agent.start();
    const [initialize, begin] = talking.processes[0]?.written ?? [];
    expect(initialize?.params).toEqual({
      protocolVersion: 1,
      clientInfo: { name: 'qmux', title: 'qmux', version: '0.0.0' },
      clientCapabilities: {
        elicitation: { form: {}, url: {} },
        session: { configOptions: { boolean: {} } },
        auth: { terminal: true },
        _meta: { 'terminal-auth': true },
      },
    });
    expect(begin?.params).toEqual({ cwd: '/project', mcpServers: [] });
  });

  it('never loads with an agent whose load destroys conversations', async () => {
    const reasons: string[] = [];
    const talking = talkingAgent(
      ({ method }) =>
        method === 'initialize'
          ? { protocolVersion: 1, agentCapabilities: { loadSession: true } }
          : undefined,
      {
        agent: {
          name: 'gemini',
          command: 'gemini',
          args: [],
          env: {},
          install: undefined,
          mode: undefined,
          askingModes: [],
          ownInterface: undefined,
          versionArgs: [],
          login: undefined,
          quirks: { neverLoad: true },
        },
        sessionId: 'old',
        onLost: (reason) => {
          reasons.push(reason);
          return Promise.resolve(undefined);
        },
      },
    );
    const taken = collect(talking.agent, 'hello');
    const process = await sent(talking, 'session/prompt');
    process.endTurn();
    await taken;
    expect(process.written.map(({ method }) => method)).toEqual([
      'initialize',
      'session/new',
      'session/prompt',
    ]);
    expect(reasons).toHaveLength(1);
  });
});

describe('a turn', () => {
  it('may be silent for as long as the agent likes', async () => {
    const talking = talkingAgent();
    const taken = collect(talking.agent, 'hello');
    const process = await sent(talking, 'session/prompt');
    talking.clock.pass(3_600_000);
    expect(talking.agent.silentMs).toBe(3_600_000);
    expect(process.hasEnded).toBe(false);
    process.sayText('at last');
    process.endTurn();
    expect(answerOf(await taken)).toBe('at last');
  });

  it('is sent only when the one before has really ended', async () => {
    const talking = talkingAgent();
    const stop = new AbortController();
    const first = collect(talking.agent, 'one', { signal: stop.signal });
    const process = await sent(talking, 'session/prompt');
    stop.abort();
    await sent(talking, 'session/cancel');
    const second = collect(talking.agent, 'two');
    const third = new AbortController();
    const taken = collect(talking.agent, 'three', { signal: third.signal });
    third.abort();
    expect(await taken).toEqual([{ type: 'interrupted' }]);
    process.sayText('still the first');
    await waitUntil('it was heard', () => talking.agent.activity === 'processing');
    expect(process.written.filter(({ method }) => method === 'session/prompt')).toHaveLength(1);
    process.endTurn('cancelled');
    expect(await first).toEqual([{ type: 'text', text: 'still the first' }, { type: 'interrupted' }]);
    await sent(talking, 'session/prompt', 2);
    process.endTurn();
    expect((await second).at(-1)).toMatchObject({ type: 'finish' });
  });

  it('says after 5 s that the agent does not stop, and does not end it', async () => {
    const talking = talkingAgent();
    const stop = new AbortController();
    const taken = collect(talking.agent, 'hello', { signal: stop.signal });
    const process = await sent(talking, 'session/prompt');
    stop.abort();
    talking.clock.pass(4_999);
    talking.clock.pass(1);
    process.endTurn('cancelled');
    expect(await taken).toEqual([
      { type: 'notice', text: 'fake does not stop; /restart ends it' },
      { type: 'interrupted' },
    ]);
    expect([process.hasEnded, talking.clock.timers]).toEqual([false, 0]);
  });

  it('slows the agent down when nobody reads fast enough, and loses nothing', async () => {
    const talking = talkingAgent();
    const stream = streamOf(talking.agent, 'hello')[Symbol.asyncIterator]();
    const first = stream.next();
    const process = await sent(talking, 'session/prompt');
    const pieces = Array.from({ length: 5000 }, (_, at) => `${at} `);
    for (const piece of pieces) process.sayText(piece);
    process.endTurn();
    const events: ModelEvent[] = [(await first).value as ModelEvent];
    await waitUntil('the agent waits', () => process.waiting > 0 && process.waiting < 5000);
    const before = process.waiting;
    expect(before).toBeGreaterThan(3000);
    for (;;) {
      const next = await stream.next();
      if (next.done) break;
      events.push(next.value);
    }
    expect(answerOf(events)).toBe(pieces.join(''));
    expect(process.waiting).toBe(0);
  });

  it('ends when its process does, and says how', async () => {
    const talking = talkingAgent();
    const taken = collect(talking.agent, 'hello');
    const process = await sent(talking, 'session/prompt');
    process.update('tool_call', { toolCallId: 't', title: 'x', status: 'in_progress' });
    process.exit('exit code 1');
    expect((await taken).slice(-2)).toEqual([
      { type: 'tool', update: { id: 't', status: 'failed' } },
      { type: 'error', needsUser: false, message: 'fake ended (exit code 1); ask again to start it again' },
    ]);
    expect(talking.agent.activity).toBe('idle');
  });

  it('can be left by whoever reads it: the agent is told to stop', async () => {
    const talking = talkingAgent(({ method }, process) => {
      if (method === 'session/prompt') process.sayText('word');
      if (method === 'session/cancel') process.endTurn('cancelled');
      return undefined;
    });
    for await (const event of streamOf(talking.agent, 'hello')) if (event.type === 'text') break;
    await sent(talking, 'session/cancel');
    await waitUntil('it has ended', () => talking.agent.isIdle);
  });
});

describe('a question', () => {
  const ask = (process: TalkingProcess, id: string): void =>
    process.say({
      id,
      method: 'session/request_permission',
      params: {
        sessionId: 's',
        toolCall: { toolCallId: 't', kind: 'execute', title: 'ls', rawInput: { command: 'ls' } },
        options: [{ optionId: 'yes', name: 'Yes', kind: 'allow_once' }],
      },
    });

  it('outside a turn is answered as cancelled', async () => {
    const talking = talkingAgent();
    await talking.agent.start();
    const [process] = talking.processes;
    if (!process) throw new Error('no process');
    ask(process, 'q1');
    const reply = await waitUntil('it was answered', () => process.written.find(({ id }) => id === 'q1'));
    expect(reply.result).toEqual({ outcome: { outcome: 'cancelled' } });
  });

  it('is withdrawn when the agent takes it back', async () => {
    const talking = talkingAgent();
    const withdrawn: boolean[] = [];
    const taken = collect(talking.agent, 'hello', {
      ask: (_question, signal) =>
        new Promise<UserReply>((resolve) => {
          signal?.addEventListener('abort', () => {
            withdrawn.push(true);
            resolve({ type: 'cancelled' });
          });
        }),
    });
    const process = await sent(talking, 'session/prompt');
    ask(process, 'q1');
    await waitUntil('it is open', () => talking.agent.activity === 'waiting');
    process.say({ method: '$/cancel_request', params: { requestId: 'q1' } });
    await waitUntil('it is closed', () => talking.agent.activity === 'processing');
    process.endTurn();
    await taken;
    expect(withdrawn).toEqual([true]);
  });

  it('with a link is accepted when the agent says that the user was there', async () => {
    const talking = talkingAgent();
    const asked: UserQuestion[] = [];
    const taken = collect(talking.agent, 'hello', {
      ask: (question) => {
        asked.push(question);
        return new Promise<UserReply>(() => {});
      },
    });
    const process = await sent(talking, 'session/prompt');
    const params = {
      mode: 'url',
      message: 'Go',
      url: 'https://example.com',
      elicitationId: 'e',
      sessionId: 's',
    };
    process.say({ id: 'q1', method: 'elicitation/create', params });
    await waitUntil('it is open', () => talking.agent.activity === 'waiting');
    process.say({ method: 'elicitation/complete', params: { elicitationId: 'e' } });
    const reply = await waitUntil('it was answered', () => process.written.find(({ id }) => id === 'q1'));
    expect(reply.result).toEqual({ action: 'accept' });
    process.endTurn();
    await taken;
    expect(asked).toHaveLength(1);
  });
});

describe('what nobody asked for', () => {
  it('is ignored, and never reaches standard error', async () => {
    const spy = vi.spyOn(console, 'error').mockImplementation(() => {});
    const talking = talkingAgent();
    const taken = collect(talking.agent, 'hello');
    const process = await sent(talking, 'session/prompt');
    process.say({}, { id: 99, result: {} }, { id: null, error: { code: -32700, message: 'Parse error' } });
    process.say({ error: { code: -32700, message: 'Parse error' } }, { method: '$/unknown', params: {} });
    process.say({ method: 'session/update' }, { method: 'session/update', params: { sessionId: 's' } });
    process.update('agent_message_chunk', { content: 7 });
    process.update('agent_message_chunk', { content: { type: 'text', text: 'of another' } }, 'other');
    process.say({ id: 'f', method: 'fs/write_text_file', params: { path: '/etc/passwd', content: 'x' } });
    const refused = await waitUntil('it was answered', () => process.written.find(({ id }) => id === 'f'));
    expect(refused.error).toMatchObject({ code: -32601 });
    process.sayText('fine');
    process.endTurn();
    const events = await taken;
    expect(answerOf(events)).toBe('fine');
    expect(events.at(-1)).toMatchObject({ type: 'finish', complete: true });
    expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('is kept when it is about the session, and logged once when it is text', async () => {
    const talking = talkingAgent();
    await talking.agent.start();
    const [process] = talking.processes;
    process?.sayText('by the way');
    process?.sayText('and another thing');
    process?.update('usage_update', { used: 1, size: 2 });
    process?.update('session_info_update', { title: 'A name' });
    await waitUntil('it was heard', () => talking.standing.length === 2);
    expect(talking.standing).toEqual([
      { type: 'usage', usage: { used: 1, size: 2 } },
      { type: 'title', title: 'A name' },
    ]);
    expect(talking.log).toEqual(['fake sent text outside a turn; it is not shown']);
  });
});

describe('close', () => {
  it('during a turn cuts it, and the next prompt starts again with the session', async () => {
    const talking = talkingAgent(({ method }, process) => {
      if (method === 'session/prompt' && talking.processes.length > 1) process.endTurn();
      return undefined;
    });
    const taken = collect(talking.agent, 'hello');
    await sent(talking, 'session/prompt');
    await talking.agent.close();
    expect(await taken).toMatchObject([
      { type: 'error', message: expect.stringContaining('fake was ended by /restart'), needsUser: false },
    ]);
    await collect(talking.agent, 'again');
    expect(talking.processes[1]?.written.map(({ method }) => method)).toEqual([
      'initialize',
      'session/resume',
      'session/prompt',
    ]);
  });

  it('is waited for by a prompt that comes meanwhile', async () => {
    const talking = talkingAgent(({ method }, process) => {
      if (method === 'session/prompt') process.endTurn();
      return undefined;
    });
    await talking.agent.start();
    const closed = talking.agent.close();
    expect(talking.agent.state).toBe('ending');
    const events = await collect(talking.agent, 'hello');
    await closed;
    expect(events.at(-1)).toMatchObject({ type: 'finish' });
    expect(talking.processes.map(({ hasEnded }) => hasEnded)).toEqual([true, false]);
  });
});
