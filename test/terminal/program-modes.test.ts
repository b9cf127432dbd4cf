import { describe, expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';

const SHELL = 10;
const EDITOR = 20;
const LATER = 30;
const PROMPTS = { 'OSC 133;A': '\x1b]133;A\u0007$ ', 'bracketed paste': '\x1b[?2004h$ ' };

function start() {
  const groups = new Set([SHELL]);
  let foreground = SHELL;
  let looks = 0;
  const emulator = createEmulator({
    rows: 6,
    cols: 30,
    scrollbackLines: 100,
    processes: {
      foregroundGroup: () => (looks++, foreground),
      groupExists: (group) => groups.has(group),
    },
  });
  const write = (text: string): void => emulator.write(new TextEncoder().encode(text));
  return {
    emulator,
    write,
    looks: () => looks,
    run(group: number, text: string) {
      groups.add(group);
      foreground = group;
      write(text);
    },
    kill(group: number) {
      groups.delete(group);
      foreground = SHELL;
    },
  };
}

const text = (emulator: Emulator): string => emulator.captureText({ lines: undefined, ansi: false });
const facts = (emulator: Emulator): unknown => ({
  modes: emulator.inputModes,
  cursor: { ...emulator.cursor, row: 0, col: 0 },
  pointer: emulator.pointerShape,
  isAlternate: emulator.isAlternate,
});

/** Everything that full-screen programs switch on. */
const ALL =
  '\x1b[?1049h\x1b[?1;25l\x1b[?1h\x1b=\x1b[?1000;1002;1003;1006h\x1b[?1004h\x1b[>1u\x1b[>4;2m' +
  '\x1b[4 q\x1b]12;#ff0000\u0007\x1b]22;text\u0007\x1b[2;4r\x1b[?6h\x1b[4h\x1b[?7l\x1b(0';

describe('modes of a program that was killed', () => {
  for (const [name, prompt] of Object.entries(PROMPTS))
    it(`are off when a shell begins a prompt (${name})`, () => {
      const { emulator, write, run, kill } = start();
      write(`${prompt}vim\r\n`);
      const before = facts(emulator);
      run(EDITOR, `${ALL}a file`);
      expect(facts(emulator)).not.toEqual(before);
      kill(EDITOR);
      write(`Killed\r\n${prompt}q 3456789 123456789 123456789`);
      expect(facts(emulator)).toEqual(before);
      expect(text(emulator)).toBe('$ vim\n$ q 3456789 123456789 123456789');
    });

  it('are off before a key is told, with the prompt that stands on the alternate screen', () => {
    const { emulator, write, run, kill } = start();
    write('$ vim\r\n');
    run(EDITOR, `${ALL}a file`);
    kill(EDITOR);
    write('\x1b[?6l\x1b[4l\x1b(B\x1b[6;1H\r\nKilled\r\n\x1b[32muser@host\x1b[m$ ');
    emulator.leaveDeadModes();
    expect(emulator.inputModes).toMatchObject({ mouse: 'none', kittyFlags: 0, modifyOtherKeys: 0 });
    write('ls');
    expect(text(emulator)).toBe('$ vim\n\nuser@host$ ls');
    expect(emulator.cursor).toMatchObject({ col: 13, visible: true });
  });

  it('leave of the old screen what stands left of the prompt, nothing behind it', () => {
    const { emulator, write, run, kill } = start();
    write('# mc\r\n');
    run(EDITOR, '\x1b[?1049h\x1b[6;1H1Help 2Menu 3View\x1b[6;7H');
    kill(EDITOR);
    write('# ');
    emulator.leaveDeadModes();
    write('ls');
    expect(text(emulator)).toBe('# mc\n\n1Help # ls');
  });

  it('are off before the focus is told', () => {
    const { emulator, run, kill } = start();
    const replies: string[] = [];
    run(EDITOR, '\x1b[?1004h');
    emulator.onReply((reply) => replies.push(reply));
    emulator.setFocused(true);
    expect(replies).toEqual(['\x1b[I']);
    kill(EDITOR);
    emulator.setFocused(false);
    expect(replies).toEqual(['\x1b[I']);
  });

  it('are off before other colours are told', () => {
    let background = 0x000000;
    const groups = new Set([EDITOR]);
    const emulator = createEmulator({
      rows: 4,
      cols: 20,
      scrollbackLines: 0,
      outerColours: () => ({ background, palette: new Map() }),
      processes: { foregroundGroup: () => EDITOR, groupExists: (group) => groups.has(group) },
    });
    const replies: string[] = [];
    emulator.onReply((reply) => replies.push(reply));
    emulator.write(new TextEncoder().encode('\x1b[?2031h\x1b[?1007l'));
    const change = (to: number): string[] => {
      replies.length = 0;
      background = to;
      emulator.outerColoursChanged();
      return [...replies];
    };
    expect(change(0xffffff)).toEqual(['\x1b[?997;2n']);
    groups.clear();
    expect(change(0x000000)).toEqual([]);
    emulator.write(new TextEncoder().encode('\x1b[?1049h'));
    expect(emulator.inputModes.alternateScroll).toBe(true);
  });

  it('stay while the program lives, also stopped behind the shell', () => {
    const { emulator, write, run } = start();
    run(EDITOR, `\x1b[?2004h${ALL}`);
    const on = facts(emulator);
    run(SHELL, '\x1b[?2004h');
    write('\x1b]133;A\u0007');
    emulator.leaveDeadModes();
    expect(facts(emulator)).toEqual(on);
  });

  it('stay when the shell set them itself, or set them again', () => {
    const { emulator, write, run, kill } = start();
    run(EDITOR, '\x1b[?1000;1006h\x1b[>1u');
    kill(EDITOR);
    write('\x1b[?1006h');
    run(LATER, '\x1b[?1002h');
    emulator.leaveDeadModes();
    expect(emulator.inputModes).toMatchObject({ mouse: 'drag', mouseEncoding: 'sgr', kittyFlags: 0 });
    kill(LATER);
    emulator.leaveDeadModes();
    expect(emulator.inputModes).toMatchObject({ mouse: 'none', mouseEncoding: 'sgr' });
  });

  it('set in the same write as the prompt are the next program’s', () => {
    const { emulator, run, kill, write } = start();
    run(EDITOR, '\x1b[?1000h');
    kill(EDITOR);
    write('\x1b[?1000h\x1b]133;A\u0007');
    expect(emulator.inputModes.mouse).toBe('press-release');
  });

  it('are looked up once for each write that switches one on, and never else', () => {
    const { write, looks } = start();
    write('text\r\n\x1b[31mmore\x1b[m'.repeat(100));
    write('\x1b[?25l\x1b[?25h'.repeat(100));
    expect(looks()).toBe(0);
    write('\x1b[?1000;1006h'.repeat(100));
    expect(looks()).toBe(1);
  });

  it('are off after a reset by hand, whoever set them', () => {
    const { emulator, write } = start();
    const before = facts(emulator);
    write(ALL);
    emulator.resetModes();
    expect(facts(emulator)).toEqual(before);
    write('x'.repeat(31));
    expect(text(emulator)).toBe('x'.repeat(31));
  });

  it('are switched off also after the terminal was reset (RIS)', () => {
    const { emulator, run, kill } = start();
    run(EDITOR, '\x1bc\x1b[?1h\x1b[?1003h');
    kill(EDITOR);
    emulator.leaveDeadModes();
    expect(emulator.inputModes).toMatchObject({ mouse: 'none', applicationCursorKeys: false });
  });
});
