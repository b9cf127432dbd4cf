// `worktree diff`: what was changed in a worktree, on a terminal by file, in a shell as a patch. Owns where
// comments on lines go: into the draft of the session that works there. Leaves the view to dialogs/.

import { DiffDialog } from '../../dialogs/diff-dialog.js';
import { createGit } from '../../git/run-git.js';
import { readDiff } from '../../git/worktree-diff.js';
import { sanitiseLine, sanitiseModelText } from '../../text/sanitise.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { say } from '../define.js';
import { getWorktree } from './find-worktree.js';

export async function diffCommand(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, surface, here, way } = context;
  const git = createGit(context.caller.env);
  const { worktree, target, name, sessions } = await getWorktree(context, git, input.word('X'));
  if (worktree.isMissing)
    throw new UserError(
      `the folder of ${name} is gone: ${sanitiseLine(worktree.path)}; git diff ${name} shows its commits`,
    );
  const files = await readDiff(git, worktree.path, target);
  if (files.length === 0)
    return {
      ...say(`nothing was changed in ${name}${target === undefined ? '' : ` since it left ${target}`}`),
      json: [],
    };
  if (way === 'cli' || !surface)
    return { text: sanitiseModelText(files.flatMap(({ patch }) => patch).join('\n')), json: files };
  const named = input.word('X') !== undefined;
  const session = (!named && here && sessions.find((each) => each === here)) || sessions[0];
  const whyNot = surface.readOnly ? 'attached read-only: nothing is written here' : whyNoDraft(session);
  surface.open(
    new DiffDialog({
      title: target === undefined ? name : `${name}, since ${target}`,
      files,
      draftOf: whyNot === undefined ? session?.name : undefined,
      whyNot: whyNot ?? '',
      toDraft: (text) => {
        if (!session || coordinator.find(session.id) !== session)
          throw new UserError(`${session?.name ?? 'the session'} was closed`);
        const reason = whyNoDraft(session);
        if (reason !== undefined) throw new UserError(reason);
        session.paste(text);
      },
    }),
  );
  return SILENT;
}

/** undefined: it has a draft. Without marks around it, each line of a paste would be a command of its own. */
function whyNoDraft(session: AnySession | undefined): string | undefined {
  if (!session) return 'no open session works in this worktree, so there is no draft for a comment';
  if (!isProgram(session) || session.inputModes()?.bracketedPaste) return undefined;
  return `${session.name} does not ask for pastes to be marked, so a comment could run as a command there`;
}
