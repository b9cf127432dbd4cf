// What a real terminal does only when it is slow: these streams accept as much as they are told to.

import { PassThrough, Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/client/connect.js';
import { createHello } from '../../src/client/hello.js';
import { relay, type RelayEnd } from '../../src/client/relay.js';
import { KeyInput } from '../../src/client/key-input.js';
import { takeTerminal, type TakenTerminal } from '../../src/client/tty-modes.js';
import { abilitiesOf } from '../../src/text/terminal-family.js';
import { leaveSequence } from '../../src/text/terminal-setup.js';
import { temporaryHome, type TemporaryHome } from '../harness/home.js';
import { waitUntil } from '../harness/wait-until.js';
import { ScriptedServer, type ScriptedConnection } from './scripted-server.js';

/** A terminal that accepts one write at a time, and only while it is not stopped. */
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

const ENV = { TERM: 'xterm-256color' };
const FRAME = 'x'.repeat(64 * 1024);
const FRAMES = 100;

let home: TemporaryHome;
let server: ScriptedServer;
let connection: ScriptedConnection;
let stdout: SlowTerminal;
let keyboard: PassThrough;
let rawModes: boolean[];
let terminal: TakenTerminal;
let keys: KeyInput;
let interrupts: number;
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
  terminal = takeTerminal(keyboard as unknown as ReadStream, stdout as unknown as WriteStream, ENV);
  interrupts = 0;
  keys = new KeyInput(keyboard as unknown as ReadStream, () => interrupts++);
  leave = new AbortController();
  end = relay({
    socket: connected.socket,
    hello: createHello({
      token: connected.token,
      role: 'attach',
      cwd: '/',
      env: ENV,
      sendsEnvironment: true,
      terminal: { rows: 5, cols: 10, colours: '16' },
    }),
    stdin: keyboard as unknown as ReadStream,
    stdout: stdout as unknown as WriteStream,
    terminal,
    keys,
    signal: leave.signal,
  });
  connection = await server.connection();
  await connection.hello();
});
afterEach(async () => {
  leave.abort();
  keys.stop();
  terminal.release();
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
    // Only what one read of the socket brought waits in the client.
    expect(stdout.writableLength).toBeLessThan(4 * FRAME.length);
    expect(connection.socket.writableLength).toBeGreaterThan((FRAMES / 2) * FRAME.length);
    stdout.goOn();
    await waitUntil('everything is drawn', () => stdout.received === FRAMES * FRAME.length);
  });

  it('reads no more of the keyboard while the server takes nothing, then all of it', async () => {
    connection.welcome();
    keyboard.write('k');
    await waitUntil('the keyboard is read', () => connection.keys === 'k');
    connection.socket.pause();
    for (let typed = 0; typed < FRAMES; typed++) keyboard.write(FRAME);
    await waitUntil('the keyboard is stopped', () => keyboard.isPaused());
    connection.socket.resume();
    await waitUntil('the last key has arrived', () => connection.keys.length >= FRAMES * FRAME.length);
    expect(connection.keys === `k${FRAME.repeat(FRAMES)}`).toBe(true);
  });

  it('reports the size at once when it changed during the handshake', async () => {
    stdout.rows = 6;
    connection.welcome();
    await waitUntil('the size has arrived', () => connection.get('resize').length > 0);
    expect(connection.get('resize')).toEqual([{ type: 'resize', rows: 6, cols: 10 }]);
  });

  it('draws nothing before the welcome', async () => {
    connection.draw('too early');
    connection.send({ type: 'refused', message: 'no', exitCode: 1 });
    expect(await end).toMatchObject({ type: 'refused', message: 'no', exitCode: 1 });
    expect(stdout.text).toBe('');
  });

  it('ends once, with the first reason, and leaves what was drawn once', async () => {
    connection.welcome();
    connection.draw('drawn');
    await waitUntil('it is drawn', () => stdout.text === 'drawn');
    leave.abort();
    expect(stdout.text).toBe(`drawn${leaveSequence(abilitiesOf(ENV))}`);
    connection.send({ type: 'bye', reason: 'quit', message: '' });
    expect(await end).toEqual({ type: 'left' });
    await waitUntil('the server sees it leave', () => connection.closed);
    // It must not leave raw mode: another server may follow.
    expect([stdout.text, rawModes]).toEqual([`drawn${leaveSequence(abilitiesOf(ENV))}`, [true]]);
    terminal.release();
    expect([stdout.text, rawModes]).toEqual([`drawn${leaveSequence(abilitiesOf(ENV))}`, [true, false]]);
  });

  it('holds keys until the welcome, and again after the end, in their order', async () => {
    keyboard.write('be');
    keyboard.write('fore ');
    await waitUntil('they were read', () => keyboard.readableLength === 0);
    connection.welcome();
    await waitUntil('they have arrived', () => connection.keys === 'before ');
    keyboard.write('meanwhile');
    await waitUntil('they have arrived', () => connection.keys === 'before meanwhile');
    leave.abort();
    keyboard.write('after');
    await waitUntil('they were read', () => keyboard.readableLength === 0);
    let text = '';
    keys.forward((bytes) => (text += bytes.toString()));
    expect(text).toBe('after');
  });

  it('takes Ctrl-C for the end of waiting before the welcome, and for a key from then on', async () => {
    keyboard.write('a\x03b');
    await waitUntil('it was noticed', () => interrupts === 1);
    connection.welcome();
    await waitUntil('it has begun', () => stdout.listenerCount('resize') > 0);
    keyboard.write('\x03');
    await waitUntil('it has arrived', () => connection.keys === '\x03');
    expect(interrupts).toBe(1);
  });

  it('leaves no listener behind', async () => {
    const count = (): number[] => [
      process.listenerCount('exit'),
      keyboard.listenerCount('data'),
      stdout.listenerCount('resize'),
    ];
    const [exit = 0, data = 0, resize = 0] = count();
    connection.welcome();
    await waitUntil('it has begun', () => stdout.listenerCount('resize') > resize);
    expect(count()).toEqual([exit, data, resize + 1]);
    connection.send({ type: 'bye', reason: 'detached', message: '' });
    expect(await end).toMatchObject({ type: 'bye' });
    keys.stop();
    terminal.release();
    expect(count()).toEqual([exit - 1, data - 1, resize]);
  });
});
