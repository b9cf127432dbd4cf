// The verb `worktree`: list, diff, merge, keep, remove. Owns which action takes which words and flags.

import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { command } from '../define.js';
import { flagName } from '../line/usage.js';
import { diffCommand } from './diff-command.js';
import { listCommand } from './list-worktrees.js';
import { mergeCommand } from './merge-command.js';
import { keepCommand, removeCommand } from './remove-command.js';

interface Action {
  flags: readonly string[];
  run(context: CommandContext, input: ParsedArguments): Promise<CommandOutput>;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  list: { flags: [], run: listCommand },
  diff: { flags: [], run: diffCommand },
  merge: { flags: ['squash', 'commit', 'ask', 'open', 'undo', 'yes'], run: mergeCommand },
  keep: { flags: [], run: keepCommand },
  remove: { flags: ['force', 'yes'], run: removeCommand },
};

const FLAGS = [
  { name: 'squash', summary: 'merge: as one commit' },
  { name: 'commit', value: 'TEXT', summary: 'merge: first commit what is not committed, with this message' },
  { name: 'ask', summary: 'merge: ask for the message of that commit' },
  { name: 'open', summary: 'merge: begin it in spite of conflicts, and open a shell to resolve them' },
  { name: 'undo', summary: 'merge: take the last one back, if nothing was committed there since' },
  { name: 'force', summary: 'remove: even if work would be lost or a session works in it' },
  { name: 'yes', summary: 'merge, remove: do not ask; what is not committed is not merged' },
  { name: 'json', summary: 'print it as an object or an array' },
] as const;

async function run(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const name = input.word('action') ?? '';
  const action = ACTIONS[name];
  if (!action)
    throw new UserError(`worktree takes ${Object.keys(ACTIONS).join(', ')}, not ${name}`, { exitCode: 2 });
  const extra = input.word('X');
  if (name === 'list' && extra !== undefined)
    throw new UserError(`worktree list does not take ${extra}`, { exitCode: 2 });
  const flag = FLAGS.find(
    (each) => each.name !== 'json' && input.has(each.name) && !action.flags.includes(each.name),
  );
  if (flag) throw new UserError(`worktree ${name} does not take ${flagName(flag)}`, { exitCode: 2 });
  return await action.run(context, input);
}

export const WORKTREE_COMMANDS: readonly Command[] = [
  command({
    name: 'worktree',
    summary: 'list, diff, merge, keep or remove the git worktrees of sessions',
    positionals: [
      { name: 'action', called: 'an action', kind: Object.keys(ACTIONS) },
      { name: 'X', kind: 'worktree', optional: true },
    ],
    flags: FLAGS,
    lookingActions: ['list', 'diff'],
    run,
  }),
];
