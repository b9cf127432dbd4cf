// A chat's model on a real process of the scripted agent: turns, questions, interrupting, its death and its
// return.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import type { ModelEvent } from '../../../src/chat/model-event.js';
import type { UserReply } from '../../../src/chat/user-question.js';
import { waitUntil } from '../../harness/wait-until.js';
import { answerOf, choosing, fakeAgent, replying, streamOf, type FakeAgent } from './fake-agent.js';

const running: FakeAgent[] = [];

const start = (...args: Parameters<typeof fakeAgent>): FakeAgent => {
  const fake = fakeAgent(...args);
  running.push(fake);
  return fake;
};

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ agent }) => agent.close()));
});

const typesOf = (events: readonly ModelEvent[]): string[] => [...new Set(events.map(({ type }) => type))];

describe('a turn', () => {
  it('starts the agent at the first prompt and ends with its stop reason', async () => {
    const { agent, say } = start();
    expect([agent.state, agent.pid, agent.sessionId]).toEqual(['off', undefined, undefined]);
    const events = await say('please [[text]]');
    expect(answerOf(events)).toContain('the quick answer');
    expect(events.at(-1)).toEqual({ type: 'finish', complete: true, reason: 'end_turn' });
    expect(typesOf(events)).toEqual(expect.arrayContaining(['options', 'usage', 'text', 'finish']));
    expect(agent.state).toBe('ready');
    expect(agent.version).toBe('1.2.3');
    expect(agent.sessionId).toMatch(/^fake-/);
    await waitUntil('the commands are known', () => agent.commands.length === 2);
  });

  it('serves two prompts one after the other with one start', async () => {
    const { say, agent } = start();
    const [first, second] = await Promise.all([say('one'), say('two')]);
    expect([answerOf(first), answerOf(second)]).toEqual(['you said: one', 'you said: two']);
    expect(first.at(-1)?.type).toBe('finish');
    expect(agent.isIdle).toBe(true);
  });

  it('sends the instruction before the first prompt only', async () => {
    const { say } = start();
    expect(answerOf(await say('hello', { instruction: 'Be short.' }))).toBe('you said: Be short.\n\n\nhello');
    expect(answerOf(await say('hello', { instruction: 'Be short.' }))).toBe('you said: hello');
  });

  it('reports reasoning, plans and titles', async () => {
    const { say } = start();
    const events = await say('[[think]][[plan]][[title A name]]');
    const thought = events.flatMap((event) => (event.type === 'thought' ? [event.text] : []));
    expect(thought.join('')).toBe('I think about it.');
    expect(events.filter(({ type }) => type === 'plan')).toHaveLength(4);
    expect(events).toContainEqual({ type: 'title', title: 'A name' });
  });
});

describe('a permission', () => {
  it('runs the command when it is allowed', async () => {
    const { say, directory } = start();
    const { ask, asked } = replying(choosing('allow_once'));
    const events = await say('[[shell echo ran > made; cat made]]', { ask });
    expect(asked).toMatchObject([
      {
        kind: 'permission',
        text: 'Run what the prompt names',
        options: [{ kind: 'allow_always' }, { kind: 'allow_once' }, { kind: 'reject_once' }],
        call: { kind: 'execute', input: { command: 'echo ran > made; cat made' } },
      },
    ]);
    expect(readFileSync(join(directory, 'made'), 'utf8')).toBe('ran\n');
    const updates = events.flatMap((event) => (event.type === 'tool' ? [event.update] : []));
    expect(updates.at(-1)).toMatchObject({ status: 'completed', output: 'ran\n' });
  });

  it('changes nothing when it is rejected', async () => {
    const { say, directory } = start();
    const events = await say('[[edit a.txt]]', replying(choosing('reject_once')));
    expect(existsSync(join(directory, 'a.txt'))).toBe(false);
    const updates = events.flatMap((event) => (event.type === 'tool' ? [event.update] : []));
    expect(Object.assign({}, ...updates)).toMatchObject({ status: 'failed', output: 'the user rejected it' });
    expect(events.at(-1)).toMatchObject({ type: 'finish', complete: true });
  });

  it('is not given when there is nobody to ask', async () => {
    const { say, directory } = start();
    await say('[[edit a.txt]]');
    expect(existsSync(join(directory, 'a.txt'))).toBe(false);
  });

  it('is not asked for in a mode that asks nothing', async () => {
    const { say, directory } = start({}, { known: { mode: 'auto' } });
    const { ask, asked } = replying(choosing('reject_once'));
    await say('[[edit a.txt]]', { ask });
    expect(asked).toEqual([]);
    expect(existsSync(join(directory, 'a.txt'))).toBe(true);
  });

  it('is answered as cancelled when the turn is interrupted', async () => {
    const { agent, directory } = start();
    const stop = new AbortController();
    const events: ModelEvent[] = [];
    const ask = (): Promise<never> => new Promise(() => {});
    for await (const event of streamOf(agent, '[[edit a.txt]]', { signal: stop.signal, ask })) {
      events.push(event);
      if (event.type === 'tool' && event.update.diffs) {
        await waitUntil('the question is open', () => agent.activity === 'waiting');
        stop.abort();
      }
    }
    expect(events.at(-1)).toEqual({ type: 'interrupted' });
    expect(existsSync(join(directory, 'a.txt'))).toBe(false);
    expect(agent.activity).toBe('idle');
  });
});

describe('a form', () => {
  it('comes after everything that was said before, even what may be the beginning of a secret', async () => {
    // What is said ends as the value begins.
    const { agent } = start({ SOME_API_KEY: 'r1w1 and-what-follows' });
    const events: ModelEvent[] = [];
    let before: string | undefined;
    const ask = async (): Promise<UserReply> => {
      await waitUntil('what was said arrives', () => answerOf(events) !== '');
      before = answerOf(events);
      return { type: 'declined' };
    };
    for await (const event of streamOf(agent, '[[say r1w1]][[ask]]', { ask })) events.push(event);
    expect(before).toBe('r1w1');
  });

  it('is asked again until its values are what the schema says', async () => {
    const { say } = start();
    let count = 0;
    const { ask, asked } = replying(() => ({
      type: 'form',
      values: { question_0: 'red', count: (count += 8), sizes: ['s'] },
    }));
    const wrongFirst = replying(() => ({ type: 'form', values: { question_0: 'green', count: 3 } }));
    let hasAsked = false;
    const events = await say('[[ask]]', {
      ask: (question) => {
        const first = !hasAsked;
        hasAsked = true;
        return (first ? wrongFirst.ask : ask)(question);
      },
    });
    expect(asked[0]?.text).toContain('Colour: choose red or blue');
    expect(answerOf(events)).toBe('accept {"question_0":"red","count":8,"sizes":["s"]}');
  });

  it('can be declined, and a link is accepted without values', async () => {
    const { say } = start();
    expect(
      answerOf(
        await say(
          '[[ask]]',
          replying(() => ({ type: 'declined' })),
        ),
      ),
    ).toBe('decline null');
    const { ask, asked } = replying(() => ({ type: 'form', values: {} }));
    expect(answerOf(await say('[[link]]', { ask }))).toBe('accept');
    expect(asked).toMatchObject([{ kind: 'form', url: 'https://example.com/device', fields: [] }]);
  });
});

describe('what goes wrong', () => {
  it('keeps what was said when a turn is interrupted, and goes on afterwards', async () => {
    const { agent, say } = start();
    const stop = new AbortController();
    const events: ModelEvent[] = [];
    for await (const event of streamOf(agent, '[[slow]]', { signal: stop.signal })) {
      events.push(event);
      if (answerOf(events).split(' ').length > 3) stop.abort();
    }
    expect(answerOf(events)).toMatch(/^the quick answer /);
    expect(events.at(-1)).toEqual({ type: 'interrupted' });
    expect(answerOf(await say('more'))).toBe('you said: more');
  });

  it('lets the start go on when the prompt is taken back', async () => {
    const { agent, say } = start();
    const stop = new AbortController();
    stop.abort();
    expect(await say('never', { signal: stop.signal })).toEqual([{ type: 'interrupted' }]);
    const later = new AbortController();
    const taken = say('never', { signal: later.signal });
    await waitUntil('it starts', () => agent.state === 'starting');
    later.abort();
    expect(await taken).toEqual([{ type: 'interrupted' }]);
    await waitUntil('it stands', () => agent.state === 'ready');
    expect(answerOf(await say('[[recall]]'))).toBe('known: ');
  });

  it('says once a turn that lines are not messages, and goes on', async () => {
    const { say, log } = start();
    const events = await say('[[garbage]][[garbage]][[text]]');
    expect(events.filter(({ type }) => type === 'notice')).toHaveLength(1);
    expect(log.join('\n')).toContain('this is not json {');
    expect(events.at(-1)).toMatchObject({ type: 'finish', complete: true });
  });

  it('reports updates of unknown kinds once', async () => {
    const { say } = start();
    const events = await say('[[unknown]][[unknown]]');
    expect(events.filter(({ type }) => type === 'notice')).toEqual([
      { type: 'notice', text: 'fake sent "dance_update", which qmux does not know' },
    ]);
  });

  it('ends the turn at a message over 32 MiB and takes the next prompt', async () => {
    const { say } = start();
    const events = await say('[[bigline 33]]');
    expect(events.at(-1)).toMatchObject({ type: 'error', message: expect.stringContaining('32 MiB') });
    expect(answerOf(await say('more'))).toBe('you said: more');
  });

  it('shows what an agent that dies said last, and starts it again with its session', async () => {
    const { agent, say } = start();
    await say('remember this');
    const id = agent.sessionId;
    const events = await say('[[slow 3]][[die]]');
    expect(answerOf(events)).toBe('the quick answer ');
    const end = events.at(-1);
    expect(end).toMatchObject({ type: 'error', needsUser: false });
    expect(end?.type === 'error' && end.message).toBe(
      'fake ended (exit code 3):\npanic: something broke\nat the very end\nask again to start it again',
    );
    expect(agent.state).toBe('off');
    expect(answerOf(await say('[[recall]]'))).toBe('known: remember this | [[slow 3]][[die]]');
    expect(agent.sessionId).toBe(id);
  });

  it('names the way to sign in', async () => {
    const { say, agent } = start({ FAKE_AGENT_AUTH: '1' });
    const [event] = await say('hello');
    expect(event).toMatchObject({
      type: 'error',
      needsUser: true,
      message: expect.stringMatching(/^fake needs you to sign in: set FAKE_AGENT_KEY, or run .* login in a/),
    });
    expect(agent.state).toBe('off');
  });

  it('knows which errors the user can mend', async () => {
    const { say } = start();
    expect((await say('[[auth]]')).at(-1)).toMatchObject({ type: 'error', needsUser: true });
    expect((await say('[[401]]')).at(-1)).toEqual({
      type: 'error',
      needsUser: true,
      message:
        'fake reported an error: unexpected status 401 Unauthorized: wrong key; check its key, or sign in again',
    });
    expect((await say('[[cut]]')).at(-1)).toMatchObject({
      type: 'finish',
      complete: false,
      reason: 'length',
    });
    expect((await say('[[refuse]]')).at(-1)).toMatchObject({ type: 'error', needsUser: false });
  });

  it('says what to install', async () => {
    const { say } = start({}, { known: { command: 'no-such-agent', install: 'npm install -g it' } });
    expect(await say('hello')).toMatchObject([
      { type: 'error', needsUser: true, message: expect.stringContaining('install it: npm install -g it') },
    ]);
  });
});

describe('an agent that starts again', () => {
  it('is told the answer that was cut', async () => {
    let cut: string | undefined = 'The half\nanswer';
    const { agent, say } = start({}, { findCutAnswer: () => cut });
    await say('one');
    await agent.close();
    expect(agent.state).toBe('off');
    expect(answerOf(await say('two'))).toBe(
      'you said: Your last answer was cut off. The user has this much of it:\n\n> The half\n> answer\n\n\ntwo',
    );
    cut = undefined;
    await agent.close();
    expect(answerOf(await say('three'))).toBe('you said: three');
  });

  it('drops what a load repeats', async () => {
    const { agent, say } = start({ FAKE_AGENT_WITHOUT: 'resume' });
    await say('one');
    await agent.close();
    const events = await say('[[recall]]');
    expect(answerOf(events)).toBe('known: one');
  });

  it('begins a new session with what it is told when it cannot bring the old one back', async () => {
    const reasons: string[] = [];
    const { agent, say } = start(
      { FAKE_AGENT_WITHOUT: 'resume load' },
      {
        onLost: (reason) => {
          reasons.push(reason);
          return Promise.resolve('user: one');
        },
      },
    );
    await say('one');
    const before = agent.sessionId;
    await agent.close();
    expect(answerOf(await say('two'))).toBe(
      'you said: This conversation went on before, but you do not know it. It was:\n\n> user: one\n\n\ntwo',
    );
    expect(reasons).toEqual(['it cannot take up earlier sessions']);
    expect(agent.sessionId).not.toBe(before);
  });

  it('has the mode that asks and the values that were chosen', async () => {
    const { agent, say } = start({}, { choices: { model: 'Large' } });
    expect(answerOf(await say('[[mode]]'))).toBe('mode ask, model large, effort low');
    expect(await agent.setOption('effort', 'high')).toBe(true);
    expect(await agent.setOption('web', 'yes')).toBe(true);
    expect(await agent.setOption('effort', 'none')).toBe(false);
    expect(agent.options.map(({ category, current }) => [category, current])).toEqual([
      ['mode', 'ask'],
      ['model', 'large'],
      ['effort', 'high'],
      ['other', 'yes'],
    ]);
    await agent.close();
    expect(answerOf(await say('[[mode]]'))).toBe('mode ask, model large, effort high');
  });

  it('says which values there are when there is no such model', async () => {
    const { say } = start({}, { choices: { model: 'huge' } });
    expect(await say('hello')).toContainEqual({
      type: 'notice',
      text: 'fake has no model huge; it has small, large',
    });
  });
});

describe('sessions that the agent has kept', () => {
  it('are listed, and one of them gone on with', async () => {
    const { agent, say, directory } = start();
    await say('one');
    await agent.close();
    expect(await agent.listSessions()).toEqual([
      { id: agent.sessionId, title: 'one', directory, updatedAt: undefined },
    ]);
    expect(agent.state).toBe('off');
    const again = start({ FAKE_AGENT_SESSIONS: join(directory, 'sessions') }, { sessionId: agent.sessionId });
    expect(answerOf(await again.say('[[recall]]'))).toBe('known: one');
  });

  it('cannot be listed by every agent', async () => {
    const { agent } = start({ FAKE_AGENT_WITHOUT: 'list' });
    await expect(agent.listSessions()).rejects.toThrow('fake does not list its sessions; name one by its id');
  });
});

describe('close', () => {
  it('ends an agent that does not stop, with the turn that runs', async () => {
    const { agent } = start();
    const stop = new AbortController();
    const events: ModelEvent[] = [];
    for await (const event of streamOf(agent, '[[stubborn]]', { signal: stop.signal })) {
      events.push(event);
      if (events.filter(({ type }) => type === 'text').length === 3) stop.abort();
      if (events.filter(({ type }) => type === 'text').length === 6) void agent.close();
    }
    expect(events.at(-1)).toEqual({ type: 'interrupted' });
    await agent.close();
    expect(agent.pid).toBeUndefined();
  });

  it('ends an agent that is starting', async () => {
    const { agent, say } = start({ FAKE_AGENT_START: 'silent' });
    const taken = say('hello');
    await waitUntil('it runs', () => agent.pid);
    await agent.close();
    expect(await taken).toEqual([{ type: 'interrupted', note: 'fake was ended' }]);
    expect(agent.state).toBe('off');
  });
});
