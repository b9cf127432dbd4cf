// What happened while no terminal was attached, shown on the next attach, even if the server ended in
// between.

import { afterEach, describe, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

interface Listed {
  name: string;
  state: string;
  attention: { reason: string }[];
}
const find = async (name: string): Promise<Listed | undefined> =>
  (JSON.parse((await qmux.call('ls', '--json')).stdout) as Listed[]).find((each) => each.name === name);

async function leave(): Promise<void> {
  const terminal = await qmux.attach();
  await terminal.waitForText('chat-1');
  terminal.type(`${PREFIX}d`);
  await terminal.waitForExit();
}

const AWAY = /since \d\d:\d\d: 2 answers, 1 bell, build exited 1; Ctrl-q a walks through them/;

async function happen(): Promise<void> {
  expect((await qmux.call('new', '-d', 'quiz')).code).toBe(0);
  for (const question of ['one', 'two'])
    expect((await qmux.call('send', 'quiz', question, '--wait')).code).toBe(0);
  expect((await qmux.call('new', '-d', 'build', '--', 'sh', '-c', 'exit 1')).code).toBe(0);
  await waitUntil('it ended', async () => (await find('build'))?.state === 'completed');
  expect((await qmux.call('new', '-d', 'log', '--', 'sh', '-c', "printf '\\a'; sleep 1000")).code).toBe(0);
  await waitUntil('it rang', async () => (await find('log'))?.attention[0]?.reason === 'bell');
}

describe('an attach', () => {
  it('says once what happened since the last terminal left', async () => {
    qmux = await startQmux(() => ({ pieces: ['answer'] }));
    await leave();
    await happen();
    const terminal = await qmux.attach();
    await terminal.waitForText(AWAY);
    terminal.type(`${PREFIX}a`);
    await terminal.waitForText(/#\d log  program ─/);
    terminal.type(`${PREFIX}d`);
    await terminal.waitForExit();
    const again = await qmux.attach();
    await again.waitForText('log  program ─');
    again.type(`${PREFIX}:messages${ENTER}`);
    await again.waitForText('no messages yet');
  });

  it('says it also when the server ended meanwhile', async () => {
    qmux = await startQmux(() => ({ pieces: ['answer'] }));
    await leave();
    await happen();
    expect((await qmux.call('kill-server', '--yes')).code).toBe(0);
    const terminal = await qmux.attach();
    // The bell disappeared with its program: nothing waits any more.
    await terminal.waitForText(/since \d\d:\d\d: 2 answers, 1 bell, build exited 1$/m);
  });

  it('says what was running when the server was killed', async () => {
    qmux = await startQmux();
    await leave();
    expect((await qmux.call('new', '-d', 'watch', '--', 'sleep', '1000')).code).toBe(0);
    process.kill(qmux.serverPid(), 'SIGKILL');
    const terminal = await qmux.attach();
    await terminal.waitForText('chat-1');
    terminal.type(`${PREFIX}~`);
    await terminal.waitForText(/since \d\d:\d\d: watch ended with the server/);
  });
});
