// Which agents are installed: whose program is on the PATH of a client, and what is said where one is not.
// Starts nothing.

import { access, constants } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { findPathPrograms } from '../providers/path-programs.js';
import type { KnownAgent } from './known-agents.js';

/** The agents whose command is on searchPath (a PATH variable), or is the whole path of an executable. */
export async function findInstalledAgents(
  agents: readonly KnownAgent[],
  searchPath: string | undefined,
): Promise<KnownAgent[]> {
  const names = agents.map(({ command }) => command).filter((command) => !isAbsolute(command));
  const [onPath, byPath] = await Promise.all([
    findPathPrograms(names, searchPath),
    Promise.all(agents.map(({ command }) => isExecutable(command))),
  ]);
  return agents.filter(({ command }, at) => byPath[at] === true || onPath.includes(command));
}

async function isExecutable(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

export const describeMissing = ({ name, command, install }: KnownAgent): string => {
  const wayOut = install === undefined ? `put it on your PATH` : `${install} installs it`;
  return `${name} is not installed: no program ${command}; ${wayOut}`;
};
