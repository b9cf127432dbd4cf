// The built program in a terminal: what a user sees of starting, splitting, tabs, dialogs, detaching and
// ending.

import { afterEach, describe, expect, it } from 'vitest';

import { ENTER, ESCAPE, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

describe('the workspace', () => {
  it('opens with one chat that the guide answers, and names the chat after its first question', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1  chat · guide');
    await terminal.waitForText('Ctrl-q is the prefix');
    terminal.type('how do I split a pane?');
    await terminal.waitForText('> how do I split a pane?');
    terminal.type(ENTER);
    await terminal.waitForText('guide (not a model)');
    await terminal.waitForText('not a model: I only search');
    await terminal.waitForText('#1 split-pane');
    // The title is bold, and the row's rule extends to the last column.
    const titleAt = terminal.screen()[0]?.indexOf('#1') ?? -1;
    expect(terminal.cell(0, titleAt).bold).toBe(true);
    expect(terminal.cell(0, 119).text).toBe('─');
  });

  it('splits, moves, zooms, hides and closes as tmux does', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}%`);
    await terminal.waitForText(/#1 chat-1.*#2 chat-2/);
    terminal.type(`${PREFIX}"`);
    await terminal.waitForText('#3 chat-3');
    // 120 columns: two of 60 and 59 with the separator between.
    expect(terminal.cell(5, 60).text).toBe('│');
    // The focused pane's prompt has the cursor.
    const row = terminal.screen().findIndex((line) => line.includes('#3 chat-3'));
    await terminal.waitUntil(
      'the cursor is in pane 3',
      () => terminal.cursor.row > row && terminal.cursor.col > 60,
    );
    terminal.type(`${PREFIX}h`);
    await terminal.waitUntil('the cursor is in pane 1', () => terminal.cursor.col < 60);
    terminal.type(`${PREFIX}z`);
    await terminal.waitUntil(
      'only pane 1 is drawn',
      () => !terminal.screen().some((line) => line.includes('#2')),
    );
    terminal.type(`${PREFIX}z`);
    await terminal.waitForText('#2 chat-2');
    terminal.type(`${PREFIX}X`);
    await terminal.waitUntil(
      'pane 1 is hidden',
      () => !terminal.screen().some((line) => line.includes('#1 chat-1')),
    );
    terminal.type(`${PREFIX}x`);
    await terminal.waitForText('close #');
    terminal.type('y');
    await terminal.waitUntil(
      'one pane is left',
      () => terminal.screen().filter((line) => /#\d chat-\d  /.test(line)).length === 1,
    );
    expect((await qmux.call('ls')).stdout).toMatch(/#1 .*chat-1/);
  });

  it('has tabs with their own names and keys', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}c`);
    await terminal.waitForText('1:chat-1  2:chat-2*');
    terminal.type(`${PREFIX},`);
    await terminal.waitForText('rename tab to:');
    terminal.type(`漢字 build${ENTER}`);
    await terminal.waitForText('2:漢字 build*');
    terminal.type(`${PREFIX}1`);
    await terminal.waitForText('1:chat-1*  2:漢字 build');
    terminal.type(`${PREFIX}L`);
    await terminal.waitForText('2:漢字 build*');
    terminal.type(`${PREFIX}n`);
    await terminal.waitForText('1:chat-1*');
    terminal.type(`${PREFIX}$`);
    await terminal.waitForText('rename #1 to: chat-1');
    // Ctrl-u clears the field.
    terminal.type(`\u0015first${ENTER}`);
    await terminal.waitForText('#1 first  chat');
  });

  it('finds sessions with the picker and keys with the help', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    await qmux.call('new', '-d', 'build-logs');
    terminal.type(`${PREFIX}s`);
    await terminal.waitForText(/Idle \(2\)/);
    terminal.type('logs');
    await terminal.waitUntil(
      'one row is left',
      () => !terminal.screen().some((line) => /│.*#1 +chat-1/.test(line)),
    );
    terminal.type(ENTER);
    await terminal.waitForText('#2 build-logs  chat');
    terminal.type(`${PREFIX}?`);
    await terminal.waitForText('keys after Ctrl-q');
    terminal.type('zoom');
    await terminal.waitForText('zoom the pane, or unzoom it');
    terminal.type(ESCAPE);
    await terminal.waitForText('split right');
    terminal.type(ESCAPE);
    await terminal.waitUntil(
      'the help is closed',
      () => !terminal.screen().some((line) => line.includes('keys after')),
    );
    terminal.type(`${PREFIX}:`);
    terminal.type(`sess\t${ENTER}`);
    await terminal.waitForText(/┌─ sessions/);
    terminal.type('q');
    terminal.type(`${PREFIX}:nonsense${ENTER}`);
    await terminal.waitForText('no command nonsense');
  });

  it('detaches, attaches again, and ends with everything saved', async () => {
    qmux = await startQmux();
    const first = await qmux.attach();
    await first.waitForText('#1 chat-1');
    first.type(`${PREFIX}%`);
    await first.waitForText('#2 chat-2');
    first.type('half a draft');
    await first.waitForText('half a draft');
    first.type(`${PREFIX}d`);
    expect(await first.waitForExit()).toBe(0);
    await first.waitForText('[detached from default]');
    const second = await qmux.attach();
    await second.waitForText(/#1 chat-1.*#2 chat-2/);
    await second.waitForText('half a draft');
    second.type(`${PREFIX}:quit${ENTER}`);
    await second.waitForText('Quit qmux? Everything is saved.');
    second.type('y');
    expect(await second.waitForExit()).toBe(0);
    const third = await qmux.attach();
    await third.waitForText(/#1 chat-1.*#2 chat-2/);
    await third.waitForText('half a draft');
    await third.waitUntil('the focus is in pane 2', () => third.cursor.col > 60);
  });

  it('shows a notice where it is too small, and recovers', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.resize(8, 30);
    await terminal.waitForText('qmux needs 40x10');
    terminal.resize(15, 60);
    await terminal.waitForText('#1 chat-1  chat · guide');
    // The prompt is at the bottom again, above the tab bar.
    expect(terminal.screen()[13]).toBe(' >');
  });

  it('gives two clients their own tab and focus, and a tab the size of the client used last', async () => {
    qmux = await startQmux();
    const large = await qmux.attach({ rows: 40, cols: 120 });
    await large.waitForText('#1 chat-1');
    large.type(`${PREFIX}c`);
    await large.waitForText('2:chat-2*');
    const small = await qmux.attach({ rows: 15, cols: 60 });
    await small.waitForText('2:chat-2*');
    small.type(`${PREFIX}1`);
    await small.waitForText('1:chat-1*');
    expect(large.screen().some((line) => line.includes('2:chat-2*'))).toBe(true);
    // The small one came last to tab 1; the large one now shows it at the small one's size.
    large.type(`${PREFIX}1`);
    await large.waitForText('1:chat-1*');
    await large.waitUntil('the tab has the large size', () => /─{60}/.test(large.screen()[0] ?? ''));
    small.type(`${PREFIX}n${PREFIX}1`);
    await large.waitUntil('the tab has the small size', () => (large.screen()[0] ?? '').length <= 60);
  });
});

describe('an overview', () => {
  it('numbers the panes, lists tabs and sessions, and detaches other terminals', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}%`);
    await terminal.waitForText('#2 chat-2');
    terminal.type(`${PREFIX}q`);
    await terminal.waitUntil('both panes are numbered', () =>
      terminal.screen().some((line) => /^ +1 +│ +2 *$/.test(line)),
    );
    terminal.type('1');
    await terminal.waitUntil('the focus is in pane 1', () => terminal.cursor.col < 60);
    terminal.type(`${PREFIX}w`);
    await terminal.waitForText('*1:chat-1  2 panes');
    await terminal.waitForText('#2 chat-2  chat, active');
    terminal.type(`j${ENTER}`);
    await terminal.waitUntil('the focus is in pane 2', () => terminal.cursor.col > 60);
    const other = await qmux.attach();
    await other.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}D`);
    await terminal.waitForText('(this one)');
    terminal.type('D');
    expect(await other.waitForExit()).toBe(0);
    await terminal.waitForText(/detached client-\d+/);
    expect((await qmux.call('tree', '--list')).stdout).toMatch(/^\*1:chat-2 {2}2 panes\n/);
  });
});
