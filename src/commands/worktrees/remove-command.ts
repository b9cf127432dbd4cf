// `worktree remove` and `worktree keep`. Owns that no worktree goes while a session works in it, and the
// question on a terminal. Leaves what would be lost, and removing, to git/.

import { createChoice } from '../../dialogs/choice.js';
import { describeLosses, findLosses, losesNothing, removeWorktree } from '../../git/remove-worktree.js';
import { createGit } from '../../git/run-git.js';
import { writeNote } from '../../git/worktree-list.js';
import { commandWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { done } from '../define.js';
import { getWorktree, type FoundWorktree } from './find-worktree.js';

export async function removeCommand(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const git = createGit(context.caller.env);
  const found = await getWorktree(context, git, input.word('X'));
  const { worktree, name } = found;
  const force = input.has('force');
  if (!force) refuseUsed(found);
  const { surface } = context;
  if (context.way !== 'cli' && surface && !input.has('yes')) {
    const losses = await findLosses(git, found);
    // Without --force the refusal says what would be lost.
    if (losesNothing(losses) || force) {
      const words = ['worktree', 'remove', worktree.path, '--yes', ...(force ? ['--force'] : [])];
      surface.open(
        createChoice({
          title: `remove the worktree ${name}?`,
          lines: [
            sanitiseLine(worktree.path),
            ...describeLosses(losses).map((loss) => `lost: ${loss}`),
            ...found.sessions.map((session) => `#${session.number} ${session.name} works in it`),
          ],
          isFinal: true,
          choices: [
            { key: 'y', label: 'remove', commands: [words] },
            { key: 'n', label: 'leave it', commands: [] },
          ],
        }),
      );
      return SILENT;
    }
  }
  const { wayBack, branch } = await removeWorktree(git, found, { force });
  for (const session of found.sessions) {
    const { worktree: place } = session;
    if (place) session.setWorktree({ ...place, isMissing: true, state: undefined });
  }
  const kept = branch === 'kept' && worktree.branch !== undefined ? `; its branch ${name} stays` : '';
  const lost =
    wayBack === undefined
      ? ''
      : `; git branch ${worktree.branch ?? 'NAME'} ${wayBack.slice(0, 12)} brings back what it contained, while git has it (about two weeks)`;
  return {
    ...done(`removed ${sanitiseLine(worktree.path)}${kept}${lost}`),
    json: {
      path: worktree.path,
      branch: worktree.branch ?? null,
      branchKept: branch === 'kept',
      wayBack: wayBack ?? null,
    },
  };
}

/** A program without its directory fails in ways that nobody understands. */
function refuseUsed({ name, sessions }: FoundWorktree): void {
  const [first] = sessions;
  if (!first) return;
  const named = sessions.map(({ number, name: each }) => `#${number} ${each}`).join(', ');
  const verb = sessions.length === 1 ? 'works' : 'work';
  throw new UserError(
    `${named} ${verb} in the worktree ${name}; ${commandWord(`close ${first.name}`)} first, or add --force`,
  );
}

export async function keepCommand(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const git = createGit(context.caller.env);
  const { repository, worktree, name } = await getWorktree(context, git, input.word('X'));
  const { branch } = worktree;
  if (branch === undefined)
    throw new UserError(
      `${sanitiseLine(worktree.path)} is on no branch, so nothing can be noted of it; git switch -c makes one`,
    );
  await writeNote(git, repository, branch, ['isKept', 'true']);
  return {
    ...done(`${name} is kept: its removal is not suggested again`),
    json: { path: worktree.path, branch, kept: true },
  };
}
