// The verbs for what users put together themselves: shell commands. Owns the list.

import type { Command } from '../command.js';
import { RUN_COMMAND } from './shell-command.js';

export const SCRIPTING_COMMANDS: readonly Command[] = [RUN_COMMAND];
