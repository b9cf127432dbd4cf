// What was said in an agent's own interface, for the transcript of its chat (pure). Owns the line that marks
// it, and what is said where nothing can be fetched. Leaves telling turns apart to chat/fetched-turns.ts.

import type { ReplayedTurn } from '../../chat/agents/replayed-turns.js';
import { findRunningTurn, type Conversation } from '../../chat/conversation.js';
import { findFetched, recordsOfFetched } from '../../chat/fetched-turns.js';
import type { TranscriptRecord } from '../../chat/transcript-record.js';

export interface FetchingChat {
  conversation: Readonly<Conversation>;
  /** Questions of ours when it was left. */
  count: number;
  /** The agent's name. */
  agent: string;
  newId(): string;
  /** ms since 1970. */
  now: number;
}

/**
 * turns: all of the agent's session; undefined: it does not tell. Returns undefined while a turn runs: not
 * now.
 */
export function recordsOfReplay(
  turns: readonly ReplayedTurn[] | undefined,
  { conversation, count, agent, newId, now }: FetchingChat,
): TranscriptRecord[] | undefined {
  if (findRunningTurn(conversation)) return undefined;
  const note = (text: string): TranscriptRecord => ({ type: 'note', text, level: 'info', at: now });
  if (!turns) return [note(notFetched(agent))];
  const ours = conversation.turns.map(({ question }) => question);
  const found = findFetched(turns, ours, count);
  if (found.length === 0) return [];
  const parent = conversation.turns.at(-1)?.id ?? null;
  const marked = `${found.length} ${found.length === 1 ? 'turn' : 'turns'} from ${agent}'s own interface`;
  return [note(marked), ...recordsOfFetched(found, { newId, now, model: agent, parent })];
}

const notFetched = (agent: string): string =>
  `what was said in ${agent}'s own interface cannot be fetched; it is not part of this chat`;

export const notFetchedYet = (agent: string): string =>
  `what was said in ${agent}'s own interface is not fetched yet; the next question fetches it`;
