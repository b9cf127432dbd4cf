// The words of `qmux chat`: its arguments and flags, for the parser, help and completion. Leaves what it does
// to chat-command.ts.

import type { Command } from '../commands/command.js';

/** Not in the registry: it would be useless in a pane or a chat. */
export const CHAT_COMMAND: Command = {
  name: 'chat',
  aliases: [],
  summary: 'chat in this terminal, without the workspace; with a question, print only the answer',
  positionals: [{ name: 'question', kind: 'text', optional: true, rest: true }],
  flags: [
    { name: 'model', value: 'M', kind: 'model', summary: 'the model, as provider/model' },
    {
      name: 'agent',
      value: 'A',
      kind: 'agent',
      summary: 'a coding agent answers; --model names one of its own',
    },
    { name: 'json', summary: 'with a question: print events as they come, a JSON object a line' },
    { name: 'multi-session', summary: 'open the workspace instead' },
    { name: 'no-multi-session', summary: 'do not open it, whatever Q_MULTI_SESSION and the config say' },
  ],
  run: () => {
    throw new Error('chat is run by the command line');
  },
};
