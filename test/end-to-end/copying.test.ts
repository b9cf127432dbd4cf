// Reading back, searching, copying and pasting, in the built program with a shell in a pane.

import { afterEach, describe, expect, it } from 'vitest';

import { ENTER, ESCAPE, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

/** What a client sent to its terminal as the clipboard. */
const clipboards = (terminal: { bytes: readonly { bytes: Buffer }[] }): string[] =>
  Array.from(
    Buffer.concat(terminal.bytes.map(({ bytes }) => bytes))
      .toString('latin1')
      .matchAll(/\x1b\]52;c;([^\u0007]*)\u0007/g),
    ([, encoded = '']) => Buffer.from(encoded, 'base64').toString('utf8'),
  );

describe('copy mode', () => {
  it('finds, selects and copies what stands above, and pastes it into the program', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach({ rows: 24, cols: 80 });
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}C/bin/sh${ENTER}`);
    await terminal.waitForText(/^\$/m);
    terminal.type(
      `i=0; while [ $i -lt 100 ]; do echo "line $i 漢字 end"; i=$((i+1)); done; echo o""ver${ENTER}`,
    );
    await terminal.waitForText(/^over$/m);
    terminal.type(`${PREFIX}[`);
    await terminal.waitForText('0/82 ');
    terminal.type('?line 2');
    await terminal.waitForText('line 29 漢字 end');
    terminal.type(ENTER);
    // 2 and 20 to 29; the typed line has none.
    await terminal.waitForText('11/11');
    terminal.type('n');
    await terminal.waitForText('10/11');
    terminal.type('wwve');
    await terminal.waitForText('characters');
    terminal.type('y');
    await terminal.waitForText('copied 2 characters to buffer0 and the clipboard');
    expect(clipboards(terminal)).toEqual(['漢字']);
    terminal.type(`q${PREFIX}]`);
    await terminal.waitForText('$ 漢字');
    terminal.type(`\u0015${PREFIX}[kV2k${ENTER}`);
    await terminal.waitForText('copied 3 lines to buffer1');
    expect((await qmux.call('buffers', '--list')).stdout).toContain('buffer1      3 lines');
    terminal.type(`${PREFIX}=`);
    await terminal.waitForText('paste buffers');
    terminal.type('j');
    terminal.type(ENTER);
    // The kernel's line editing removed more columns than the text had.
    await terminal.waitForText(/漢字$/m);
    expect(JSON.parse((await qmux.call('buffers', '--json')).stdout)).toMatchObject([
      { name: 'buffer1', named: false, lines: 3 },
      { name: 'buffer0', text: '漢字', bytes: 6 },
    ]);
  });

  it('stays on its lines while the program prints, and is each client’s own', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach({ rows: 15, cols: 60 });
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}C/bin/sh${ENTER}`);
    await terminal.waitForText(/^\$/m);
    terminal.type(`i=0; while [ $i -lt 50 ]; do echo "before $i"; i=$((i+1)); done${ENTER}`);
    await terminal.waitForText('before 49');
    terminal.type(`${PREFIX}[`);
    await terminal.waitForText('0/40 ');
    const other = await qmux.attach({ rows: 15, cols: 60 });
    await other.waitForText('before 49');
    other.type(`echo new; echo lines${ENTER}`);
    await other.waitForText(/^lines$/m);
    await terminal.waitForText('3/43 ');
    expect(terminal.screen()).not.toContain('lines');
    expect(other.screen()[0]).not.toContain('/43 ');
    terminal.type(ESCAPE);
    await terminal.waitForText(/^lines$/m);
  });

  it('is entered and left by the wheel, and the mouse selects and copies', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach({ rows: 24, cols: 80 });
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}C/bin/sh${ENTER}`);
    await terminal.waitForText(/^\$/m);
    terminal.type(`i=0; while [ $i -lt 60 ]; do echo "row $i 漢字"; i=$((i+1)); done${ENTER}`);
    await terminal.waitForText('row 59');
    const mouse = (button: number, row: number, col: number, end = 'M'): void =>
      terminal.type(`\x1b[<${button};${col + 1};${row + 1}${end}`);
    const rowOf = (text: string): number => terminal.screen().indexOf(text);
    mouse(64, 10, 10);
    await terminal.waitForText(/ 3\/\d+ /);
    mouse(65, 10, 10);
    await terminal.waitForText(/ 0\/\d+ /);
    mouse(65, 10, 10);
    await terminal.waitUntil('copy mode is left', () => !/ 0\/\d+ /.test(terminal.screen()[0] ?? ''));
    const row = rowOf('row 50 漢字');
    mouse(0, row, 4);
    mouse(32, row, 6);
    // The second half of the last character is that character.
    mouse(32, row, 10);
    mouse(0, row, 10, 'm');
    await terminal.waitForText('copied 5 characters to buffer0');
    for (const button of [0, 0]) {
      mouse(button, row, 8);
      mouse(button, row, 8, 'm');
    }
    await terminal.waitForText('copied 2 characters to buffer1');
    expect(clipboards(terminal)).toEqual(['50 漢字', '漢字']);
    expect(terminal.screen()[0]).not.toMatch(/ 0\/\d+ /);
  });
});

describe('an answer', () => {
  it('is copied as its source, and its code pasted into the program, not run', async () => {
    const answer = 'Try **this**:\n\n```sh\necho one\necho 漢字\n```\n\nor\n\n```\nls\n```\n';
    qmux = await startQmux(() => ({ pieces: [answer] }));
    const terminal = await qmux.attach({ rows: 24, cols: 80 });
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}y`);
    await terminal.waitForText('chat-1 has no answer yet');
    terminal.type(`login question${ENTER}`);
    await terminal.waitForText('ls');
    await terminal.waitUntil('it has ended', () => !terminal.screen().join().includes('processing'));
    terminal.type(`${PREFIX}y`);
    await terminal.waitForText('copied 13 lines to buffer0 and the clipboard');
    expect(clipboards(terminal)).toEqual([answer]);
    terminal.type(`${PREFIX}:copy-code 1${ENTER}`);
    await terminal.waitForText('no program runs in a pane');
    terminal.type(`${PREFIX}C/bin/cat -v${ENTER}`);
    await terminal.waitForText('#2 cat');
    terminal.type(`${PREFIX}p`);
    await terminal.waitForText('#1 login-question');
    terminal.type(`${PREFIX}Y`);
    await terminal.waitForText(/code blocks of/);
    await terminal.waitForText('echo 漢字');
    terminal.type('j');
    terminal.type(ENTER);
    terminal.type(`${PREFIX}n`);
    await terminal.waitForText(/^ls$/m);
  });
});

describe('a chat in copy mode', () => {
  it('shows its whole transcript, by turns, and finds its place again after a resize', async () => {
    qmux = await startQmux(({ messages }) => ({
      pieces: [`${messages.at(-1)?.content}: line of the answer\n\n`.repeat(60)],
    }));
    const terminal = await qmux.attach({ rows: 24, cols: 80 });
    await terminal.waitForText('#1 chat-1');
    for (const name of ['first', 'second', 'third', 'last']) await qmux.call('send', '1', name, '--wait');
    await terminal.waitForText('last: line of the answer');
    terminal.type(`${PREFIX}[g`);
    await terminal.waitForText('▎ first');
    terminal.type(']');
    await terminal.waitForText('▎ second');
    terminal.resize(15, 60);
    await terminal.waitUntil('the turn is on top again', () => terminal.screen()[1]?.startsWith(' ▎ second'));
    terminal.type('?first: line');
    await terminal.waitForText(/60 hits|\/60/);
    await terminal.waitForText('first: line of the answer');
  });
});
