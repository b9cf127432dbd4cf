// What is typed while the connection is lost: Esc and Enter mean something, all else is counted.

import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { expect, it } from 'vitest';
import { KeyInput } from '../../../src/client/key-input.js';
import { LostScreen } from '../../../src/client/remote/lost-screen.js';

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
  for (const read of reads) keyboard.emit('data', Buffer.from(read, 'latin1'));
  screen.stop();
  return happened;
}

it('a paste counts once, and none of its bytes is a key', () => {
  expect(type('a', '\x1b[A', '\r', '\x1b')).toEqual(['unsent', 'unsent', 'try', 'leave']);
  expect(type('\x1b[200~one', '\r', '\x1b', '\x03', 'two\x1b[201~')).toEqual(['unsent']);
  // Its rest comes when the connection is back.
  expect(type('a', '\x1b[200~one', '\r')).toEqual(['unsent', 'unsent']);
  expect(type('\x1b[<0;1;1M', '\x1b[I')).toEqual([]);
});
