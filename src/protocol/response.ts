// The answer to a control request, on its way through frames of limited size: long output goes ahead in parts.
// Owns cutting and joining; the client joins what `output` messages and the `response` carry.

import type { Confirmation, ServerMessage } from './messages.js';
import { encodeMessage } from './framing.js';

export interface Response {
  stdout: string;
  stderr: string;
  exitCode: number;
  /** Id of the session that the client is to attach to next. */
  attach?: string;
  confirm?: Confirmation;
}

type ResponseMessage = Extract<ServerMessage, { type: 'output' | 'response' }>;

/** A UTF-16 unit takes at most 6 bytes in JSON (`\u0007`), so a part stays below MAX_FRAME_BYTES. */
const PART_LENGTH = 2 * 1024 * 1024;

/** The frames of a response, in order. Standard error is a few lines and goes in one. */
export function encodeResponse(id: number, response: Response): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let stdout = response.stdout;
  for (; stdout.length > PART_LENGTH; stdout = stdout.slice(PART_LENGTH))
    frames.push(encodeMessage({ type: 'output', id, stdout: stdout.slice(0, PART_LENGTH) }));
  frames.push(encodeMessage({ type: 'response', id, ...response, stdout }));
  return frames;
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
