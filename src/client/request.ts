// One control request to the server: words in, text and exit code out. Needs no terminal.
// Owns neither the words' meaning nor where the output goes.

import type { Socket } from 'node:net';
import { encodeMessage } from '../protocol/framing.js';
import { MAX_FRAME_BYTES, type ClientMessage } from '../protocol/messages.js';
import { ResponseReader, type Response } from '../protocol/response.js';
import type { Environment, Paths } from '../paths/paths.js';
import { UserError } from '../text/user-error.js';
import { connect, connectOrStart } from './connect.js';
import { createHello } from './hello.js';
import { listenToServer } from './listen-to-server.js';
import { warnWhenSilent } from './warn-when-silent.js';

export interface RequestOptions {
  paths: Paths;
  serverName: string;
  /** Script that Node runs as `ENTRY __server NAME` to start a server. */
  entry: string;
  env: Environment;
  cwd: string;
  /** The verb and its arguments, as typed. */
  words: string[];
  stdin?: string;
  json: boolean;
  /** Whether a server is started when none runs. */
  start: boolean;
  /** Whether the server gets the whole environment: what the verb starts runs in it. Default: no. */
  sendsEnvironment?: boolean;
  /** What is said when the server does not respond. Default: printed on standard error. */
  onSilence?: (text: string) => void;
}

/** A connection carries one request, so any id does. */
const REQUEST_ID = 1;

/** Rejects with a UserError when there is no server, it refuses, or it ends before it answers. */
export async function request(options: RequestOptions): Promise<Response> {
  const { paths, serverName, words, stdin, json } = options;
  const message = encodeRequest({
    type: 'request',
    id: REQUEST_ID,
    words,
    json,
    ...(stdin !== undefined && { stdin }),
  });
  const connection = options.start ? await connectOrStart(paths, options) : await connect(paths);
  if (!connection) throw new UserError(`server ${serverName} is not running; qmux starts it`);
  const { socket, token } = connection;
  const endWarning = warnWhenSilent(paths, options.onSilence ?? printNotice);
  try {
    const { cwd, env, sendsEnvironment = false } = options;
    const hello = createHello({ token, role: 'control', cwd, env, sendsEnvironment });
    socket.write(encodeMessage(hello));
    socket.write(message);
    return await readResponse(socket, { ...options, onWelcome: endWarning });
  } finally {
    endWarning();
    socket.destroy();
  }
}

function encodeRequest(message: Extract<ClientMessage, { type: 'request' }>): Uint8Array {
  try {
    return encodeMessage(message);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`input is larger than ${MAX_FRAME_BYTES / 1024 / 1024} MB; send it in parts`);
  }
}

const printNotice = (text: string): void => void process.stderr.write(`qmux: ${text}\n`);

function readResponse(
  socket: Socket,
  { paths, serverName, onWelcome }: RequestOptions & { onWelcome: () => void },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const reader = new ResponseReader();
    listenToServer(socket, {
      onMessage: (message) => {
        if (message.type === 'welcome') onWelcome();
        if (message.type === 'refused')
          reject(new UserError(message.message, { exitCode: message.exitCode === 2 ? 2 : 1 }));
        if (message.type !== 'output' && message.type !== 'response') return;
        const response = reader.push(message);
        if (response) resolve(response);
      },
      onBytes: () => {},
      onClose: () =>
        reject(new UserError(`server ${serverName} ended before it answered; see ${paths.serverLogFile}`)),
    });
  });
}
