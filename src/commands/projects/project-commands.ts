// The verbs of project files.

import type { Command } from '../command.js';
import { FREEZE } from './freeze-command.js';
import { UP } from './up-command.js';

export const PROJECT_COMMANDS: readonly Command[] = [UP, FREEZE];
