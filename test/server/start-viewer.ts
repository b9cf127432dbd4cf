// A viewer of a share, in this process: what it is sent, and what its terminal shows. Owns its socket.

import { createConnection, type Socket } from 'node:net';

import headless from '@xterm/headless';

import { encodeFrame, FrameDecoder } from '../../src/protocol/framing.js';
import { FRAME_BYTES, FRAME_JSON } from '../../src/protocol/messages.js';
import { useWidthProvider } from '../../src/terminal/xterm/width-provider.js';
import { waitUntil } from '../harness/wait-until.js';

export interface TestViewer {
  socket: Socket;
  /** All messages, and all bytes for its terminal. */
  messages: unknown[];
  bytes(): string;
  /** Every byte of the socket. */
  raw(): string;
  rows(): string[];
  isClosed(): boolean;
  send(message: unknown, kind?: number): void;
  waitForText(text: string): Promise<void>;
  waitForEnd(): Promise<void>;
}

export async function connectViewer(
  path: string,
  view?: { token: string; rows?: number; cols?: number; colours?: unknown },
): Promise<TestViewer> {
  const { rows = 24, cols = 80 } = view ?? {};
  const terminal = new headless.Terminal({ rows, cols, allowProposedApi: true });
  useWidthProvider(terminal);
  const decoder = new FrameDecoder();
  const messages: unknown[] = [];
  let bytes = '';
  let raw = '';
  let isClosed = false;
  const socket = createConnection(path);
  socket.on('data', (chunk) => {
    raw += chunk.toString();
    for (const { kind, payload } of decoder.push(chunk)) {
      const text = Buffer.from(payload).toString();
      if (kind === FRAME_JSON) messages.push(JSON.parse(text));
      if (kind !== FRAME_BYTES) continue;
      bytes += text;
      terminal.write(text);
    }
  });
  socket.on('error', () => {});
  socket.on('close', () => (isClosed = true));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const screen = (): string[] =>
    Array.from(
      { length: rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true).trimEnd() ?? '',
    );
  const viewer: TestViewer = {
    socket,
    messages,
    bytes: () => bytes,
    raw: () => raw,
    rows: screen,
    isClosed: () => isClosed,
    send: (message, kind = FRAME_JSON) =>
      void socket.write(encodeFrame(kind, new TextEncoder().encode(JSON.stringify(message)))),
    waitForText: async (text) => {
      await waitUntil(`the viewer sees ${text}`, () => screen().join('\n').includes(text), {
        describe: () =>
          `${screen().join('\n')}\n${JSON.stringify(messages)}${JSON.stringify(bytes.slice(-600))}`,
      });
    },
    waitForEnd: async () => {
      await waitUntil('the viewer is disconnected', () => isClosed);
    },
  };
  if (view)
    viewer.send({
      type: 'view',
      rows,
      cols,
      colours: view.colours ?? { depth: '256', background: null },
      token: view.token,
    });
  return viewer;
}
