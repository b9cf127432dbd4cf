// What other tests rely on: a wait that fails with words, a terminal that draws as terminals do, a home left
// empty.

import { existsSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { COLOUR_PALETTE, COLOUR_RGB } from '../../src/text/cell-grid.js';
import { temporaryHome, type TemporaryHome } from './home.js';
import { startInTerminal, type OuterTerminal } from './outer-terminal.js';
import { waitUntil } from './wait-until.js';

let home: TemporaryHome | undefined;
let terminal: OuterTerminal | undefined;
afterEach(async () => {
  await terminal?.stop();
  await home?.remove();
});

async function run(script: string): Promise<OuterTerminal> {
  home = temporaryHome();
  terminal = await startInTerminal({
    command: '/bin/sh',
    args: ['-c', script],
    env: home.env,
    cwd: home.dir,
    rows: 6,
    cols: 30,
  });
  return terminal;
}

describe('waitUntil', () => {
  it('gives what the predicate gives, be it 0 or nothing', async () => {
    let calls = 0;
    expect(await waitUntil('it counts', () => (++calls < 3 ? undefined : 0))).toBe(0);
    expect(calls).toBe(3);
  });

  it('fails with what never came true and what was there instead', async () => {
    const waiting = waitUntil('pigs fly', () => false, {
      timeoutMs: 10,
      describe: () => 'pigs on the ground',
    });
    await expect(waiting).rejects.toThrow('waited 10 ms until pigs fly; instead:\npigs on the ground');
  });
});

describe('OuterTerminal', () => {
  it('draws colours and wide characters where terminals draw them', async () => {
    const terminal = await run(`printf '\\033[1;31mr\\033[0;38;2;1;2;3mt\\033[m漢🫠👩‍💻x'; exec cat`);
    await terminal.waitForText('x');
    expect(terminal.cell(0, 0)).toMatchObject({ text: 'r', fg: COLOUR_PALETTE | 1, bold: true });
    expect(terminal.cell(0, 1)).toMatchObject({ text: 't', fg: COLOUR_RGB | 0x010203, bold: false });
    expect([2, 3, 4, 6, 8].map((col) => terminal.cell(0, col))).toMatchObject([
      { text: '漢', width: 2 },
      { text: '', width: 0 },
      { text: '🫠', width: 2 },
      { text: '👩‍💻', width: 2 },
      { text: 'x', width: 1 },
    ]);
    expect(terminal.cursor).toEqual({ row: 0, col: 9 });
  });

  it('answers queries, as terminals do', async () => {
    const terminal = await run(`stty raw -echo; printf '\\033[3;4H\\033[6n'; head -c 6 | tr '\\033' E`);
    await terminal.waitForText('E[3;4R');
    expect(terminal.screen()[2]).toBe('   E[3;4R');
  });

  it('tells the modes that are set', async () => {
    const terminal = await run(
      `printf '\\033[?1049h\\033[?25l\\033[?1002;1006h\\033[>1u\\033[5 q\\033]12;red\\007\\033]22;text\\007\\033[22;0tset'; exec cat`,
    );
    await terminal.waitForText('set');
    expect(terminal.modes()).toMatchObject({
      private: [7, 1002, 1006, 1049],
      keyboardFlags: 1,
      cursorShape: 5,
      cursorColour: 'red',
      pointerShape: 'text',
      titles: 1,
    });
  });

  it('keeps the bytes in the order they came, with times', async () => {
    const terminal = await run(`printf one; read line; printf "two$line"`);
    await terminal.waitForText('one');
    terminal.type('!\r');
    await terminal.waitForText('two!');
    const times = terminal.bytes.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Buffer.concat(terminal.bytes.map(({ bytes }) => bytes)).toString()).toBe('one!\r\ntwo!');
  });

  it('keeps what a program wrote last while the test was busy', async () => {
    const terminal = await run(
      `printf one; read line; head -c 12000 /dev/zero | tr '\\0' x; printf "two$line"`,
    );
    await terminal.waitForText('one');
    terminal.type('!\r');
    setImmediate(() => {
      const busyUntil = performance.now() + 300;
      while (performance.now() < busyUntil);
    });
    await terminal.waitForText('two!');
  });

  it('tells how the program ended', async () => {
    expect(await (await run('exit 3')).waitForExit()).toBe(3);
    await terminal?.stop();
    await home?.remove();
    expect(await (await run('kill -TERM $$')).waitForExit()).toBe(143);
  });

  it('tells the program its new size', async () => {
    const terminal = await run(`trap 'stty size' WINCH; printf ready; while :; do read line; done`);
    await terminal.waitForText('ready');
    terminal.resize(9, 40);
    await terminal.waitForText('9 40');
    expect(terminal.screen()).toHaveLength(9);
  });
});

describe('temporaryHome', () => {
  it('finds and ends what was started with it, also what has left its parent', async () => {
    const home = temporaryHome();
    const child = spawn('/bin/sh', ['-c', 'sleep 1000 & exec sleep 1000'], { env: home.env, detached: true });
    child.unref();
    await waitUntil('both run', () => home.findProcesses().length === 2);
    await home.remove();
    expect(home.findProcesses()).toEqual([]);
    expect(existsSync(home.dir)).toBe(false);
  });

  it('holds nothing of the environment of who runs the tests but PATH', () => {
    process.env['ANTHROPIC_API_KEY'] = 'a-real-key';
    const home = temporaryHome();
    expect(Object.values(home.env)).not.toContain('a-real-key');
    delete process.env['ANTHROPIC_API_KEY'];
    return home.remove();
  });
});
