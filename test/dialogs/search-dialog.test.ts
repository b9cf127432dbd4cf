// The dialog of the search over everything: what its keys do, and what its rows say.

import { describe, expect, it } from 'vitest';

import {
  SearchDialog,
  type SearchFindings,
  type SearchPorts,
  type SearchWish,
} from '../../src/dialogs/search-dialog.js';
import { markedText } from '../../src/dialogs/marked-text.js';
import type { Hit } from '../../src/search/hit.js';
import { textWidth } from '../../src/text/width.js';
import { HIT } from './all-dialogs.js';
import { press, ROOM, selectedText, stay, textOf, type } from './press-keys.js';

const NOTHING: SearchFindings = {
  hits: [],
  areOld: false,
  more: false,
  progress: undefined,
  isSearching: false,
  problems: [],
};

const hit = (key: string, change: Partial<Hit> = {}): Hit => ({ ...HIT, key, name: key, ...change });

function open(change: Partial<SearchPorts> = {}) {
  const searched: SearchWish[] = [];
  const taken: string[] = [];
  const closed: SearchWish[] = [];
  let findings = NOTHING;
  const dialog = new SearchDialog({
    wish: { words: '', scope: 'all' },
    last: undefined,
    here: 'api',
    search: (wish) => void searched.push(wish),
    found: () => findings,
    now: () => 7_200_000,
    nameOf: ({ name }) => name,
    take: ({ key }) => {
      taken.push(key);
      return [];
    },
    closed: (wish) => void closed.push(wish),
    ...change,
  });
  const find = (change_: Partial<SearchFindings>): void => void (findings = { ...NOTHING, ...change_ });
  return { dialog, searched, taken, closed, find };
}

describe('the search dialog', () => {
  it('searches as words are typed, and not for a second blank', () => {
    const { dialog, searched } = open();
    type(dialog, 'to  ');
    expect(searched.map(({ words }) => words)).toEqual(['t', 'to', 'to ']);
    dialog.paste('be');
    expect(searched.at(-1)).toEqual({ words: 'to  be', scope: 'all' });
  });

  it('begins with the words that it is given', () => {
    const { dialog, searched } = open({ wish: { words: 'to be', scope: 'agents' } });
    expect(searched).toEqual([{ words: 'to be', scope: 'agents' }]);
    expect(dialog.view(ROOM).title).toBe("search agents' transcripts: 0 hits");
  });

  it('brings back the last search with Up, but not over words', () => {
    const { dialog, searched } = open({ last: { words: 'old', scope: 'screens' } });
    expect(textOf(dialog.view(ROOM))[3]).toContain('Up brings back');
    press(dialog, 'Up', 'Up');
    expect(searched).toEqual([{ words: 'old', scope: 'screens' }]);
  });

  it('narrows to this session, chats, screens and agents, and back', () => {
    const { dialog, searched } = open();
    press(dialog, 'x', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'S-Tab');
    expect(searched.slice(1).map(({ scope }) => scope)).toEqual([
      'session',
      'chats',
      'screens',
      'agents',
      'all',
      'agents',
    ]);
    const nowhere = open({ here: undefined });
    press(nowhere.dialog, 'Tab');
    expect(nowhere.searched).toEqual([{ words: '', scope: 'chats' }]);
  });

  it('shows whose a hit is, its source, its age and its line with the words marked', () => {
    const { dialog, find } = open();
    type(dialog, 'red');
    find({
      hits: [
        hit('#3 api', { text: '  a red fish', marks: [{ start: 4, end: 7 }], at: 3_600_000 }),
        hit('old', { source: 'screen', archived: true, text: 'red', marks: [{ start: 0, end: 3 }] }),
        hit('fix', { source: 'codex', text: 'red', marks: [{ start: 0, end: 3 }], at: 7_200_000 }),
      ],
    });
    const view = dialog.view({ rows: 10, cols: 100 });
    expect(textOf(view).slice(1, 4)).toEqual([
      '#3 api    chat         1 h  a red fish',
      'old       archived          red',
      'fix       codex        now  red',
    ]);
    expect(view.lines[1]?.find(({ role }) => role === 'hit')?.text).toBe('red');
    expect(view.title).toBe('search everything: 3 hits');
  });

  it('gives a hit two rows in a narrow room', () => {
    const { dialog, find } = open();
    type(dialog, '魚');
    find({ hits: [hit('#3 魚', { text: '赤い魚', marks: [{ start: 2, end: 3 }] }), hit('two')] });
    const view = dialog.view({ rows: 11, cols: 56 });
    expect(textOf(view).slice(1, 4)).toEqual(['#3 魚  chat', ' 赤い魚', 'two  chat']);
    expect(selectedText(view)).toBe(' 赤い魚');
  });

  it('shows the selected hit in its context if there is room', () => {
    const { dialog, find } = open();
    type(dialog, 'x');
    find({ hits: [hit('one', { turn: 4, part: 'tool', directory: '/src' })] });
    expect(
      textOf(dialog.view({ rows: 20, cols: 80 }))
        .slice(-7)
        .slice(0, 5),
    ).toEqual([
      'one · turn 4, tool · 2 lines · /src',
      '漢字 before it',
      'and before',
      'one line',
      'after it',
    ]);
  });

  it('goes to the selected hit, which stays selected when better ones arrive', () => {
    const { dialog, taken, find } = open();
    type(dialog, 'x');
    find({ hits: [hit('a'), hit('b')], isSearching: true });
    press(dialog, 'Down');
    find({ hits: [hit('c'), hit('a'), hit('b')] });
    expect(press(dialog, 'Enter')).toEqual({ type: 'close', commands: [] });
    expect(taken).toEqual(['b']);
  });

  it('selects the best one until the user moves', () => {
    const { dialog, taken, find } = open();
    type(dialog, 'x');
    find({ hits: [hit('a')], isSearching: true });
    dialog.view(ROOM);
    find({ hits: [hit('c'), hit('a')] });
    press(dialog, 'Enter');
    expect(taken).toEqual(['c']);
  });

  it('takes Enter before anything is found for the best hit, when the search has ended', () => {
    const { dialog, taken, find } = open();
    type(dialog, 'x');
    find({ hits: [hit('of other words')], areOld: true, isSearching: true });
    expect(stay(press(dialog, 'Enter')).view(ROOM).footer).toContain('goes to the best hit');
    find({ hits: [hit('a')], isSearching: true });
    expect(dialog.advance()).toBeUndefined();
    find({ hits: [hit('b'), hit('a')] });
    expect(dialog.advance()).toEqual({ type: 'close', commands: [] });
    expect(taken).toEqual(['b']);
  });

  it('forgets such an Enter at the next key, and stays when nothing is found', () => {
    const { dialog, taken, find } = open();
    type(dialog, 'x');
    find({ isSearching: true });
    press(dialog, 'Enter', 'y');
    find({ hits: [hit('a')] });
    expect(dialog.advance()).toBeUndefined();
    find({ hits: [hit('a')], areOld: true, isSearching: true });
    press(dialog, 'Enter');
    dialog.wheel(1);
    find({ hits: [hit('a')] });
    expect(dialog.advance()).toBeUndefined();
    find({ isSearching: true });
    press(dialog, 'Enter');
    find({});
    expect(dialog.advance()?.type).toBe('stay');
    expect(dialog.view(ROOM).footer).toContain('nothing is found');
    expect(taken).toEqual([]);
  });

  it.each([
    [90, 1],
    [50, 2],
  ])('selects a hit by a click or the wheel, and goes there by another click (%i columns)', (cols, each) => {
    const { dialog, taken, find } = open();
    type(dialog, 'x');
    find({ hits: [hit('a'), hit('b')] });
    const selected = (): number | undefined => dialog.view({ rows: 9, cols }).selected;
    expect(selected()).toBe(each);
    for (const nothing of [0, 2 * each + 1, 8, 'beside', 'outside'] as const) stay(dialog.click(nothing));
    stay(dialog.click(each + 1));
    expect(selected()).toBe(2 * each);
    stay(dialog.wheel(-1));
    expect(selected()).toBe(each);
    stay(dialog.wheel(1));
    expect(taken).toEqual([]);
    expect(dialog.click(2 * each)).toEqual({ type: 'close', commands: [] });
    expect(taken).toEqual(['b']);
  });

  it('says what is done, and that nothing was found', () => {
    const { dialog, find } = open();
    expect(textOf(dialog.view(ROOM))[2]).toContain('"a phrase"');
    type(dialog, 'x');
    find({
      isSearching: true,
      progress: { doneBytes: 2, totalBytes: 4 },
    });
    expect(dialog.view(ROOM).title).toBe('search everything: 0 hits, scanning 50 %');
    expect(textOf(dialog.view(ROOM))[1]).toBe('searching …');
    find({ problems: ['one.jsonl cannot be read'] });
    expect(textOf(dialog.view(ROOM)).slice(1)).toEqual(['nothing has this word', 'one.jsonl cannot be read']);
    expect(stay(press(dialog, 'Enter')).view(ROOM)).toMatchObject({
      footer: 'nothing is found; change the words  Esc',
      isNote: true,
    });
  });

  it('says next to hits what could not be searched', () => {
    const { dialog, find } = open();
    type(dialog, 'x');
    find({ hits: [hit('a')], problems: ['one.jsonl cannot be read'], more: true });
    expect(textOf(dialog.view(ROOM)).at(-1)).toBe('one.jsonl cannot be read');
    expect(dialog.view(ROOM).footer).toContain('Enter goes there');
    expect(textOf(dialog.view({ rows: 5, cols: 80 }))).toHaveLength(2);
    expect(dialog.view(ROOM).title).toBe('search everything: 1+ hits');
  });

  it('clears its words with Esc, then closes', () => {
    const { dialog, searched, closed } = open();
    type(dialog, 'x');
    const cleared = stay(press(dialog, 'Escape'));
    expect(searched.at(-1)?.words).toBe('');
    expect(press(cleared, 'Escape')).toEqual({ type: 'close', commands: [] });
    dialog.closed();
    expect(closed).toEqual([{ words: '', scope: 'all' }]);
  });
});

describe('a line with marked words', () => {
  const cut = (text: string, at: number, cols: number): string =>
    markedText(text, [{ start: at, end: at + 3 }], { cols })
      .map(({ text: part, role }) => (role === 'hit' ? `[${part}]` : part))
      .join('');

  it('is cut so that the first word is in view', () => {
    const text = `${'lorem '.repeat(30)}red fish swim`;
    expect(cut(text, 180, 24)).toBe('…lorem [red] fish swim');
    expect(cut(`${'魚'.repeat(60)}red${'魚'.repeat(60)}`, 60, 20)).toBe('…魚魚[red]魚魚魚魚魚…');
  });

  it('is never wider than its room', () => {
    for (let cols = 1; cols < 40; cols++)
      expect(textWidth(cut('魚x'.repeat(30), 31, cols).replaceAll(/[[\]]/g, ''))).toBeLessThanOrEqual(cols);
  });
});
