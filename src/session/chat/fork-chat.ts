// A new chat that goes on from where another one is: the turns of its current branch that have ended, and the
// notes between them. Owns what the new one has of the other. Leaves the records to chat/branches/.
// Invariant: the other does not change; the new one is whole or does not exist.

import { branchAsRecords } from '../../chat/branches/branch-as-records.js';
import { isProgram, type AnySession } from '../any-session.js';
import type { Coordinator } from '../coordinator.js';
import { checkName, uniqueName } from '../names/names.js';
import { newId } from '../names/new-id.js';
import { reservedNames, type CreateOptions } from '../new-session.js';
import type { ChatSession } from './chat-session.js';
import { writeConversation, type ConversationPlace } from './write-conversation.js';

export interface ForkWishes extends Pick<CreateOptions, 'viewer' | 'place' | 'env'> {
  /** undefined: that of the other, with a number. */
  name: string | undefined;
  /** The agent's own id of the conversation that goes on; undefined: a model answers. */
  agentSession?: string | undefined;
}

/** Rejects with a UserError: nothing was created. */
export async function forkChat(
  chat: ChatSession,
  wishes: ForkWishes,
  { coordinator, ...where }: ConversationPlace & { coordinator: Coordinator },
): Promise<AnySession> {
  const { record, conversation } = chat;
  const taken = coordinator.sessions.map(({ name }) => name);
  const { name = uniqueName(record.name, taken) } = wishes;
  checkName(name, { typeNames: reservedNames(coordinator), taken });
  const id = newId();
  const { type, cwd, model, agent } = record;
  // A turn may begin or end meanwhile.
  const now = { ...conversation, items: [...conversation.items] };
  const session = { id, name, type, created: Date.now(), cwd };
  const remove = await writeConversation(session, branchAsRecords(now), where);
  try {
    const forked = await coordinator.createSession({
      ...wishes,
      id,
      kind: 'chat',
      type,
      name,
      model: agent === undefined ? model : record.agentSettings?.model,
      agent,
      cwd,
      command: [],
    });
    const { turns, lastQuestion, instruction } = record;
    forked.update({ turns, ...(lastQuestion === undefined ? {} : { lastQuestion }) });
    if (!isProgram(forked) && instruction !== undefined) forked.update({ instruction });
    return forked;
  } catch (error) {
    await remove();
    throw error;
  }
}
