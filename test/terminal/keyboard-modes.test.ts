import { describe, expect, it } from 'vitest';

import { createEmulator, type Emulator } from '../../src/terminal/emulator/emulator.js';

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
    write('\u001b[?u\u001b[>1u\u001b[?u');
    expect([flags(), ...replies]).toEqual([1, '\u001b[?0u', '\u001b[?1u']);
    write('\u001b[>0u');
    expect(flags()).toBe(0);
    write('\u001b[=1;2u');
    expect(flags()).toBe(1);
    write('\u001b[=1;3u');
    expect(flags()).toBe(0);
    write('\u001b[=1u');
    expect(flags()).toBe(1);
    write('\u001b[<u');
    expect(flags()).toBe(1);
    write('\u001b[<u');
    expect(flags()).toBe(0);
    write('\u001b[<9u\u001b[>1u\u001b[>1u\u001b[<99u');
    expect(flags()).toBe(0);
  });

  it('has no flag on that nothing here can follow', () => {
    const { write, replies } = start();
    write('\u001b[>31u\u001b[?u');
    expect(replies).toEqual(['\u001b[?1u']);
  });

  it('is that of the screen which is on', () => {
    const { write, flags } = start();
    write('\u001b[>1u\u001b[?1049h');
    expect(flags()).toBe(0);
    write('\u001b[>1u\u001b[?1049l\u001b[<u');
    expect(flags()).toBe(0);
    write('\u001b[?1049h');
    expect(flags()).toBe(1);
  });

  it('keeps eight pushes at most', () => {
    const { write, flags } = start();
    write(`\u001b[>1u${'\u001b[>0u'.repeat(20)}${'\u001b[<u'.repeat(8)}`);
    expect(flags()).toBe(0);
  });

  it('ends with a reset, hard or soft', () => {
    for (const reset of ['\u001bc', '\u001b[!p']) {
      const { write, flags, emulator } = start();
      write(`\u001b[>4;2m\u001b[>1u${reset}`);
      expect([flags(), emulator.inputModes.modifyOtherKeys]).toEqual([0, 0]);
    }
  });
});

describe('modifyOtherKeys', () => {
  it('is set, asked for and taken back', () => {
    const { write, replies, emulator } = start();
    write('\u001b[>4;1m\u001b[?4m\u001b[>4;2m\u001b[?4m');
    expect(replies).toEqual(['\u001b[>4;1m', '\u001b[>4;2m']);
    write('\u001b[>1;2m');
    expect(emulator.inputModes.modifyOtherKeys).toBe(2);
    write('\u001b[>4m');
    expect(emulator.inputModes.modifyOtherKeys).toBe(0);
    write('\u001b[>4;2m\u001b[>4n');
    expect(emulator.inputModes.modifyOtherKeys).toBe(0);
    write('\u001b[>4;2m\u001b[>m');
    expect(emulator.inputModes.modifyOtherKeys).toBe(0);
  });
});
