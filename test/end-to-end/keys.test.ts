// Keys from a real terminal through client and server to a program that prints what it received.

import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { OuterTerminal } from '../harness/outer-terminal.js';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

const SHOW_KEYS = fileURLToPath(new URL('../../fixtures/programs/show-keys.mjs', import.meta.url));
const KITTY_PUSH = "'[>1u'";

let qmux: Qmux;
beforeEach(async () => {
  qmux = await startQmux();
});
afterEach(() => qmux.stop());

async function startShowKeys(
  terminal: OuterTerminal,
  { asksFor }: { asksFor: string } = { asksFor: '' },
): Promise<void> {
  await terminal.waitForText('#1 chat-1');
  terminal.type(`${PREFIX}:new keys -- ${process.execPath} ${SHOW_KEYS} ${asksFor}${ENTER}`);
  await terminal.waitForText(/\nready/);
}

const got = (text: string): string => `got ${JSON.stringify(text)}`;

describe('keys', () => {
  it('that legacy bytes confuse reach a program that asked for them', async () => {
    const terminal = await qmux.attach();
    await startShowKeys(terminal, { asksFor: KITTY_PUSH });
    // The terminal sends them as modifyOtherKeys, as requested.
    expect(terminal.modes().modifyOtherKeys).toBe(1);
    terminal.type('\x1b[27;2;13~');
    await terminal.waitForText(got('\x1b[13;2u'));
    terminal.type('\x1b[13;5u');
    await terminal.waitForText(got('\x1b[13;5u'));
    terminal.type('\x1b[27;5;105~');
    await terminal.waitForText(got('\x1b[105;5u'));
  });

  it('come as ever to a program that did not ask', async () => {
    const terminal = await qmux.attach();
    await startShowKeys(terminal);
    terminal.type('\x1b[27;2;13~');
    await terminal.waitForText(got('\r'));
    terminal.type('\x1b[27;5;105~');
    await terminal.waitForText(got('\t'));
  });

  it('are the prefix in each of its forms, and text in a paste', async () => {
    const terminal = await qmux.attach();
    await startShowKeys(terminal, { asksFor: "'[?2004h'" });
    terminal.type('\x1b[200~a\u0011d\x1b[201~');
    await terminal.waitForText(got('\x1b[200~a\u0011d\x1b[201~'));
    for (const prefix of ['\u0011', '\x1b[113;5u', '\x1b[27;5;113~']) {
      terminal.type(`${prefix}?`);
      await terminal.waitForText('new chat in a new tab');
      terminal.type('\x1b');
      await terminal.waitUntil('the help is gone', () => !terminal.screen().join().includes('new chat in'));
    }
  });

  it('are not lost on a terminal that answers nothing', async () => {
    const terminal = await qmux.attach({ answers: false });
    await startShowKeys(terminal);
    terminal.type('\x1b');
    await terminal.waitForText(got('\x1b'));
    terminal.type('x');
    await terminal.waitForText(got('x'));
    terminal.type('\x1b[A');
    await terminal.waitForText(got('\x1b[A'));
  });
});
