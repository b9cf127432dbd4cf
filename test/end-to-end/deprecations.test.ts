// What Node calls deprecated appears neither on the user's terminal nor in the log, also of what it will warn
// of later.

import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

const WARNING = /\bWarning\b|\bDEP\d{4}\b/;
/** The server inherits it from the client that starts it. */
const env = { NODE_OPTIONS: '--pending-deprecation' };

it('no part of qmux uses what Node deprecates: client, server, chat, provider, program, verbs', async () => {
  qmux = await startQmux(() => ({ pieces: ['an answer'] }));
  const terminal = await qmux.attach({ env });
  await terminal.waitForText('>');
  terminal.type(`hello${ENTER}`);
  await terminal.waitForText('an answer');
  terminal.type(`${PREFIX}:new out -- echo printed${ENTER}`);
  await terminal.waitForText('printed');
  for (const words of [['ls'], ['doctor'], ['help'], ['config'], ['capture', '#1'], ['chat', 'hello']]) {
    const { stdout, stderr } = await qmux.callWith({ env }, ...words);
    expect(stdout).not.toBe('');
    expect(stderr).not.toMatch(WARNING);
  }
  expect(terminal.screen().join('\n')).not.toMatch(WARNING);
  expect(readFileSync(qmux.home.paths().serverLogFile, 'utf8')).not.toMatch(WARNING);
});
