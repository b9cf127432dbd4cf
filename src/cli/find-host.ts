// What the config says of a host that this terminal goes to. Owns reading that from the file.

import { UserError } from '../text/user-error.js';

/** Throws a UserError for an error in that part of the file: another qmux than was meant would be run. */
export async function findHost(
  configFile: string,
  host: string,
): Promise<{ command?: string | undefined } | undefined> {
  const { loadConfig } = await import('../config/load-config.js');
  const { config, problems } = await loadConfig(configFile);
  const own = problems.find(({ message }) => message.startsWith('hosts'));
  if (own) throw new UserError(own.text);
  return Object.hasOwn(config.hosts, host) ? config.hosts[host] : undefined;
}
