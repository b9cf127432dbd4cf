// An editor's connection and the chat that it is attached to. Owns putting the two together. Leaves what is
// said to session/editors/, the socket to connection.ts.

import { encodeLine, readLineFromEditor } from '../../chat/editors/editor-lines.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { EditorSession } from '../../session/editors/editor-session.js';
import type { Following, FollowingSocket } from '../connection.js';

export interface AttachedEditor {
  /** Loaded. */
  session: ChatSession;
  socket: FollowingSocket;
  /** It is what the chat's agent has started: its replies do not count. */
  isItself(): boolean;
  onBug(what: string, error: unknown): void;
}

export function attachEditor({ session, socket, isItself, onBug }: AttachedEditor): Following {
  const editor = new EditorSession(session, {
    tell: (line) => socket.tell(encodeLine(line)),
    get waitingBytes() {
      return socket.waitingBytes;
    },
    drained: () => socket.drained(),
    hangUp: () => socket.hangUp(),
    onBug,
  });
  return {
    heard(text) {
      const line = readLineFromEditor(text);
      if (line && !(line.type === 'reply' && isItself())) editor.heard(line);
    },
    closed: () => editor.end(),
  };
}
