// What the config says of a host that `qmux ssh` goes to. Owns reading that from the file.

import { UserError } from '../text/user-error.js';

/** Throws a UserError for an error in that part of the file: another qmux than was meant would be run. */
export async function hostCommand(configFile: string, host: string): Promise<string | undefined> {
  const { loadConfig } = await import('../config/load-config.js');
  const { config, problems } = await loadConfig(configFile);
  const own = problems.find(({ message }) => message.startsWith('hosts'));
  if (own) throw new UserError(own.text);
  return config.hosts[host]?.command;
}
