// All questions ever asked, as one session's prompt searches them. Owns which are the session's own.

import type { ChatHistory } from '../../chat/ports.js';
import type { HistoryEntry, QuestionHistory } from '../../store/question-history.js';

/** What a session needs of the history. */
export type KeptHistory = Pick<QuestionHistory, 'add' | 'all'>;

export const historyOf = (history: KeptHistory, session: string): ChatHistory => ({
  add: (text, at) => history.add({ session, text, at }),
  all: async () => splitHistory(await history.all(), session),
});

/** The latest first. */
function splitHistory(
  entries: readonly HistoryEntry[],
  session: string,
): Awaited<ReturnType<ChatHistory['all']>> {
  const here: string[] = [];
  const elsewhere: string[] = [];
  for (const entry of entries.toReversed()) (entry.session === session ? here : elsewhere).push(entry.text);
  return { here, elsewhere };
}
