// Colours follow the background of each client's own terminal, at once and whenever it changes.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ThemeSet } from '../../src/look/colours.js';
import { roleStyle, type RoleName } from '../../src/look/roles.js';
import type { OuterTerminal } from '../harness/outer-terminal.js';
import { startQmux, type Qmux } from '../harness/qmux.js';
import { themeOf } from '../harness/theme.js';

const LIGHT = '\x1b]11;rgb:ffff/ffff/ffff\x1b\\';
const DARK = '\x1b]11;rgb:0000/0000/0000\x1b\\';
/** Every terminal answers it, last. */
const NOTHING_MORE = '\x1b[?62c';
const CHANGED = '\x1b[?997;1n';
/** Colours are known from the terminal alone. */
const PLAIN_ENV = { COLORTERM: 'truecolor', COLORFGBG: '' };

let qmux: Qmux;
afterEach(() => qmux.stop());

const colourOf = (role: RoleName, set: ThemeSet): number =>
  themeOf('truecolor', set).resolve(roleStyle(role)).fg;

/** The first place of a text has the colour of this role. */
const hasRole = (terminal: OuterTerminal, text: string, role: RoleName, set: ThemeSet): boolean => {
  const row = terminal.screen().findIndex((line) => line.includes(text));
  const col = terminal.screen()[row]?.indexOf(text) ?? -1;
  return col >= 0 && terminal.cell(row, col).fg === colourOf(role, set);
};

describe('the theme', () => {
  it('follows the background that each terminal reports, and its changes', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach({ env: PLAIN_ENV, answers: false });
    await terminal.waitForText('#1 chat-1');
    const is = (set: ThemeSet): Promise<true> =>
      terminal.waitUntil(
        `the title and the chat are in the colours for ${set}`,
        () => hasRole(terminal, 'chat-1', 'focused_title', set) && hasRole(terminal, 'all keys', 'dim', set),
      );
    await is('dark');
    terminal.type(LIGHT + NOTHING_MORE);
    await is('light');
    const other = await qmux.attach({ env: PLAIN_ENV, answers: false });
    other.type(DARK + NOTHING_MORE);
    await other.waitUntil('the same chat is in dark colours there', () =>
      hasRole(other, 'all keys', 'dim', 'dark'),
    );
    await is('light');
    terminal.type(CHANGED);
    terminal.type(DARK + NOTHING_MORE);
    await is('dark');
  });

  it('is the one that the config names, with its own colours', async () => {
    qmux = await startQmux();
    const { configFile } = qmux.home.paths();
    mkdirSync(dirname(configFile), { recursive: true });
    writeFileSync(configFile, '[theme]\nbase = "light"\nfocused_title = "#123456"\n');
    const terminal = await qmux.attach({ env: PLAIN_ENV, answers: false });
    await terminal.waitForText('#1 chat-1');
    terminal.type(DARK + NOTHING_MORE);
    await terminal.waitUntil('hints are in light colours', () =>
      hasRole(terminal, 'all keys', 'dim', 'light'),
    );
    const col = terminal.screen()[0]?.indexOf('chat-1') ?? -1;
    expect(terminal.cell(0, col).fg & 0xffffff).toBe(0x123456);
  });
});
