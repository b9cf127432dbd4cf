// Whether a prompt is a command or a question (pure). Leaves running it to the host.
// Invariant: nothing that is a command ever becomes a question.

import { sanitiseInput } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';

export type Prompt =
  /** line: without the leading slash. */
  { type: 'command'; line: string } | { type: 'question'; text: string } | { type: 'nothing' };

/** One line that begins with `/` and whose first word has no second `/` (so that a path is a question). */
export function isCommand(text: string): boolean {
  return /^\/[^\s/]*(?:\s.*)?$/.test(text.trimEnd()) && !text.trimEnd().includes('\n');
}

/**
 * These hand a text to a session, and what was pasted into it has lines. As a question of this chat it would
 * go to the wrong model.
 */
const WITH_LINES = /^\/(?:ask|send|steer)[ \t]+\S/;

/**
 * `//` sends text that would be a command, with one slash less. isPasted: the beginning was pasted, and stays
 * as it is. isFolded: it is shown as the label of a long paste, which is never a command. isTyped: at a
 * prompt, where some commands may have several lines.
 */
export function parsePrompt(
  text: string,
  { isPasted = false, isFolded = false, isTyped = true } = {},
): Prompt {
  if (text.trim() === '') return { type: 'nothing' };
  if (isFolded) return { type: 'question', text };
  const isLine = (each: string): boolean =>
    isCommand(each) || (isTyped && !isPasted && WITH_LINES.test(each));
  if (isLine(text)) return { type: 'command', line: text.trimEnd().slice(1) };
  const isEscaped = !isPasted && text.startsWith('//') && isLine(text.slice(1));
  return { type: 'question', text: isEscaped ? text.slice(1) : text };
}

/** A text from a script or an argument, as the question that it is. Throws a UserError if it is not one. */
export function questionOf(given: string): string {
  const prompt = parsePrompt(sanitiseInput(given), { isTyped: false });
  if (prompt.type === 'question') return prompt.text;
  const problem =
    prompt.type === 'nothing'
      ? 'there is no text to send'
      : `/${prompt.line} is a command and is not sent to a model; begin the text with // to send it`;
  throw new UserError(problem, { exitCode: 2 });
}
