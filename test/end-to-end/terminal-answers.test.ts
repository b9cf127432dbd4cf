// What the user's terminal reports to qmux reaches the programs that ask for it, and nothing and nobody else.

import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

const SHOW_KEYS = fileURLToPath(new URL('../../fixtures/programs/show-keys.mjs', import.meta.url));
const run = (name: string, ...sequences: string[]): string =>
  `${PREFIX}:new ${name} -- ${process.execPath} ${SHOW_KEYS} ${sequences.map((each) => `'${each}'`).join(' ')}${ENTER}`;

let qmux: Qmux;
beforeEach(async () => {
  qmux = await startQmux();
});
afterEach(() => qmux.stop());

describe('a program in a pane', () => {
  it('is told the colours of the terminal, and a late answer types nothing', async () => {
    const terminal = await qmux.attach({ answers: false });
    await terminal.waitForText('#1 chat-1');
    terminal.type('\x1b]10;rgb:1010/2020/3030\x1b\\\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\\x1b[?62;22c');
    terminal.type(run('asks', ']11;?\u0007', '[?996n', '[?u'));
    await terminal.waitForText('rgb:fdfd/f6f6/e3e3');
    await terminal.waitForText('[?997;2n');
    terminal.type('\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;22c');
    terminal.type('x');
    await terminal.waitForText('got "x"');
    const lines = terminal.screen().filter((line) => line.startsWith('got'));
    expect(lines.join('\n')).not.toContain('62;22c');
  });

  it('shows its title on its pane and tab, and none of its own left', async () => {
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}C`);
    await terminal.waitForText('run:');
    terminal.type(`sh${ENTER}`);
    await terminal.waitForText('#2 sh-2  program');
    terminal.type(`printf '\\033]2;build \\342\\200\\256of 漢字\\007'${ENTER}`);
    await terminal.waitForText('#2 sh-2  program · build of 漢字');
    await terminal.waitForText('2:build of 漢字*');
    terminal.type(`exit${ENTER}`);
    await terminal.waitForText('2:sh-2');
    await terminal.waitUntil('the title is gone', () => !terminal.screen()[0]?.includes('build of'));
  });
});
