// The command `qmux` of this server's panes: a file of that name which runs this build with this Node,
// whatever else is installed. Owns the file; leaves its place on PATH to terminal/pty/program-environment.ts.
// Written at every start of the server, renamed into its place. Why it comes first on PATH:
// docs/decisions/0046.

import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensureDirectory } from '../../paths/paths.js';

/**
 * Linux reads 255 bytes of a `#!` line, older versions 127, and takes everything after the first space for
 * one argument.
 */
const MAX_INTERPRETER_BYTES = 120;

export interface PaneCommandOptions {
  /** Created if needed; nothing else may be in it, since programs look for their commands there. */
  directory: string;
  /** Absolute paths: Node, and the script that is qmux. */
  node: string;
  entry: string;
}

/** The file's path. Throws errors of the file system, or a UserError. */
export function writePaneCommand({ directory, node, entry }: PaneCommandOptions): string {
  ensureDirectory(directory);
  const file = join(directory, 'qmux');
  const draft = `${file}.draft`;
  // A server that was killed may have left one that cannot be written.
  rmSync(draft, { force: true });
  writeFileSync(draft, paneCommandText(node, entry));
  // Whatever the umask.
  chmodSync(draft, 0o700);
  renameSync(draft, file);
  return file;
}

/** Of the file that is written, not of this one. */
const LOAD = 'import';

function paneCommandText(node: string, entry: string): string {
  if (/\s/.test(node) || Buffer.byteLength(node) > MAX_INTERPRETER_BYTES)
    return `#!/bin/sh\nexec ${shellWord(node)} ${shellWord(entry)} "$@"\n`;
  const gone = `qmux: cannot load ${entry}; if it was moved or removed, end this workspace with another qmux (qmux kill-server), which saves first`;
  // Not by a shell if possible: it complains about a directory that was removed. Both module systems can read
  // this.
  return `#!${node}
${LOAD}(${JSON.stringify(pathToFileURL(entry).href)}).catch((error) => {
  console.error(${JSON.stringify(gone)});
  console.error(error.message);
  process.exitCode = 127;
});
`;
}

const shellWord = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
