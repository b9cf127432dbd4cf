// The two kinds of sessions as one type, for code that deals with both. Owns nothing else, so that naming the
// type imports no more than it says.

import type { ChatSession } from './chat/chat-session.js';
import type { ProgramSession } from './program/program-session.js';

export type AnySession = ChatSession | ProgramSession;

/** Also of what only looks like a session, such as the chat of `qmux chat`. */
export const isProgram = (session: {
  readonly record: { readonly kind: AnySession['record']['kind'] };
}): session is ProgramSession => session.record.kind === 'program';
