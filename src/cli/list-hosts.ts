// `qmux hosts`: the sessions of other machines, asked from this process, so that ssh has the agent and the
// environment of the shell that asks.

import { loadConfig } from '../config/load-config.js';
import { formatHosts } from '../commands/remote/host-rows.js';
import { noHosts } from '../commands/remote/remote-commands.js';
import { askHosts, knownHosts } from '../remote/known-hosts.js';
import type { Call } from './call.js';
import { printText } from './standard-output.js';

export async function listHosts({ paths, serverName, env }: Call, json: boolean): Promise<number> {
  const { config } = await loadConfig(paths.configFile);
  const hosts = knownHosts(config.hosts, { runtimeDir: paths.runtimeDir, serverName });
  if (hosts.length === 0) throw noHosts(paths.configFile);
  const answers = await askHosts(hosts, env);
  return printText(json ? JSON.stringify(answers, undefined, 2) : formatHosts(answers));
}
