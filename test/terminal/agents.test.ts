// Recordings of command-line agents from their start on, answered then by one of our emulators: `one`,
// Shift-Enter as kitty sends it, `two 漢字`. fixtures/programs/*.rec, at 80 columns and 24 rows.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { VERSION } from '../../src/protocol/version.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';

const ST = '\x1b\\';

function replay(name: string, stepBytes: number) {
  const bytes = readFileSync(new URL(`../../fixtures/programs/${name}.rec`, import.meta.url));
  const emulator = createEmulator({ rows: 24, cols: 80, scrollbackLines: 10 });
  emulator.setFocused(true);
  const replies: string[] = [];
  let title = '';
  emulator.onReply((reply) => replies.push(reply));
  emulator.onTitle((text) => (title = text));
  for (let at = 0; at < bytes.length; at += stepBytes) emulator.write(bytes.subarray(at, at + stepBytes));
  return {
    emulator,
    replies,
    title,
    lines: emulator.captureText({ lines: undefined, ansi: false }).split('\n'),
  };
}

const PALETTE = [
  '0000/0000/0000',
  'cdcd/0000/0000',
  '0000/cdcd/0000',
  'cdcd/cdcd/0000',
  '0000/0000/eeee',
  'cdcd/0000/cdcd',
  '0000/cdcd/cdcd',
  'e5e5/e5e5/e5e5',
  '7f7f/7f7f/7f7f',
  'ffff/0000/0000',
  '0000/ffff/0000',
  'ffff/ffff/0000',
  '5c5c/5c5c/ffff',
  'ffff/0000/ffff',
  '0000/ffff/ffff',
  'ffff/ffff/ffff',
].map((rgb, index) => `\x1b]4;${index};rgb:${rgb}${ST}`);
const FOREGROUND = `\x1b]10;rgb:d0d0/d0d0/d0d0${ST}`;
const BACKGROUND = `\x1b]11;rgb:0000/0000/0000${ST}`;

describe.each([1, 7, 4096])('in reads of %i bytes', (stepBytes) => {
  it('Codex 0.169 is answered in order, prints none of its questions and gets its keys', () => {
    const { emulator, replies, lines } = replay('codex', stepBytes);
    expect(replies).toEqual([
      '\x1b[I',
      // It asks for flags 1, 2 and 4, and is told correctly which are on.
      '\x1b[?1u',
      '\x1b[?1;2c',
      expect.stringMatching(/^\x1b\[\d+;1R$/),
      FOREGROUND,
      BACKGROUND,
    ]);
    expect(lines[0]).toBe('');
    expect(lines[1]).toBe('  >_ OpenAI Codex (v0.169.0)');
    const prompt = lines.indexOf('› one');
    expect(lines[prompt + 1]).toBe('  two 漢字');
    expect(emulator.inputModes).toMatchObject({
      kittyFlags: 1,
      mouse: 'any',
      mouseEncoding: 'sgr',
      bracketedPaste: true,
    });
  });

  it('Claude Code 2.1 is answered in order, prints none of its questions and gets its keys', () => {
    const { emulator, replies, lines, title } = replay('claude-code', stepBytes);
    expect(replies).toEqual([
      '\x1b[I',
      `\x1bP>|qmux(${VERSION})${ST}`,
      '\x1b[?1;2c',
      '\x1b[?2026;2$y',
      '\x1b[?1;2c',
    ]);
    expect(title).toBe('✳ Claude Code');
    expect(lines[0]).toMatch(/^╭─── Claude Code v2\.1\.197 ─+╮$/);
    const prompt = lines.findIndex((line) => /^❯\sone$/.test(line));
    expect(lines[prompt + 1]).toBe('  two 漢字');
    expect(emulator.inputModes).toMatchObject({ kittyFlags: 0, mouse: 'none', bracketedPaste: true });
  });

  it('Gemini CLI 0.61 is answered in order, prints none of its questions and gets its keys', () => {
    const { emulator, replies, lines, title } = replay('gemini', stepBytes);
    expect(replies).toEqual(['\x1b[?0u', BACKGROUND, `\x1bP>|qmux(${VERSION})${ST}`, '\x1b[?1;2c', '\x1b[I']);
    expect(title).toMatch(/Ready \(project\)/);
    expect(lines[1]).toBe(' ▝▜▄     Gemini CLI v0.61.0');
    expect(lines).toContain('   two 漢字');
    expect(emulator.inputModes).toMatchObject({ kittyFlags: 1, bracketedPaste: true });
  });

  // Without its model list, which needs a network, it does not continue.
  it('OpenCode is answered in order and prints none of its questions', () => {
    const { emulator, replies, lines } = replay('opencode', stepBytes);
    expect(replies).toEqual([
      FOREGROUND,
      BACKGROUND,
      `\x1bP>|qmux(${VERSION})${ST}`,
      '\x1b[1;1R',
      `\x1bP0+r4d73${ST}`,
      '\x1b[?1016;2$y',
      '\x1b[?2027;3$y',
      '\x1b[?2031;1$y',
      '\x1b[?1004;2$y',
      '\x1b[?2004;2$y',
      '\x1b[?2026;2$y',
      '\x1b[?0u',
      `\x1b]99;i=opentui-notifications:p=?;p=title,body${ST}`,
      '\x1b[1;1R',
      '\x1b[1;1R',
      '\x1b[4;384;640t',
      PALETTE[0],
      '\x1b[?1;2c',
      '\x1b[I',
      ...PALETTE,
      FOREGROUND,
      BACKGROUND,
      `\x1b]12;rgb:d0d0/d0d0/d0d0${ST}`,
    ]);
    expect(lines.join('')).toBe('');
    expect(emulator.inputModes).toMatchObject({ kittyFlags: 1, mouse: 'any', mouseEncoding: 'sgr' });
  });
});
