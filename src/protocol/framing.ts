// Frames on the socket between client and server: length (4 bytes, big-endian, of the payload), kind (1
// byte), payload. Owns how bytes are cut into frames, however they are chunked. Leaves what a JSON payload
// means to parse-message.ts. Invariant: after an error a decoder returns no further frames; its peer must be
// disconnected.

import { FRAME_JSON, MAX_FRAME_BYTES, type ClientMessage, type ServerMessage } from './messages.js';
import { encodeUtf8 } from './utf8.js';

const LENGTH_BYTES = 4;
const HEADER_BYTES = LENGTH_BYTES + 1;

export interface Frame {
  kind: number;
  /** May share memory with the bytes it was decoded from. */
  payload: Uint8Array;
}

/** Throws a RangeError if the payload is larger than any peer accepts. */
export function encodeFrame(kind: number, payload: Uint8Array): Uint8Array {
  if (payload.length > MAX_FRAME_BYTES)
    throw new RangeError(`a frame of ${payload.length} bytes exceeds the limit of ${MAX_FRAME_BYTES}`);
  const frame = new Uint8Array(HEADER_BYTES + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
  frame[LENGTH_BYTES] = kind;
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/** Throws a RangeError if the message is larger than any peer accepts; see encodeResponse for long output. */
export function encodeMessage(message: ClientMessage | ServerMessage): Uint8Array {
  return encodeFrame(FRAME_JSON, encodeUtf8(JSON.stringify(message)));
}

export class FrameDecoder {
  readonly #mostBytes: number;
  /** What is wrong with the peer; once set, push returns nothing more. */
  error: string | undefined;
  #chunks: Uint8Array[] = [];
  #bufferedBytes = 0;
  /**
   * Joining waits for this many, so that a large frame in small chunks is copied once, not once per chunk.
   */
  #neededBytes = HEADER_BYTES;

  /** mostBytes: of a frame; more is a broken or hostile peer. */
  constructor(mostBytes = MAX_FRAME_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** Takes the next bytes of the stream and returns the frames that they complete, in order. */
  push(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    this.#chunks.push(bytes);
    this.#bufferedBytes += bytes.length;
    while (this.error === undefined && this.#bufferedBytes >= this.#neededBytes) {
      const frame = this.#take();
      if (frame) frames.push(frame);
    }
    if (this.error !== undefined) this.#chunks = [];
    return frames;
  }

  /** Reads the header, or the frame if all of it has arrived. */
  #take(): Frame | undefined {
    const buffered = this.#join();
    const payloadBytes = new DataView(buffered.buffer, buffered.byteOffset).getUint32(0);
    if (payloadBytes > this.#mostBytes) {
      this.error = `a frame of ${payloadBytes} bytes exceeds the limit of ${this.#mostBytes}`;
      return undefined;
    }
    const end = HEADER_BYTES + payloadBytes;
    if (buffered.length < end) {
      this.#neededBytes = end;
      return undefined;
    }
    this.#neededBytes = HEADER_BYTES;
    this.#chunks = [buffered.subarray(end)];
    this.#bufferedBytes = buffered.length - end;
    return { kind: buffered[LENGTH_BYTES] ?? 0, payload: buffered.subarray(HEADER_BYTES, end) };
  }

  #join(): Uint8Array {
    const [first] = this.#chunks;
    if (first && this.#chunks.length === 1) return first;
    const joined = new Uint8Array(this.#bufferedBytes);
    let offset = 0;
    for (const chunk of this.#chunks) {
      joined.set(chunk, offset);
      offset += chunk.length;
    }
    this.#chunks = [joined];
    return joined;
  }
}
