// The default key table after the prefix: tmux's keys where tmux has one. Each is a command that a user could
// type. Owns the table and the merge with the user's changes. Leaves checking commands to the `config`
// command.

import { PRESETS } from '../panes/presets.js';
import type { Binding } from './key-table.js';
import { formatKeyName, parseKeyName } from './key.js';

const bind = (key: string, command: string, summary: string): Binding => ({
  key,
  command,
  summary,
  repeat: false,
});
const repeat = (key: string, command: string, summary: string): Binding => ({
  key,
  command,
  summary,
  repeat: true,
});

const DIRECTIONS = [
  { arrow: 'Left', letter: 'h', direction: 'left' },
  { arrow: 'Down', letter: 'j', direction: 'down' },
  { arrow: 'Up', letter: 'k', direction: 'up' },
  { arrow: 'Right', letter: 'l', direction: 'right' },
] as const;

export const DEFAULT_BINDINGS: readonly Binding[] = [
  bind('c', 'tab new', 'new chat in a new tab'),
  bind('C', 'program', 'new program (asks for the command)'),
  bind('%', 'split right', 'split right'),
  bind('"', 'split below', 'split below'),
  ...DIRECTIONS.map(({ arrow, direction }) => repeat(arrow, `focus ${direction}`, `pane ${direction}`)),
  ...DIRECTIONS.map(({ letter, direction }) => bind(letter, `focus ${direction}`, `pane ${direction}`)),
  ...DIRECTIONS.map(({ arrow, direction }) =>
    repeat(`C-${arrow}`, `resize ${direction} 1`, `resize ${direction} by 1`),
  ),
  ...DIRECTIONS.map(({ arrow, direction }) =>
    repeat(`M-${arrow}`, `resize ${direction} 5`, `resize ${direction} by 5`),
  ),
  bind('o', 'focus next', 'next pane'),
  bind(';', 'focus last', 'last pane'),
  bind('q', 'pane-numbers', 'pane numbers; a digit goes there'),
  bind('z', 'zoom', 'zoom the pane, or unzoom it'),
  bind('{', 'swap previous', 'swap with the previous pane'),
  bind('}', 'swap next', 'swap with the next pane'),
  bind('Space', 'layout next', 'next layout preset'),
  ...PRESETS.map((preset, at) => bind(`M-${at + 1}`, `layout ${preset}`, `layout ${preset}`)),
  bind('U', 'layout undo', 'undo the last layout change'),
  bind('!', 'break', 'move the pane to a tab of its own'),
  bind('@', 'prompt join', "join a session's pane here (asks)"),
  bind('x', 'close --ask', 'close the session (asks)'),
  bind('X', 'hide', 'hide the pane; its session keeps running'),
  bind('u', 'reopen', 'reopen the last closed session'),
  bind('n', 'tab next', 'next tab'),
  bind('p', 'tab previous', 'previous tab'),
  ...Array.from({ length: 10 }, (_, at) =>
    bind(String(at), `tab ${at === 0 ? 10 : at}`, `tab ${at === 0 ? 10 : at}`),
  ),
  bind('L', 'tab last', 'last tab'),
  bind(',', 'tab rename', 'rename the tab (asks)'),
  bind('&', 'tab close', 'close the tab (asks)'),
  bind('s', 'picker', 'session picker'),
  bind('w', 'tree', 'tabs and sessions'),
  bind('a', 'next-waiting', 'next session that needs you'),
  bind('Tab', 'switch --last', 'previously visited session'),
  bind('$', 'rename --ask', 'rename the session (asks)'),
  bind('[', 'copy-mode', 'scroll back, search and copy'),
  bind('PageUp', 'copy-mode page-up', 'the same, a page up'),
  bind(']', 'paste', 'paste what was copied last'),
  bind('=', 'buffers', 'choose from what was copied'),
  bind('y', 'copy-answer', 'copy the last answer as its source'),
  bind('Y', 'copy-code', 'paste a code block of the last answer (asks)'),
  bind(':', 'prompt', 'command prompt'),
  bind('?', 'keys', 'these keys'),
  bind('~', 'messages', 'messages'),
  bind('r', 'redraw', 'redraw the screen'),
  bind('m', 'mouse', 'mouse on or off'),
  bind('D', 'clients', 'attached terminals'),
  bind('d', 'detach', 'detach; everything keeps running'),
  bind('C-q', 'send-prefix', 'send the prefix itself to the pane'),
];

/**
 * overrides: key name to command, or to 'none', which unbinds; invalid key names are left to the config's
 * check. The prefix twice sends the prefix.
 */
export function resolveBindings(overrides: Readonly<Record<string, string>>, prefix: string): Binding[] {
  const byKey = new Map(
    DEFAULT_BINDINGS.map((binding) => {
      const key = binding.command === 'send-prefix' ? prefix : binding.key;
      return [key, { ...binding, key }] as const;
    }),
  );
  for (const [name, command] of Object.entries(overrides)) {
    const parsed = parseKeyName(name);
    if (!parsed) continue;
    const key = formatKeyName(parsed);
    if (command === 'none') byKey.delete(key);
    else byKey.set(key, { key, command, summary: command, repeat: byKey.get(key)?.repeat ?? false });
  }
  return [...byKey.values()];
}
