// A session in a git worktree of its own: `new --worktree`. Owns the branch's name, and that the worktree
// goes again if no session can be made in it. Leaves making both to git/ and the coordinator.

import { addWorktree, type NewWorktree } from '../../git/add-worktree.js';
import { createGit } from '../../git/run-git.js';
import { findPlace, hasBranch } from '../../git/worktree-list.js';
import type { AnySession } from '../../session/any-session.js';
import { checkName, defaultName } from '../../session/names/names.js';
import { lowestFreeNumber } from '../../session/names/numbers.js';
import { reservedNames } from '../../session/new-session.js';
import { commandName } from '../../session/program/program-words.js';
import { findType } from '../../session/session-types.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { CommandContext } from '../command.js';

export interface WantedSession {
  type: string | undefined;
  name: string | undefined;
  agent: string | undefined;
  /** Of a program. */
  command: readonly string[];
  /** Decides the repository. */
  cwd: string;
}

/** create: makes the session in this directory. said: about the worktree, for the user. */
export async function createInWorktree(
  { coordinator, caller, config }: CommandContext,
  wanted: WantedSession,
  create: (cwd: string) => Promise<AnySession>,
): Promise<{ session: AnySession; made: NewWorktree; said: string }> {
  const taken = coordinator.sessions.map(({ name }) => name);
  if (wanted.name !== undefined) checkName(wanted.name, { typeNames: reservedNames(coordinator), taken });
  const git = createGit(caller.env);
  const { cwd } = wanted;
  const type = wanted.command.length > 0 ? undefined : findType(coordinator.types, wanted.type ?? 'chat');
  const branch =
    wanted.name === undefined
      ? await findFreeBranch(
          async (name) => {
            const place = await findPlace(git, cwd);
            return place !== undefined && (await hasBranch(git, place.repository, name));
          },
          defaultBranch(wanted, { coordinator, taken }),
        )
      : withPrefix(wanted.name, type?.prefix ?? '');
  const made = await addWorktree(git, { cwd, branch, directory: config.worktreeDirectory });
  let session: AnySession;
  try {
    session = await create(made.directory);
  } catch (error) {
    await made.undo();
    throw error;
  }
  const { path, repository } = made;
  session.update({ worktree: { path, repository, branch } });
  session.setWorktree({ path, repository, branch, isMissing: false, state: undefined });
  return { session, made, said: describe(made) };
}

/** A prefix may end with what separates it: `fix/`. */
function withPrefix(name: string, prefix: string): string {
  const separated = prefix === '' || /[-_./]$/.test(prefix) ? prefix : `${prefix}-`;
  return name === prefix || name.startsWith(separated) ? name : `${separated}${name}`;
}

/** As the session will be called. */
function defaultBranch(
  { type, agent, command }: WantedSession,
  { coordinator, taken }: { coordinator: CommandContext['coordinator']; taken: readonly string[] },
): string {
  const found = type === undefined ? undefined : findType(coordinator.types, type)?.name;
  const base = command.length > 0 ? commandName(command) : (found ?? agent ?? 'chat');
  return defaultName(base, lowestFreeNumber(coordinator.sessions.map(({ number }) => number)), taken);
}

async function findFreeBranch(isTaken: (name: string) => Promise<boolean>, name: string): Promise<string> {
  let branch = name;
  for (let suffix = 2; await isTaken(branch); suffix++) branch = `${name}-${suffix}`;
  return branch;
}

function describe({ path, branch, target, copied, submodules }: NewWorktree): string {
  const things = copied === 1 ? '1 ignored file' : `${copied} ignored files`;
  return [
    `on branch ${branch}${target === undefined ? '' : `, from ${target},`} in ${sanitiseLine(path)}`,
    ...(copied > 0 ? [`copied ${things}`] : []),
    ...(submodules > 0 ? ['its submodules are empty until git submodule update --init'] : []),
  ].join('; ');
}
