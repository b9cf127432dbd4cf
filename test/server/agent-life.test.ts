// The life of an agent that answers a chat, in a running workspace with a terminal: it falls asleep and wakes,
// is started again, dies, or does what it should not.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { findMembers } from '../../src/process/group.js';
import { waitUntil } from '../harness/wait-until.js';
import { AGENT_PROGRAM, ask, startAgents, type StartedAgents } from './start-agents.js';
import type { TestClient } from './start-client.js';

let server: StartedAgents;
let client: TestClient;
let chat: ChatSession;
afterEach(() => server.workspace.stop());

async function start(options: Parameters<typeof startAgents>[0] = {}): Promise<void> {
  server = await startAgents(options);
  client = server.attach({ rows: 30, cols: 100 });
  chat = await server.chat();
}

const title = (): string => client.screen()[0] ?? '';

/** All of the conversation. */
const shown = (session: ChatSession): Promise<string> => session.capture({ lines: 10_000, ansi: false });

const pidOf = (session: ChatSession): number => {
  const pid = session.agent?.pid;
  if (pid === undefined) throw new Error('no agent runs');
  return pid;
};

/** How long an agent must be quiet: 150 ms. */
const SOON = 0.0025;

describe('steer', () => {
  it('goes into the answer of an agent that takes it', async () => {
    await start({ env: { FAKE_AGENT_STEERS: '1' } });
    const turn = chat.send('[[until]]');
    await client.waitForText('I wait.');
    const waits = chat.send('later');
    chat.prompt.steer('look at b.txt');
    expect(await chat.waitForTurn(turn)).toMatchObject({
      answer: expect.stringMatching(/I wait\.\s+Steered: look at b\.txt/),
      finish: 'stop',
    });
    expect(await chat.waitForTurn(waits)).toMatchObject({ answer: 'you said: later' });
    expect(chat.turns().map(({ question }) => question)).toEqual(['[[until]]', 'later']);
    expect(await shown(chat)).toContain('sent into the answer: look at b.txt');
  });

  it('interrupts one that does not, or no longer', async () => {
    await start({ env: { FAKE_AGENT_STEERS: 'late' } });
    const turn = chat.send('[[until]]');
    await client.waitForText('I wait.');
    chat.prompt.steer('rather this');
    expect(await chat.waitForTurn(turn)).toMatchObject({ finish: 'interrupted' });
    await client.waitForText('you said: rather this');
    expect(chat.turns().map(({ question }) => question)).toEqual(['[[until]]', 'rather this']);
  });
});

describe('an agent that nobody needs', () => {
  it('falls asleep, and the next prompt wakes it with its session, as the config has it then', async () => {
    await start({ config: { agentIdleMinutes: SOON } });
    await ask(chat, 'remember this');
    await client.waitForText('asleep');
    expect(title()).toContain('asleep');
    await waitUntil('its process has ended', () => server.workspace.children.running.length === 0);
    const mark = join(server.directory, 'mark');
    const args = ['-c', `: > "$MARK"; exec '${process.execPath}' '${AGENT_PROGRAM}'`];
    const fake = { command: '/bin/sh', args, env: { MARK: mark }, mode: 'ask' };
    server.live.use({ ...server.live.values, agents: { fake } });
    expect(await ask(chat, '[[recall]]')).toMatchObject({ answer: 'known: remember this', finish: 'stop' });
    expect(existsSync(mark)).toBe(true);
    // It is known as long as its chat is open.
    server.live.use({ ...server.live.values, agents: {} });
    expect(await ask(chat, 'and now')).toMatchObject({ finish: 'stop' });
  });

  it('stays awake while it answers or asks', async () => {
    await start({ config: { agentIdleMinutes: SOON } });
    const turn = chat.send('[[slow 30]][[shell echo done]]');
    await waitUntil('it asks', () => chat.questions.all.length === 1);
    const pid = pidOf(chat);
    // Longer than it may be idle: the answer of another agent takes as long.
    const other = await server.chat('other');
    await ask(other, '[[slow 20]]');
    expect([pidOf(chat), title()]).toEqual([pid, expect.not.stringContaining('asleep')]);
    const [question] = chat.questions.all;
    const option = question?.kind === 'permission' ? question.options[1] : undefined;
    if (!question || !option) throw new Error('it does not ask for permission');
    chat.reply(question.id, { type: 'option', option }, 'reply');
    expect(await chat.waitForTurn(turn)).toMatchObject({ finish: 'stop' });
  });
});

describe('/restart', () => {
  it('in the middle of a turn cuts it and says so; the next prompt has the session', async () => {
    await start();
    await ask(chat, 'remember this');
    const before = pidOf(chat);
    const turn = chat.send('[[slow]]');
    await client.waitForText('the quick answer');
    client.type('/restart\r');
    expect(await chat.waitForTurn(turn)).toMatchObject({
      finish: 'cut',
      error: expect.stringContaining('ended by /restart'),
    });
    await client.waitForText('(cut)');
    expect(await ask(chat, '[[recall]]')).toMatchObject({
      answer: expect.stringContaining('remember this'),
      finish: 'stop',
    });
    expect(pidOf(chat)).not.toBe(before);
    expect((await findMembers(before)).size).toBe(0);
  });
});

describe('the title', () => {
  afterEach(() => void vi.restoreAllMocks());

  /** The clock of the server is ahead by as much as is asked for. */
  function mockClock(): (ms: number) => void {
    let aheadMs = 0;
    const realNow = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => realNow() + aheadMs);
    return (ms) => {
      aheadMs += ms;
      // No timer of the server runs ahead with it: everything is drawn again.
      client.type('\x11r');
    };
  }

  it('counts the seconds of a start', async () => {
    const pass = mockClock();
    await start({ env: { FAKE_AGENT_START: 'silent' } });
    const turn = chat.send('hello');
    const seconds = (): number => Number(/starting fake… (\d+) s/.exec(title())?.[1] ?? Number.NaN);
    await waitUntil('it counts', () => seconds() >= 0);
    const before = seconds();
    await waitUntil('the next second is counted', () => seconds() > before);
    pass(40_000);
    await waitUntil('the time that passed is counted', () => seconds() > before + 40);
    chat.interrupt();
    await expect(chat.waitForTurn(turn)).rejects.toThrow('taken back into the prompt');
    expect(title()).toContain('starting fake');
  });

  it('says that an agent is silent, which is interrupted like any other', async () => {
    const pass = mockClock();
    await start();
    const turn = chat.send('[[say begun]][[hush]]');
    await client.waitForText(/^ *begun/m);
    expect(title()).toContain('fake · Small · Ask · Low');
    expect(title()).toContain('processing');
    expect(title()).not.toContain('silent');
    pass(61_000);
    await client.waitForText(/processing, silent for [6-9]\d s/);
    chat.interrupt();
    expect(await chat.waitForTurn(turn)).toMatchObject({ finish: 'interrupted' });
    await client.waitForNoText('silent for');
  });
});

describe('an agent that does not end its turn', () => {
  it('is left alone, which is said once, and ended by /restart', async () => {
    await start();
    const turn = chat.send('[[stubborn]]');
    await client.waitForText('still here');
    chat.interrupt();
    await client.waitForText('fake does not stop; /restart ends it');
    chat.interrupt();
    client.type('/restart\r');
    expect(await chat.waitForTurn(turn)).toMatchObject({ finish: 'interrupted' });
    expect(await shown(chat)).toMatch(/^(?:(?!does not stop)[^])*does not stop(?:(?!does not stop)[^])*$/);
    expect(await ask(chat, 'hello')).toMatchObject({ answer: 'you said: hello' });
  });
});

describe('an agent that dies', () => {
  it('cuts its turn and shows what it said last; the session stays usable', async () => {
    await start();
    const result = await ask(chat, '[[text]][[die]]');
    expect(result.finish).toBe('cut');
    await client.waitForText('fake ended (exit code 3)');
    expect(await shown(chat)).toContain('panic: something broke\n');
    expect(await shown(chat)).toContain('at the very end');
    expect(await ask(chat, '[[recall]]')).toMatchObject({ answer: expect.stringContaining('[[die]]') });
  });

  it('in a start is shown with what it said last', async () => {
    await start({ env: { FAKE_AGENT_SESSIONS: '' } });
    const result = await ask(chat, 'hello');
    expect(result).toMatchObject({ finish: 'error', error: expect.stringContaining('FAKE_AGENT_SESSIONS') });
  });
});

describe('an agent that does not keep to the protocol', () => {
  it('is reported in one line, with the rest in the log, and goes on', async () => {
    await start();
    expect(await ask(chat, '[[garbage]][[garbage]][[text]]')).toMatchObject({ finish: 'stop' });
    const text = await shown(chat);
    expect(text.match(/not part of the protocol/g)).toHaveLength(1);
    const log = readFileSync(join(server.directory, 'server.log'), 'utf8');
    expect(log.match(/Debugger attached/g)).toHaveLength(2);
  });

  it('ends its turn with a message over 32 MiB, and takes the next prompt', async () => {
    await start();
    const result = await ask(chat, '[[text]][[bigline 33]]');
    expect(result).toMatchObject({ finish: 'cut', error: expect.stringContaining('over 32 MiB') });
    expect(await ask(chat, 'hello')).toMatchObject({ answer: 'you said: hello', finish: 'stop' });
  });
});
