// The tables of keys, who gets those without the prefix, and when the next ones are listed (pure): part of
// the table of options.ts.

import { integer, text, type Option, type Shape } from './shape.js';

/** A command alone is given as text. */
export interface RootBindingFields {
  command: string;
  pass?: string[] | undefined;
}

const PROGRAMS = 'a list of names of programs, such as ["vim", "nvim", "fzf"]';
const PASS: Shape = { type: 'list', of: text(PROGRAMS), expected: PROGRAMS };

const ROOT_FIELDS: Record<keyof RootBindingFields, Shape> = {
  command: text('a command as text'),
  pass: PASS,
};

export const ROOT_PASS: Option<string[]> = {
  name: 'root_pass',
  shape: PASS,
  default: [],
  reason:
    'Programs that get the keys of root_bindings while one of them is in the foreground of the focused pane, even if another program runs it, as git commit runs an editor. An entry of root_bindings can have its own list.',
  example: 'root_pass = ["vim", "nvim", "fzf"]',
};

export const KEY_HINTS_MS: Option<number> = {
  name: 'key_hints_ms',
  shape: integer(0, 60_000),
  default: 500,
  reason:
    'After the prefix the keys that can follow are listed once nothing was pressed for so long; 0 never does. With plain they are not listed, since a screen reader would read all of them.',
};

const LINE: Shape = text('a command as text, or "none"');
const KEYS_AND_COMMANDS = 'a table of keys and commands';

interface KeyTables {
  bindings: Option<Record<string, string>>;
  rootBindings: Option<Record<string, RootBindingFields>>;
  copyModeBindings: Option<Record<string, string>>;
}

export const KEY_TABLES: KeyTables = {
  bindings: {
    name: 'bindings',
    shape: { type: 'map', of: LINE, expected: KEYS_AND_COMMANDS },
    default: {},
    reason: 'Keys after the prefix, each with the command you would type at the prompt. "none" unbinds.',
    example: '"|" = "split right"\nx = "none"',
  },
  rootBindings: {
    name: 'root_bindings',
    shape: {
      type: 'map',
      of: {
        type: 'table',
        fields: ROOT_FIELDS,
        shorthand: 'command',
        required: ['command'],
        expected: 'a command as text, or a table with command, pass',
      },
      expected: KEYS_AND_COMMANDS,
    },
    default: {},
    reason:
      'Keys without the prefix, each with its command. None by default, so that programs get every key but the prefix; the prefix and then such a key sends it to the program. pass names programs that get the key while they are in the foreground.',
    example: '"M-h" = "focus left"\n"C-l" = { command = "focus right", pass = ["vim", "nvim", "fzf"] }',
  },
  copyModeBindings: {
    name: 'copy_mode_bindings',
    shape: { type: 'map', of: LINE, expected: KEYS_AND_COMMANDS },
    default: {},
    reason: 'Keys of copy mode, without the prefix, each with its command. "none" unbinds.',
    example: 'K = "copy-mode halfpage-up"\nq = "none"',
  },
};
