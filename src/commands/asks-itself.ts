// Whether whoever wants to answer a question of a chat is what asks it. Owns only that. A guard against
// accidents, not a boundary: a process that means to can leave its family and its environment behind.

import { descendsFrom } from '../process/ancestors.js';
import type { AnySession } from '../session/any-session.js';
import type { ChatSession } from '../session/chat/chat-session.js';

export interface Answerer {
  /** In whose pane it runs; undefined: in none. */
  pane?: AnySession | undefined;
  /** pid: of its process; undefined: it is none. */
  caller: { pid?: number | undefined };
}

/** It is what asks, or something that this has started. */
export function asksItself({ pane, caller }: Answerer, session: ChatSession): boolean {
  if (pane === session) return true;
  const agent = session.agent?.pid;
  return agent !== undefined && caller.pid !== undefined && descendsFrom(caller.pid, agent);
}
