// The keys of a terminal between two servers: what belongs to a paste that was cut goes nowhere.

import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { describe, expect, it, vi } from 'vitest';
import { KeyInput } from '../../src/client/key-input.js';

const [START, END] = ['\x1b[200~', '\x1b[201~'];
const PASTE = `${START}one\rtwo\r${END}`;

/** Two listeners one after another, with the keyboard held in between. */
function readWithCut(before: string, held: readonly string[], after: readonly string[]): string[] {
  const keyboard = new PassThrough();
  const keys = new KeyInput(keyboard as unknown as ReadStream, () => {});
  const got = ['', ''];
  const type = (text: string): void => void keyboard.emit('data', Buffer.from(text, 'latin1'));
  keys.forward((bytes) => (got[0] += bytes.toString('latin1')));
  type(before);
  keys.hold();
  held.forEach(type);
  keys.forward((bytes) => (got[1] += bytes.toString('latin1')));
  after.forEach(type);
  keys.stop();
  return got;
}

describe('a paste that is cut by a lost server', () => {
  it.each([...PASTE].map((_, at) => at).filter((at) => at > 1))(
    'after %i bytes never reaches the next one',
    (at) => {
      const [before, rest] = [PASTE.slice(0, at), PASTE.slice(at)];
      const whole = [`x${before}`, 'k'];
      expect(readWithCut(`x${before}`, [`${rest}k`], [])).toEqual(whole);
      expect(readWithCut(`x${before}`, [], [rest, 'k'])).toEqual(whole);
      expect(readWithCut(`x${before}`, [rest.slice(0, 1)], [rest.slice(1), 'k'])).toEqual(whole);
    },
  );

  it('does not take the next paste, nor one that begins while the keyboard is held', () => {
    expect(readWithCut(PASTE, [`k${PASTE}`], [PASTE])).toEqual([PASTE, `k${PASTE}${PASTE}`]);
    expect(readWithCut('', [PASTE.slice(0, 9)], [PASTE.slice(9)])).toEqual(['', PASTE]);
  });

  it('gives back the keyboard when it never ends', () => {
    const clock = vi.spyOn(performance, 'now');
    clock
      .mockReturnValueOnce(0)
      .mockReturnValueOnce(9_000)
      .mockReturnValueOnce(10_000)
      .mockReturnValue(14_000);
    // What comes first may have waited; after a pause it is typed.
    expect(readWithCut(`${START}half`, [], ['rest', 'more', 'key'])).toEqual([`${START}half`, 'key']);
    clock.mockRestore();
  });
});
