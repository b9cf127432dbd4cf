// The verbs for what several sessions were asked at once. Owns the list.

import type { Command } from '../command.js';
import { ASK } from './ask-command.js';
import { KEEP } from './keep-command.js';

export const ASKING_COMMANDS: readonly Command[] = [ASK, KEEP];
