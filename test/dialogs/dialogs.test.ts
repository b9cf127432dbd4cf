import { describe, expect, it } from 'vitest';

import { createChoice } from '../../src/dialogs/choice.js';
import { createCommandPrompt, type PromptOptions } from '../../src/dialogs/command-prompt.js';
import type { Dialog } from '../../src/dialogs/dialog-view.js';
import { createTextView } from '../../src/dialogs/text-view.js';
import { dialogCaret } from '../../src/frame/caret.js';
import { plainKey } from '../../src/keymap/key.js';
import { textWidth } from '../../src/text/width.js';
import { press, ROOM, SMALL, stay, textOf, type } from './press-keys.js';

describe('a choice', () => {
  const choice = createChoice({
    title: 'close this tab?',
    lines: Array.from({ length: 20 }, (_, at) => `#${at}`),
    choices: [
      { key: 'h', label: 'hide', commands: [['tab', 'close', '--hide']] },
      { key: 'n', label: 'keep', commands: [] },
    ],
  });
  it('runs what its key says, stays for others, and closes on Escape', () => {
    expect(press(choice, 'h')).toEqual({ type: 'close', commands: [['tab', 'close', '--hide']] });
    expect(press(choice, 'H')).toEqual({ type: 'close', commands: [['tab', 'close', '--hide']] });
    expect(press(choice, 'z').type).toBe('stay');
    expect(press(choice, 'Escape')).toEqual({ type: 'close', commands: [] });
  });
  it('takes no answer that was typed before it was drawn, if nothing brings back what it does', () => {
    const final = createChoice({
      title: 'delete?',
      lines: [],
      isFinal: true,
      choices: [{ key: 'y', label: 'delete', commands: [['delete']] }],
    });
    const unseen = stay(final.press(plainKey('y')));
    // Draws it.
    expect(press(unseen, 'y')).toEqual({ type: 'close', commands: [['delete']] });
  });
  it('scrolls long lists and fits into a small room', () => {
    const keys = 'h hide   n keep   Esc';
    expect(textOf(choice.view(ROOM))).toHaveLength(10);
    expect(textOf(choice.view({ rows: 20, cols: 80 })).slice(-2)).toEqual([
      '1-11 of 20; Up and Down scroll',
      keys,
    ]);
    const end = stay(press(choice, 'Down', 'PageDown', 'PageDown', 'PageDown'));
    expect(textOf(end.view({ rows: 20, cols: 80 }))).toContain('10-20 of 20; Up and Down scroll');
    expect(textOf(end.view({ rows: 20, cols: 80 })).slice(-3)[0]).toBe('#19');
    expect(press(end, 'h').type).toBe('close');
    expect(textOf(choice.view(SMALL))).toEqual([
      'close this tab?',
      '#0',
      '#1',
      '1-2 of 20; Up and Down scroll',
      keys,
    ]);
    expect(textOf(choice.view({ rows: 2, cols: 36 }))).toEqual(['close this tab?', keys]);
    expect(textOf(choice.view({ rows: 1, cols: 36 }))).toEqual([keys]);
  });
  it('makes its keys stand out, in a row of their own, and has no row that is empty', () => {
    const question = createChoice({
      title: 'close #1 chat-1?',
      lines: [],
      choices: [
        { key: 'y', label: 'close', commands: [] },
        { key: 'n', label: 'keep', commands: [] },
      ],
    });
    const { lines, title, footer } = question.view(ROOM);
    expect({ title, footer }).toEqual({ title: '', footer: undefined });
    expect(textOf(question.view(ROOM))).toEqual(['close #1 chat-1?', 'y close   n keep   Esc']);
    const spans = lines[1] ?? [];
    expect(spans.filter(({ role }) => role === 'accent').map(({ text }) => text)).toEqual(['y', 'n']);
  });
  it('wraps its question, its details and its keys where it is narrow', () => {
    const question = createChoice({
      title: 'delete 漢字の長い名前のセッション for good?',
      lines: ['make test in a folder with a long name'],
      choices: [
        { key: 'y', label: 'delete', commands: [] },
        { key: 'n', label: 'keep', commands: [] },
      ],
    });
    expect(textOf(question.view({ rows: 9, cols: 20 }))).toEqual([
      'delete',
      '  漢字の長い名前のセ',
      '  ッション for good?',
      'make test in a',
      '  folder with a long',
      '  name',
      'y delete   n keep',
      'Esc',
    ]);
    expect(textOf(question.view({ rows: 4, cols: 20 }))).toEqual([
      'delete',
      '  漢字の長い名前の…',
      'y delete   n keep',
      'Esc',
    ]);
  });
});

describe('a prompt', () => {
  const prompt = (options: Partial<PromptOptions> = {}): Dialog =>
    createCommandPrompt({ title: ':', text: '', toCommands: (text) => [text.split(' ')], ...options });

  it('edits a line by clusters and makes commands of it', () => {
    const typed = stay(press(type(prompt(), 'a漢b'), 'Left', 'Backspace', 'Home', 'x'));
    expect(textOf(typed.view(ROOM))).toEqual(['xab']);
    expect(typed.view(ROOM).cursor).toEqual({ line: 0, col: 1 });
    expect(press(typed, 'End', ' ', 'z', 'Enter')).toEqual({ type: 'close', commands: [['xab', 'z']] });
  });

  it('puts the caret behind wide characters', () => {
    const typed = stay(prompt().paste('漢字👩‍💻\nx'));
    expect(textOf(typed.view(ROOM))).toEqual(['漢字👩‍💻 x']);
    expect(typed.view(ROOM).cursor?.col).toBe(textWidth('漢字👩‍💻 x'));
    expect(textOf(stay(press(typed, 'Backspace', 'Backspace', 'Backspace')).view(ROOM))).toEqual(['漢字']);
  });

  it('counts the caret from the beginning of the line, not of the title', () => {
    const renaming = prompt({ title: 'rename tab to: ', text: 'ab' });
    expect(renaming.view(ROOM).cursor).toEqual({ line: 0, col: 2 });
    const row = { row: 39, col: 0, rows: 1, cols: 120 };
    expect(dialogCaret(renaming.view(ROOM), row)).toMatchObject({ row: 39, col: 'rename tab to: ab'.length });
  });

  it('shows the end of a text that is too long', () => {
    const long = stay(prompt({ title: 'run: ' }).paste(`${'漢'.repeat(400)}end`));
    const view = long.view(SMALL);
    expect(textOf(view)[0]).toMatch(/漢end$/);
    expect(textWidth(textOf(view)[0] ?? '')).toBeLessThanOrEqual(SMALL.cols - 'run: '.length);
    expect(view.cursor?.col).toBe(textWidth(textOf(view)[0] ?? ''));
    expect(press(long, 'Enter')).toEqual({ type: 'close', commands: [[`${'漢'.repeat(400)}end`]] });
  });

  it('takes an emoji that arrives as several keys as one', () => {
    let typed: Dialog = prompt();
    for (const name of ['👩', '\u200d', '💻']) {
      const step = typed.press(plainKey(name));
      typed = stay(step);
    }
    expect(textOf(typed.view(ROOM))).toEqual(['👩‍💻']);
    expect(textOf(stay(press(typed, 'Backspace')).view(ROOM))).toEqual(['']);
  });

  it('has the keys of a shell', () => {
    expect(textOf(stay(press(prompt({ text: 'one two' }), 'C-w')).view(ROOM))).toEqual(['one ']);
    expect(textOf(stay(press(prompt({ text: 'one two' }), 'C-u', 'x')).view(ROOM))).toEqual(['x']);
    expect(textOf(stay(press(prompt({ text: 'one two' }), 'C-a', 'C-k')).view(ROOM))).toEqual(['']);
  });

  it('walks through its history and back to what was typed', () => {
    const dialog = type(prompt({ history: ['first', 'second'] }), 'new');
    expect(textOf(stay(press(dialog, 'Up')).view(ROOM))).toEqual(['second']);
    expect(textOf(stay(press(dialog, 'Up', 'Up', 'Up')).view(ROOM))).toEqual(['first']);
    expect(textOf(stay(press(dialog, 'Up', 'Down')).view(ROOM))).toEqual(['new']);
  });

  const VERBS = ['split', 'swap', 'zoom', ...Array.from({ length: 30 }, (_, at) => `verb-${at}`)];
  const complete = (line: string): { value: string; summary: string }[] =>
    VERBS.filter((value) => value.startsWith(line.split(' ').at(-1) ?? '')).map((value) => ({
      value,
      summary: `what ${value} does`,
    }));
  const menuOf = (dialog: Dialog): string[] =>
    (dialog.view(ROOM).menu?.lines ?? []).map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trim(),
    );
  const selectedIn = (dialog: Dialog): string | undefined => {
    const { menu } = dialog.view(ROOM);
    return menu?.lines[menu.selected]?.[0]?.text.trim();
  };

  it('shows while one types what may be meant, with a summary each', () => {
    const typed = type(prompt({ complete }), 's');
    expect(menuOf(typed)).toEqual(['split         what split does', 'swap          what swap does']);
    expect(selectedIn(typed)).toBe('split');
    expect(menuOf(type(prompt({ complete }), 'sw'))).toHaveLength(1);
    // Nothing is left to complete, and an empty line, or one that is edited in the middle, has no menu.
    expect(menuOf(type(prompt({ complete }), 'swap'))).toEqual([]);
    expect(menuOf(prompt({ complete }))).toEqual([]);
    expect(menuOf(stay(press(typed, 'Home')))).toEqual([]);
    expect(menuOf(stay(press(typed, 'Home', 'x')))).toEqual([]);
    expect(menuOf(prompt({ complete, text: 'join ' }))[0]).toContain('split');
  });

  it('takes the selected one with Tab, moves by arrows, and runs what is typed with Enter', () => {
    const typed = type(prompt({ complete }), 's');
    expect(textOf(stay(press(typed, 'Tab')).view(ROOM))).toEqual(['split ']);
    expect(textOf(stay(press(typed, 'Down', 'Tab')).view(ROOM))).toEqual(['swap ']);
    expect(textOf(stay(press(typed, 'Up', 'Tab')).view(ROOM))).toEqual(['swap ']);
    expect(selectedIn(stay(press(typed, 'Down', 'Down')))).toBe('split');
    expect(press(typed, 'Down', 'Enter')).toEqual({ type: 'close', commands: [['s']] });
    expect(press(typed, 'Escape')).toEqual({ type: 'close', commands: [] });
  });

  it('says how many there are beyond, and follows what is selected', () => {
    const typed = type(prompt({ complete }), 'v');
    expect(menuOf(typed)).toHaveLength(5);
    expect(menuOf(typed).at(-1)).toBe('… 26 more');
    const down = stay(press(typed, ...Array.from({ length: 10 }, () => 'Down')));
    expect(selectedIn(down)).toBe('verb-10');
    expect(menuOf(down).at(-1)).toBe('… 17 more, 9 above');
    expect(selectedIn(stay(press(typed, 'Up')))).toBe('verb-29');
  });

  it('opens in an empty line by Tab, and says where nothing completes', () => {
    expect(menuOf(stay(press(prompt({ complete }), 'Tab'))).at(-1)).toBe('… 29 more');
    expect(textOf(stay(press(type(prompt({ complete }), 'none'), 'Tab')).view(ROOM))[0]).toContain(
      'no completion matches',
    );
    expect(textOf(stay(press(type(prompt({ complete }), 'z'), 'Tab')).view(ROOM))).toEqual(['zoom ']);
  });

  it('keeps the summaries where they are while one moves', () => {
    const many = [...Array.from({ length: 20 }, (_, at) => `v${at}`), `v-${'漢字'.repeat(4)}`];
    const typed = type(prompt({ complete: () => many.map((value) => ({ value, summary: 'SUMMARY' })) }), 'v');
    const places = ['Down', 'Up'].flatMap((name) =>
      (stay(press(typed, name)).view(ROOM).menu?.lines ?? []).flatMap((line) => {
        const text = line.map((span) => span.text).join('');
        return text.includes('SUMMARY') ? [textWidth(text.slice(0, text.indexOf('SUMMARY')))] : [];
      }),
    );
    expect(places.length).toBeGreaterThan(4);
    expect(new Set(places).size).toBe(1);
  });

  it('stays with the reason when the text cannot be parsed', () => {
    const dialog = prompt({
      toCommands: () => {
        throw new Error('the quote is not closed');
      },
    });
    expect(textOf(stay(press(dialog, 'x', 'Enter')).view(ROOM))[0]).toContain('the quote is not closed');
  });
});

describe('a text view', () => {
  const view = createTextView({ title: 'x', lines: Array.from({ length: 30 }, (_, at) => `line ${at}`) });
  it('scrolls to its ends and no further', () => {
    expect(textOf(view.view(ROOM))[0]).toBe('line 0');
    expect(textOf(stay(press(view, 'Down', 'Down')).view(ROOM))[0]).toBe('line 2');
    expect(textOf(stay(press(view, 'PageDown')).view(ROOM))[0]).toBe('line 10');
    expect(textOf(stay(press(view, 'End', 'Down')).view(ROOM))[0]).toBe('line 20');
    expect(press(view, 'q')).toEqual({ type: 'close', commands: [] });
  });
  it('fills its room again when the room has grown', () => {
    const end = stay(press(view, 'End'));
    expect(textOf(end.view({ rows: 30, cols: 36 }))).toHaveLength(30);
  });
  it('wraps what is too long for its room', () => {
    const long = createTextView({ title: 'x', lines: ['config.toml: the prefix is no key', 'end'] });
    expect(textOf(long.view({ rows: 5, cols: 20 }))).toEqual([
      'config.toml: the',
      '  prefix is no key',
      'end',
    ]);
  });
});
