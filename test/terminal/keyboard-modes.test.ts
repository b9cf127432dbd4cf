import { describe, expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';

interface Asked {
  emulator: Emulator;
  replies: string[];
  write(text: string): void;
  flags(): number;
}

function start(): Asked {
  const emulator = createEmulator({ rows: 4, cols: 20, scrollbackLines: 0 });
  const replies: string[] = [];
  emulator.onReply((reply) => replies.push(reply));
  return {
    emulator,
    replies,
    write: (text) => emulator.write(new TextEncoder().encode(text)),
    flags: () => emulator.inputModes.kittyFlags,
  };
}

describe('the keyboard protocol of a program', () => {
  it('is pushed, changed and popped, and told truly', () => {
    const { write, replies, flags } = start();
    write('\x1b[?u\x1b[>1u\x1b[?u');
    expect([flags(), ...replies]).toEqual([1, '\x1b[?0u', '\x1b[?1u']);
    write('\x1b[>0u');
    expect(flags()).toBe(0);
    write('\x1b[=1;2u');
    expect(flags()).toBe(1);
    write('\x1b[=1;3u');
    expect(flags()).toBe(0);
    write('\x1b[=1u');
    expect(flags()).toBe(1);
    write('\x1b[<u');
    expect(flags()).toBe(1);
    write('\x1b[<u');
    expect(flags()).toBe(0);
    write('\x1b[<9u\x1b[>1u\x1b[>1u\x1b[<99u');
    expect(flags()).toBe(0);
  });

  it('has no flag on that nothing here can follow', () => {
    const { write, replies } = start();
    write('\x1b[>31u\x1b[?u');
    expect(replies).toEqual(['\x1b[?1u']);
  });

  it('is that of the screen which is on', () => {
    const { write, flags } = start();
    write('\x1b[>1u\x1b[?1049h');
    expect(flags()).toBe(0);
    write('\x1b[>1u\x1b[?1049l\x1b[<u');
    expect(flags()).toBe(0);
    write('\x1b[?1049h');
    expect(flags()).toBe(1);
  });

  it('keeps eight pushes at most', () => {
    const { write, flags } = start();
    write(`\x1b[>1u${'\x1b[>0u'.repeat(20)}${'\x1b[<u'.repeat(8)}`);
    expect(flags()).toBe(0);
  });

  it('ends with a reset, hard or soft', () => {
    for (const reset of ['\x1bc', '\x1b[!p']) {
      const { write, flags, emulator } = start();
      write(`\x1b[>4;2m\x1b[>1u${reset}`);
      expect([flags(), emulator.inputModes.modifyOtherKeys]).toEqual([0, 0]);
    }
  });
});

describe('modifyOtherKeys', () => {
  it('is set, asked for and taken back', () => {
    const { write, replies, emulator } = start();
    write('\x1b[>4;1m\x1b[?4m\x1b[>4;2m\x1b[?4m');
    expect(replies).toEqual(['\x1b[>4;1m', '\x1b[>4;2m']);
    write('\x1b[>1;2m');
    expect(emulator.inputModes.modifyOtherKeys).toBe(2);
    write('\x1b[>4m');
    expect(emulator.inputModes.modifyOtherKeys).toBe(0);
    write('\x1b[>4;2m\x1b[>4n');
    expect(emulator.inputModes.modifyOtherKeys).toBe(0);
    write('\x1b[>4;2m\x1b[>m');
    expect(emulator.inputModes.modifyOtherKeys).toBe(0);
  });
});
