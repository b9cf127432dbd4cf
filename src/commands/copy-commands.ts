// The verbs of copying: copy mode with its own commands, which are tmux's by name.

import { VI_COPY_BINDINGS, EMACS_COPY_BINDINGS } from '../keymap/copy-keys.js';
import type { Command } from './command.js';
import { SILENT } from './command.js';
import { command, getSurface, parseCount } from './define.js';

/**
 * Without a key of their own: `enter` is what running without arguments means, the others come from dialogs
 * and the mouse.
 */
const OTHER_NAMES = ['enter', 'clear-selection', 'select-word', 'search-cancel', 'wheel-down'] as const;

const NAMES: readonly string[] = [
  ...new Set([
    ...[...VI_COPY_BINDINGS, ...EMACS_COPY_BINDINGS].map(({ command: line }) => line.split(' ')[1] ?? ''),
    ...OTHER_NAMES,
  ]),
].sort();

export const COPY_COMMANDS: readonly Command[] = [
  command({
    name: 'copy-mode',
    changesNothing: true,
    summary: 'scroll back, search and copy in the focused pane',
    positionals: [
      { name: 'NAME', kind: NAMES, optional: true },
      { name: 'TEXT', kind: 'text', optional: true, rest: true },
    ],
    flags: [
      { name: 'count', value: 'N', summary: 'do it N times' },
      { name: 'incremental', summary: 'of a search: while TEXT is being typed' },
    ],
    run(context, input) {
      const words = input.words('TEXT');
      const count = input.value('count');
      getSurface(context).copyMode({
        name: input.word('NAME') ?? 'enter',
        count: count === undefined ? undefined : parseCount(count, '--count', 1),
        text: words.length > 0 ? words.join(' ') : undefined,
        incremental: input.has('incremental'),
      });
      return SILENT;
    },
  }),
];
