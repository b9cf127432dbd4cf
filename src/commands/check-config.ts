// Faults of a config that only the key table and the registry can see: names of keys, commands of bindings.

import type { ParsedConfig } from '../config/parse-config.js';
import { parseKeyName } from '../keymap/key.js';
import { PROGRAM_TYPE } from '../session/session-types.js';
import { shellWording } from '../text/mentions.js';
import { UserError } from '../text/user-error.js';
import type { Registry } from './command.js';
import { wordsOfLine } from './free-text.js';
import { parseArguments } from './parse-command.js';

/** Its way out is a command of the shell, wherever the fault is shown: that is where a config is mended. */
const IN_A_SHELL = shellWording(() => undefined);

/** All faults as `config.toml:3:9: …`, those of the file first. */
export function checkConfig({ config, problems, problemAt }: ParsedConfig, registry: Registry): string[] {
  const found = problems.map(({ text }) => text);
  if (!parseKeyName(config.prefix))
    found.push(problemAt(['prefix'], `no key ${config.prefix}; keys are named like C-q, M-a or F5`).text);
  if (config.notify === 'command' && config.notificationCommand === undefined)
    found.push(
      problemAt(['notify'], 'command needs notification_command; set it, or choose another way').text,
    );
  for (const name of Object.keys(config.types))
    if (name.toLowerCase() === PROGRAM_TYPE)
      found.push(problemAt(['types', name], `${name} is no type of chats; choose another name`).text);
  const tables = { bindings: config.bindings, copy_mode_bindings: config.copyModeBindings };
  for (const [table, bindings] of Object.entries(tables))
    for (const [key, command] of Object.entries(bindings)) {
      const fault = parseKeyName(key)
        ? findCommandFault(command, registry)
        : `no key ${key}; keys are named like C-q, M-Left, F5 or %`;
      if (fault !== undefined) found.push(problemAt([table, key], fault).text);
    }
  return found;
}

function findCommandFault(command: string, registry: Registry): string | undefined {
  if (command === 'none') return undefined;
  try {
    const { command: verb, rest } = registry.get(wordsOfLine(registry, command));
    parseArguments(verb, rest);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.spell(IN_A_SHELL);
    throw error;
  }
}
