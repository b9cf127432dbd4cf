// Programs in panes: shells, full-screen programs, their end and their way back.

import { afterEach, describe, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

describe('a program', () => {
  it('gets the size, environment and directory of its pane, and runs again when asked', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}C`);
    await terminal.waitForText('run:');
    terminal.type(`sh${ENTER}`);
    await terminal.waitForText(/#2 sh-2  program ─/);
    terminal.type(`stty size; echo "in $TERM $TERM_PROGRAM $(pwd)"${ENTER}`);
    await terminal.waitForText('38 120');
    await terminal.waitForText(`in xterm-256color qmux ${qmux.home.dir}`);
    terminal.type(`${PREFIX}%`);
    await terminal.waitForText('#3 chat-3');
    terminal.type(`${PREFIX}h`);
    terminal.type(`stty size${ENTER}`);
    await terminal.waitForText('38 60');
    terminal.type(`exit 3${ENTER}`);
    await terminal.waitForText('exited 3 after');
    await terminal.waitForText('Enter runs sh in');
    terminal.type(ENTER);
    await terminal.waitForText(/#2 sh-2  program ─+┬/);
    terminal.type(`echo alive again${ENTER}`);
    await terminal.waitForText(/\nalive again/);
    // The earlier content is in the scrollback without the empty rest of its screen.
    const { stdout } = await qmux.call('capture', 'sh-2', '--lines', '1000');
    expect(stdout).toMatch(/Enter runs sh in .* again\n\S/);
  });

  it('keeps its last screen over the end of the server', async () => {
    qmux = await startQmux();
    const first = await qmux.attach();
    await first.waitForText('#1 chat-1');
    first.type(`${PREFIX}:new -- sh${ENTER}`);
    await first.waitForText('#2 sh-2');
    first.type(`echo remember-$((40+2))${ENTER}`);
    await first.waitForText('remember-42');
    expect((await qmux.call('kill-server', '--yes')).code).toBe(0);
    await first.waitForExit();
    const second = await qmux.attach();
    await second.waitForText('remember-42');
    await second.waitForText('ended with the server');
  });

  it('draws vim as vim draws itself', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}:new -- vim -u NONE -N${ENTER}`);
    await terminal.waitForText('VIM - Vi IMproved');
    terminal.type('ihello 漢字 👩‍💻 end');
    await terminal.waitForText('hello 漢字');
    const row = terminal.screen().findIndex((line) => line.includes('hello'));
    expect(terminal.cell(row, 6)).toMatchObject({ text: '漢', width: 2 });
    // Alone: with the colon in one read it would be Alt-colon, which vim asks to be distinguished.
    terminal.type('\x1b');
    await terminal.waitUntil('insert mode was left', () => !terminal.screen().join('').includes('INSERT'));
    terminal.type(':q!\r');
    await terminal.waitForText('exited 0 after');
  });

  it('is refused with its name when there is none, and nothing changes', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}:new -- no-such-program${ENTER}`);
    await terminal.waitForText('no program no-such-program on PATH');
    expect(JSON.parse((await qmux.call('ls', '--json')).stdout)).toHaveLength(1);
  });

  it('refuses qmux inside its own pane', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach({ cols: 160 });
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}:new -- sh${ENTER}`);
    await terminal.waitForText('#2 sh-2');
    terminal.type(`${process.execPath} ${process.cwd()}/dist/cli.js; echo code $?${ENTER}`);
    await terminal.waitForText(
      'already inside qmux, session sh-2 (Ctrl-q d detaches; -L NAME for another server)',
    );
    await terminal.waitForText('code 1');
  });
});
