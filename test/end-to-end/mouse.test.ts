// The mouse of a real terminal: panes, tabs, programs, and its end.

import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

const SHOW_KEYS = fileURLToPath(new URL('../../fixtures/programs/show-keys.mjs', import.meta.url));
const MOUSE_MODES = [1000, 1002, 1003, 1006];

let qmux: Qmux;
beforeEach(async () => {
  qmux = await startQmux();
});
afterEach(() => qmux.stop());

/** SGR, positions from 1. */
const click = (row: number, col: number): string => `\x1b[<0;${col};${row}M\x1b[<0;${col};${row}m`;

it('focuses panes, picks tabs and reaches the program that asked, in its coordinates', async () => {
  const terminal = await qmux.attach({ cols: 250 });
  await terminal.waitForText('#1 chat-1');
  terminal.type(`${PREFIX}%`);
  await terminal.waitForText('#2 chat-2');
  terminal.type(`${PREFIX}:new mouse -- ${process.execPath} ${SHOW_KEYS} '[?1003h' '[?1006h'${ENTER}`);
  await terminal.waitForText('#3 mouse');
  await terminal.waitForText('ready');
  await terminal.waitUntil('every motion is reported', () => terminal.modes().private.includes(1003));
  const isFocused = (name: string): boolean => {
    const [titles = ''] = terminal.screen();
    return terminal.cell(0, titles.indexOf(name)).bold;
  };
  terminal.type(click(10, 5));
  await terminal.waitUntil('the left pane is focused', () => isFocused('#1 chat-1'));
  // Beyond column 223.
  terminal.type(click(5, 230));
  await terminal.waitUntil('the right pane is focused', () => isFocused('#3 mouse'));
  await terminal.waitForText('[<0;104;4M');
  await terminal.waitForText('[<0;104;4m');
  terminal.type(`${PREFIX}c`);
  await terminal.waitForText(/2:\S+\*/);
  const [bar = ''] = terminal.screen().slice(-1);
  terminal.type(click(40, bar.indexOf('1:') + 1));
  await terminal.waitForText(/1:\S+\*/);
});

it('is switched off and on by its key, and off on the way out', async () => {
  const terminal = await qmux.attach();
  await terminal.waitForText('#1 chat-1');
  const reported = (): number[] => terminal.modes().private.filter((mode) => MOUSE_MODES.includes(mode));
  await terminal.waitUntil('the mouse is on', () => reported().length === 3);
  terminal.type(`${PREFIX}m`);
  await terminal.waitForText('mouse off');
  expect(reported()).toEqual([]);
  terminal.type(`${PREFIX}m`);
  await terminal.waitForText('mouse on');
  expect(reported()).toEqual([1000, 1002, 1006]);
  terminal.type(`${PREFIX}d`);
  await terminal.waitForExit();
  expect(terminal.modes().private).toEqual([7, 25]);
});

it('stays with the terminal of a read-only client', async () => {
  const first = await qmux.attach();
  await first.waitForText('#1 chat-1');
  const second = await qmux.attach({ args: ['--read-only'] });
  await second.waitForText('#1 chat-1');
  expect(second.modes().private.filter((mode) => MOUSE_MODES.includes(mode))).toEqual([]);
});
