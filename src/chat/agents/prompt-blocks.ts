// What is sent to an agent for a prompt (pure): the user's text, and before it what the agent has to know and
// what goes along. Owns the order, the words and the kinds of blocks. Leaves reading files to chat/context/.

import type { Attached } from '../context/attached.js';
import { imageLeftOut, quoteAttached } from '../context/quote-attached.js';
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

export type PromptBlock =
  | TextBlock
  | { type: 'resource'; resource: { uri: string; mimeType: string; text: string }; [name: string]: unknown }
  | { type: 'image'; data: string; mimeType: string; [name: string]: unknown };

export interface AgentPrompt {
  blocks: PromptBlock[];
  /** Texts in it that are not the user's words. */
  preface: string[];
}

/** What the agent has said that a prompt may contain. */
export interface AgentTakes {
  images: boolean;
  resources: boolean;
}

/** rest: what the prompt after it begins with. */
export function toPrompt(
  { instruction, messages }: Pick<ModelRequest, 'instruction' | 'messages'>,
  first: FirstWords,
  { commands, takes }: { commands: readonly AgentCommand[]; takes: AgentTakes },
): { prompt: AgentPrompt; rest: FirstWords } {
  const last = messages.at(-1);
  const question = textBlock(last?.text.toWellFormed() ?? '');
  const along = (last?.attached ?? []).map((each) => attachedBlock(each, takes));
  // Agents find their commands only at the very beginning.
  if (isCommand(question.text, commands))
    return { prompt: { blocks: [question, ...along], preface: textsOf(along) }, rest: first };
  const before = [
    first.isFresh ? (instruction ?? '') : '',
    first.recalled === undefined || first.recalled === ''
      ? ''
      : `This conversation went on before, but you do not know it. It was:\n\n${quote(first.recalled)}`,
    first.cutAnswer === undefined || first.cutAnswer === ''
      ? ''
      : `Your last answer was cut off. The user has this much of it:\n\n${quote(first.cutAnswer)}`,
  ];
  const known = before.filter((text) => text.trim() !== '').map(blockBefore);
  const preface = [...known, ...along];
  return { prompt: { blocks: [...preface, question], preface: textsOf(preface) }, rest: {} };
}

const textsOf = (blocks: readonly PromptBlock[]): string[] =>
  blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));

/** Of a file its text: some agents do not read what is only linked. */
function attachedBlock(attached: Attached, takes: AgentTakes): PromptBlock {
  const { kind, path, text, mediaType = 'image/png' } = attached;
  if (kind === 'image') {
    if (!takes.images) return blockBefore(imageLeftOut(attached.name));
    return { type: 'image', data: text, mimeType: mediaType };
  }
  if (path === undefined || !takes.resources) return blockBefore(quoteAttached(attached));
  const resource = { uri: fileUri(attached, path), mimeType: 'text/plain', text: text.toWellFormed() };
  return { type: 'resource', resource };
}

function fileUri({ kind, lines }: Attached, path: string): string {
  const encoded = path.toWellFormed().split('/').map(encodeURIComponent).join('/');
  const range = lines ? `#L${lines.from}-L${lines.to}` : '';
  return `file://${encoded}${kind === 'folder' ? '/' : ''}${range}`;
}

function isCommand(question: string, commands: readonly AgentCommand[]): boolean {
  const [, name] = /^\/(\S+)/.exec(question) ?? [];
  return name !== undefined && commands.some((command) => command.name === name);
}

const textBlock = (text: string): TextBlock => ({ type: 'text', text });

/** Agents and models join blocks as they are: without the empty line the question would end the quote. */
const blockBefore = (text: string): TextBlock => textBlock(`${text.toWellFormed().trimEnd()}\n\n`);

const quote = (text: string): string => text.replace(/^/gm, '> ');
