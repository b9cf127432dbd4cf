// While the connection is lost: Esc and Enter mean something, all else is counted; and the pauses between tries.

import { EventEmitter, getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { expect, it } from 'vitest';
import { KeyInput } from '../../../src/client/key-input.js';
import { RetryWait } from '../../../src/client/remote/retry-wait.js';
import { LostScreen } from '../../../src/client/remote/lost-screen.js';

const CONNECTED = 'connected';

function type(...reads: readonly string[]): string[] {
  const keyboard = new PassThrough();
  const happened: string[] = [];
  const screen = new LostScreen({
    stdout: new EventEmitter() as WriteStream,
    terminal: { write: () => true, reset: () => {}, release: () => {} },
    keys: new KeyInput(keyboard as unknown as ReadStream, () => {}),
    onLeave: () => happened.push('leave'),
    onTry: () => happened.push('try'),
    onUnsent: () => happened.push('unsent'),
  });
  for (const read of reads)
    if (read === CONNECTED) screen.connected();
    else keyboard.emit('data', Buffer.from(read, 'latin1'));
  screen.stop();
  return happened;
}

it('a paste counts once, and none of its bytes is a key', () => {
  expect(type('a', '\x1b[A', '\r', '\x1b')).toEqual(['unsent', 'unsent', 'try', 'leave']);
  expect(type('\x1b[200~one', '\r', '\x1b', '\x03', 'two\x1b[201~')).toEqual(['unsent']);
  // Its rest comes when the connection is back.
  expect(type('a', '\x1b[200~one', '\r', CONNECTED, 'two\x1b[201~')).toEqual(['unsent', 'unsent']);
  expect(type('\x1b[<0;1;1M', '\x1b[I')).toEqual([]);
  // The server has not welcomed it yet: Esc still leaves, all else waits for it.
  expect(type('a', CONNECTED, 'b', '\x1b')).toEqual(['unsent', 'leave']);
});

it('a pause ends by Enter and by Esc, and leaves nothing behind', async () => {
  const pause = new RetryWait();
  const leaving = new AbortController();
  const said: number[] = [];
  const tries = 20;
  for (let at = 0; at < tries; at++) {
    const over = pause.wait(at === 0 ? Infinity : 30_000, leaving.signal, (leftMs) => said.push(leftMs));
    pause.tryNow();
    await over;
  }
  expect(said).toEqual([Infinity, ...Array.from({ length: tries - 1 }, () => 30_000)]);
  expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
  const last = pause.wait(30_000, leaving.signal, () => {});
  leaving.abort();
  await last;
  await pause.wait(30_000, leaving.signal, () => {});
});
