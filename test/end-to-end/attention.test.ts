// A program that speaks the Program Status Protocol in an unwatched pane: what the user's terminal gets of
// it.

import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import type { OuterTerminal } from '../harness/outer-terminal.js';
import { waitUntil } from '../harness/wait-until.js';

const FIXTURE = fileURLToPath(new URL('../../fixtures/programs/tells-status.mjs', import.meta.url));

let qmux: Qmux;
afterEach(() => qmux.stop());

const bytesOf = (terminal: OuterTerminal): string =>
  Buffer.concat(terminal.bytes.map(({ bytes }) => bytes)).toString();
/** Bells, and not the ends of strings. */
const bellsOf = (terminal: OuterTerminal): number =>
  bytesOf(terminal)
    .replaceAll(/\x1b\][^\u0007\x1b]*(?:\u0007|\x1b\\)/g, '')
    .split('\u0007').length - 1;

const report = (state: string, text = ''): string =>
  `\x1b]7501;state=${state}:app=test:msg=${Buffer.from(text).toString('base64')}\x1b\\`;

describe('a program that asks while it is not seen', () => {
  it('rings the terminal once, is found by Ctrl-q a, and none of its sequences goes out', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    // The hint for the prefix would cover the tab bar.
    terminal.type(`${PREFIX}r`);
    expect((await qmux.call('new', '-d', 'agent', '--', process.execPath, FIXTURE)).code).toBe(0);
    const captured = async (): Promise<string> => (await qmux.call('capture', 'agent')).stdout;
    await waitUntil('it is understood', async () => (await captured()).includes('understood'));
    const tell = (text: string, ...flags: string[]): ReturnType<Qmux['call']> =>
      qmux.call('send', ...flags, 'agent', JSON.stringify(text));
    await tell(report('working'));
    await tell(report('blocked', 'Run make?'));
    await terminal.waitForText('!#2 agent');
    expect(await tell('answer')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('agent asks: Run make?') as string,
    });
    await tell(report('working') + report('blocked', 'Run test?'), '--answer');
    const { stdout } = await qmux.call('ls', '--short');
    expect(stdout).toBe('!1\n');
    expect((await qmux.call('ls', '--waiting')).stdout).toContain('question: Run test?');
    await waitUntil('the title says so', () => bytesOf(terminal).includes('\x1b]0;(1) qmux chat-1\u0007'));
    expect(bellsOf(terminal)).toBe(1);
    terminal.type(`${PREFIX}a`);
    await terminal.waitForText(/#2 agent  program ─+ ! waiting: Run test\?/);
    terminal.type(`${JSON.stringify(`${report('idle')}\u0007thanks`)}${ENTER}`);
    await terminal.waitForText('thanks');
    await terminal.waitForText(/#2 agent  program ─+$/m);
    expect(bellsOf(terminal)).toBe(1);
    expect(bytesOf(terminal)).not.toContain('7501;state');
  });
});

describe('an agent in the built program', () => {
  it('is understood by the characters of its title and its dialog, not only by their bytes', async () => {
    qmux = await startQmux();
    const states = async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        (JSON.parse((await qmux.call('ls', '--json')).stdout) as { name: string; state: string }[]).map(
          ({ name, state }) => [name, state],
        ),
      );
    const run = (name: string, text: string): ReturnType<Qmux['call']> => {
      const program = `process.stdout.write(${JSON.stringify(text)}); setInterval(() => {}, 1e6);`;
      return qmux.call('new', '-d', name, '--', process.execPath, '-e', program);
    };
    await run('hand', '\x1b]0;✋  Action Required (proj)\u0007');
    await run('spinner', '\x1b]0;⠋ proj\u0007');
    await run('trust', 'Do you trust the files in this folder?\r\n\r\n❯ 1. Yes\r\n  2. No\r\n');
    await waitUntil('all are understood', async () => {
      const { hand, spinner, trust } = await states();
      return hand === 'waiting' && spinner === 'processing' && trust === 'waiting';
    });
  });
});
