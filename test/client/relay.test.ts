// What a real terminal does only when it is slow: these streams take what they are told to take.

import { PassThrough, Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/client/connect.js';
import { createHello } from '../../src/client/hello.js';
import { relay, type RelayEnd } from '../../src/client/relay.js';
import { RESETS } from '../../src/client/tty-modes.js';
import { temporaryHome, type TemporaryHome } from '../harness/home.js';
import { waitUntil } from '../harness/wait-until.js';
import { ScriptedServer, type ScriptedConnection } from './scripted-server.js';

/** A terminal that takes one write at a time, and only while it is not stopped. */
class SlowTerminal extends Writable {
  rows = 5;
  columns = 10;
  received = 0;
  text = '';
  stopped = false;
  #continue: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.received += chunk.length;
    this.text = (this.text + chunk.toString('latin1')).slice(-1000);
    if (this.stopped) this.#continue = done;
    else done();
  }

  goOn(): void {
    this.stopped = false;
    this.#continue?.();
  }
}

const FRAME = 'x'.repeat(64 * 1024);
const FRAMES = 100;

let home: TemporaryHome;
let server: ScriptedServer;
let connection: ScriptedConnection;
let stdout: SlowTerminal;
let keyboard: PassThrough;
let rawModes: boolean[];
let leave: AbortController;
let end: Promise<RelayEnd>;

beforeEach(async () => {
  home = temporaryHome();
  server = await ScriptedServer.start(home.paths());
  const connected = await connect(home.paths());
  if (!connected) throw new Error('nobody listens');
  stdout = new SlowTerminal();
  rawModes = [];
  keyboard = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => rawModes.push(raw) });
  leave = new AbortController();
  end = relay({
    socket: connected.socket,
    hello: createHello({
      token: connected.token,
      role: 'attach',
      cwd: '/',
      env: {},
      sendsEnvironment: true,
      terminal: { rows: 5, cols: 10, colours: '16' },
    }),
    stdin: keyboard as unknown as ReadStream,
    stdout: stdout as unknown as WriteStream,
    signal: leave.signal,
  });
  connection = await server.connection();
  await connection.hello();
});
afterEach(async () => {
  leave.abort();
  await server.die();
  await home.remove();
});

describe('relay', () => {
  it('reads no more of the server while the terminal takes nothing, then all of it', async () => {
    connection.welcome();
    stdout.stopped = true;
    for (let sent = 0; sent < FRAMES; sent++) connection.draw(FRAME);
    await waitUntil('a frame has reached the terminal', () => stdout.received > 0);
    await waitUntil('the server is stopped by its full socket', () => connection.socket.writableNeedDrain);
    // What waits in the client is what one read of the socket brought.
    expect(stdout.writableLength).toBeLessThan(4 * FRAME.length);
    expect(connection.socket.writableLength).toBeGreaterThan((FRAMES / 2) * FRAME.length);
    stdout.goOn();
    await waitUntil('everything is drawn', () => stdout.received === FRAMES * FRAME.length);
  });

  it('reads no more of the keyboard while the server takes nothing, then all of it', async () => {
    connection.welcome();
    await waitUntil('the keyboard is read', () => rawModes.length > 0);
    connection.socket.pause();
    for (let typed = 0; typed < FRAMES; typed++) keyboard.write(FRAME);
    await waitUntil('the keyboard is stopped', () => keyboard.isPaused());
    connection.socket.resume();
    await waitUntil('the last key has arrived', () => connection.keys.length >= FRAMES * FRAME.length);
    expect(connection.keys === FRAME.repeat(FRAMES)).toBe(true);
  });

  it('reports the size at once when it changed during the handshake', async () => {
    stdout.rows = 6;
    connection.welcome();
    await waitUntil('the size has arrived', () => connection.get('resize').length > 0);
    expect(connection.get('resize')).toEqual([{ type: 'resize', rows: 6, cols: 10 }]);
  });

  it('does not touch the terminal before the welcome', async () => {
    connection.draw('too early');
    connection.send({ type: 'refused', message: 'no', exitCode: 1 });
    expect(await end).toMatchObject({ type: 'refused', message: 'no', exitCode: 1 });
    expect([stdout.text, rawModes]).toEqual(['', []]);
  });

  it('ends once, with the first reason, and restores the terminal once', async () => {
    connection.welcome();
    connection.draw('drawn');
    await waitUntil('it is drawn', () => stdout.text === 'drawn');
    leave.abort();
    expect([stdout.text, rawModes]).toEqual([`drawn${RESETS}`, [true, false]]);
    connection.send({ type: 'bye', reason: 'quit', message: '' });
    expect(await end).toEqual({ type: 'left' });
    await waitUntil('the server sees it leave', () => connection.closed);
    expect([stdout.text, rawModes]).toEqual([`drawn${RESETS}`, [true, false]]);
  });

  it('leaves no listener behind', async () => {
    const count = (): number[] => [
      process.listenerCount('exit'),
      keyboard.listenerCount('data'),
      stdout.listenerCount('resize'),
    ];
    const before = count();
    connection.welcome();
    await waitUntil('the terminal is taken', () => rawModes.length > 0);
    expect(count()).toEqual(before.map((listeners) => listeners + 1));
    connection.send({ type: 'bye', reason: 'detached', message: '' });
    expect(await end).toMatchObject({ type: 'bye' });
    expect(count()).toEqual(before);
  });
});
