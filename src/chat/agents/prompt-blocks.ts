// What is sent to an agent for a prompt (pure): the user's text, and before it what the agent has to know.
// Owns the order and the words. Leaves files and images that go along to others.

import type { AgentCommand } from '../model-event.js';
import type { ModelRequest } from '../ports.js';

/** What the next prompt begins with. */
export interface FirstWords {
  /** The session is new: the standing instruction comes first. */
  isFresh?: boolean;
  /** What the agent is told of a conversation that it does not know. */
  recalled?: string | undefined;
  /** An answer that the agent did not keep. */
  cutAnswer?: string | undefined;
}

export interface TextBlock {
  type: 'text';
  text: string;
  [name: string]: unknown;
}

/** rest: what the prompt after it begins with. */
export function toBlocks(
  { instruction, messages }: Pick<ModelRequest, 'instruction' | 'messages'>,
  first: FirstWords,
  commands: readonly AgentCommand[],
): { blocks: TextBlock[]; rest: FirstWords } {
  const question = messages.at(-1)?.text.toWellFormed() ?? '';
  // Agents find their commands only at the very beginning.
  if (isCommand(question, commands)) return { blocks: [textBlock(question)], rest: first };
  const before = [
    first.isFresh ? (instruction ?? '') : '',
    first.recalled === undefined || first.recalled === ''
      ? ''
      : `This conversation went on before, but you do not know it. It was:\n\n${quote(first.recalled)}`,
    first.cutAnswer === undefined || first.cutAnswer === ''
      ? ''
      : `Your last answer was cut off. The user has this much of it:\n\n${quote(first.cutAnswer)}`,
  ];
  const texts = [...before.filter((text) => text.trim() !== ''), question];
  return { blocks: texts.map((text) => textBlock(text.toWellFormed())), rest: {} };
}

function isCommand(question: string, commands: readonly AgentCommand[]): boolean {
  const [, name] = /^\/(\S+)/.exec(question) ?? [];
  return name !== undefined && commands.some((command) => command.name === name);
}

const textBlock = (text: string): TextBlock => ({ type: 'text', text });

const quote = (text: string): string => text.replace(/^/gm, '> ');
