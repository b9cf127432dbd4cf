import { describe, expect, it } from 'vitest';

import { paletteOf } from '../../src/commands/keys/palette-entries.js';
import { registry } from '../../src/commands/registry.js';
import { defaultConfig } from '../../src/config/options.js';
import { createCommandPrompt } from '../../src/dialogs/command-prompt.js';
import type { Dialog } from '../../src/dialogs/dialog-view.js';
import { narrowPalette, type PaletteEntry } from '../../src/dialogs/palette.js';
import { readKeys } from '../../src/keymap/read-keys.js';
import { press, stay, type } from './press-keys.js';
import { countProcessorTime } from '../harness/processor-time.js';

const config = {
  ...defaultConfig(),
  bindings: { F5: 'new debug', z: 'none' },
  rootBindings: { 'M-h': { command: 'focus left' } },
};
const ENTRIES = paletteOf({ registry, config, bindings: readKeys(config).bindings });
const ROOM = { rows: 20, cols: 80 };
const linesFor = (typed: string): string[] => narrowPalette(ENTRIES, typed).map(({ line }) => line);

describe('the palette', () => {
  it('lists every command, and every line of a key, once and with its keys', () => {
    const lines = ENTRIES.map(({ line }) => line);
    expect(new Set(lines).size).toBe(lines.length);
    const listed = registry.commands.filter(({ unlisted }) => !unlisted).map(({ name }) => name);
    expect(lines).toEqual(expect.arrayContaining(listed));
    const entry = (line: string): PaletteEntry | undefined => ENTRIES.find((each) => each.line === line);
    expect(entry('detach')).toEqual({
      line: 'detach',
      keys: 'Ctrl-q d',
      summary: 'detach; everything keeps running',
    });
    expect(entry('focus left')?.keys).toBe('Alt-h');
    expect(entry('new debug')).toEqual({ line: 'new debug', keys: 'Ctrl-q F5', summary: expect.any(String) });
    expect(entry('zoom')?.keys).toBe('');
    expect(lines[0]).toBe('split right');
  });

  it('begins with what was typed, then what contains it, then what says it', () => {
    expect(linesFor('split').slice(0, 3)).toEqual(['split right', 'split below', 'split']);
    expect(linesFor('right sp')[0]).toBe('split right');
    expect(linesFor('Ctrl-q d')[0]).toBe('detach');
    expect(linesFor('keeps running')).toContain('hide');
    expect(linesFor('')).toHaveLength(ENTRIES.length);
  });

  it('finds scattered letters where nothing contains them, and nothing in a line of another command', () => {
    expect(linesFor('sprght')[0]).toBe('split right');
    expect(linesFor('zzqq')).toEqual([]);
    expect(linesFor('hello big world')).toEqual([]);
  });

  it('takes signs as they are', () => {
    expect(linesFor('Ctrl-q [')[0]).toBe('copy-mode');
    expect(linesFor('(asks)').length).toBeGreaterThan(3);
    expect(linesFor('\\')).toEqual([]);
  });
});

describe('the command prompt with a palette', () => {
  const prompt = (options: { history?: string[] } = {}): Dialog =>
    createCommandPrompt({
      title: ':',
      text: '',
      palette: ENTRIES,
      complete: (line) => (line === 'join ' ? [{ value: 'api', summary: 'a chat' }] : []),
      toCommands: (text) => (text === '' ? [] : [text.trim().split(' ')]),
      ...options,
    });
  const menuOf = (dialog: Dialog): string[] =>
    (dialog.view(ROOM).menu?.lines ?? []).map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trim(),
    );
  const lineOf = (dialog: Dialog): string | undefined => dialog.view(ROOM).lines[0]?.[0]?.text;
  const enter = (dialog: Dialog): unknown => press(dialog, 'Enter');

  it('lists all while nothing is typed, and Enter then runs nothing', () => {
    const menu = menuOf(prompt());
    expect(menu[0]).toMatch(/^split right +Ctrl-q % +put a new chat/);
    expect(menu.at(-1)).toMatch(/^… \d+ more$/);
    expect(prompt().view(ROOM).menu?.selected).toBe(-1);
    expect(enter(prompt())).toEqual({ type: 'close', commands: [] });
  });

  it('runs what is typed, whatever is selected', () => {
    const typed = type(prompt(), 'spl');
    expect(menuOf(typed)[0]).toMatch(/^split right/);
    expect(enter(typed)).toEqual({ type: 'close', commands: [['spl']] });
  });

  it('has the line that Tab or an arrow took', () => {
    const typed = type(prompt(), 'spl');
    expect(lineOf(stay(press(typed, 'Tab')))).toBe('split right ');
    const down = stay(press(typed, 'Down'));
    expect(lineOf(down)).toBe('split right');
    expect(lineOf(stay(press(down, 'Down')))).toBe('split below');
    expect(enter(down)).toEqual({ type: 'close', commands: [['split', 'right']] });
    expect(lineOf(stay(press(prompt(), 'Down')))).toBe('split right');
    expect(lineOf(stay(press(prompt(), 'Tab')))).toBe('split right ');
  });

  it('still walks up through the lines typed before', () => {
    const up = stay(press(prompt({ history: ['ls', 'zoom'] }), 'Up'));
    expect(lineOf(up)).toBe('zoom');
    expect(menuOf(up)).toEqual([]);
  });

  it('completes the arguments of a command that is known, and lists nothing else then', () => {
    expect(menuOf(type(prompt(), 'join '))).toEqual([expect.stringMatching(/^api +a chat$/)]);
    expect(menuOf(type(prompt(), 'send 2 split right'))).toEqual([]);
    expect(menuOf(stay(press(type(prompt(), 'spl'), 'Home')))).toEqual([]);
  });

  it('narrows a thousand entries within a frame', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => ({
      line: `command-${at} with words`,
      keys: `Ctrl-q ${at}`,
      summary: `does something of number ${at} that is described in some words`,
    }));
    const times = Array.from({ length: 20 }, (_, at) => {
      const spentMs = countProcessorTime();
      const dialog = createCommandPrompt({
        title: ':',
        text: at % 2 === 0 ? '' : `cmd${at}`,
        palette: many,
        toCommands: () => [],
      });
      dialog.view(ROOM);
      return spentMs();
    });
    // A generous bound; the benchmark has the figure.
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
