// The commands on one conversation, which are the same in the workspace and in `qmux chat`. Owns the list.

import { ANSWERER_COMMANDS } from '../agent-commands.js';
import { CONTEXT_COMMANDS } from '../context/context-command.js';
import type { ConversationCommand } from './conversation-context.js';
import { COPY } from '../output/copy-command.js';
import { SAVE } from '../output/save-commands.js';
import { PROMPT_COMMANDS } from '../prompt/prompt-commands.js';
import { TOOL_COMMANDS } from '../tool-commands.js';
import { CONVERSATION_TURNS } from '../turns/turn-commands.js';

export const CONVERSATION_COMMANDS: readonly ConversationCommand[] = [
  ...ANSWERER_COMMANDS,
  ...CONVERSATION_TURNS,
  ...PROMPT_COMMANDS,
  ...CONTEXT_COMMANDS,
  ...TOOL_COMMANDS,
  COPY,
  SAVE,
];
