// A conversation as text for an agent that does not know it (pure). Owns its words and how much of it goes
// along.

import type { Conversation, Turn } from '../../chat/conversation.js';

/** Of the end; about a quarter of a small model's context. */
const MAX_CHARACTERS = 100_000;

/** Questions and answers, oldest first; of a long one the last turns. */
export function quoteConversation({ turns }: Conversation): string {
  const quoted: string[] = [];
  let characters = 0;
  for (const turn of turns.toReversed()) {
    if (turn.finish === undefined) continue;
    const text = quoteTurn(turn);
    characters += text.length;
    if (characters > MAX_CHARACTERS && quoted.length > 0) break;
    quoted.push(text.slice(-MAX_CHARACTERS));
  }
  return quoted.reverse().join('\n\n');
}

const quoteTurn = ({ question, answer }: Turn): string =>
  [`User: ${question}`, ...(answer.trim() === '' ? [] : [`Assistant: ${answer.trim()}`])].join('\n\n');
