import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';

const IN = '\x1b[I';
const OUT = '\x1b[O';

function start() {
  const emulator = createEmulator({ rows: 4, cols: 20, scrollbackLines: 0 });
  const replies: string[] = [];
  emulator.onReply((reply) => replies.push(reply));
  return { emulator, replies, write: (text: string) => emulator.write(new TextEncoder().encode(text)) };
}

describe('focus reports', () => {
  it('are sent only where the program asked, and only when something changed', () => {
    const { emulator, replies, write } = start();
    emulator.setFocused(true);
    expect(replies).toEqual([]);
    write('\x1b[?1004h');
    emulator.setFocused(true);
    emulator.setFocused(false);
    emulator.setFocused(true);
    expect(replies).toEqual([IN, OUT, IN]);
    write('\x1b[?1004l');
    emulator.setFocused(false);
    expect(replies).toHaveLength(3);
  });

  it('say at once where the program stands, also among other modes', () => {
    const { replies, write } = start();
    write('\x1b[?1000;1004;1006h');
    expect(replies).toEqual([OUT]);
  });

  it('answer no mode that is set again, which a program does when it gets one', () => {
    const { replies, write } = start();
    write('\x1b[?1004h\x1b[?1004h');
    write('\x1b[?1004h');
    expect(replies).toEqual([OUT]);
    write('\x1b[?1004l\x1b[?1004h');
    expect(replies).toEqual([OUT, OUT]);
  });

  it('do not dry up in a program that prints nothing', () => {
    const { emulator, replies, write } = start();
    write('\x1b[?1004h');
    for (let turn = 0; turn < 30_000; turn++) emulator.setFocused(turn % 2 === 0);
    expect(replies).toHaveLength(30_001);
  });
});
