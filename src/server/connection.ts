// One accepted socket: framing, the hello, and then either one control request or an attached client. Owns
// who may speak (token, version). Leaves commands to workspace/command-runner.ts and the client to
// client-view.ts.
// Invariant: a peer that breaks the protocol loses its connection, and nothing else happens.

import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { Slice } from '../loop/slice.js';
import { encodeFrame, encodeMessage, FrameDecoder, type Frame } from '../protocol/framing.js';
import type { ClientMessage, OtherPlace, ServerMessage, TypedLine } from '../protocol/messages.js';
import { FRAME_BYTES, FRAME_INPUT, FRAME_JSON, PROTOCOL_VERSION } from '../protocol/messages.js';
import { parseClientMessage } from '../protocol/parse-message.js';
import type { Response } from '../protocol/response.js';
import { encodeOutput, encodeResponse } from '../protocol/response.js';
import { VERSION } from '../protocol/version.js';
import type { Left, Link, Links, Returned } from './links.js';

export type Hello = Extract<ClientMessage, { type: 'hello' }>;

/** What an attached terminal does with data from its client. */
export interface Attachment {
  input(bytes: Uint8Array): void;
  resize(rows: number, cols: number): void;
  /** The byte that its Backspace sends. */
  erase(byte: number): void;
  drained(): void;
  /** The client is gone. Returns what it leaves, of which kept must be taken up or released. */
  closed(): Left;
}

/** The server's end of an attachment's socket. */
export interface AttachedSocket {
  send(text: string): void;
  isBlocked(): boolean;
  /** next: where the client goes. */
  bye(reason: 'detached' | 'quit' | 'hangup', message: string, next?: OtherPlace): void;
}

/** The caller of a line that is parsed here. */
export interface TypedCall extends TypedLine {
  /** Asks the client; never settles if the client leaves without replying. */
  askEnvironment(): Promise<Hello['env']>;
}

/**
 * Sends a part of standard output before the response. Resolves once the caller has read most of it; with
 * false if the caller has left.
 */
export type PrintOutput = (text: string) => Promise<boolean>;

/** What a command may do with its caller while it runs. */
export interface RequestCaller {
  print: PrintOutput;
  /** Says what the command does at the moment, to a caller who reads. */
  tell(text: string): void;
  /** Fires when the caller has left. */
  left: AbortSignal;
}

/** The server's end of a socket whose caller goes on talking after its request. */
export interface FollowingSocket {
  tell(line: string): void;
  /** The caller has left. */
  readonly isGone: boolean;
  /** Not sent yet: the caller reads slower than it is told. */
  readonly waitingBytes: number;
  /** Resolves when everything has been sent, or nothing more can be. */
  drained(): Promise<void>;
  hangUp(): void;
}

/** What the server does with such a caller. */
export interface Following {
  heard(line: string): void;
  /** The caller is gone. */
  closed(): void;
}

export interface ConnectionPorts {
  token: string;
  /** Why this client cannot attach, said before its terminal is taken over; undefined: it can. */
  refusal(hello: Hello): { message: string; exitCode: number } | undefined;
  /** returned: the client was attached before, and its connection was lost. */
  attach(hello: Hello, socket: AttachedSocket, returned: Returned | undefined): Attachment;
  links: Links;
  request(
    hello: Hello,
    words: readonly string[],
    json: boolean,
    stdin: string | undefined,
    typed: TypedCall | undefined,
    caller: RequestCaller,
  ): Promise<Response>;
  /** A response says why it cannot. */
  follow(
    hello: Hello,
    words: readonly string[],
    socket: FollowingSocket,
  ): Promise<Following | { refused: Response }>;
  onBug(what: string, error: unknown): void;
}

/**
 * A peer that has not said hello by then is not one of ours; nor is one that was refused and has not left.
 */
const HELLO_TIMEOUT_MS = 5_000;
/** A client with a link sends a ping every few seconds; one that is silent for so long is gone. */
const LINK_SILENCE_MS = 60_000;
/** Up to this size encoding takes a millisecond. */
const LONG_OUTPUT = 256 * 1024;
/** Understood by the servers of all versions, so that any client can list and end one. */
const FROZEN_REQUESTS = new Set(['ls', 'kill-server']);

const encoder = new TextEncoder();

export function serveConnection(socket: Socket, ports: ConnectionPorts): void {
  const decoder = new FrameDecoder();
  let hello: Hello | undefined;
  let attachment: Attachment | undefined;
  let following: Following | undefined;
  let link: Link | undefined;
  let isDismissed = false;
  let isReading = true;
  let isBehind = false;
  let takeEnvironment = (_env: Hello['env']): void => {};
  let timer = setTimeout(() => socket.destroy(), HELLO_TIMEOUT_MS);

  const tell = (message: ServerMessage): void => void socket.write(encodeMessage(message));
  const refuse = (message: string, exitCode: number): void => {
    tell({ type: 'refused', message, exitCode });
    socket.end();
    clearTimeout(timer);
    timer = setTimeout(() => socket.destroy(), HELLO_TIMEOUT_MS);
  };

  const greet = (said: Hello): void => {
    clearTimeout(timer);
    if (said.token !== ports.token) {
      refuse('wrong token: the server was replaced or is not yours', 1);
      return;
    }
    hello = said;
    const isSameVersion = said.protocol === PROTOCOL_VERSION;
    // A control connection of another version may still ask one of the frozen requests.
    if (!isSameVersion && said.role === 'attach') {
      refuse(otherVersion(said.version), 1);
      return;
    }
    const refusal = said.role === 'attach' ? ports.refusal(said) : undefined;
    if (refusal) {
      refuse(refusal.message, refusal.exitCode);
      return;
    }
    if (said.role === 'attach' && said.link) link = openLink(said.link);
    tell({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      version: VERSION,
      pid: process.pid,
      ...(link && { link: { taken: link.taken } }),
    });
    if (said.role === 'attach')
      attachment = ports.attach(
        said,
        attachedSocket(socket, {
          tell,
          onSent: () => attachment?.drained(),
          onBye: () => (isDismissed = true),
        }),
        link?.returned,
      );
  };

  const openLink = (said: NonNullable<Hello['link']>): Link => {
    timer = setTimeout(() => socket.destroy(), LINK_SILENCE_MS);
    return ports.links.open(said, {
      hangUp: () => {
        endAttachment();
        socket.destroy();
      },
      input: (bytes) => attachment?.input(bytes),
      setReading: (isOn) => {
        isReading = isOn;
        if (isOn && !isBehind) socket.resume();
        else socket.pause();
      },
    });
  };

  const endAttachment = (): void => {
    link?.takeAll();
    const left = attachment?.closed();
    // One that was told to go does not come back.
    if (left && (!link || isDismissed)) left.kept?.release();
    link?.closed(left);
    attachment = undefined;
    link = undefined;
  };

  const answer = async (
    asker: Hello,
    request: Extract<ClientMessage, { type: 'request' }>,
  ): Promise<void> => {
    if (asker.protocol !== PROTOCOL_VERSION && !FROZEN_REQUESTS.has(request.words[0] ?? '')) {
      refuse(otherVersion(asker.version), 1);
      return;
    }
    if (request.follows) {
      const followed = await ports.follow(asker, request.words, followingSocket(socket, tell));
      if (!('refused' in followed)) {
        following = followed;
        // It may have left meanwhile.
        if (socket.destroyed) followed.closed();
        return;
      }
      for (const frame of encodeResponse(request.id, followed.refused)) socket.write(frame);
      socket.end();
      return;
    }
    const askEnvironment: TypedCall['askEnvironment'] = () =>
      new Promise((resolve) => {
        takeEnvironment = resolve;
        tell({ type: 'environment-wanted' });
      });
    const typed = request.typed && { ...request.typed, askEnvironment };
    const { id, words, json, stdin } = request;
    const print = outputPrinter(id, followingSocket(socket, tell), (frame) => void socket.write(frame));
    const left = abortedAtEnd(socket);
    const tellProgress = (text: string): void => {
      if (!socket.destroyed && socket.writableLength === 0) tell({ type: 'progress', id, text });
    };
    const caller = { print, left, tell: tellProgress };
    const response = await ports.request(asker, words, json, stdin, typed, caller);
    // Megabytes of output are encoded over several turns of the event loop, after the one in which they were
    // made.
    const isLong = response.stdout.length > LONG_OUTPUT;
    if (isLong) await nextTurn();
    for (const frame of encodeResponse(request.id, response)) {
      socket.write(frame);
      if (isLong) await nextTurn();
    }
    socket.end();
  };

  const receive = (message: ReturnType<typeof parseClientMessage>): void => {
    if (message.type === 'malformed') socket.destroy();
    else if (message.type === 'hello' && !hello) greet(message);
    else if (message.type === 'resize') attachment?.resize(message.rows, message.cols);
    else if (message.type === 'erase') attachment?.erase(message.byte);
    else if (message.type === 'ping') tell({ type: 'pong' });
    else if (message.type === 'line') following?.heard(message.text);
    else if (message.type === 'environment') takeEnvironment(message.env);
    else if (message.type === 'request' && hello)
      answer(hello, message).catch((error: unknown) => ports.onBug('answering a request', error));
  };

  const take = (frame: Frame): void => {
    try {
      if (frame.kind === FRAME_BYTES) attachment?.input(frame.payload);
      else if (frame.kind === FRAME_INPUT) link?.receive(frame.payload);
      else if (frame.kind === FRAME_JSON) receive(parseClientMessage(frame.payload));
    } catch (error) {
      ports.onBug('a message of a client', error);
    }
  };

  /** In their order; what takes longer than a slice goes on in the next turn, and is read on after it. */
  const takeAll = (frames: readonly Frame[]): void => {
    const slice = new Slice();
    let taken = 0;
    while (taken < frames.length && !slice.isOver) take(frames[taken++] as Frame);
    isBehind = taken < frames.length;
    if (isBehind) {
      socket.pause();
      setImmediate(takeAll, frames.slice(taken));
    } else if (decoder.error !== undefined) socket.destroy();
    else if (isReading && socket.isPaused()) socket.resume();
  };

  socket.on('data', (bytes) => {
    if (link) timer.refresh();
    takeAll(decoder.push(bytes));
  });
  // A reset by the peer counts as an ordinary end.
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(timer);
    endAttachment();
    following?.closed();
    following = undefined;
  });
}

/** Sent and not read yet: more than any reader lags behind that is not standing still. */
const ENOUGH_WAITING_BYTES = 512 * 1024;

function outputPrinter(id: number, socket: FollowingSocket, send: (frame: Uint8Array) => void): PrintOutput {
  return async (text) => {
    for (const frame of encodeOutput(id, text)) {
      if (socket.waitingBytes > ENOUGH_WAITING_BYTES) await socket.drained();
      if (socket.isGone) return false;
      send(frame);
    }
    return !socket.isGone;
  };
}

function abortedAtEnd(socket: Socket): AbortSignal {
  const left = new AbortController();
  socket.once('close', () => left.abort());
  if (socket.destroyed) left.abort();
  return left.signal;
}

function followingSocket(socket: Socket, tell: (message: ServerMessage) => void): FollowingSocket {
  return {
    tell: (text) => {
      if (!socket.destroyed) tell({ type: 'line', text });
    },
    get isGone() {
      return socket.destroyed;
    },
    get waitingBytes() {
      return socket.writableLength;
    },
    drained: () =>
      new Promise((resolve) => {
        if (socket.destroyed || socket.writableLength === 0) return resolve();
        // Of an empty write it is told once all before it was sent, or cannot be.
        socket.once('close', resolve);
        socket.write('', () => {
          socket.off('close', resolve);
          resolve();
        });
      }),
    hangUp: () => void socket.end(),
  };
}

function attachedSocket(
  socket: Socket,
  { tell, onSent, onBye }: { tell: (message: ServerMessage) => void; onSent: () => void; onBye: () => void },
): AttachedSocket {
  return {
    // Not 'drain': Node emits it only if more than 16 KiB waited, but a frame is skipped for a single byte.
    send: (text) =>
      void socket.write(encodeFrame(FRAME_BYTES, encoder.encode(text)), () => {
        if (socket.writableLength === 0) onSent();
      }),
    isBlocked: () => socket.writableLength > 0,
    bye(reason, message, next) {
      onBye();
      tell({ type: 'bye', reason, message, ...(next && { next }) });
      socket.end();
    },
  };
}

const otherVersion = (version: string): string =>
  `the server runs qmux ${VERSION}, this is ${version}; qmux kill-server ends it and saves everything`;
