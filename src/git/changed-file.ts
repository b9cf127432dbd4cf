// A file of a diff, as git prints it (pure). Owns the shape only. Leaves what is asked to worktree-diff.ts.

export interface ChangedFile {
  /** From the root of the worktree. */
  path: string;
  added: number;
  removed: number;
  isBinary: boolean;
  /** As git prints it, without line feeds: headers, then lines that begin with `@@`, ` `, `+`, `-` or `\`. */
  patch: readonly string[];
}
