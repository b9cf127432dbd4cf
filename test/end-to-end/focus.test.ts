// Who has the focus, as reported to programs in panes.

import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

const SHOW_KEYS = fileURLToPath(new URL('../../fixtures/programs/show-keys.mjs', import.meta.url));
const IN = 'got "\\u001b[I"';
const OUT = 'got "\\u001b[O"';

let qmux: Qmux;
afterEach(() => qmux.stop());

/** What the program in a session was told so far: in and out. */
async function told(name: string): Promise<string[]> {
  const { stdout } = await qmux.call('capture', name);
  return stdout.split('\n').flatMap((line) => (line === IN ? ['in'] : line === OUT ? ['out'] : []));
}

it('a program hears when its pane gets and loses the focus, also by tabs, hiding and the terminal', async () => {
  qmux = await startQmux();
  const terminal = await qmux.attach();
  await terminal.waitForText('#1 chat-1');
  terminal.type(`${PREFIX}:new keys -- ${process.execPath} ${SHOW_KEYS} '[?1004h'${ENTER}`);
  await terminal.waitForText(IN);
  const expected = ['in'];
  const step = async (keys: string, report: string): Promise<void> => {
    terminal.type(keys);
    expected.push(report);
    let last: string[] = [];
    await waitUntil(`the program was told ${expected.join(', ')}`, async () => {
      last = await told('keys');
      return last.length >= expected.length;
    });
    expect(last).toEqual(expected);
  };
  // Another pane of the tab, and back.
  await step(`${PREFIX}%`, 'out');
  await step(`${PREFIX}h`, 'in');
  // Another tab, and back.
  await step(`${PREFIX}c`, 'out');
  await step(`${PREFIX}p`, 'in');
  // The terminal's own window.
  await step('\x1b[O', 'out');
  await step('\x1b[I', 'in');
  // Into the background.
  await step(`${PREFIX}X`, 'out');
  // Nobody is attached.
  await step(`${PREFIX}:switch keys${ENTER}`, 'in');
  await step(`${PREFIX}d`, 'out');
});
