// The verbs for what users put together themselves: shell commands, files of commands, keys. Owns the list.

import type { Command } from '../command.js';
import { SEND_KEYS_COMMAND } from './send-keys-command.js';
import { RUN_COMMAND } from './shell-command.js';
import { SOURCE_COMMAND } from './source-command.js';

export const SCRIPTING_COMMANDS: readonly Command[] = [RUN_COMMAND, SOURCE_COMMAND, SEND_KEYS_COMMAND];
