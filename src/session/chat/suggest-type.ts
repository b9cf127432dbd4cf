// Which type a git branch's name suggests (pure): `fix/…` a hotfix, `feature/…` a feature. Owns that table.
// Leaves reading the branch to the server. Only a suggestion: a branch's name says too little to change a
// session unasked.

import type { SessionType } from '../session-types.js';
import { findType } from '../session-types.js';

/** First part of a branch's name, beside the types' own names and aliases. */
const PREFIXES: Readonly<Record<string, string>> = {
  fix: 'hotfix',
  bugfix: 'debug',
  bug: 'debug',
  feat: 'feature',
  spike: 'experiment',
  poc: 'experiment',
  refactoring: 'refactor',
};

/** undefined: the branch has no such part, or it names no type other than chat. */
export function suggestType(branch: string, types: readonly SessionType[]): string | undefined {
  const prefix = /^([^/]+)\/./.exec(branch)?.[1]?.toLowerCase();
  if (prefix === undefined) return undefined;
  const type = findType(types, PREFIXES[prefix] ?? prefix);
  return type && type.name !== 'chat' ? type.name : undefined;
}

/** The content of .git/HEAD; undefined if no branch is checked out. */
export const parseHead = (head: string): string | undefined => /^ref: refs\/heads\/(\S+)\s*$/.exec(head)?.[1];
