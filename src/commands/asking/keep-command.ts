// The verb `keep`: which answer goes on in the chat that asked, after its worktree is merged. Owns the order:
// merged first, with the questions of `worktree merge`, so that what is refused there has kept nothing.
// Leaves merging to worktrees/ and keeping to session/asked/.

import { createGit } from '../../git/run-git.js';
import type { AnySession } from '../../session/any-session.js';
import { findKeeping, keepAnswer, type Keeping } from '../../session/asked/keep-answer.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { command, done, getSession } from '../define.js';
import { getWorktree } from '../worktrees/find-worktree.js';
import { mergeFound } from '../worktrees/merge-command.js';
import { undoWords } from './offer-undo.js';

async function keep(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer } = context;
  const session = getSession(context, input.word('X'));
  const found = await findKeeping(session, coordinator);
  const merged = input.has('no-merge') ? undefined : await merge(context, input, found);
  if (merged && !merged.isOver) return merged.output;
  // Meanwhile something else may have been asked.
  const keeping = merged ? await findKeeping(session, coordinator) : found;
  const isMerged = merged?.isMerged === true;
  const isCutting = keeping.others.some(({ state }) => state === 'processing' || state === 'waiting');
  const { asker, others } = await keepAnswer(keeping, coordinator, { isMerged });
  // Only where it has a pane: nothing else is to lose its own.
  if (asker && coordinator.arrangement.paneOf(asker.id) !== undefined) coordinator.showSession(viewer, asker);
  const names = others.map(({ name }) => name);
  const sentences = [
    asker ? `${session.name} goes on in #${asker.number} ${asker.name}` : `kept ${session.name}`,
    ...(names.length === 0
      ? []
      : [
          `archived ${names.join(', ')}; ${commandWord('reopen')} takes it back`,
          ...(isCutting ? ['what still runs there is cut after 10 s'] : []),
        ]),
    ...(merged ? [merged.output.text] : []),
    ...(isMerged ? [`${undoWords(session.name)} takes the merge back`] : []),
  ];
  return {
    ...done(sentences.join('; ')),
    json: {
      session: session.id,
      in: asker?.id ?? null,
      archived: others.map(({ id }) => id),
      merge: merged?.output.json ?? null,
    },
  };
}

/** undefined: it has no worktree of its own. */
async function merge(
  context: CommandContext,
  input: ParsedArguments,
  { session, asker, others }: Keeping,
): Promise<Awaited<ReturnType<typeof mergeFound>> | undefined> {
  const path = pathOf(session);
  const around = [...(asker ? [asker] : []), ...others];
  // One that the others work in as well was not made for this answer.
  if (path === undefined || around.some((each) => pathOf(each) === path)) return undefined;
  const git = createGit(context.caller.env);
  try {
    const found = await getWorktree(context, git, session.id);
    const words = ['keep', session.id];
    const without = { key: 'n', label: 'keep without merging', commands: [[...words, '--no-merge']] };
    const notes = ['reopen brings the archived sessions back, and asks about the merge'];
    const afterConflicts = 'nothing was kept: keep it again once they are resolved';
    return await mergeFound(context, git, found, { input, words, others: [without], notes, afterConflicts });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.text}; nothing was kept (--no-merge keeps the answer alone)`, {
      exitCode: error.exitCode,
    });
  }
}

const pathOf = ({ worktree, record }: AnySession): string | undefined => (worktree ?? record.worktree)?.path;

export const KEEP: Command = command({
  name: 'keep',
  summary: 'go on with this answer in the chat that asked, archive the others',
  positionals: [{ name: 'X', kind: 'session', optional: true }],
  flags: [
    { name: 'squash', summary: 'merge its worktree as one commit' },
    { name: 'commit', value: 'TEXT', summary: 'first commit there what is not committed, with this message' },
    { name: 'ask', summary: 'ask for the message of that commit' },
    { name: 'yes', summary: 'do not ask; what is not committed is not merged' },
    { name: 'no-merge', summary: 'leave its worktree as it is' },
    { name: 'json', summary: 'print what was kept, archived and merged as an object' },
  ],
  run: keep,
});
