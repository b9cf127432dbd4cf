import { describe, expect, it } from 'vitest';

import { drawPaneTitle, fitTitle } from '../../src/frame/pane-title.js';
import { roleOf } from '../../src/look/roles.js';
import { createGrid, FG, rowText, WORDS } from '../../src/text/cell-grid.js';
import { textWidth } from '../../src/text/width.js';

const title = {
  number: 2,
  name: 'agent',
  type: 'program',
  program: undefined as string | undefined,
  model: undefined as string | undefined,
  worktree: undefined as string | undefined,
  state: 'waiting: Run rm -rf build?',
  mark: 'needs-you' as const,
  colour: 0,
};

function drawn(given: typeof title, cols: number, focused = true) {
  const grid = createGrid(1, cols);
  drawPaneTitle(grid, { row: 0, col: 0, rows: 5, cols }, given, focused);
  const text = rowText(grid, 0);
  return { text, roleAt: (part: string) => roleOf(grid.cells[text.indexOf(part) * WORDS + FG] ?? 0) };
}

describe("a pane's title", () => {
  it.each([
    [60, '▌#2 agent  program ─────────────── ! waiting: Run rm -rf build? ─'],
    [44, '▌#2 agent ──── ! waiting: Run rm -rf build? ─'],
    [30, '▌#2 agent ─ ! waiting: Run … ─'],
    [22, '▌#2 agent ─ ! waiti… ─'],
    [16, '▌#2 agent ─ ! ─'],
    [9, '▌#2 agent'],
  ])('in %i columns is %s', (cols, text) => {
    const shown = drawn(title, cols).text;
    expect(textWidth(shown)).toBe(cols);
    expect(shown.replace(/─+/g, '─')).toBe(text.replace(/─+/g, '─'));
  });

  it.each([
    [60, '▌#2 [marked] agent  program ─────── ! waiting: Run rm -rf build? ─'],
    [30, '▌#2 [marked] agent ─ ! ─'],
    [20, '▌#2 [marked] agent ─'],
    [12, '▌#2 [marked]'],
    [8, '▌#2 [ma…'],
  ])('names what is set on the pane, in %i columns %s', (cols, text) => {
    const { text: shown, roleAt } = drawn({ ...title, flags: ['marked'] } as typeof title, cols);
    expect(textWidth(shown)).toBe(cols);
    expect(shown.replace(/─+/g, '─')).toBe(text.replace(/─+/g, '─'));
    expect(roleAt('[ma')).toBe('accent');
  });

  it.each([
    [80, '#2 vim-2  program · README.md (~/src) - VIM'],
    [44, '#2 vim-2  program · README.md (~/src) - VIM'],
    [40, '#2 vim-2  program · README.md (~/src) …'],
    [24, '#2 vim-2  program'],
    [18, '#2 vim-2  program'],
    [17, '#2 vim-2'],
    [8, '#2 vim…'],
    [4, '#2'],
  ])('names what the program calls itself, in %i columns %s', (cols, text) => {
    const vim = { ...title, name: 'vim-2', state: '', program: 'README.md (~/src) - VIM' };
    expect(
      drawn({ ...vim, mark: 'none' as never }, cols)
        .text.replace(/[▌─]/g, '')
        .trim(),
    ).toBe(text);
  });

  it.each([
    [80, '#3 fix-login  chat · openai/gpt-4.1-mini · ⎇ fix-login +12 −3'],
    [60, '#3 fix-login  chat · ⎇ fix-login +12 −3'],
    [36, '#3 fix-login  chat'],
  ])('drops the model before the worktree, in %i columns %s', (cols, text) => {
    const chat = {
      ...title,
      number: 3,
      name: 'fix-login',
      type: 'chat',
      model: 'openai/gpt-4.1-mini',
      worktree: '⎇ fix-login +12 −3',
      state: '',
      mark: 'none' as never,
    };
    expect(drawn(chat, cols).text.replace(/[▌─]/g, '').trim()).toBe(text);
  });

  it.each([
    [80, '#1 login-fix-for-windows  development · openai/gpt-4.1-mini  ~ processing'],
    [60, '#1 login-fix-for-windows  development  ~ processing'],
    [48, '#1 login-fix-for-windows  ~ processing'],
    [30, '#1 login-fix-…  ~ process…'],
    [27, '#1 login-f…  ~ process…'],
    [18, '#1 login-f…  ~'],
  ])('drops model and type before the state, in %i columns %s', (cols, text) => {
    const chat = {
      ...title,
      number: 1,
      name: 'login-fix-for-windows',
      type: 'development',
      model: 'openai/gpt-4.1-mini',
      state: 'processing',
      mark: 'answering' as never,
    };
    expect(drawn(chat, cols).text.replace(/[▌─]/g, '').trim().replace(/ {2,}/g, '  ')).toBe(text);
  });

  it.each([
    [80, '#1 fix  chat · claude · opus · high · default  ! waiting: run make'],
    [63, '#1 fix  chat · claude · opus · high  ! waiting: run make'],
    [50, '#1 fix  chat · claude  ! waiting: run make'],
    [40, '#1 fix  chat  ! waiting: run make'],
  ])('keeps an agent longer than what is set of it, in %i columns %s', (cols, text) => {
    const chat = { ...title, number: 1, name: 'fix', type: 'chat', state: 'waiting: run make' };
    const model = 'claude · opus · high · default';
    expect(
      drawn({ ...chat, model }, cols)
        .text.replace(/[▌─]/g, '')
        .trim()
        .replace(/ {2,}/g, '  '),
    ).toBe(text);
  });

  it('says who has the focus in roles and with a sign', () => {
    const focused = drawn(title, 60);
    expect([focused.roleAt('agent'), focused.roleAt('program'), focused.roleAt('──')]).toEqual([
      'focused_title',
      'unfocused_title',
      'focused_line',
    ]);
    const other = drawn(title, 60, false);
    expect([other.roleAt('agent'), other.roleAt('#2'), other.roleAt('──')]).toEqual([
      'unfocused_title',
      'unfocused_title',
      'line',
    ]);
    // What needs the user is not dim anywhere.
    expect([focused.roleAt('! w'), other.roleAt('! w')]).toEqual(['waiting', 'waiting']);
    expect(other.text).not.toContain('▌');
  });

  it('is never wider than its columns, and keeps number, name and state where there is room for them', () => {
    const long = { ...title, name: '漢字'.repeat(20), model: 'm'.repeat(50), program: 'p'.repeat(50) };
    for (let cols = 0; cols < 130; cols++) {
      const { number, name, about, state } = fitTitle(long, cols);
      const text = [number, name, about, state].filter((part) => part !== '').join(' ');
      expect(textWidth(text)).toBeLessThanOrEqual(Math.max(0, cols));
      if (cols >= 30) expect(text).toMatch(/^#2 漢字.* ! waiting/);
    }
  });
});
