// The git branch of a directory, read from its repository's HEAD; git is never run. Leaves what it means to
// session/.

import { dirname, join, resolve } from 'node:path';

import { readRegularFileNow } from '../../files/read-file.js';
import { parseHead } from '../../session/chat/suggest-type.js';

/** One line each; a FIFO or a huge file under that name would block the server. */
const MAX_BYTES = 4 * 1024;

export interface GitHead {
  file: string;
  /** undefined: no branch is checked out. */
  branch: string | undefined;
}

/** undefined: no repository, no branch checked out, or not readable. A few small files, read at once. */
export const findGitBranch = (directory: string): string | undefined => findGitHead(directory)?.branch;

/** undefined: no repository, or not readable. */
export function findGitHead(directory: string): GitHead | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const head = readHead(join(at, '.git', 'HEAD')) ?? readWorktreeHead(at);
    if (head !== undefined) return head;
    if (at === dirname(at)) return undefined;
  }
}

/** In a linked worktree .git is a file: `gitdir: PATH`. */
function readWorktreeHead(directory: string): GitHead | undefined {
  const gitDirectory = /^gitdir: (.+)$/m.exec(readText(join(directory, '.git')) ?? '')?.[1];
  return gitDirectory === undefined ? undefined : readHead(join(resolve(directory, gitDirectory), 'HEAD'));
}

function readHead(file: string): GitHead | undefined {
  const text = readText(file);
  return text === undefined ? undefined : { file, branch: parseHead(text) };
}

function readText(file: string): string | undefined {
  try {
    return readRegularFileNow(file, { maxBytes: MAX_BYTES })?.toString('utf8');
  } catch {
    // Missing, a directory, or not readable: no branch.
    return undefined;
  }
}
