// What the tab bar says until the prefix is used for the first time (pure): which key it is, and what to do
// if something around qmux is known to take that key itself.

import type { Key } from '../../keymap/key.js';
import { spellKey } from '../../keymap/key.js';

/** env: of the client. Zellij locks its keys with Ctrl-q, a VS Code terminal passes it to the editor. */
export function hintFor(
  prefix: Key,
  keyOf: (command: string) => string | undefined,
  env: Readonly<Record<string, string>>,
): string {
  const name = spellKey(prefix);
  const taker =
    env['ZELLIJ'] !== undefined ? 'zellij' : env['TERM_PROGRAM'] === 'vscode' ? 'VS Code' : undefined;
  const deeds = [
    ['keys', 'shows keys'],
    ['detach', 'detaches'],
  ].flatMap(([command = '', deed]) => (keyOf(command) === undefined ? [] : [`${keyOf(command)} ${deed}`]));
  return taker === undefined
    ? `${name} is the prefix${deeds.length > 0 ? `: ${deeds.join(', ')}` : ''}`
    : `if ${taker} takes ${name}: prefix = "M-q" in config.toml`;
}
