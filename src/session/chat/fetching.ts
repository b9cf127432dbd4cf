// What was said in an agent's own interface, for the transcript of its chat (pure). Owns the line that marks
// it, and what is said where nothing can be fetched. Leaves telling turns apart to chat/fetched-turns.ts.

import type { ReplayedTurn } from '../../chat/agents/replayed-turns.js';
import { findRunningTurn, type Conversation } from '../../chat/conversation.js';
import { findFetched, recordsOfFetched } from '../../chat/fetched-turns.js';
import type { TranscriptRecord } from '../../chat/transcript-record.js';

export interface FetchingChat {
  conversation: Readonly<Conversation>;
  /** Questions of ours when it was left; 0: it began with a session that the agent had kept. */
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
  if (!turns)
    return [note(`what was said in ${placeOf(agent, count)} cannot be fetched; it is not part of this chat`)];
  const ours = conversation.turns.map(({ question }) => question);
  // A chat that began with a session of the agent's own: a question that waits may be one of there, too.
  const found = count === 0 ? turns : findFetched(turns, ours, count);
  if (found.length === 0) return [];
  const parent = conversation.turns.at(-1)?.id ?? null;
  const marked = `${found.length} ${found.length === 1 ? 'turn' : 'turns'} from ${placeOf(agent, count)}`;
  return [note(marked), ...recordsOfFetched(found, { newId, now, model: agent, parent })];
}

/** Where it was said. count: 0 for a chat that began with a session which the agent had kept. */
const placeOf = (agent: string, count: number): string =>
  count === 0 ? `the session that ${agent} has kept` : `${agent}'s own interface`;

export const notFetchedYet = (agent: string, count: number): string =>
  `what was said in ${placeOf(agent, count)} is not fetched yet; the next question fetches it`;
