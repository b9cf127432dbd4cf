// What arrives from the server, as messages and screen bytes. Owns nothing but the decoding of one socket.
// Invariant: onClose is called once, last; a server that sends an invalid message is disconnected.

import type { Duplex } from 'node:stream';
import { FrameDecoder, type Frame } from '../protocol/framing.js';
import { FRAME_BYTES, FRAME_JSON, type ServerMessage } from '../protocol/messages.js';
import { parseServerMessage } from '../protocol/parse-message.js';

export interface ServerListener {
  onMessage(message: ServerMessage): void;
  /** Bytes for the terminal, unchanged. */
  onBytes(bytes: Uint8Array): void;
  onClose(): void;
}

export function listenToServer(socket: Duplex, listener: ServerListener): void {
  const decoder = new FrameDecoder();
  const deliver = (frame: Frame): void => {
    if (frame.kind === FRAME_BYTES) listener.onBytes(frame.payload);
    if (frame.kind !== FRAME_JSON) return;
    const message = parseServerMessage(frame.payload);
    if (message.type === 'malformed') socket.destroy();
    else if (message.type !== 'unknown') listener.onMessage(message);
  };
  socket.on('data', (chunk: Buffer) => {
    for (const frame of decoder.push(chunk)) deliver(frame);
    if (decoder.error !== undefined) socket.destroy();
  });
  // The close that follows says all that matters: the server is gone.
  socket.on('error', () => {});
  socket.once('close', () => listener.onClose());
}
