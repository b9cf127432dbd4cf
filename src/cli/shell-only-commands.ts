// The verbs that only the shell has, since they need a terminal or no server at all: what help and completion
// know about them. Owns their names, arguments and summaries. What they do is in files of their own.

import type { CommandShape, CommandShapes } from '../commands/completion/complete.js';
import { registry } from '../commands/registry.js';
import { CHAT_COMMAND } from './chat-shape.js';
import { SHELLS } from './completion-scripts.js';

export const SHELL_ONLY_COMMANDS: readonly CommandShape[] = [
  {
    name: 'attach',
    aliases: ['attach-session'],
    summary: 'show the workspace in this terminal, at session X',
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    flags: [{ name: 'read-only', short: 'r', summary: 'watch without changing anything' }],
  },
  {
    name: 'view',
    aliases: [],
    summary: 'watch a session that another user shares',
    positionals: [{ name: 'PATH', kind: 'file' }],
    flags: [],
  },
  CHAT_COMMAND,
  {
    name: 'acp',
    aliases: [],
    summary: 'serve chat X to an editor, as an agent of the Agent Client Protocol',
    positionals: [{ name: 'X', kind: 'session' }],
    flags: [],
  },
  {
    name: 'import-tmux',
    aliases: [],
    summary: "print a tmux.conf's keys and options as config.toml",
    positionals: [{ name: 'FILE', kind: 'file', optional: true }],
    flags: [],
  },
  {
    name: 'completion',
    aliases: [],
    summary: 'print a completion script for a shell',
    positionals: [{ name: 'SHELL', kind: SHELLS }],
    flags: [],
  },
];

/** Everything that can follow `qmux`. */
export const shellCommands: CommandShapes = {
  commands: [...registry.commands, ...SHELL_ONLY_COMMANDS],
  names: [...registry.names, ...SHELL_ONLY_COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])],
  find: (word) =>
    registry.find(word) ??
    SHELL_ONLY_COMMANDS.find(({ name, aliases }) => name === word || aliases.includes(word)),
};
