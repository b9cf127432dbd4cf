// A shell's line that nobody has parsed: what the server asks its caller for, refuses, and replies.

import { describe, expect, it } from 'vitest';

import type { TypedCall } from '../../src/server/connection.js';
import { createRecorder, HELLO } from './recording-runner.js';

/** asked: how often the environment was asked for. */
async function type(words: string[], { env = { TERM: 'xterm' }, canAttach = false } = {}) {
  const recorder = createRecorder();
  let asked = 0;
  const typed: TypedCall = {
    canAttach,
    askEnvironment: async () => {
      asked++;
      expect(recorder.calls).toEqual([]);
      return env;
    },
  };
  const response = await recorder.runner.answer(HELLO, words, { json: true, typed });
  return { ...response, asked, calls: recorder.calls };
}

describe('a line as it was typed', () => {
  it.each([
    [['new', '-d'], 1],
    [['new-session', '-d'], 1],
    [['program', 'htop'], 1],
    [['ls'], 0],
    [['close'], 0],
    [['new', '--help'], 0],
    [['new', '--bogus'], 0],
  ])('asks for the environment only where something is started in it: %j', async (words, times) => {
    expect((await type(words)).asked).toBe(times);
  });

  it('prints JSON only where it says so', async () => {
    expect((await type(['ls'])).stdout).toBe('no sessions\n');
    expect((await type(['ls', '--json'])).stdout).toBe('[]\n');
    expect((await type(['ls', '--all=yes'])).exitCode).toBe(2);
  });

  it('makes no session that its terminal could not show', async () => {
    const dumb = { env: { TERM: 'dumb' }, canAttach: true };
    const refused = await type(['new'], dumb);
    expect(refused).toMatchObject({ exitCode: 1, calls: [] });
    expect(refused.stderr).toContain('TERM is dumb: the workspace needs a terminal that it can draw on');
    expect((await type(['new', '-d'], dumb)).calls).toHaveLength(1);
    expect((await type(['new'], { ...dumb, canAttach: false })).calls).toHaveLength(1);
    expect((await type(['new'], { canAttach: true })).calls).toHaveLength(1);
  });

  it('names the command whose help it asks for, and is text otherwise', async () => {
    expect(await type(['close', '2', '--help'])).toMatchObject({ help: 'close', calls: [], exitCode: 0 });
    expect(await type(['send', '2', 'see', '--help'])).not.toHaveProperty('help');
    const parsed = await createRecorder().runner.answer(HELLO, ['close', '--help'], { json: false });
    expect(parsed).not.toHaveProperty('help');
    expect(parsed.stdout).toMatch(/^usage: close/);
  });

  it('that holds nothing is refused', async () => {
    expect(await type([])).toMatchObject({
      exitCode: 2,
      stderr: 'there is no command; qmux help lists them\n',
    });
  });
});

describe('--help', () => {
  it('is answered in a chat and at the prompt too, also to a read-only client', async () => {
    const chat = createRecorder();
    expect(await chat.runner.runSlash(chat.session, 'close --help')).toBeUndefined();
    expect(chat.dialogs).toEqual(['text']);
    const client = createRecorder();
    Object.assign(client.client, { readOnly: true });
    await client.runner.runForClient(client.client, 'close 2 --help', 'prompt');
    await client.runner.runForClient(client.client, 'close 2', 'prompt');
    expect([client.dialogs, client.calls, client.messages]).toEqual([
      ['text'],
      [],
      [expect.stringContaining('attached read-only')],
    ]);
  });
});
