// The verbs for what users put together themselves: shell commands, files of commands. Owns the list.

import type { Command } from '../command.js';
import { RUN_COMMAND } from './shell-command.js';
import { SOURCE_COMMAND } from './source-command.js';

export const SCRIPTING_COMMANDS: readonly Command[] = [RUN_COMMAND, SOURCE_COMMAND];
