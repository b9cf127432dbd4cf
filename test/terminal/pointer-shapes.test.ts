import { beforeEach, describe, expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { bytesOf, emulate } from './compare-emulators.js';

describe('the shape of the pointer', () => {
  let emulator: Emulator;
  let replies: string[];
  beforeEach(() => {
    emulator = emulate({ rows: 5, cols: 20, scrollbackLines: 0 });
    replies = [];
    emulator.onReply((text) => replies.push(text));
  });
  const say = (...strings: string[]): string | undefined => {
    for (const text of strings) emulator.write(bytesOf(`\x1b]22;${text}\u0007`));
    return emulator.pointerShape;
  };

  it('is what was set last, and the terminal’s own without a name', () => {
    expect(emulator.pointerShape).toBeUndefined();
    expect(say('text')).toBe('text');
    expect(say('=left_ptr')).toBe('left_ptr');
    expect(say('')).toBeUndefined();
  });

  it('is pushed and popped, the last of several names on top', () => {
    expect(say('text', '>wait,grab')).toBe('grab');
    expect(say('<')).toBe('wait');
    expect(say('=help')).toBe('help');
    expect(say('<', '<', '<', '<')).toBeUndefined();
  });

  it('is kept for each screen, and forgotten with a reset', () => {
    say('text');
    emulator.write(bytesOf('\x1b[?1049h'));
    expect(emulator.pointerShape).toBeUndefined();
    expect(say('grab')).toBe('grab');
    emulator.write(bytesOf('\x1b[?1049l'));
    expect(emulator.pointerShape).toBe('text');
    emulator.write(bytesOf('\x1bc'));
    expect(emulator.pointerShape).toBeUndefined();
    say('text');
    emulator.write(bytesOf('\x1b[!p'));
    expect(emulator.pointerShape).toBeUndefined();
  });

  it('is a name, and nothing that a terminal could take for more', () => {
    expect(say('text')).toBe('text');
    for (const odd of ['a b', '=1', '>a b', '>\u009cx', '>a;b', `>${'x'.repeat(33)}`, '>-x', '>9', '>'])
      expect(say(odd)).toBe('text');
    for (let at = 0; at < 100; at++) say(`>s${at}`);
    for (let at = 0; at < 15; at++) say('<');
    expect(emulator.pointerShape).toBe('s84');
    expect(say('<')).toBeUndefined();
  });

  it('is told to who asks, and no name is promised', () => {
    say('?text,__current__', 'text', '?__current__,__default__', `?${'a,'.repeat(1_000)}`);
    expect(replies.slice(0, 2)).toEqual(['\x1b]22;0,0\x1b\\', '\x1b]22;text,0\x1b\\']);
    expect(replies[2]?.length).toBeLessThan(200);
  });
});
