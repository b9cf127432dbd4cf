// The fields of the tables [theme] and [status] (pure). Leaves what they mean to look/ and to
// status-template.ts.

import { ROLE_NAMES } from '../look/roles.js';
import { THEMES } from '../look/theme-choice.js';
import { choice, COLOUR, integer, text, type Shape } from './shape.js';
import type { StatusCommandOptions, StatusOptions } from './status-template.js';

export const THEME_FIELDS: Record<string, Shape> = {
  base: choice(...THEMES),
  ...Object.fromEntries(ROLE_NAMES.map((name) => [name, COLOUR])),
};

/** A smaller every_s would keep the machine awake for a number that nobody reads as often. */
const LEAST_EVERY_S = 5;
const MOST_EVERY_S = 24 * 60 * 60;

const RUN_FIELDS: Record<keyof StatusCommandOptions, Shape> = {
  command: text('a shell command as text'),
  every_s: integer(LEAST_EVERY_S, MOST_EVERY_S),
};

const TEMPLATE: Shape = {
  type: 'text',
  mayBeEmpty: true,
  expected: 'a template as text, such as "{tabs}"',
};
const VALUE_NAMES = 'a list of names of values, such as ["host", "clock"]';

export const STATUS_FIELDS: Record<keyof StatusOptions, Shape> = {
  left: TEMPLATE,
  right: TEMPLATE,
  drop: { type: 'list', of: text(VALUE_NAMES), expected: VALUE_NAMES },
  run: {
    type: 'map',
    of: { type: 'table', fields: RUN_FIELDS, expected: 'a table with command, every_s' },
    expected: 'a table of commands by their names',
  },
};
