// Whether a prompt is a command or a question (pure). Leaves running it to the host.
// Invariant: nothing that is a command ever becomes a question.

export type Prompt =
  /** line: without the leading slash. */
  { type: 'command'; line: string } | { type: 'question'; text: string } | { type: 'nothing' };

/** One line that begins with `/` and whose first word holds no second `/` (so that a path is a question). */
export function isCommand(text: string): boolean {
  return /^\/[^\s/]*(?:\s.*)?$/.test(text.trimEnd()) && !text.trimEnd().includes('\n');
}

/** `//` sends a text that begins with a slash. */
export function parsePrompt(text: string): Prompt {
  if (text.trim() === '') return { type: 'nothing' };
  if (isCommand(text)) return { type: 'command', line: text.trimEnd().slice(1) };
  return { type: 'question', text: text.startsWith('//') ? text.slice(1) : text };
}
