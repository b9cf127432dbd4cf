import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readStatus, STATUS_VALUES, type StatusOptions } from '../../src/config/status-template.js';
import type { TabBar } from '../../src/frame/frame-model.js';
import { drawTabBar, type TabSpan } from '../../src/frame/tab-bar.js';
import { cellText, createGrid } from '../../src/text/cell-grid.js';
import { textWidth } from '../../src/text/width.js';

const TEXTS: ReadonlyMap<string, string> = new Map([
  ['session', 'login-fix'],
  ['model', 'opus'],
  ['branch', 'main'],
  ['host', 'box'],
  ['clock', '12:34'],
  ['run:load', '0.42'],
]);
const RUN = { load: { command: 'x' } };

interface Shown {
  row: string;
  spans: TabSpan[];
}

function draw(options: StatusOptions, bar: Partial<TabBar> = {}, cols = 60, texts = TEXTS): Shown {
  const grid = createGrid(1, cols);
  const full: TabBar = {
    position: 'bottom',
    tabs: [{ number: 1, name: 'one', mark: 'none', current: true, zoomed: false }],
    waiting: [],
    unseen: 0,
    warning: undefined,
    ...bar,
    status: { layout: readStatus({ run: RUN, ...options }).layout, texts },
  };
  const spans = drawTabBar(grid, { row: 0, col: 0, rows: 1, cols }, full);
  return { row: Array.from({ length: cols }, (_, col) => cellText(grid, 0, col)).join(''), spans };
}

/** Without the blanks between the two sides. */
const sides = ({ row }: Shown): string[] => row.split(/ {4,}/).map((side) => side.trim());

describe('the default status line', () => {
  const waiting = ['#2 build', '#3 漢字'];

  it.each<[Partial<TabBar>, string]>([
    [{}, ''],
    [{ waiting }, '  !#2 build !#3 漢字 '],
    [{ unseen: 3 }, '  +3 '],
    [{ waiting, unseen: 3, readOnly: true }, '  !#2 build !#3 漢字 +3 read-only '],
    [{ readOnly: true }, '  read-only '],
    [{ warning: 'disk full' }, '  !disk full '],
    [{ warning: 'disk full', waiting: ['#2 b'], readOnly: true }, '  !disk full  !#2 b read-only '],
  ])('shows %j on the right as %j', (bar, end) => {
    const { row } = draw({}, bar);
    expect(row).toBe(` 1:one* ${' '.repeat(60 - 8 - textWidth(end))}${end}`);
  });

  it('shortens the list of who waits, to a number at last', () => {
    const names = Array.from({ length: 9 }, (_, at) => `#${at + 2} session`);
    const rowOf = (cols: number): string => draw({}, { waiting: names, unseen: 3 }, cols).row.trim();
    expect(rowOf(60)).toMatch(/!#2 session !#3 session !#4 session … \+3$/);
    expect(rowOf(24)).toMatch(/^1:one\* +!9 \+3$/);
  });

  it('cuts a warning that is wider than its room', () => {
    expect(draw({}, { warning: 'x'.repeat(100) }, 40).row).toMatch(/^ 1:one\* {2}!x{29}…$/);
  });
});

describe('a template', () => {
  it('shows values on both sides of the tabs', () => {
    const shown = draw({
      left: '[{host}] {tabs} ({session}',
      right: '{model} · {branch} · {clock} · {run:load}',
    });
    expect(sides(shown)).toEqual(['[box]  1:one*  (login-fix', 'opus · main · 12:34 · 0.42']);
    expect(shown.spans).toEqual([{ number: 1, col: 6, cols: 8 }]);
  });

  it('leaves out the text between two values of which one is empty, and all of it when nothing is left', () => {
    const right = '({model} · {on branch} · {host})';
    const shown = (...names: string[]): string | undefined =>
      sides(draw({ right }, {}, 60, new Map([...TEXTS].filter(([name]) => names.includes(name)))))[1];
    expect(shown('model', 'branch', 'host')).toBe('(opus · on main · box)');
    expect(shown('model', 'host')).toBe('(opus · box)');
    expect(shown('branch', 'host')).toBe('(on main · box)');
    expect(shown('host')).toBe('(box)');
    expect(shown('model')).toBe('(opus)');
    expect(shown()).toBe('');
  });

  it('shows a text without values', () => {
    expect(sides(draw({ right: 'qmux {{beta}' }))[1]).toBe('qmux {beta}');
  });

  it('may put the tabs on the right, where they are found', () => {
    const { row, spans } = draw({ left: '{host}', right: '{tabs}' }, {}, 40);
    expect(row).toBe(`box${' '.repeat(29)} 1:one* `);
    expect(spans).toEqual([{ number: 1, col: 32, cols: 8 }]);
  });

  it('cannot hide the tabs and the warning, but who waits', () => {
    const shown = draw({ left: '', right: '{host}' }, { waiting: ['#2 a'], warning: 'disk full' });
    expect(sides(shown)).toEqual(['1:one*', '!disk full box']);
  });

  it('may choose where the warning is', () => {
    const shown = draw({ left: '{warning} {tabs}', right: '' }, { warning: 'disk full' });
    expect(sides(shown)).toEqual(['!disk full  1:one*', '']);
  });
});

describe('on a narrow terminal', () => {
  const right = '{session} {model} {branch} {clock} {host} {run:load}';
  const tabs = [{ number: 1, name: 'a-long-tab-name', mark: 'none', current: true, zoomed: false }] as const;
  const rightAt = (cols: number, drop?: string[]): string =>
    draw({ right, ...(drop ? { drop } : {}) }, { tabs: [...tabs] }, cols)
      .row.slice(20)
      .trim();

  it('drops whole values in the default order', () => {
    expect(rightAt(60)).toBe('login-fix opus main 12:34 box 0.42');
    expect(rightAt(52)).toBe('login-fix opus main 12:34 0.42');
    expect(rightAt(46)).toBe('login-fix opus main 0.42');
    expect(rightAt(40)).toBe('login-fix opus main');
  });

  it('drops first what the config names first', () => {
    expect(rightAt(52, ['session'])).toBe('opus main 12:34 box 0.42');
    expect(rightAt(52, ['run:load'])).toBe('login-fix opus main 12:34 box');
  });
});

describe('any status line', () => {
  const value = fc.constantFrom(
    ...STATUS_VALUES.map((name) => `{${name}}`),
    '{run:load}',
    '{none}',
    '{{',
    '{',
  );
  const template = fc
    .array(fc.oneof(value, fc.string({ maxLength: 8 }), fc.constantFrom(' · ', '漢字', ' ')), {
      maxLength: 9,
    })
    .map((parts) => parts.join(''));
  const name = fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[漢字仮名a]{0,24}$/));
  const mark = fc.constantFrom('none' as const, 'needs-you' as const, 'answering' as const);

  it('is as wide as the terminal, with the current tab and the warning in it', () => {
    fc.assert(
      fc.property(
        fc.record({
          left: template,
          right: template,
          drop: fc.subarray([...STATUS_VALUES, 'run', 'run:load']),
          cols: fc.integer({ min: 40, max: 200 }),
          names: fc.array(fc.tuple(name, mark), { minLength: 1, maxLength: 12 }),
          at: fc.nat(),
          waiting: fc.array(name, { maxLength: 12 }),
          unseen: fc.nat(20_000),
          readOnly: fc.boolean(),
          warning: fc.option(fc.constantFrom('disk full', '漢字'.repeat(40)), { nil: undefined }),
          text: name,
        }),
        ({ left, right, drop, cols, names, at, waiting, unseen, readOnly, warning, text }) => {
          const current = at % names.length;
          const tabs = names.map(([tab, sign], index) => ({
            number: index + 1,
            name: tab,
            mark: sign,
            current: index === current,
            zoomed: false,
          }));
          const texts = new Map(['session', 'model', 'host', 'run:load'].map((key) => [key, text]));
          const bar = { tabs, waiting, unseen, answering: unseen, readOnly, warning };
          const { row, spans } = draw({ left, right, drop }, bar, cols, texts);
          expect(textWidth(row)).toBe(cols);
          const span = spans.find(({ number }) => number === current + 1);
          expect(span).toBeDefined();
          expect((span?.col ?? -1) >= 0 && (span?.col ?? 0) + (span?.cols ?? 0) <= cols).toBe(true);
          expect(row).toContain(` ${current + 1}:`);
          if (warning !== undefined) expect(row).toContain(`!${warning.slice(0, 2)}`);
        },
      ),
    );
  });
});
