// The reply to a control request, on its way through frames of limited size: long output is sent first, in
// parts. Owns cutting and joining; the client joins what `output` messages and the `response` carry.

import type { Confirmation, ServerMessage } from './messages.js';
import { encodeMessage } from './framing.js';

export interface Response {
  stdout: string;
  stderr: string;
  exitCode: number;
  /** Id of the session that the client should attach to next. */
  attach?: string;
  confirm?: Confirmation;
  /** The command whose help was asked for; stdout has it in the form used in chats. */
  help?: string;
}

type ResponseMessage = Extract<ServerMessage, { type: 'output' | 'response' }>;

/** UTF-16 units: encoded in about a millisecond, and far below MAX_FRAME_BYTES, however JSON escapes them. */
const PART_LENGTH = 256 * 1024;

/** The frames of a part of standard output that is sent before its response. */
export function* encodeOutput(id: number, text: string): Generator<Uint8Array> {
  for (let from = 0; from < text.length; from += PART_LENGTH)
    yield encodeMessage({ type: 'output', id, stdout: text.slice(from, from + PART_LENGTH) });
}

/**
 * The frames of a response, in order, each made on demand. Standard error is a few lines and is sent as a
 * whole.
 */
export function* encodeResponse(id: number, response: Response): Generator<Uint8Array> {
  const { stdout } = response;
  let from = 0;
  for (; stdout.length - from > PART_LENGTH; from += PART_LENGTH)
    yield encodeMessage({ type: 'output', id, stdout: stdout.slice(from, from + PART_LENGTH) });
  yield encodeMessage({ type: 'response', id, ...response, stdout: stdout.slice(from) });
}

/** Joins the messages of one response. */
export class ResponseReader {
  #parts: string[] = [];

  /** The whole response with its last message, undefined before. */
  push(message: ResponseMessage): Response | undefined {
    this.#parts.push(message.stdout);
    if (message.type === 'output') return undefined;
    const { type: _type, id: _id, ...rest } = message;
    return { ...rest, stdout: this.#parts.join('') };
  }
}
