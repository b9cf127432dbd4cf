import { describe, expect, it } from 'vitest';

import { completeLine, findExpectedKind } from '../../src/commands/completion/complete.js';
import { registry } from '../../src/commands/registry.js';

const named = (value: string) => ({ value, summary: `what ${value} is` });

describe('completion', () => {
  const source = {
    sessions: () => ['build', 'Bugs', '漢字'].map(named),
    worktrees: () => [named('tree')],
    archived: () => [named('old')],
    types: () => ['chat', 'debug'].map(named),
    models: () => ['openai/small', 'guide'].map(named),
    agents: () => ['claude', 'codex'].map(named),
    layouts: () => ['work', 'night'].map(named),
    templates: () => ['fix', 'look'].map(named),
    asksOf: (template: string) =>
      template === 'fix'
        ? [
            { name: 'issue', summary: '', values: [] },
            { name: 'in', summary: '', values: ['web', 'two words'] },
          ]
        : [],
    hosts: () => ['box', 'devbox'].map(named),
    keptFiles: () => ['docs/*.md', 'a.txt'].map(named),
    paths: (word: string, of: string) => [`${word}${of}/`],
  };
  const values = (line: string): string[] => completeLine(registry, line, source).map(({ value }) => value);
  it.each([
    ['sess', ['sessions', 'session-name']],
    ['repl', ['reply']],
    ['new --agent c', ['claude', 'codex']],
    ['kill-s', ['kill-session', 'kill-server']],
    ['switch b', ['build', 'Bugs']],
    ['switch ', ['build', 'Bugs', '漢字']],
    ['new de', ['debug']],
    ['reopen ', ['old']],
    ['export ', ['build', 'Bugs', '漢字', 'old']],
    ['compare build:1 o', ['old']],
    ['pipe o', ['old']],
    ['pipe old o', []],
    ['ls --a', ['--all']],
    ['split r', ['right']],
    ['nonsense x', []],
    ['s bu', ['build', 'Bugs']],
    ['rename bu', ['build', 'Bugs']],
    ['rename build n', []],
    ['new --model o', ['openai/small']],
    ['new --model de', []],
    ['new --model m de', ['debug']],
    ['new --model=m de', ['debug']],
    ['new --model=o', ['--model=openai/small']],
    ['new --model=', ['--model=openai/small', '--model=guide']],
    ['export --format=h', ['--format=html']],
    ['new --cwd=a', ['--cwd=adirectory/']],
    ['new --nonsense=a', []],
    ['new -- --model=o', []],
    ['new -d de', ['debug']],
    ['new -- de', []],
    ['new --template f', ['fix']],
    ['new --template fix ', ['issue=', 'in=']],
    ['new -d --template fix issue=3 i', ['in=']],
    ['new --template fix in=', ['in=web']],
    ['new --template=fix in=x', []],
    ['new --template look ', []],
    ['new --template no in=', []],
    ['template save l', ['look']],
    [
      'new debug --',
      ['--model', '--agent', '--effort', '--resume', '--template', '--cwd', '--worktree', '--json'],
    ],
    [
      'new -',
      [
        '--model',
        '--agent',
        '--effort',
        '--resume',
        '--template',
        '--cwd',
        '--worktree',
        '-d',
        '-h',
        '-v',
        '--json',
      ],
    ],
    ['new --cwd sr', ['srdirectory/']],
    ['layout load w', ['work']],
    ['ssh ', ['box', 'devbox']],
    ['ssh me@d', ['me@devbox']],
    ['ssh box ', []],
    ['worktree m', ['merge']],
    ['worktree remove t', ['tree']],
    ['new -- ./a', ['./afile/']],
    ['new -- vim a', ['afile/']],
    ['new debug -- vim --cwd ', ['file/']],
    ['program vi', []],
    ['program vim ', ['file/']],
    ['export -o a', ['afile/']],
    ['context add a', ['afile/']],
    ['context remove d', ['docs/*.md']],
    ['context clear d', []],
    ['split --session r', []],
    ['split --session b', ['build', 'Bugs']],
    ['split --session build r', ['right']],
    ['export build b', ['build', 'Bugs']],
    ['export --format ', ['md', 'json', 'html']],
    ['send build hello b', []],
    ['new-w', ['new-window']],
    ['', registry.commands.filter(({ unlisted }) => !unlisted).map(({ name }) => name)],
  ])('of %s', (line, expected) => {
    expect(values(line)).toEqual(expected);
  });

  it.each([
    ['', undefined],
    ['swi', undefined],
    ['switch b', 'session'],
    ['new --cwd ', 'directory'],
    ['export -o x', 'file'],
    ['new -- h', 'command'],
    ['new --mo', undefined],
    ['split --session b', 'session'],
  ])('expects, at the end of %j, %s', (line, kind) => {
    expect(findExpectedKind(registry, line.split(' '))).toBe(kind);
  });
});
