// The table of other machines in the config (pure). Owns what can be said of one; how it is reached is ssh's
// own config.

import { text, type Option, type Shape } from './shape.js';

export interface HostOptions {
  /** What runs qmux there, in the words of the shell there. */
  command?: string | undefined;
}

const HOST_FIELDS: Record<keyof HostOptions, Shape> = {
  command: text('a command of the shell there as text'),
};

export const HOSTS_OPTION: Option<Record<string, HostOptions>> = {
  name: 'hosts',
  shape: {
    type: 'map',
    of: { type: 'table', fields: HOST_FIELDS, expected: 'a table with command' },
    expected: 'a table of hosts',
  },
  default: {},
  reason:
    'Other machines, by the names that ssh has for them: qmux hosts and the session picker list their sessions. command is what runs qmux there if it is not on the PATH.',
  example: '[hosts.devbox]\ncommand = "~/bin/qmux"',
};
