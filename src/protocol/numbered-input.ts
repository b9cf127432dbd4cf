// Input in numbered frames (pure): over a connection that may be lost, the server can say which was the last
// one that it took. Owns the frame's payload. Leaves what is done with numbers to client and server.

import { encodeFrame } from './framing.js';
import { FRAME_INPUT } from './messages.js';

const NUMBER_BYTES = 4;

/** number: from 1, one more with each. */
export function encodeInput(number: number, bytes: Uint8Array): Uint8Array {
  const payload = new Uint8Array(NUMBER_BYTES + bytes.length);
  new DataView(payload.buffer).setUint32(0, number);
  payload.set(bytes, NUMBER_BYTES);
  return encodeFrame(FRAME_INPUT, payload);
}

/** undefined: the payload is too short to be one. */
export function decodeInput(payload: Uint8Array): { number: number; bytes: Uint8Array } | undefined {
  if (payload.length < NUMBER_BYTES) return undefined;
  const number = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
  return { number, bytes: payload.subarray(NUMBER_BYTES) };
}
