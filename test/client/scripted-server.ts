// A server reduced to its socket, in the test's process: real socket, real frames, everything it says comes
// from the test.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { FrameDecoder, encodeFrame, encodeMessage } from '../../src/protocol/framing.js';
import { FRAME_BYTES, type ClientMessage, type ServerMessage } from '../../src/protocol/messages.js';
import { parseClientMessage } from '../../src/protocol/parse-message.js';
import type { Paths } from '../../src/paths/paths.js';
import { waitUntil } from '../harness/wait-until.js';

export const TOKEN = 'a-token';

/** One client's connection, and what it has said so far. */
export class ScriptedConnection {
  readonly messages: ClientMessage[] = [];
  /** Keyboard bytes. */
  keys = '';
  closed = false;
  readonly #decoder = new FrameDecoder();

  constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => {});
    socket.on('close', () => (this.closed = true));
  }

  send(message: ServerMessage): void {
    this.socket.write(encodeMessage(message));
  }

  draw(text: string): void {
    this.socket.write(encodeFrame(FRAME_BYTES, Buffer.from(text)));
  }

  welcome(): void {
    this.send({ type: 'welcome', protocol: 1, version: 'scripted', pid: process.pid });
  }

  get<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }>[] {
    return this.messages.filter(
      (message): message is Extract<ClientMessage, { type: Type }> => message.type === type,
    );
  }

  /** The client's hello, once it has arrived. */
  async hello(): Promise<Extract<ClientMessage, { type: 'hello' }>> {
    return waitUntil('the client has said hello', () => this.get('hello')[0]);
  }

  #receive(chunk: Buffer): void {
    for (const { kind, payload } of this.#decoder.push(chunk)) {
      if (kind === FRAME_BYTES) {
        this.keys += Buffer.from(payload).toString('utf8');
        continue;
      }
      const message = parseClientMessage(payload);
      if (message.type === 'unknown' || message.type === 'malformed')
        throw new Error(JSON.stringify(message));
      this.messages.push(message);
    }
  }
}

export class ScriptedServer {
  readonly connections: ScriptedConnection[] = [];
  readonly #server: Server;

  private constructor(private readonly paths: Paths) {
    this.#server = createServer((socket) => this.connections.push(new ScriptedConnection(socket)));
  }

  static async start(paths: Paths): Promise<ScriptedServer> {
    mkdirSync(paths.runtimeDir, { recursive: true, mode: 0o700 });
    writeFileSync(paths.tokenFile, `${TOKEN}\n`, { mode: 0o600 });
    const server = new ScriptedServer(paths);
    await new Promise<void>((resolve) => server.#server.listen(paths.socketFile, resolve));
    return server;
  }

  connection(index = 0): Promise<ScriptedConnection> {
    return waitUntil(`client ${index + 1} has connected`, () => this.connections[index]);
  }

  /** Ends like a killed server: without a word to its clients. */
  async die(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const { socket } of this.connections) socket.destroy();
    await closed;
    rmSync(this.paths.socketFile, { force: true });
  }
}
