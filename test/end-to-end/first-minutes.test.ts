// What a newcomer does in the first minutes, by what the screen alone says: every key that is pressed is read
// from it before.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

it('finds how to split, to choose a model, to copy and to leave', async () => {
  qmux = await startQmux();
  const { configFile } = qmux.home.paths();
  mkdirSync(dirname(configFile), { recursive: true });
  writeFileSync(configFile, 'key_hints_ms = 20\n');
  const terminal = await qmux.attach({ rows: 24, cols: 80 });
  /** The key that the screen names for something. */
  const keyFor = async (what: RegExp): Promise<string> => {
    await terminal.waitForText(what);
    return what.exec(terminal.screen().join('\n'))?.[1] ?? '';
  };

  // The tab bar names the prefix.
  expect(await keyFor(/(\S+) is the prefix/)).toBe('Ctrl-q');

  // The list after it names the command prompt, which lists all commands.
  terminal.type(PREFIX);
  terminal.type(await keyFor(/ (\S) +command prompt/));
  await terminal.waitForText('Enter runs the line');
  terminal.type('model');
  await terminal.waitForText(/>model +choose the model of this chat/);
  expect(await keyFor(/(\S+) takes it/)).toBe('Tab');
  terminal.type('\t');
  await terminal.waitForText(':model ');
  terminal.type(ENTER);
  await terminal.waitForText(/─ model ─[^]*Enter chooses/);
  expect(await keyFor(/(Esc) closes/)).toBe('Esc');
  terminal.type('\x1b[27u');

  // An empty chat names the keys; copy mode its own.
  expect(await keyFor(/(Ctrl-q \?) +all keys/)).toBe('Ctrl-q ?');
  terminal.type(`${PREFIX}?`);
  await terminal.waitForText('type to narrow');
  terminal.type('copy');
  await terminal.waitForText(/>\[ +scroll back, search and copy/);
  expect(await keyFor(/(Enter) runs it/)).toBe('Enter');
  terminal.type(ENTER);
  terminal.type(await keyFor(/(\S) selects/));
  terminal.type(await keyFor(/(\S) copies/));
  await terminal.waitForText(/copied \d+/);

  terminal.type(PREFIX);
  terminal.type(await keyFor(/ (\S) +split right/));
  await terminal.waitForText('#2 chat-2');

  terminal.type(PREFIX);
  terminal.type(await keyFor(/ (\S) +detach; every/));
  expect(await terminal.exit).toBe(0);
});
