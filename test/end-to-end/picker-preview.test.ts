// The picker's preview: what happens in a session that no pane shows, as it happens.

import { afterEach, expect, it } from 'vitest';

import { rgbColour } from '../../src/text/cell-grid.js';
import { ESCAPE, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

it('shows what a program in the background prints, with its colours, and the answer of a chat there', async () => {
  qmux = await startQmux();
  const terminal = await qmux.attach();
  await terminal.waitForText('#1 chat-1');
  const script = 'while read x; do printf "\\033[38;2;1;2;3mgot-%s\\033[0m\\n" $x; done';
  await qmux.call('new', '-d', 'zebra', '--', 'sh', '-c', script);
  await qmux.call('new', '-d', 'asked');
  await qmux.call('send', 'asked', 'how do I split a pane?', '--wait');
  terminal.type(`${PREFIX}s`);
  await terminal.waitForText('find:');
  terminal.type('zebra');
  await terminal.waitForText('find: zebra');
  await qmux.call('send', 'zebra', 'one');
  await terminal.waitForText('got-one');
  await qmux.call('send', 'zebra', 'two');
  await terminal.waitForText('got-two');
  const row = terminal.screen().findIndex((line) => line.includes('got-two'));
  const col = terminal.screen()[row]?.indexOf('got-two') ?? 0;
  expect(terminal.cell(row, col).fg).toBe(rgbColour(0x010203));
  terminal.type(ESCAPE);
  await terminal.waitUntil('all are listed', () => !terminal.screen().join('').includes('find: zebra'));
  terminal.type('asked');
  await terminal.waitForText('I am the guide, not a model');
  expect(terminal.screen().join('\n')).not.toContain('got-two');
});
