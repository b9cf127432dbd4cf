// A new conversation in the same session: the one before is archived as a session of its own. Owns the order:
// the folder is renamed first, then both are in the index. Invariant: at no moment is the conversation in
// neither.

import type { ChatRecord, RecordChange } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import type { Coordinator } from '../coordinator.js';
import { uniqueName } from '../names/names.js';
import { newId } from '../names/new-id.js';
import type { ChatSession } from './chat-session.js';

/** Of a conversation that has not begun. */
const EMPTY: RecordChange<ChatRecord> = { turns: 0, lastQuestion: undefined, lastLine: undefined };

/** Resolves with the archived session's name. Rejects with a UserError: nothing has changed. */
export async function clearChat(chat: ChatSession, coordinator: Coordinator): Promise<string> {
  const { record, conversation } = chat;
  chat.branches.checkIdle();
  if (conversation.items.length === 0 && conversation.tree.nodes.length === 0)
    throw new UserError(`${chat.name} is empty: there is nothing to clear`);
  const taken = [...coordinator.sessions, ...coordinator.archive].map(({ name }) => name);
  const name = uniqueName(record.name, taken);
  const { turns, lastQuestion, lastLine } = record;
  // Before the folder goes: after a kill the turns of the list are not missed here.
  chat.update(EMPTY);
  coordinator.settle();
  const archived = {
    ...record,
    id: newId(),
    name,
    named: true,
    number: 0,
    unread: 0,
    archivedAt: Date.now(),
    draftCursor: undefined,
    draftRefs: undefined,
    draftEdits: undefined,
    paused: undefined,
  };
  try {
    await chat.handOver(archived);
  } catch (error) {
    chat.update({ turns, lastQuestion, lastLine });
    coordinator.settle();
    throw error;
  }
  coordinator.restore({ open: [], archive: [archived] });
  coordinator.settle();
  return name;
}
