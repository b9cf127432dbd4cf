// A question as it is drawn: all of it or page by page, its options always, in any pane that a chat fits in.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { mustBeRead } from '../../../src/chat/questions/call-lines.js';
import { createForm, pressInForm } from '../../../src/chat/questions/question-form.js';
import {
  bodyOf,
  drawQuestion,
  type QuestionLook,
  type QuestionPicture,
} from '../../../src/chat/questions/question-picture.js';
import type { ToolCall } from '../../../src/chat/model-event.js';
import { YES_OR_NO, type QuestionOption, type UserQuestion } from '../../../src/chat/user-question.js';
import { installGlyphs } from '../../../src/text/glyphs.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { textWidth } from '../../../src/text/width.js';

afterEach(() => installGlyphs('drawn'));

const OPTIONS: readonly QuestionOption[] = [
  { id: 'always', name: 'Always Allow all Bash', kind: 'allow_always' },
  { id: 'allow', name: 'Allow', kind: 'allow_once' },
  { id: 'reject', name: 'Reject', kind: 'reject_once' },
];

const call = (more: Partial<ToolCall>): ToolCall => ({
  id: 'call',
  kind: 'execute',
  title: 'Tidy up',
  status: 'pending',
  output: '',
  diffs: [],
  paths: [],
  ...more,
});

const permission = (more: Partial<ToolCall>): UserQuestion => ({
  kind: 'permission',
  text: 'May it run?',
  options: OPTIONS,
  call: call(more),
});

function draw(
  question: UserQuestion,
  { rows = 20, cols = 60 } = {},
  look: Partial<QuestionLook> = {},
): QuestionPicture & { text: string[] } {
  const picture = drawQuestion(
    { question, selected: undefined, isReason: false, hasOldDraft: false, form: undefined, top: 0, ...look },
    bodyOf(question, { cols }).lines,
    { rows, cols },
  );
  return { ...picture, text: picture.lines.map((line) => withoutSgr(line).trimEnd()) };
}

describe('a permission', () => {
  it('says of a folder that it is listed', () => {
    const asked = { kind: 'read' as const, title: 'list /etc', paths: ['/etc'] };
    const { text } = draw({ ...permission(asked), text: 'list /etc' });
    expect(text.slice(0, 3)).toEqual(['list /etc', '  1 a  Always Allow all Bash', '  2 y  Allow']);
  });

  it('shows what would run and its options by their own words', () => {
    const { text, isComplete, below } = draw(permission({ input: { command: 'rm -rf build', timeout: 5 } }));
    expect(text).toEqual([
      'May it run?',
      'run: Tidy up',
      '$ rm -rf build',
      'timeout: 5',
      '  1 a  Always Allow all Bash',
      '  2 y  Allow',
      '  3 n  Reject',
      'd: no, and why · Up, Down, Enter choose',
    ]);
    expect({ isComplete, below }).toEqual({ isComplete: true, below: 0 });
  });

  it.each([
    ['its title only once', { title: 'ls', input: { command: 'ls' } }, ['run $ ls']],
    [
      'files and what changes in them',
      {
        kind: 'edit' as const,
        title: 'Edit a.ts',
        paths: ['/p/a.ts', '/p/b.ts'],
        input: { file_path: '/p/a.ts', old_string: 'one', new_string: 'two\nthree', replace_all: false },
        diffs: [{ path: '/p/a.ts', old: 'one', new: 'two\nthree' }],
      },
      [
        'edit: Edit a.ts',
        'file /p/b.ts',
        'replace_all: false',
        'change of /p/a.ts',
        '- one',
        '+ two',
        '+ three',
      ],
    ],
    [
      'what is done before the file, if the title says no more',
      {
        kind: 'edit' as const,
        title: '/p/a.ts',
        paths: ['/p/a.ts'],
        diffs: [{ path: '/p/a.ts', old: null, new: 'one' }],
      },
      ['edit /p/a.ts', '+ one'],
    ],
    ['a file that is read', { kind: 'read' as const, title: '/etc/x', paths: ['/etc/x'] }, ['read /etc/x']],
    ['a kind alone', { kind: 'think' as const, title: '' }, ['think']],
    [
      'the shell of a script and the words of a command',
      { input: { command: ['bash', '-lc', 'ls | wc'] } },
      ['run: Tidy up', '$ ls | wc', 'run by bash -lc'],
    ],
    [
      'where one word ends',
      { input: { command: ['rm', 'a b', 'c'] } },
      ['run: Tidy up', '$ rm a b c', 'run by ["rm","a b","c"]'],
    ],
    [
      'input of any shape',
      { kind: 'other' as const, title: '', input: { url: 'http://x', deep: { a: [1] }, none: null } },
      ['url: http://x', 'deep: {"a":[1]}', 'none: null'],
    ],
    [
      'input that is a text',
      { kind: 'fetch' as const, input: 'http://x' },
      ['fetch: Tidy up', 'input: http://x'],
    ],
    ['what the agent says of it', { output: 'It frees 2 GB' }, ['run: Tidy up', 'It frees 2 GB']],
  ])('shows %s', (_name, more, lines) => {
    expect(bodyOf(permission(more), { cols: 60 }).lines.map((line) => withoutSgr(line).trimEnd())).toEqual([
      'May it run?',
      ...lines,
    ]);
  });

  it.each([
    ['in the directory', '/p/src/a.ts', 'Edit it', ['Edit it', 'edit src/a.ts', '+ one']],
    ['elsewhere', '/q/a.ts', 'Edit it', ['Edit it', 'edit /q/a.ts', '+ one']],
    ['that leaves the directory', '/p/../q', 'Edit it', ['Edit it', 'edit ../q', '+ one']],
    [
      'that would look like one from elsewhere',
      '/p//etc/x',
      'Edit it',
      ['Edit it', 'edit /p//etc/x', '+ one'],
    ],
    ['that the title names as well', '/p/a.ts', 'Edit a.ts', ['edit a.ts', '+ one']],
  ])('shows a path as seen from the directory of the session: one %s', (_name, path, title, lines) => {
    const diffs = [{ path, old: null, new: 'one' }];
    const asked = { ...permission({ kind: 'edit', title, diffs, paths: [path] }), text: title };
    expect(bodyOf(asked, { cols: 60, directory: '/p' }).lines.map(withoutSgr)).toEqual(lines);
  });

  it('marks the selected option as one bar', () => {
    const { text, lines } = draw(permission({}), {}, { selected: 1 });
    expect(text.filter((line) => line.startsWith('>'))).toEqual(['> 2 y  Allow']);
    expect(textWidth(withoutSgr(lines.find((line) => line.includes('> 2')) ?? ''))).toBe(60);
  });

  it('has words for screen readers', () => {
    installGlyphs('plain');
    expect(draw(permission({ input: { command: `a\n${' '.repeat(50)}b` } })).text).toContain('$ a\\n');
  });

  it('shows how to give a reason in place of the options', () => {
    const { text } = draw(permission({}), {}, { isReason: true });
    expect(text.at(-2)).toBe('Type why not: Enter rejects with it and asks it next, Esc');
    expect(text.join(' ')).not.toContain('Allow all');
  });

  it('must be read to its end if it runs something, or nobody knows what it does', () => {
    expect(mustBeRead(permission({}))).toBe(true);
    expect(mustBeRead(permission({ kind: 'other', input: { command: 'ls' } }))).toBe(true);
    expect(mustBeRead({ kind: 'permission', text: '', options: YES_OR_NO })).toBe(true);
    expect(mustBeRead(permission({ kind: 'read' }))).toBe(false);
    expect(mustBeRead({ kind: 'choice', text: '', options: [] })).toBe(false);
  });
});

describe('what does not fit', () => {
  const long = permission({
    title: 'x',
    input: { command: Array.from({ length: 40 }, (_, at) => `step ${at}`).join('\n') },
  });

  it('is counted, and scrolls while the options stay', () => {
    const first = draw(long, { rows: 10, cols: 60 });
    expect(first.text).toEqual([
      'May it run?',
      'run: x',
      '$ step 0␊',
      '  step 1␊',
      '  step 2␊',
      '37 more lines: PageDown',
      '  1 a  Always Allow all Bash',
      '  2 y  Allow',
      '  3 n  Reject',
      'd: no, and why · Up, Down, Enter choose',
    ]);
    expect(first).toMatchObject({ isComplete: true, top: 0, page: 5, below: 37 });
    const next = draw(long, { rows: 10, cols: 60 }, { top: 5 });
    expect(next.text.slice(0, 6)).toEqual([
      '  step 3␊',
      '  step 4␊',
      '  step 5␊',
      '  step 6␊',
      '  step 7␊',
      '32 more lines: PageDown · 5 above',
    ]);
    const last = draw(long, { rows: 10, cols: 60 }, { top: 1000 });
    expect(last).toMatchObject({ top: 37, below: 0 });
    expect(last.text.slice(4, 7)).toEqual(['  step 39', '37 above: PageUp', '  1 a  Always Allow all Bash']);
  });

  it('still has its options in the smallest pane', () => {
    // 39x9, less the rule and the prompt.
    const { text, isComplete } = draw(long, { rows: 7, cols: 39 });
    expect(text).toEqual([
      'May it run?',
      'run: x',
      '$ step 0␊',
      '39 more lines: PageDown',
      '  1 a  Always Allow all Bash',
      '  2 y  Allow',
      '  3 n  Reject',
    ]);
    expect(isComplete).toBe(true);
  });

  it('is not complete where not even the options fit', () => {
    expect(draw(long, { rows: 4, cols: 39 }).isComplete).toBe(false);
    expect(draw(long, { rows: 0, cols: 39 })).toMatchObject({ lines: [], isComplete: false });
    expect(draw(long, { rows: 5, cols: 39 }).isComplete).toBe(true);
  });

  it('shortens long options before it leaves one out', () => {
    const options = Array.from({ length: 4 }, (_, at): QuestionOption => {
      return {
        id: `${at}`,
        name: `${at} and the words of an agent, again and again and again`,
        kind: 'choice',
      };
    });
    const { text, isComplete } = draw({ kind: 'choice', text: 'Which?', options }, { rows: 7, cols: 30 });
    expect(text.filter((line) => /^ {2}\d/.test(line))).toHaveLength(4);
    expect(isComplete).toBe(true);
  });

  it('is left out where nobody could read it, which is said', () => {
    const { lines, isWhole } = bodyOf(permission({ input: { command: 'x'.repeat(1_000_000) } }), {
      cols: 60,
    });
    expect(isWhole).toBe(false);
    expect(withoutSgr(lines.at(-1) ?? '')).toMatch(/^… 868,\d{3} more characters: too long to be shown$/);
    const name = 'y'.repeat(1_000_000);
    const long = {
      kind: 'choice' as const,
      text: 'Which?',
      options: [{ id: 'a', name, kind: 'choice' as const }],
    };
    expect(draw(long).lines.join('').length).toBeLessThan(3_000);
  });

  it('never hides what a hostile command contains, and never cuts it', () => {
    const command = `echo \x1b[2K\x1b[1A\u202e${' '.repeat(300)}; rm -rf ~\n`.repeat(200);
    const all = bodyOf(permission({ title: 'ls', input: { command } }), { cols: 39 }).lines;
    const shown = all.map(withoutSgr).join('\n');
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    for (const line of all) expect(textWidth(withoutSgr(line))).toBeLessThanOrEqual(39);
    // A space at the end of a line is the end of its row.
    const rows = all.map((line) => (line.includes('␊') ? withoutSgr(line) : withoutSgr(line).padEnd(39)));
    const joined = rows.map((row) => row.slice('$ '.length)).join('');
    const sign = 'echo ^[[2K^[[1A<U+202E>␣×300; rm -rf ~␊';
    expect(joined.split(sign)).toHaveLength(201);
  });
});

describe('a form', () => {
  const COLOURS = ['red', 'green'].map((value) => ({ value, name: value, description: `as ${value}` }));
  const form: UserQuestion & { kind: 'form' } = {
    kind: 'form',
    text: 'How?',
    fields: [
      { name: 'a', title: 'Name', type: 'text', values: [], required: true, description: 'any name' },
      { name: 'b', title: 'Colour', type: 'choice', values: COLOURS, required: false },
      { name: 'c', title: 'Sizes', type: 'choices', values: COLOURS, required: false },
    ],
  };
  const filled = (...keys: string[]) => keys.reduce((at, key) => pressInForm(at, key).form, createForm(form));

  it('shows its fields, the values of the one with the keys, and where text goes', () => {
    const first = draw(form, {}, { form: filled('x', 'y') });
    expect(first.text).toEqual([
      'How?',
      '> Name *: xy',
      '    any name',
      '  Colour:',
      '  Sizes:',
      'Tab moves · Enter on the last sends · Ctrl-C declines',
    ]);
    expect(first.caret).toEqual({ row: 1, col: 12 });
    const second = draw(form, {}, { form: filled('x', '\t', '2') });
    expect(second.text).toEqual([
      'How?',
      '  Name *: x',
      '> Colour: green',
      '    1 ☐ red as red',
      '  > 2 ☑ green as green',
      '  Sizes:',
      '1-9 or Left, Right choose · Tab moves · Ctrl-C declines',
    ]);
    expect(second.caret).toBeUndefined();
  });

  it('says what is wrong beside the field', () => {
    const { text } = draw(form, {}, { form: filled('\r', '\r', '1', '\r') });
    expect(text).toContain('> Name *:   has to be filled in');
  });

  it('keeps the field with the keys in sight', () => {
    for (const keys of [[], ['\t'], ['\t', '\t'], ['\t', '\t', '\x1b[C']]) {
      const { text, isComplete } = draw(form, { rows: 4, cols: 39 }, { form: filled(...keys) });
      expect(text).toContainEqual(expect.stringMatching(/^ *>/));
      expect(isComplete).toBe(true);
    }
  });

  it('shows an address in full, as text', () => {
    const url = `https://example.com/${'x'.repeat(100)}\u202e`;
    const { lines, text } = draw(
      { kind: 'form', text: 'Sign in', fields: [], url },
      { rows: 10, cols: 40 },
      { form: createForm({ fields: [] }) },
    );
    expect(text.slice(1, 5).join('')).toBe(url.replace('\u202e', '<U+202E>'));
    expect(lines.join('')).not.toContain('\x1b]8');
    expect(text.at(-1)).toBe('open it yourself; Enter twice when done…');
  });
});

it('fits into any room', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 });
  fc.assert(
    fc.property(
      fc.record({
        command: text,
        name: text,
        rows: fc.nat(20),
        cols: fc.integer({ min: 8, max: 80 }),
        top: fc.nat(30),
      }),
      ({ command, name, rows, cols, top }) => {
        const question: UserQuestion = {
          kind: 'permission',
          text: command,
          options: [...OPTIONS, { id: 'x', name, kind: 'reject_always' }],
          call: call({ input: { command } }),
        };
        const { lines, below, top: at, page } = draw(question, { rows, cols }, { top });
        expect(lines.length).toBeLessThanOrEqual(rows);
        for (const line of lines) expect(textWidth(withoutSgr(line))).toBeLessThanOrEqual(cols);
        expect(at + page + below).toBe(bodyOf(question, { cols }).lines.length);
      },
    ),
  );
});
