// What the page of messages finds in a source and what it leaves out.

import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { messagesPage } from '../../scripts/messages-page.mjs';
import { findUserTexts } from '../../scripts/user-texts.mjs';

const source = new URL('../../src/', import.meta.url);

describe('the texts of a source', () => {
  it.each([
    ['an error', `throw new UserError('no session here; open one');`, ['no session here; open one']],
    [
      'a placeholder by its name',
      'f(`no session ${context.word}; try ${names.join(", ")}`);',
      ['no session {word}; try {names}'],
    ],
    [
      'a call by what it gives',
      'f(`${describeSize(text)} not saved, ${String(count)} left`);',
      ['{describeSize} not saved, {count} left'],
    ],
    [
      'commands and keys that it names',
      "f(`${commandWord('sessions')} lists them, ${keyWord('detach')} leaves`);",
      ['{/sessions} lists them, {key of detach} leaves'],
    ],
    [
      'both forms of a condition',
      "f(`${n} held ${n === 1 ? 'prompt' : 'prompts'}`);",
      ['{n} held {prompt|prompts}'],
    ],
    [
      'a sum of texts as one',
      "f('the answer was cut; ' + way + ' or ask again');",
      ['the answer was cut; {way} or ask again'],
    ],
    [
      'a text within a placeholder',
      "f(`sent ${wrap('with a note')} of it`);",
      ['sent {wrap} of it', 'with a note'],
    ],
    ['one word that is shown', "const row = { title: 'buffers', id: 'buffers-2' };", ['buffers']],
    [
      'the words of a maker',
      "const stateText = (s) => (s.error === 'no net' ? 'error' : 'running');",
      ['error', 'running'],
    ],
    ['one word beside longer ones', "const GROUPS = ['Needs you', 'Idle'] as const;", ['Needs you', 'Idle']],
    ['a repeated text once', "f('press a key'); g('press a key');", ['press a key']],
  ])('include %s', (_what, text, texts) => {
    expect(findUserTexts(text)).toEqual(texts);
  });

  it.each([
    ['lines of the log', "log.warn('a client went away'); this.#log.error('it broke again', error);"],
    ['imports and types', "import a from './a b.js'; type A = 'one two' | 'three four';"],
    ['what is compared or looked for', "if (a === 'no such file' || b.includes('in a pane')) f();"],
    ['names of values', "const a = { type: 'question', mode: 'raw' }; emit('closed');"],
    ['escape sequences', "write('\\x1b[1m bold text');"],
    ['scripts in other languages', 'const s = String.raw`local line to read`;'],
    ['keys of a table', "const a = { 'two words': 1 };"],
  ])('leave out %s', (_what, text) => {
    expect(findUserTexts(text)).toEqual([]);
  });
});

describe('the page of messages', () => {
  const page = messagesPage(source);

  it('shows a text in code, whatever it holds', () => {
    expect(page).toContain('- `{lines} lines`\n');
    expect(page).toMatch(/- ``.*`Ctrl-q d`.*``\n/);
  });

  it('has a section for each file with an error for users', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (path) =>
        path.endsWith('.ts') && /new UserError\(\s*['`]/.test(readFileSync(new URL(path, source), 'utf8')),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((path) => !page.includes(`\n### ${path}\n`))).toEqual([]);
  });

  it('contains the text of every error for users that is written without placeholders', () => {
    const missing: string[] = [];
    for (const path of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts')) continue;
      const text = readFileSync(new URL(path, source), 'utf8');
      for (const [, said = ''] of text.matchAll(/new UserError\(\s*'([^'\\]+)'/g))
        if (!page.includes(said)) missing.push(`${path}: ${said}`);
    }
    expect(missing).toEqual([]);
  });
});
