// `worktree list`: the worktrees of all repositories that sessions work in, and of the caller's. Owns the
// table and the objects of --json (stable).

import { createGit, type Git } from '../../git/run-git.js';
import { readState, type WorktreeState } from '../../git/worktree-state.js';
import { countedLines } from '../../session/worktrees/session-worktree.js';
import { commandWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { padToWidth, textWidth } from '../../text/width.js';
import type { CommandContext, CommandOutput } from '../command.js';
import { listAll, type FoundWorktree } from './find-worktree.js';

export async function listCommand(context: CommandContext): Promise<CommandOutput> {
  const git = createGit(context.caller.env);
  const found = await listAll(context, git);
  const states: (WorktreeState | undefined)[] = [];
  // One after the other: each takes several processes.
  for (const each of found) states.push(await tryState(git, each));
  if (found.length === 0)
    return { text: `there is no worktree; ${commandWord('new --worktree')} makes one`, json: [] };
  return {
    text: formatTable(found.map((each, at) => rowOf(each, states[at]))),
    json: found.map((each, at) => factsOf(each, states[at])),
  };
}

async function tryState(git: Git, found: FoundWorktree): Promise<WorktreeState | undefined> {
  const { worktree, target, notes } = found;
  if (worktree.isMissing) return undefined;
  return await readState(git, worktree.path, { target, notes }).catch((error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
}

const factsOf = (found: FoundWorktree, state: WorktreeState | undefined) => ({
  path: found.worktree.path,
  repository: found.repository,
  branch: found.worktree.branch ?? null,
  target: found.target ?? null,
  added: state?.added ?? null,
  removed: state?.removed ?? null,
  files: state?.files ?? null,
  uncommitted: state?.uncommitted.length ?? null,
  ahead: state?.ahead ?? null,
  kept: found.notes?.isKept ?? false,
  locked: found.worktree.locked !== undefined,
  missing: found.worktree.isMissing,
  sessions: found.sessions.map(({ id }) => id),
});

const COLUMNS = ['branch', 'into', 'lines', 'commits', 'uncommitted', 'sessions', 'directory'];

function rowOf(found: FoundWorktree, state: WorktreeState | undefined): string[] {
  const { worktree, target, sessions, notes } = found;
  const remarks = [
    ...(worktree.isMissing ? ['folder removed'] : []),
    ...(worktree.locked === undefined ? [] : ['locked']),
    ...(notes?.isKept ? ['kept'] : []),
  ];
  const path = sanitiseLine(worktree.path);
  return [
    sanitiseLine(worktree.branch ?? '-'),
    sanitiseLine(target ?? '-'),
    (state && countedLines(state)) || '-',
    String(state?.ahead ?? '-'),
    String(state?.uncommitted.length ?? '-'),
    sessions.map(({ number, name }) => `#${number} ${name}`).join(', ') || '-',
    remarks.length === 0 ? path : `${path} (${remarks.join(', ')})`,
  ];
}

function formatTable(rows: readonly string[][]): string {
  const table = [COLUMNS, ...rows];
  const widths = COLUMNS.map((_, col) =>
    table.reduce((widest, row) => Math.max(widest, textWidth(row[col] ?? '')), 0),
  );
  return table
    .map((row) =>
      row
        .map((cell, col) => padToWidth(cell, widths[col] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
