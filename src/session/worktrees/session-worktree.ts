// The git worktree of a session as lists and titles show it (pure). Owns the words. Leaves when it is read to
// worktree-watch.ts and asking git to git/.

import type { WorktreeState } from '../../git/worktree-state.js';
import type { WorktreePlace } from '../../store/session-record.js';
import { glyphs } from '../../text/glyphs.js';

export interface SessionWorktree extends WorktreePlace {
  /** Its folder is gone. */
  readonly isMissing: boolean;
  /** When the session last rested; undefined: git could not say. */
  readonly state: WorktreeState | undefined;
}

/** Of an element of `ls --json`. null: not known. */
export interface WorktreeFacts {
  path: string;
  branch: string | null;
  /** The branch that it is merged into. */
  target: string | null;
  /** Lines since it left the target, with what is not committed. */
  added: number | null;
  removed: number | null;
  /** How many files. */
  files: number | null;
  uncommitted: number | null;
  /** How many commits the target has not got. */
  ahead: number | null;
  /** The folder is gone. */
  missing: boolean;
}

/** known: what the record says, for one that was not looked for yet. */
export function worktreeFacts(
  worktree: SessionWorktree | undefined,
  known: WorktreePlace | undefined,
): WorktreeFacts | null {
  const place = worktree ?? known;
  if (!place) return null;
  const state = worktree?.state;
  return {
    path: place.path,
    branch: place.branch ?? null,
    target: state?.target ?? null,
    added: state?.added ?? null,
    removed: state?.removed ?? null,
    files: state?.files ?? null,
    uncommitted: state?.uncommitted.length ?? null,
    ahead: state?.ahead ?? null,
    missing: worktree?.isMissing ?? false,
  };
}

/** `⎇ fix-login +12 −3`; undefined: it works in none. */
export function worktreeTitle(worktree: SessionWorktree | undefined): string | undefined {
  if (!worktree) return undefined;
  const { branch = 'no branch', isMissing, state } = worktree;
  const changes = isMissing ? 'folder removed' : state ? countedLines(state) : '';
  return `${glyphs().branch}${branch}${changes === '' ? '' : ` ${changes}`}`;
}

/** `+12 −3`; '' if nothing was changed. */
export function countedLines({ added, removed }: Pick<WorktreeState, 'added' | 'removed'>): string {
  return added + removed === 0 ? '' : `+${added} ${glyphs().minus}${removed}`;
}
