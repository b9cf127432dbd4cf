// A request whose caller goes on talking with the server, line by line, until either hangs up. Owns the
// beginning and the end of that. Leaves what the lines mean to the request's words and to its caller.

import type { Socket } from 'node:net';
import { encodeMessage } from '../protocol/framing.js';
import type { Environment } from '../paths/paths.js';
import { UserError } from '../text/user-error.js';
import { createHello } from './hello.js';
import { listenToServer } from './listen-to-server.js';
import type { Connection } from './trusted-socket.js';

export interface FollowOptions {
  words: readonly string[];
  cwd: string;
  env: Environment;
  /** A line of the server. */
  onLine(line: string): void;
}

export interface Followed {
  tell(line: string): void;
  /** Nothing more is read until resume(): then the server waits, or hangs up. */
  pause(): void;
  resume(): void;
  hangUp(): void;
  /** Resolves when the server has hung up; rejects with a UserError that says why it cannot serve this. */
  readonly over: Promise<void>;
}

export function follow({ socket, token }: Connection, options: FollowOptions): Followed {
  const { words, cwd, env, onLine } = options;
  const over = new Promise<void>((resolve, reject) => {
    let version = '';
    listenToServer(socket, {
      onMessage: (message) => {
        if (message.type === 'line') onLine(message.text);
        else if (message.type === 'welcome') ({ version } = message);
        else if (message.type === 'refused') reject(new UserError(message.message));
        else if (message.type === 'response') reject(describeRefusal(message, version));
      },
      onBytes: () => {},
      onClose: () => resolve(),
    });
  });
  socket.write(encodeMessage(createHello({ token, role: 'control', cwd, env, sendsEnvironment: false })));
  socket.write(encodeMessage({ type: 'request', id: 1, words: [...words], json: true, follows: true }));
  return { ...linesOf(socket), over };
}

const linesOf = (socket: Socket): Omit<Followed, 'over'> => ({
  tell: (text) => {
    if (!socket.destroyed) socket.write(encodeMessage({ type: 'line', text }));
  },
  pause: () => void socket.pause(),
  resume: () => void socket.resume(),
  hangUp: () => void socket.destroy(),
});

/** A server that does not know such requests does not know their words either. */
function describeRefusal(
  { stderr, exitCode }: { stderr: string; exitCode: number },
  version: string,
): UserError {
  if (!/^no command \W?acp/.test(stderr))
    return new UserError(stderr.trim(), { exitCode: exitCode === 2 ? 2 : 1 });
  return new UserError(
    `the server runs qmux ${version}, which cannot serve editors; qmux kill-server ends it and saves everything`,
  );
}
