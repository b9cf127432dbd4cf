// What a viewer's terminal replies when it is asked for its background, among the keys that are typed.

import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { expect, it } from 'vitest';

import { askBackground } from '../../src/client/ask-background.js';
import { KeyInput } from '../../src/client/key-input.js';

async function ask(reads: readonly string[], answerMs = 60_000): Promise<[number | null, string]> {
  const keyboard = new PassThrough();
  const keys = new KeyInput(keyboard as unknown as ReadStream, () => {});
  let question = '';
  const answer = askBackground(keys, (text) => (question += text), answerMs);
  expect(question).toBe('\x1b]11;?\x1b\\\x1b[c');
  for (const read of reads) keyboard.emit('data', Buffer.from(read, 'latin1'));
  const background = await answer;
  let typed = '';
  keys.forward((bytes) => (typed += bytes.toString('latin1')));
  keys.stop();
  return [background, typed];
}

it('is a colour, whatever it is cut into, and the keys before and after it stay keys', async () => {
  const reply = '\x1b]11;rgb:fafa/fafa/f0f0\x1b\\\x1b[?62;4c';
  expect(await ask([reply])).toEqual([0xfafaf0, '']);
  expect(await ask(['q', ...reply, 'k'])).toEqual([0xfafaf0, 'qk']);
  expect(await ask(['\x1b]11;#101010\x07\x1b[?1;2c'])).toEqual([0x101010, '']);
});

it('is unknown for a terminal that has no reply, or one that means nothing', async () => {
  expect(await ask(['\x1b[?6c'])).toEqual([null, '']);
  expect(await ask(['\x1b]11;no colour\x07', '\x1b[?6c'])).toEqual([null, '']);
  expect(await ask(['\x1b]11;', 'x'.repeat(2_000)])).toEqual([null, '']);
  expect(await ask(['k'], 1)).toEqual([null, 'k']);
});
