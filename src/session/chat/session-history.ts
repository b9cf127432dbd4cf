// All questions ever asked, as one session's prompt searches them. Owns which are the session's own.

import type { ChatHistory } from '../../chat/ports.js';
import type { HistoryEntry, QuestionHistory } from '../../store/question-history.js';

/** What a session needs of the history. */
export type KeptHistory = Pick<QuestionHistory, 'add' | 'all'>;

export const historyOf = (history: KeptHistory, session: string): ChatHistory => ({
  add: (asked, at) => history.add({ session, at, ...asked }),
  all: async () => splitHistory(await history.all(), session),
});

/** The latest first. */
function splitHistory(
  entries: readonly HistoryEntry[],
  session: string,
): Awaited<ReturnType<ChatHistory['all']>> {
  const here: HistoryEntry[] = [];
  const elsewhere: HistoryEntry[] = [];
  for (const entry of entries.toReversed()) (entry.session === session ? here : elsewhere).push(entry);
  return { here, elsewhere };
}
