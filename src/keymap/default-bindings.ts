// The default key table after the prefix: tmux's keys where tmux has one. Each is a command that a user could
// type. Owns the table, in the order in which help lists it, and the merge with the user's changes. Leaves
// what help makes of it to key-rows.ts, and checking commands to the `config` command.

import { PRESETS } from '../panes/presets.js';
import type { Binding, KeyGroup } from './key-table.js';
import { formatKeyName, parseKeyName } from './key.js';

type Ungrouped = Omit<Binding, 'group'>;

const bind = (key: string, command: string, summary: string): Ungrouped => ({
  key,
  command,
  summary,
  repeat: false,
});
const repeat = (key: string, command: string, summary: string): Ungrouped => ({
  key,
  command,
  summary,
  repeat: true,
});
const inRow = (row: string, bindings: readonly Ungrouped[]): Ungrouped[] =>
  bindings.map((binding) => ({ ...binding, row }));
const inGroup = (group: KeyGroup, bindings: readonly Ungrouped[]): Binding[] =>
  bindings.map((binding) => ({ ...binding, group }));

const DIRECTIONS = [
  { arrow: 'Left', letter: 'h', direction: 'left' },
  { arrow: 'Down', letter: 'j', direction: 'down' },
  { arrow: 'Up', letter: 'k', direction: 'up' },
  { arrow: 'Right', letter: 'l', direction: 'right' },
] as const;

/** In each group those that are used most come first. */
export const DEFAULT_BINDINGS: readonly Binding[] = [
  ...inGroup('panes', [
    bind('%', 'split right', 'split right'),
    bind('"', 'split below', 'split below'),
    ...inRow('focus the pane there', [
      ...DIRECTIONS.map(({ arrow, direction }) => repeat(arrow, `focus ${direction}`, `pane ${direction}`)),
      ...DIRECTIONS.map(({ letter, direction }) => bind(letter, `focus ${direction}`, `pane ${direction}`)),
    ]),
    bind('z', 'zoom', 'zoom the pane, or unzoom it'),
    bind('X', 'hide', 'hide the pane; its session keeps running'),
    bind('o', 'focus next', 'next pane'),
    bind(';', 'focus last', 'last pane'),
    ...inRow(
      'resize the pane by 1',
      DIRECTIONS.map(({ arrow, direction }) =>
        repeat(`C-${arrow}`, `resize ${direction} 1`, `resize ${direction} by 1`),
      ),
    ),
    ...inRow(
      'resize the pane by 5',
      DIRECTIONS.map(({ arrow, direction }) =>
        repeat(`M-${arrow}`, `resize ${direction} 5`, `resize ${direction} by 5`),
      ),
    ),
    bind('Space', 'layout next', 'next layout preset'),
    ...inRow(
      'layout preset, in columns, rows or tiles',
      PRESETS.map((preset, at) => bind(`M-${at + 1}`, `layout ${preset}`, `layout ${preset}`)),
    ),
    bind('M-6', 'layout stacked', 'stack: one pane open, titles of the others'),
    bind('U', 'layout undo', 'undo the last layout change'),
    bind('{', 'swap previous', 'swap with the previous pane'),
    bind('}', 'swap next', 'swap with the next pane'),
    bind('C-o', 'rotate up', 'rotate the panes'),
    bind('M-o', 'rotate down', 'rotate the panes back'),
    bind('E', 'equalise', 'same area for every pane'),
    bind('M', 'pane mark', 'mark the pane for join and swap'),
    bind('!', 'break', 'move the pane to a tab of its own'),
    bind('@', 'prompt join', "join a session's pane here (asks)"),
    bind('>', 'menu pane', 'menu of the pane'),
    bind('q', 'pane-numbers', 'pane numbers; a digit goes there'),
  ]),
  ...inGroup('tabs', [
    bind('c', 'tab new', 'new chat in a new tab'),
    bind('n', 'tab next', 'next tab'),
    bind('p', 'tab previous', 'previous tab'),
    ...inRow(
      'tab 1 to 10 (0)',
      Array.from({ length: 10 }, (_, at) =>
        bind(String(at), `tab ${at === 0 ? 10 : at}`, `tab ${at === 0 ? 10 : at}`),
      ),
    ),
    bind('L', 'tab last', 'last tab'),
    bind('w', 'tree', 'tabs and sessions'),
    bind(',', 'tab rename', 'rename the tab (asks)'),
    bind('.', 'prompt tab move', 'move the tab (asks where)'),
    bind('<', 'menu tab', 'menu of the tab'),
    bind('&', 'tab close', 'close the tab (asks)'),
  ]),
  ...inGroup('sessions', [
    bind('s', 'picker', 'session picker'),
    bind('T', 'templates', 'new session from a template'),
    bind('/', 'search', 'search all that was said and shown'),
    bind('a', 'next-waiting', 'next session that needs you'),
    bind('i', 'inbox', 'what all sessions ask; answer there'),
    bind('Tab', 'switch --last', 'previously visited session'),
    bind('A', 'agents --ask', 'new chat with an agent (asks which)'),
    bind('t', 'face', "agent's own interface, and back"),
    bind('b', 'prompt ask', 'ask several sessions the same (asks whom)'),
    bind('|', 'pipe', 'into the draft of another session (asks)'),
    bind('C', 'program', 'new program (asks for the command)'),
    bind('f', 'scratch', 'scratch shell over the panes, and back'),
    bind('x', 'close --ask', 'close the session (asks)'),
    bind('u', 'reopen', 'reopen the last closed session'),
    bind('$', 'rename --ask', 'rename the session (asks)'),
  ]),
  ...inGroup('copying', [
    bind('[', 'copy-mode', 'scroll back, search and copy'),
    bind('PageUp', 'copy-mode page-up', 'the same, a page up'),
    bind(']', 'paste', 'paste what was copied last'),
    bind('y', 'copy-answer', 'copy the last answer as its source'),
    bind('Y', 'copy-code', 'paste a code block of the last answer (asks)'),
    bind('=', 'buffers', 'choose from what was copied'),
  ]),
  ...inGroup('other', [
    bind(':', 'prompt', 'command prompt'),
    bind('?', 'keys', 'these keys'),
    bind('d', 'detach', 'detach; everything keeps running'),
    bind('m', 'mouse', 'mouse on or off'),
    bind('~', 'messages', 'messages'),
    bind('D', 'clients', 'attached terminals'),
    bind('r', 'redraw', 'redraw the screen'),
    bind('C-q', 'send-prefix', 'send the prefix itself to the pane'),
  ]),
];

/** What a newcomer needs, whichever keys are bound to it, the first most: listed where not all have room. */
export const FREQUENT_COMMANDS: readonly string[] = [
  'split right',
  'detach',
  'prompt',
  'keys',
  'tab new',
  'picker',
  'copy-mode',
  'program',
  'focus left',
  'split below',
  'close --ask',
  'tab next',
  'zoom',
  'paste',
];

/** Verbs that no default key runs, but that users bind. */
const MORE_VERBS: Readonly<Record<string, KeyGroup>> = {
  new: 'sessions',
  send: 'sessions',
  reply: 'sessions',
  export: 'sessions',
  delete: 'sessions',
  pause: 'sessions',
  resume: 'sessions',
  sessions: 'sessions',
  join: 'panes',
  popup: 'sessions',
  sync: 'panes',
};

/** By the whole line, else by its verb. */
function groupOf(command: string): KeyGroup {
  const line = command.trim().replace(/\s+/g, ' ');
  const [verb = ''] = line.split(' ');
  const like =
    DEFAULT_BINDINGS.find((binding) => binding.command === line) ??
    DEFAULT_BINDINGS.find((binding) => binding.command === verb) ??
    DEFAULT_BINDINGS.find((binding) => binding.command.startsWith(`${verb} `));
  return like?.group ?? MORE_VERBS[verb] ?? 'other';
}

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
    else {
      // A key that resizes is pressed again and again, whichever it is.
      const repeats = byKey.get(key)?.repeat ?? command.startsWith('resize ');
      byKey.set(key, { key, command, summary: command, repeat: repeats, group: groupOf(command) });
    }
  }
  return [...byKey.values()];
}
