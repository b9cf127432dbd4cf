// Slash commands of a chat outside the workspace: help and quit. Owns the reply to all others, which names
// what the workspace has. Leaves which commands there are to the registry, loaded when the first one is
// typed.

import type { CommandReply, CompletionEntry } from '../../chat/ports.js';
import { UserError } from '../../text/user-error.js';

const COMMANDS: readonly CompletionEntry[] = [
  { value: 'help', summary: 'what works here' },
  { value: 'quit', summary: 'end this chat' },
];

const HELP = [
  '/help        this list; /help COMMAND describes a command of the workspace',
  '/quit        end this chat; Ctrl-D at an empty prompt does the same',
  '//text       sends a text that begins with a slash',
  'Enter sends, Alt-Enter begins a new line, Esc and Ctrl-C interrupt an answer.',
  'Tabs, panes and many chats at once: run qmux.',
].join('\n');

export const completePlain = (line: string): CompletionEntry[] =>
  COMMANDS.filter(({ value }) => value.startsWith(line));

/** line: without its slash. Never rejects for what the user can fix. */
export async function runPlainCommand(line: string, quit: () => void): Promise<CommandReply | undefined> {
  const [{ registry }, { helpFor }, { wordsOfLine }] = await Promise.all([
    import('../../commands/registry.js'),
    import('../../commands/help.js'),
    import('../../commands/line/free-text.js'),
  ]);
  try {
    const words = wordsOfLine(registry, line);
    const [name = 'help', about] = words;
    const { command } = registry.get([name]);
    if (command.name === 'quit') {
      quit();
      return undefined;
    }
    if (command.name !== 'help') throw new UserError(`/${name} needs the workspace: run qmux`);
    return { level: 'info', text: about === undefined ? HELP : helpFor(registry, about) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { level: 'error', text: error.message };
  }
}
