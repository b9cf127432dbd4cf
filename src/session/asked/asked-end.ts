// How the answer to a question ended that several sessions were asked (pure). Owns reading it from a
// conversation. Leaves what is shown of it to asked-state.ts.

import type { Conversation } from '../../chat/conversation.js';
import type { AskedTogether } from '../../store/session-record.js';

/** As its conversation has it; undefined: the answer is still to come, or is coming. */
export function endOfAsked(
  { turn: id, end }: AskedTogether,
  { tree, queued }: Pick<Conversation, 'tree' | 'queued'>,
): AskedTogether['end'] {
  if (id === undefined) return end;
  const turn = tree.byId.get(id)?.turn;
  if (turn) return turn.finish;
  return queued.some((question) => question.id === id) ? undefined : 'withdrawn';
}

export function withEnd({ end: _end, ...asked }: AskedTogether, end: AskedTogether['end']): AskedTogether {
  return end === undefined ? asked : { ...asked, end };
}
