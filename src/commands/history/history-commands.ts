// The verbs that tell what happens and what happened: events, wait; stats and history. One definition each.

import type { Command } from '../command.js';
import { command } from '../define.js';
import { FIGURES_COMMANDS } from './figures-commands.js';
import { events } from './events-command.js';
import { ENDS_OF_WAIT, wait } from './wait-command.js';

export const HISTORY_COMMANDS: readonly Command[] = [
  command({
    name: 'events',
    changesNothing: true,
    summary: 'print what happens in sessions, as it happens',
    flags: [
      { name: 'json', summary: 'an object a line' },
      { name: 'since', value: 'ID', summary: 'first what happened after event ID' },
    ],
    run: events,
  }),
  command({
    name: 'wait',
    changesNothing: true,
    summary: 'wait until session X is idle, waits for you, or exits',
    positionals: [{ name: 'X', kind: 'session' }],
    flags: [
      { name: 'until', value: 'STATE', kind: ENDS_OF_WAIT, summary: 'idle, waiting or exit' },
      { name: 'timeout', value: 'SECONDS', summary: 'give up after this time: exit 1' },
    ],
    run: wait,
  }),
  ...FIGURES_COMMANDS,
];
