// The commands of an agent at the prompt (pure): in the menu beside ours, and sent to it as they are typed.
// Owns which of both a word means: ours win.

import { sanitiseLine } from '../../text/sanitise.js';
import type { CommandsOfChat, CompletionEntry, ModelOfChat } from '../ports.js';

interface PromptOwnCommands {
  commands: Pick<CommandsOfChat, 'has' | 'complete'>;
  model: Pick<ModelOfChat, 'agentCommands' | 'chosen'>;
}

/** line: without its slash. more: as of CommandsOfChat. */
export function completeWithAgent(
  { commands, model }: PromptOwnCommands,
  line: string,
  more: () => void,
): CompletionEntry[] {
  const own = commands.complete(line, more);
  const { agentCommands = [], chosen = 'the agent' } = model;
  if (/\s/.test(line)) return own;
  const theirs = agentCommands
    .filter(({ name }) => name.startsWith(line) && !commands.has(name))
    .map(({ name, summary }) => ({ value: name, summary: sanitiseLine(`${chosen}: ${summary}`) }));
  return [...own, ...theirs];
}

/** The line is one of the agent's commands, which it gets as it is. */
export function isAgentCommand({ commands, model }: PromptOwnCommands, line: string): boolean {
  const [name = ''] = line.split(/\s/, 1);
  return !commands.has(name) && (model.agentCommands ?? []).some((each) => each.name === name);
}
