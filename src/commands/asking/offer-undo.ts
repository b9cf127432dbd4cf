// What becomes of the merge of a kept answer when its sessions are reopened: git has it, perhaps others too,
// so it is only taken back if the user says so. Owns the question. Leaves when it is refused to git/.

import { createChoice } from '../../dialogs/choice.js';
import { createGit } from '../../git/run-git.js';
import { findMerge } from '../../git/undo-merge.js';
import type { AnySession } from '../../session/any-session.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext } from '../command.js';
import { quoteWord } from '../line/usage.js';
import { getWorktree } from '../worktrees/find-worktree.js';

export const undoWords = (name: string): string =>
  commandWord(['worktree', 'merge', name, '--undo'].map(quoteWord).join(' '));

/** Resolves with what is said of it; asks as well, on a terminal. */
export async function offerUndo(context: CommandContext, session: AnySession): Promise<string> {
  const git = createGit(context.caller.env);
  try {
    const { repository, worktree, name } = await getWorktree(context, git, session.id);
    const { target, from } = await findMerge(git, repository, worktree.branch ?? name);
    const { surface, way } = context;
    if (surface && way !== 'cli')
      surface.open(
        createChoice({
          title: `take the merge of ${name} into ${target} back as well?`,
          lines: [`${target} then ends with ${from.slice(0, 12)} again; ${name} keeps its commits`],
          choices: [
            { key: 'y', label: 'take it back', commands: [['worktree', 'merge', session.id, '--undo']] },
            { key: 'n', label: 'leave it merged', commands: [] },
          ],
        }),
      );
    return `${target} still has the merge of ${name}; ${undoWords(session.name)} takes it back`;
  } catch (error) {
    if (error instanceof UserError) return `the merge stays: ${error.text}`;
    throw error;
  }
}
