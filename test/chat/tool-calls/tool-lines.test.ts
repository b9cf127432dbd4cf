import { afterEach, describe, expect, it } from 'vitest';

import type { FileDiff, ToolCall } from '../../../src/chat/model-event.js';
import type { PartView } from '../../../src/chat/tool-calls/part-view.js';
import { toolLines } from '../../../src/chat/tool-calls/tool-lines.js';
import { roleIndex, type RoleName } from '../../../src/look/roles.js';
import { installGlyphs } from '../../../src/text/glyphs.js';
import { findText, plainLine } from '../../../src/text/line-marks.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { countProcessorTime } from '../../harness/processor-time.js';

afterEach(() => installGlyphs('drawn'));

const VIEW: PartView = { cols: 80, isUnfolded: false, isRunning: true, directory: '/project' };

const callOf = (part: Partial<ToolCall>): ToolCall => ({
  id: '1',
  kind: 'edit',
  title: 'the agent\u2019s own words',
  status: 'completed',
  output: '',
  diffs: [],
  paths: [],
  ...part,
});
const draw = (part: Partial<ToolCall>, view: Partial<PartView> = {}, unasked = false): string[] =>
  toolLines({ call: callOf(part), unasked }, { ...VIEW, ...view });
const shown = (part: Partial<ToolCall>, view: Partial<PartView> = {}, unasked = false): string[] =>
  draw(part, view, unasked).map(plainLine);
const numbered = (count: number, word = 'line'): string =>
  Array.from({ length: count }, (_, at) => `${word} ${at + 1}\n`).join('');

const EDIT: FileDiff = {
  path: '/project/src/a.ts',
  old: 'one\ntwo\nthree\n',
  new: 'one\nzwei\ndrei\nthree\n',
};

describe('the heading of a tool call', () => {
  it.each<[string, Partial<ToolCall>]>([
    ['● edit src/a.ts +2 −1', { diffs: [EDIT] }],
    ['◐ edit src/a.ts +2 −1', { diffs: [EDIT], status: 'in_progress' }],
    ['◐ edit src/a.ts +2 −1', { diffs: [EDIT], status: 'pending' }],
    ['✗ edit src/a.ts +2 −1', { diffs: [EDIT], status: 'failed' }],
    ['● edit src/a.ts and 1 more +3 −1', { diffs: [EDIT, { path: 'b.ts', old: null, new: 'x' }] }],
    ['● edit /elsewhere/a.ts', { paths: ['/elsewhere/a.ts'] }],
    ['● edit the agent\u2019s own words', {}],
    ['● list src', { kind: 'read', paths: ['/project/src'], title: 'list src' }],
    ['● list .', { kind: 'read', paths: ['/project'], title: 'list .' }],
    ['● read src/a.ts', { kind: 'read', paths: ['/project/src/a.ts'], title: 'Read File' }],
    ['● delete src/a.ts', { kind: 'delete', paths: ['/project/src/a.ts'] }],
    ['● move a.ts → b.ts', { kind: 'move', paths: ['/project/a.ts', '/project/b.ts'] }],
    ['● run npm test', { kind: 'execute', input: { command: 'npm test' }, title: 'Terminal' }],
    ['● run make', { kind: 'execute', input: { command: ['bash', '-lc', 'make'] } }],
    ['● run tests', { kind: 'execute', title: 'Run tests' }],
    ['● search for TODO', { kind: 'search', title: 'Search for TODO' }],
    ['● fetch https://example.com', { kind: 'fetch', title: 'https://example.com' }],
    ['● think', { kind: 'other', title: 'think' }],
    ['● tool', { kind: 'other', title: '' }],
  ])('is %s', (heading, call) => {
    expect(shown(call)[0]).toBe(heading);
  });

  it('says that a call never ended where the turn is over', () => {
    const call: Partial<ToolCall> = { kind: 'other', title: 'look up', status: 'in_progress' };
    expect(shown(call, { isRunning: false })).toEqual(['◐ look up (not finished)']);
    expect(shown({ ...call, status: 'completed' }, { isRunning: false })).toEqual(['● look up']);
  });

  it('says that nobody was asked, as what needs the user', () => {
    const [line = ''] = draw({ paths: ['a.ts'] }, {}, true);
    expect(plainLine(line)).toBe('● edit a.ts ran unasked');
    expect(line).toContain(`\x1b[38;5;${roleIndex('waiting')}m ran unasked`);
  });

  it('cuts a command at its end, a path at its beginning, and never what is said after them', () => {
    const command = `echo ${'x'.repeat(100)}`;
    const [run = ''] = shown({ kind: 'execute', input: { command } }, { cols: 40 }, true);
    expect(run).toMatch(/^● run echo x+… ran unasked$/);
    expect(run).toHaveLength(40);
    const path = `/project/${'deep/'.repeat(20)}a.ts`;
    const [edit = ''] = shown({ diffs: [{ ...EDIT, path }] }, { cols: 40 });
    expect(edit).toMatch(/^● edit ….*deep\/a\.ts \+2 −1$/);
    expect(edit).toHaveLength(40);
  });

  it('takes few lines in a narrow pane too', () => {
    const call: Partial<ToolCall> = { kind: 'execute', input: { command: 'echo '.repeat(400) } };
    const lines = shown(call, { cols: 20 }, true);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(lines.join(' ')).toMatch(/…\s+ran\s+unasked$/);
  });

  it('shows the whole command when it is unfolded, its lines below each other', () => {
    const command = `cat <<END\n${'x'.repeat(60)}\nEND`;
    const call: Partial<ToolCall> = { kind: 'execute', input: { command } };
    expect(shown(call, { cols: 40 })).toHaveLength(1);
    expect(shown(call, { cols: 40, isUnfolded: true })).toEqual([
      '● run cat <<END',
      `  ${'x'.repeat(38)}`,
      `  ${'x'.repeat(22)}`,
      '  END',
    ]);
  });
});

describe('a diff below it', () => {
  it('has a sign, a line and nothing of the rest of the file', () => {
    const old = numbered(30);
    const now = old.replace('line 10\n', 'line ten\n').replace('line 25\n', '');
    expect(shown({ diffs: [{ path: 'a.ts', old, new: now }] }, { isUnfolded: true }).slice(1)).toEqual([
      '    line 7',
      '    line 8',
      '    line 9',
      '  - line 10',
      '  + line ten',
      '    line 11',
      '    line 12',
      '    line 13',
      '  ⋮',
      '    line 22',
      '    line 23',
      '    line 24',
      '  - line 25',
      '    line 26',
      '    line 27',
      '    line 28',
    ]);
  });

  it('is sixteen lines and how many more when it is folded, a thousand and how many more when it is not', () => {
    const diffs = [{ path: 'a.ts', old: null, new: numbered(57) }];
    const folded = shown({ diffs });
    expect(folded).toHaveLength(1 + 16 + 1);
    expect(folded.slice(-2)).toEqual(['  + line 16', '  … 41 more lines (Ctrl-O)']);
    expect(shown({ diffs }, { isUnfolded: true })).toHaveLength(1 + 57);
    const long = shown({ diffs: [{ path: 'a.ts', old: null, new: numbered(1_400) }] }, { isUnfolded: true });
    expect(long).toHaveLength(1 + 1_000 + 1);
    expect(long.at(-1)).toBe('  … 400 more lines');
  });

  it('does not say that one line is left out where the line itself fits', () => {
    expect(shown({ diffs: [{ path: 'a.ts', old: null, new: numbered(17) }] }).at(-1)).toBe('  + line 17');
    expect(shown({ diffs: [{ path: 'a.ts', old: null, new: numbered(18) }] }).at(-1)).toBe(
      '  … 2 more lines (Ctrl-O)',
    );
  });

  it('shows a folded line in four rows, and all of it when it is unfolded', () => {
    const diffs = [{ path: 'a.ts', old: null, new: 'x'.repeat(1_000) }];
    const folded = shown({ diffs });
    expect(folded).toHaveLength(1 + 4 + 1);
    expect(folded.at(-1)).toBe('  … ends of long lines (Ctrl-O)');
    const rows = shown({ diffs }, { isUnfolded: true }).slice(1);
    expect(rows.join('').replaceAll(/[ +]/g, '')).toBe('x'.repeat(1_000));
  });

  it('shows the beginning of an endless line, unfolded too', () => {
    const diffs = [{ path: 'a.ts', old: null, new: 'x'.repeat(10_000) }];
    const rows = shown({ diffs }, { isUnfolded: true }).slice(1);
    expect(rows.at(-1)).toBe('  … ends of long lines');
    expect(rows.slice(0, -1).join('').replaceAll(/[ +]/g, '')).toBe('x'.repeat(4_000));
  });

  it('names each of several files, with one limit for all', () => {
    const diffs = ['a', 'b', 'c'].map((name) => ({
      path: `/project/${name}.ts`,
      old: null,
      new: numbered(7),
    }));
    const lines = shown({ diffs });
    expect(lines.slice(0, 2)).toEqual(['● edit a.ts and 2 more +21', '  a.ts +7']);
    expect(lines).toContain('  b.ts +7');
    expect(lines.at(-1)).toBe('  … 7 more lines (Ctrl-O)');
    expect(lines).toHaveLength(1 + 16 + 1);
  });

  const painted = (line: string, name: RoleName): string[] => {
    const area = new RegExp(`\x1b\\[48;5;${roleIndex(name)}m([^\x1b]*)`, 'g');
    return [...line.matchAll(area)].map(([, text = '']) => text);
  };

  it('marks the words that changed within a line', () => {
    const diffs = [{ path: 'a.ts', old: 'const limit = 10;\n', new: 'const limit = 20;\n' }];
    const [, removed = '', added = ''] = draw({ diffs });
    expect(painted(removed, 'diff_removed_word')).toEqual(['10']);
    expect(painted(added, 'diff_added_word')).toEqual(['20']);
    expect(painted(added, 'diff_added').join('')).toContain('const limit = ');
  });

  it('marks spaces at the end, which nobody would see', () => {
    const diffs = [{ path: 'a.ts', old: 'const a = 1;  \n', new: 'const a = 1;\n' }];
    const [, removed = ''] = draw({ diffs });
    expect(painted(removed, 'diff_removed_word')).toEqual(['  ']);
  });

  it('marks nothing in lines that have little in common', () => {
    const diffs = [{ path: 'a.ts', old: 'return firstOf(list);\n', new: 'throw new Error("empty");\n' }];
    for (const line of draw({ diffs }))
      for (const name of ['diff_removed_word', 'diff_added_word'] as const)
        expect(painted(line, name)).toEqual([]);
  });

  it('marks nothing where too much changed to compare its words', () => {
    const line = (word: string): string => `${'the same text '.repeat(20)}${word}\n`;
    const some = [{ path: 'a.ts', old: line('a').repeat(50), new: line('b').repeat(50) }];
    const much = [{ path: 'a.ts', old: line('a').repeat(80), new: line('b').repeat(80) }];
    const many = [{ path: 'a.ts', old: 'a b c\n'.repeat(110), new: 'a b d\n'.repeat(110) }];
    const marks = (diffs: FileDiff[]): string[] =>
      draw({ diffs }, { isUnfolded: true }).flatMap((row) => painted(row, 'diff_added_word'));
    expect(marks(some)).toHaveLength(50);
    expect(marks(much)).toEqual([]);
    expect(marks(many)).toEqual([]);
  });

  it('shows a carriage return where nothing else differs', () => {
    const diffs = [{ path: 'a.txt', old: 'one\r\ntwo\n', new: 'one\ntoo\n' }];
    expect(shown({ diffs }).slice(1)).toEqual(['  - one^M', '  - two', '  + one', '  + too']);
  });

  it.each<[string, FileDiff['old'], string]>([
    ['nothing changed', 'a\n', 'a\n'],
    ['an empty file', null, ''],
    ['only a line break at the end was added', 'a', 'a\n'],
    ['only the line break at the end was removed', 'a\nb\n', 'a\nb'],
    ['only line breaks changed, from CRLF to LF', 'a\r\nb\r\n', 'a\nb\n'],
    ['only line breaks changed, from LF to CRLF', 'a\nb\n', 'a\r\nb\r\n'],
    ['too long to compare: 293 KB of text', null, 'x'.repeat(300_000)],
  ])('says %s', (remark, old, now) => {
    expect(shown({ diffs: [{ path: 'a.ts', old, new: now }] })).toEqual(['● edit a.ts', `  ${remark}`]);
  });

  it('is copied with its signs, without the indentation and the background', () => {
    const [, line = ''] = draw({ diffs: [{ path: 'a.ts', old: null, new: 'one' }] });
    expect(withoutSgr(line)).toHaveLength(80);
    const { from, to } = findText(line);
    expect(withoutSgr(line.slice(from, to))).toBe('+ one');
  });
});

describe('output below it', () => {
  const run: Partial<ToolCall> = { kind: 'execute', input: { command: 'make' } };

  it('is its last five lines, below how many are left out', () => {
    expect(shown({ ...run, output: numbered(125) }).slice(1)).toEqual([
      '  … 120 lines above (Ctrl-O)',
      ...[121, 122, 123, 124, 125].map((at) => `  line ${at}`),
    ]);
    expect(shown({ ...run, output: numbered(6) })).toHaveLength(1 + 6);
  });

  it('is a thousand lines when it is unfolded', () => {
    const lines = shown({ ...run, output: numbered(1_200) }, { isUnfolded: true });
    expect(lines).toHaveLength(1 + 1 + 1_000);
    expect(lines[1]).toBe('  … 200 lines above');
    expect(lines.at(-1)).toBe('  line 1200');
  });

  it('is less than that where lines are long and the pane is wide', () => {
    const output = `${'x'.repeat(3_900)}\n`.repeat(100);
    const lines = shown({ ...run, output }, { isUnfolded: true, cols: 1_000 });
    expect(lines[1]).toBe('  … 83 lines above');
  });

  it('is what a terminal would show at the end', () => {
    const output =
      '\n\x1b[1;32mok\x1b[0m \x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\ \x1b(Bdone\x1b[K\r\n' +
      '10 %\r50 %\r100 %\n```\nas it is\n\n';
    expect(shown({ ...run, output }).slice(1)).toEqual(['  ok link done', '  100 %', '  ```', '  as it is']);
  });

  it('is left out of a folded read or search, unless it failed', () => {
    for (const kind of ['read', 'search'] as const) {
      expect(shown({ kind, paths: ['a.ts'], output: 'text' })).toHaveLength(1);
      expect(shown({ kind, paths: ['a.ts'], output: 'text' }, { isUnfolded: true })).toHaveLength(2);
      expect(shown({ kind, paths: ['a.ts'], output: 'no such file', status: 'failed' })[1]).toBe(
        '  no such file',
      );
    }
  });

  it('is left out below a diff, unless the edit failed', () => {
    expect(shown({ diffs: [EDIT], output: 'The file was updated.' }).join('\n')).not.toContain('updated');
    const failed = shown({ diffs: [EDIT], output: 'refused', status: 'failed' });
    expect(failed.at(-1)).toBe('  refused');
  });
});

it('has words for signs where the user wants plain text, and no backgrounds', () => {
  installGlyphs('plain');
  expect(shown({ diffs: [EDIT], status: 'in_progress' }).slice(0, 3)).toEqual([
    'running: edit src/a.ts +2 -1',
    '    one',
    '  - two',
  ]);
  for (const line of draw({ diffs: [EDIT] })) expect(line).not.toContain('\x1b[48;');
  expect(shown({ diffs: [EDIT], status: 'failed' })[0]).toBe('failed: edit src/a.ts +2 -1');
  expect(shown({ diffs: [EDIT] })[0]).toBe('done: edit src/a.ts +2 -1');
  expect(shown({ paths: ['a.ts'], status: 'pending' }, { isRunning: false })).toEqual([
    'edit a.ts (not finished)',
  ]);
});

describe('a call that would take long to draw', () => {
  const distinct = (word: string): string => numbered(9_000, word);
  const words = (): string => `${Array.from({ length: 160 }, (_, at) => `w${(at * 7) % 11}`).join(' ')}\n`;
  const many = (make: (at: number) => FileDiff): FileDiff[] =>
    Array.from({ length: 40 }, (_, at) => make(at));

  it.each<[string, () => Partial<ToolCall>]>([
    [
      'lines of which none are equal',
      () => ({ diffs: [{ path: 'a', old: distinct('a'), new: distinct('b') }] }),
    ],
    [
      'one endless line',
      () => ({ diffs: [{ path: 'a', old: 'a'.repeat(130_000), new: 'b'.repeat(130_000) }] }),
    ],
    [
      'line feeds',
      () => ({ diffs: [{ path: 'a', old: '\n'.repeat(130_000), new: `${'\n'.repeat(130_000)}x` }] }),
    ],
    [
      'words',
      () => ({
        diffs: [{ path: 'a', old: words().repeat(99), new: words().replaceAll('w', 'v').repeat(99) }],
      }),
    ],
    [
      'many files',
      () => ({
        diffs: many((at) => ({ path: 'a', old: numbered(900, `a${at}`), new: numbered(900, `b${at}`) })),
      }),
    ],
    ['a line of wide characters', () => ({ diffs: [{ path: 'a', old: null, new: '漢'.repeat(250_000) }] })],
    ['many long lines', () => ({ output: `${'é'.repeat(3_900)}\n`.repeat(1_500) })],
    ['beginnings of sequences', () => ({ output: '\x1b]'.repeat(130_000) })],
    ['wide characters', () => ({ output: '漢字'.repeat(900_000) })],
  ])('stays quick with %s', (_, make) => {
    // Processor time of the fastest of some runs: the machine's other load is not part of it.
    const times = Array.from({ length: 5 }, () => {
      const part = make();
      const spentMs = countProcessorTime();
      draw(part);
      draw(part, { isUnfolded: true });
      return spentMs();
    });
    // About 10 ms; without the limits, a third of a second to half a minute.
    expect(Math.min(...times)).toBeLessThan(120);
  });
});
