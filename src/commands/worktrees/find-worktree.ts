// Which git worktree a word means: that of a session, or one by its branch or directory. Owns finding it
// among those of all repositories that the sessions and the caller work in.

import { basename } from 'node:path';

import { type Git } from '../../git/run-git.js';
import {
  findPlace,
  findTarget,
  listWorktrees,
  readNotes,
  type BranchNotes,
  type Worktree,
} from '../../git/worktree-list.js';
import type { AnySession } from '../../session/any-session.js';
import { isTaken } from '../../session/names/names.js';
import { directoryOf } from '../../session/session-facts.js';
import { findLinkedWorktree } from '../../session/worktrees/find-linked.js';
import type { WorktreePlace } from '../../store/session-record.js';
import { commandWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext } from '../command.js';
import { getHere } from '../define.js';

export interface FoundWorktree {
  repository: string;
  worktree: Worktree;
  notes: BranchNotes | undefined;
  target: string | undefined;
  /** Open ones that work in it; the one that was named first. */
  sessions: readonly AnySession[];
  /** Its branch, or where it is. */
  name: string;
}

/** All but the repositories' own ones. */
export async function listAll(context: CommandContext, git: Git): Promise<FoundWorktree[]> {
  const { coordinator, caller } = context;
  const around = caller.cwd === '' ? undefined : await findPlace(git, caller.cwd).catch(ignoreMissing);
  const records = [...coordinator.sessions.map(({ record }) => record), ...coordinator.archive];
  const repositories = new Set([
    ...(around ? [around.repository] : []),
    ...coordinator.sessions.flatMap(({ worktree }) => worktree?.repository ?? []),
    ...records.flatMap(({ worktree }) => worktree?.repository ?? []),
  ]);
  const found = new Map<string, FoundWorktree>();
  for (const repository of repositories)
    for (const each of await listOf(context, git, repository).catch(noneIfGone))
      found.set(each.worktree.path, each);
  return [...found.values()];
}

async function listOf(context: CommandContext, git: Git, repository: string): Promise<FoundWorktree[]> {
  const [worktrees, notes] = await Promise.all([listWorktrees(git, repository), readNotes(git, repository)]);
  const linked = worktrees.filter(({ isMain }) => !isMain);
  return await Promise.all(
    linked.map(async (worktree) => ({
      repository,
      worktree,
      notes: notes.get(worktree.branch ?? ''),
      target: await findTarget(git, repository, worktree.branch, notes.get(worktree.branch ?? '')),
      sessions: sessionsIn(context, worktree.path),
      name: worktree.branch ?? worktree.path,
    })),
  );
}

/** Of a session that is kept from long ago it may be gone. */
function noneIfGone(error: unknown): [] {
  if (error instanceof UserError && !error.message.startsWith('git is not installed')) return [];
  throw error;
}

const ignoreMissing = (error: unknown): undefined => void noneIfGone(error);

function sessionsIn({ coordinator }: CommandContext, path: string): AnySession[] {
  return coordinator.sessions.filter((session) => {
    const { record, worktree } = session;
    const directory = directoryOf(session);
    const isBelow = directory === path || directory.startsWith(`${path}/`);
    return isBelow || (worktree ?? record.worktree)?.path === path;
  });
}

/** word: undefined: that of this session. Rejects with a UserError. */
export async function getWorktree(
  context: CommandContext,
  git: Git,
  word: string | undefined,
): Promise<FoundWorktree> {
  const { coordinator } = context;
  if (word === undefined) return await ofSession(context, git, getHere(context));
  const named = coordinator.sessions.find(
    ({ id, name, number }) =>
      id === word || isTaken(name, [word]) || String(number) === word.replace(/^#/, ''),
  );
  if (named) return await ofSession(context, git, named);
  const all = await listAll(context, git);
  const found = all.filter(
    ({ worktree: { branch, path } }) => branch === word || path === word || basename(path) === word,
  );
  const [only] = found;
  if (found.length > 1)
    throw new UserError(
      `${word} is ambiguous: ${found.map(({ worktree }) => sanitiseLine(worktree.path)).join(', ')}; name it by its directory`,
      { exitCode: 2 },
    );
  if (only) return only;
  const closed = coordinator.archive.find(({ id, name }) => id === word || isTaken(name, [word]));
  if (closed?.worktree) return await atPlace(context, git, closed.worktree, closed.name);
  return await ofSession(context, git, resolve(context, word));
}

/** The beginning of a session's name means it as well. */
function resolve({ coordinator }: CommandContext, word: string): AnySession {
  try {
    return coordinator.resolve(word);
  } catch (error) {
    if (!(error instanceof UserError) || !error.text.startsWith('no session')) throw error;
    throw new UserError(
      `there is no session or worktree ${sanitiseLine(word)}; ${commandWord('worktree list')} lists them`,
      { exitCode: 2 },
    );
  }
}

async function ofSession(context: CommandContext, git: Git, session: AnySession): Promise<FoundWorktree> {
  const place =
    session.worktree ?? session.record.worktree ?? (await findLinkedWorktree(directoryOf(session)));
  if (!place)
    throw new UserError(
      `${session.name} does not work in a worktree; ${commandWord('worktree list')} lists them, ${commandWord('new --worktree')} makes one`,
    );
  const found = await atPlace(context, git, place, session.name);
  return { ...found, sessions: [session, ...found.sessions.filter((each) => each !== session)] };
}

async function atPlace(
  context: CommandContext,
  git: Git,
  { path, repository }: WorktreePlace,
  session: string,
): Promise<FoundWorktree> {
  const found = (await listOf(context, git, repository)).find(({ worktree }) => worktree.path === path);
  if (!found) throw new UserError(`the worktree of ${session} was removed: ${sanitiseLine(path)}`);
  return found;
}
