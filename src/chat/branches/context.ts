// What a model is given of a conversation (pure): the current branch, without the turns that were taken out,
// and with a summary in place of those that were compacted. Leaves standing files and rules to others.

import { findRunningTurn, type Conversation, type Summary, type Turn } from '../conversation.js';
import type { ChatMessage } from '../ports.js';
import { isOnBranch } from './turn-tree.js';

/** The newest summary of this branch; undefined: none. */
export const findSummary = (conversation: Conversation): Summary | undefined =>
  conversation.tree.summaries.findLast(({ upTo }) => isOnBranch(conversation, upTo));

export interface ContextOptions {
  /** The guide is asked: its own turns are part of the context. */
  isGuide?: boolean;
}

/**
 * The turns that are given whole: those that ended with some text, however they ended. A turn without text
 * (none, or only spaces) is left out together with its question: providers refuse empty messages, and two
 * questions in a row. So are the guide's turns, except for the guide itself: a model would take what it
 * quoted from the manual for its own words.
 */
export function contextTurns(conversation: Conversation, { isGuide = false }: ContextOptions = {}): Turn[] {
  return conversation.turns
    .slice(findSummary(conversation)?.upTo.depth ?? 0)
    .filter(({ finish, model, isOut }) => finish !== undefined && !isOut && (isGuide || model !== 'guide'))
    .filter(({ question, answer }) => question.trim() !== '' && answer.trim() !== '');
}

/** The earlier turns as context for the next question. */
export const messagesFor = (conversation: Conversation, options?: ContextOptions): ChatMessage[] =>
  withSummary(conversation, messagesOf(contextTurns(conversation, options)));

/** With the question of the running turn as the last one. */
export function messagesWithQuestion(conversation: Conversation): ChatMessage[] {
  const running = findRunningTurn(conversation);
  const question: ChatMessage = running ? questionMessage(running) : { role: 'user', text: '' };
  const isGuide = running?.model === 'guide';
  return withSummary(conversation, [...messagesOf(contextTurns(conversation, { isGuide })), question]);
}

/** A summary goes into the first question: two questions in a row would be refused. */
export function withSummary(conversation: Conversation, messages: ChatMessage[]): ChatMessage[] {
  const summary = findSummary(conversation);
  const [first, ...rest] = messages;
  if (!summary || !first) return messages;
  return [{ ...first, text: `${quoteSummary(summary.text)}\n\n${first.text}` }, ...rest];
}

export const messagesOf = (turns: readonly Turn[]): ChatMessage[] =>
  turns.flatMap((turn): ChatMessage[] => [questionMessage(turn), { role: 'assistant', text: turn.answer }]);

const questionMessage = ({ question, attached }: Turn): ChatMessage => ({
  role: 'user',
  text: question,
  ...(attached.length === 0 ? {} : { attached }),
});

/** As data: what a model wrote does not become an instruction. */
const quoteSummary = (text: string): string =>
  `<summary-of-earlier-conversation>\n${text}\n</summary-of-earlier-conversation>`;
