// `worktree merge`: asks first on a terminal, says what was merged, and names conflicts. Owns what becomes of
// work that is not committed: it is committed first, or stays where it is, as the user says. Leaves merging
// to git/.

import { createChoice, type Choice } from '../../dialogs/choice.js';
import { createCommandPrompt } from '../../dialogs/command-prompt.js';
import { commitAll, mergeBranch, type Merged, type MergeWish } from '../../git/merge-worktree.js';
import { createGit, type Git } from '../../git/run-git.js';
import { undoMerge } from '../../git/undo-merge.js';
import { listUncommitted, readState } from '../../git/worktree-state.js';
import { readWorktree } from '../../session/worktrees/read-worktree.js';
import { countedLines } from '../../session/worktrees/session-worktree.js';
import { commandWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import type { ClientSurface, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { defaultShell } from '../default-shell.js';
import { done, say } from '../define.js';
import { quoteWord } from '../line/usage.js';
import { getWorktree, type FoundWorktree } from './find-worktree.js';

export async function mergeCommand(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const git = createGit(context.caller.env);
  const found = await getWorktree(context, git, input.word('X'));
  if (input.has('undo')) return await undo(git, found);
  const words = ['worktree', 'merge', found.worktree.path];
  return (await mergeFound(context, git, found, { input, words })).output;
}

async function undo(
  git: Git,
  { repository, worktree, name, sessions }: FoundWorktree,
): Promise<CommandOutput> {
  if (worktree.branch === undefined)
    throw new UserError(`${sanitiseLine(worktree.path)} is on no branch, so nothing of it was merged`);
  const { target, from } = await undoMerge(git, repository, worktree.branch);
  await Promise.all(sessions.map((session) => readWorktree(git, session)));
  return {
    ...done(`${target} ends with ${from.slice(0, 12)} again; the commits of ${name} stay on its branch`),
    json: { type: 'undone', target, from },
  };
}

export interface MergeLine {
  /** Has the flags of `worktree merge`. */
  input: ParsedArguments;
  /** What is run again, with flags, once the user has chosen. */
  words: readonly string[];
  /** What can be chosen besides. */
  others?: readonly Choice[];
  /** What is said besides. */
  notes?: readonly string[];
  /** What is said of conflicts besides. */
  afterConflicts?: string;
}

/** isOver: it is merged, or there is nothing to merge; else its user is asked first, or it conflicts. */
export async function mergeFound(
  context: CommandContext,
  git: Git,
  found: FoundWorktree,
  line: MergeLine,
): Promise<{ output: CommandOutput; isOver: boolean; isMerged?: boolean }> {
  const { input } = line;
  const { worktree, name } = found;
  const { branch, path, isMissing } = worktree;
  if (branch === undefined)
    throw new UserError(
      `${sanitiseLine(path)} is on no branch, so there is nothing to merge; git switch -c makes one`,
    );
  const uncommitted = isMissing ? [] : await listUncommitted(git, path);
  const message = input.value('commit');
  const { surface } = context;
  if (surface && input.has('ask')) return { output: askForMessage(surface, line), isOver: false };
  if (context.way !== 'cli' && surface && !input.has('yes') && !input.has('open') && message === undefined) {
    const output = await ask(git, found, { surface, uncommitted, line });
    return { output, isOver: output !== SILENT };
  }
  if (uncommitted.length > 0 && message === undefined && !input.has('yes') && !input.has('open'))
    throw new UserError(
      `${name} has ${listed(uncommitted)} not committed; add --commit TEXT to commit ${uncommitted.length === 1 ? 'it' : 'them'} first, or --yes to merge without`,
    );
  const wish = { repository: found.repository, branch, squash: input.has('squash'), open: input.has('open') };
  const merged =
    uncommitted.length > 0 && message !== undefined
      ? await commitAndMerge(git, wish, { path, message })
      : await mergeBranch(git, wish);
  await Promise.all(found.sessions.map((session) => readWorktree(git, session)));
  if (merged.type === 'conflicts')
    return { output: await tellConflicts(context, found, { ...merged, line }), isOver: false };
  const json = { ...merged, merged: merged.type === 'merged' };
  return { output: { ...tellMerged(found, merged), json }, isOver: true, isMerged: json.merged };
}

/** The commit is taken back if it cannot be merged. */
async function commitAndMerge(
  git: Git,
  wish: MergeWish,
  { path, message }: { path: string; message: string },
): Promise<Merged> {
  const undo = await commitAll(git, path, message);
  try {
    const merged = await mergeBranch(git, wish);
    if (merged.type === 'conflicts' && merged.at === undefined) await undo();
    return merged;
  } catch (error) {
    await undo();
    throw error;
  }
}

async function ask(
  git: Git,
  { worktree, target, notes, name, sessions }: FoundWorktree,
  {
    surface,
    uncommitted,
    line: { input, words, others = [], notes: said = [] },
  }: { surface: ClientSurface; uncommitted: readonly string[]; line: MergeLine },
): Promise<CommandOutput> {
  const squash = input.has('squash');
  const state = worktree.isMissing ? undefined : await readState(git, worktree.path, { target, notes });
  const busy = sessions.filter(({ state: each }) => each === 'processing');
  const as = squash ? ['--squash'] : [];
  const isAhead = state === undefined || state.ahead > 0;
  if (!isAhead && uncommitted.length === 0)
    return say(`nothing was changed in ${name}${target === undefined ? '' : ` since it left ${target}`}`);
  const without = uncommitted.length > 0 ? 'merge without them' : 'merge';
  const dialog = createChoice({
    title: `merge ${name} into ${target ?? 'its branch'}?`,
    lines: [
      ...(state
        ? [
            `${count(state.ahead, 'commit')}; ${countedLines(state) || 'no lines'} in ${count(state.files, 'file')}`,
          ]
        : []),
      ...(uncommitted.length > 0 ? [`not committed: ${listed(uncommitted)}`] : []),
      ...busy.map((session) => `#${session.number} ${session.name} is still working there`),
      ...said,
    ],
    choices: [
      ...(uncommitted.length > 0
        ? [{ key: 'c', label: 'commit them first', commands: [[...words, ...as, '--ask']] }]
        : []),
      ...(isAhead && !squash ? [{ key: 'm', label: without, commands: [[...words, '--yes']] }] : []),
      ...(isAhead ? [{ key: 's', label: 'as one commit', commands: [[...words, '--squash', '--yes']] }] : []),
      ...others,
    ],
  });
  surface.open(dialog);
  return SILENT;
}

function askForMessage(surface: ClientSurface, { input, words: again }: MergeLine): CommandOutput {
  const words = [...again, ...(input.has('squash') ? ['--squash'] : [])];
  surface.open(
    createCommandPrompt({
      title: 'commit message: ',
      text: '',
      hint: 'commits what is not committed, then merges',
      toCommands: (text) => (text.trim() === '' ? [] : [[...words, '--commit', text.trim()]]),
    }),
  );
  return SILENT;
}

function tellMerged(
  { name, notes, worktree }: FoundWorktree,
  merged: Exclude<Merged, { type: 'conflicts' }>,
): CommandOutput {
  const wayOut = notes?.isKept
    ? ''
    : `; ${commandWord(`worktree remove ${worktree.branch ?? ''}`)} removes it`;
  if (merged.type === 'nothing')
    return say(`${merged.target} has everything that ${name} committed${wayOut}`);
  return done(`merged ${count(merged.commits, 'commit')} of ${name} into ${merged.target}${wayOut}`);
}

async function tellConflicts(
  context: CommandContext,
  { name, worktree }: FoundWorktree,
  { files, target, at, line }: Extract<Merged, { type: 'conflicts' }> & { line: MergeLine },
): Promise<CommandOutput> {
  const { input, afterConflicts } = line;
  const besides = afterConflicts === undefined ? [] : [afterConflicts];
  const title = `${name} and ${target} conflict in ${count(files.length, 'file')}`;
  const names = files.map((file) => sanitiseLine(file));
  const json = { type: 'conflicts', merged: false, target, conflicts: files, openedIn: at ?? null };
  const message = input.value('commit');
  const again = [...(input.has('squash') ? ['--squash'] : []), '--open'];
  // The commit was taken back: it is made again.
  const commit = message === undefined ? [] : ['--commit', message];
  const open = ['worktree', 'merge', worktree.path, ...again, ...commit];
  if (at !== undefined) {
    // A squash is no merge to git.
    const abort = input.has('squash') ? 'git reset --merge' : 'git merge --abort';
    const { coordinator, viewer, caller, config } = context;
    const session = await coordinator.createSession({
      kind: 'program',
      type: undefined,
      name: undefined,
      model: undefined,
      cwd: at,
      command: defaultShell(caller.env, { login: config.loginShell }),
      env: caller.env,
      viewer,
      place: context.surface ? { at: 'split', direction: 'below' } : { at: 'background' },
    });
    return {
      ...say(
        `#${session.number} ${session.name}: git commit ends the merge, ${abort} takes it back; conflicts: ${names.join(', ')}${besides.map((text) => `; ${text}`).join('')}`,
      ),
      json,
    };
  }
  if (context.way !== 'cli' && context.surface) {
    context.surface.open(
      createChoice({
        title: `${title}; nothing was changed`,
        lines: [...names, ...besides],
        choices: [
          { key: 'o', label: 'begin the merge, to resolve them', commands: [open] },
          { key: 'n', label: 'leave it', commands: [] },
        ],
      }),
    );
    return SILENT;
  }
  const wayOut = commandWord(['worktree', 'merge', name, ...again, ...commit].map(quoteWord).join(' '));
  return {
    text: [
      `${title}; nothing was changed:`,
      ...names.map((each) => `  ${each}`),
      `${wayOut} begins the merge`,
      ...besides,
    ].join('\n'),
    json,
    exitCode: 1,
  };
}

const listed = (paths: readonly string[]): string => {
  const shown = paths.slice(0, 3).map((path) => sanitiseLine(path));
  const more = paths.length > shown.length ? [`${paths.length - shown.length} more`] : [];
  return [...shown, ...more].join(', ');
};

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;
