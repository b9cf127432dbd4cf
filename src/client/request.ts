// One control request to the server: words in, text and exit code out. Needs no terminal. Owns that words are
// sent as typed only to a server that parses them as this version would. Leaves what they mean, and where
// output goes, to others.

import type { Socket } from 'node:net';
import { encodeMessage } from '../protocol/framing.js';
import {
  MAX_FRAME_BYTES,
  PROTOCOL_VERSION,
  type ClientMessage,
  type ServerMessage,
  type TypedLine,
} from '../protocol/messages.js';
import { ResponseReader, type Response } from '../protocol/response.js';
import { VERSION } from '../protocol/version.js';
import type { Environment, Paths } from '../paths/paths.js';
import { UserError } from '../text/user-error.js';
import { connect, connectOrStart } from './connect.js';
import { createHello, definedVariables } from './hello.js';
import { listenToServer } from './listen-to-server.js';
import type { Connection } from './trusted-socket.js';
import { warnWhenSilent } from './warn-when-silent.js';

interface CallOptions {
  paths: Paths;
  serverName: string;
  env: Environment;
  cwd: string;
  /** The verb and its arguments, as typed. */
  words: readonly string[];
  /** What is said if the server does not respond. Default: printed on standard error. */
  onSilence?: (text: string) => void;
  /** Standard output that arrives before the response. Default: the response contains it. */
  onOutput?: (text: string) => void;
  /** Called with what the server is doing, for a request that takes long. */
  onProgress?: (text: string) => void;
}

export interface RequestOptions extends CallOptions {
  /** Script that Node runs as `ENTRY __server NAME` to start a server. */
  entry: string;
  stdin?: string;
  json: boolean;
  /** Whether a server is started if none is running. */
  start: boolean;
  /** Whether the server gets the whole environment: what the verb starts runs in it. Default: no. */
  sendsEnvironment?: boolean;
}

/** A connection carries one request, so any id works. */
const REQUEST_ID = 1;

/** Rejects with a UserError if there is no server, it refuses, or it ends before it replies. */
export async function request(options: RequestOptions): Promise<Response> {
  const { paths, serverName, words, stdin, json, sendsEnvironment = false } = options;
  const message = encodeRequest({ words: [...words], json, ...(stdin !== undefined && { stdin }) });
  const connection = options.start ? await connectOrStart(paths, options) : await connect(paths);
  if (!connection) throw new UserError(`server ${serverName} is not running; qmux starts it`);
  const talk: Talk<never> = {
    sendsEnvironment,
    begin: (socket) => void socket.write(message),
    onClose: () => undefined,
    onMessage: () => undefined,
  };
  return exchange(connection, options, talk);
}

/** Nothing but the hello was sent: the server parses as another version does, or it was about to end. */
export type Unasked = 'other version' | 'gone';

/**
 * The words as typed, which the server parses. It asks for the environment if they start
 * something in it. Rejects as request() does.
 */
export async function requestTyped(
  connection: Connection,
  options: CallOptions & TypedLine,
): Promise<Response | Unasked> {
  const { words, canAttach, cols, env } = options;
  const typed = { canAttach, ...(cols === undefined ? {} : { cols }) };
  const message = encodeRequest({ words: [...words], json: true, typed });
  let isAsked = false;
  return exchange<Unasked>(connection, options, {
    sendsEnvironment: false,
    begin: () => {},
    onClose: () => (isAsked ? undefined : 'gone'),
    onMessage: (said, socket) => {
      if (said.type === 'welcome') {
        if (said.protocol !== PROTOCOL_VERSION || said.version !== VERSION) return 'other version';
        isAsked = true;
        socket.write(message);
      } else if (said.type === 'environment-wanted')
        socket.write(encodeMessage({ type: 'environment', env: definedVariables(env) }));
      return undefined;
    },
  });
}

function encodeRequest(fields: Omit<Extract<ClientMessage, { type: 'request' }>, 'type' | 'id'>): Uint8Array {
  try {
    return encodeMessage({ type: 'request', id: REQUEST_ID, ...fields });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`input is larger than ${MAX_FRAME_BYTES / 1024 / 1024} MB; send it in parts`);
  }
}

const printNotice = (text: string): void => void process.stderr.write(`qmux: ${text}\n`);

interface Talk<Early extends Unasked> {
  sendsEnvironment: boolean;
  /** The hello is on its way. */
  begin(socket: Socket): void;
  /**
   * The server has closed it without a response. The return value ends the exchange; undefined: it
   * failed.
   */
  onClose(): Early | undefined;
  /** The return value ends the exchange. */
  onMessage(message: ServerMessage, socket: Socket): Early | undefined;
}

/** Says hello, and hangs up after the response. */
async function exchange<Early extends Unasked>(
  { socket, token }: Connection,
  { paths, serverName, cwd, env, onSilence = printNotice, onOutput, onProgress }: CallOptions,
  { sendsEnvironment, begin, onMessage, onClose }: Talk<Early>,
): Promise<Response | Early> {
  const endWarning = warnWhenSilent(paths, onSilence);
  try {
    socket.write(encodeMessage(createHello({ token, role: 'control', cwd, env, sendsEnvironment })));
    begin(socket);
    return await new Promise<Response | Early>((resolve, reject) => {
      const reader = new ResponseReader();
      listenToServer(socket, {
        onMessage: (message) => {
          if (message.type === 'welcome') endWarning();
          if (message.type === 'refused')
            reject(new UserError(message.message, { exitCode: message.exitCode === 2 ? 2 : 1 }));
          const early = onMessage(message, socket);
          if (early !== undefined) resolve(early);
          if (message.type === 'progress') return onProgress?.(message.text);
          if (message.type === 'output' && onOutput) return onOutput(message.stdout);
          if (message.type !== 'output' && message.type !== 'response') return;
          const response = reader.push(message);
          if (response) resolve(response);
        },
        onBytes: () => {},
        onClose: () => {
          const end = onClose();
          if (end === undefined) reject(endedEarly(serverName, paths));
          else resolve(end);
        },
      });
    });
  } finally {
    endWarning();
    socket.destroy();
  }
}

export const endedEarly = (serverName: string, { serverLogFile }: Paths): UserError =>
  new UserError(`server ${serverName} ended before it answered; see ${serverLogFile}`);
