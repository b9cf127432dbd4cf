// Which hosts are listed: those that the config names and those that a terminal here is attached to. Owns
// that, and asking all of them at once.

import { attachedHosts } from './attached-hosts.js';
import { listHost, type HostAnswer } from './list-host.js';
import { USUAL_COMMAND, type Host } from './ssh-command.js';

export type NamedHosts = Readonly<Record<string, { command?: string | undefined }>>;

/** serverName: of the servers there. */
export const findHost = (named: NamedHosts, name: string, serverName: string): Host => ({
  name,
  serverName,
  command: named[name]?.command ?? USUAL_COMMAND,
});

export function knownHosts(
  named: NamedHosts,
  { runtimeDir, serverName }: { runtimeDir: string; serverName: string },
): Host[] {
  const names = new Set([...Object.keys(named), ...attachedHosts({ runtimeDir })]);
  return [...names].filter((name) => !name.startsWith('-')).map((name) => findHost(named, name, serverName));
}

/** onAnswer: as each comes. Resolves when all have. */
export async function askHosts(
  hosts: readonly Host[],
  env: Readonly<Record<string, string | undefined>>,
  onAnswer: (answer: HostAnswer) => void = () => {},
): Promise<HostAnswer[]> {
  return Promise.all(
    hosts.map(async (host) => {
      const answer = await listHost(host, { env });
      onAnswer(answer);
      return answer;
    }),
  );
}
