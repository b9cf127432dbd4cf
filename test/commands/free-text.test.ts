import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asksForHelp, wordsOfLine } from '../../src/commands/line/free-text.js';
import { parseArguments } from '../../src/commands/line/parse-command.js';
import { registry } from '../../src/commands/registry.js';

function parse(line: string): ReturnType<typeof parseArguments> {
  const { command, rest } = registry.get(wordsOfLine(registry, line));
  return parseArguments(command, rest);
}

describe('a text at the end of a line', () => {
  it.each([
    [`send 2 what does git --help print`, 'what does git --help print', []],
    [`send 2 don't ask, it's fine`, `don't ask, it's fine`, []],
    [`send 2 don't ask --wait`, `don't ask`, ['wait']],
    [`send 2 say "hi there" and 'bye'  twice`, `say "hi there" and 'bye'  twice`, []],
    [`send 2 grep -r 'a\\.b' --json`, `grep -r 'a\\.b'`, ['json']],
    [`send 2 printf "a\\n"`, `printf "a\\n"`, []],
    [`send 2 "--json is broken"`, '--json is broken', []],
    [`send 2 'one  word'`, 'one  word', []],
    [`send 2 "it's \\"so\\"" --wait --timeout 3`, `it's "so"`, ['timeout', 'wait']],
    [`send 2 it ends in "--wait"`, `it ends in "--wait"`, []],
    [`send --wait 2  keep   these   blanks `, 'keep   these   blanks', ['wait']],
    [`send 2 run git log -- --wait`, 'run git log -- --wait', []],
    [`send 2 -- --wait`, '--wait', []],
    [`send 2 -- it's --json`, `it's --json`, []],
    [`send 2 -v is broken`, '-v is broken', []],
    [`send 2 give --timeout 3 more`, 'give --timeout 3 more', []],
    [`send 2 --timeout=3 x=1`, 'x=1', ['timeout']],
    [`send 2 "`, '"', []],
    [`send 2 \\`, '\\', []],
    [`send 2 \\-- is the end`, `\\-- is the end`, []],
    [`send 2 "--" --wait`, '--', ['wait']],
    [`send '2' 漢字's`, `漢字's`, []],
  ])('of %s', (line, text, flags) => {
    const input = parse(line);
    expect(input.words('TEXT')).toEqual([text]);
    expect(['wait', 'json', 'timeout'].filter((flag) => input.has(flag)).sort()).toEqual([...flags].sort());
  });

  it.each([
    [`tab rename Bob's tab`, 'argument', `Bob's tab`],
    [`rename-window Bob's "big"  tab`, 'argument', `Bob's "big"  tab`],
    [`report waiting may I run --help?`, 'TEXT', 'may I run --help?'],
    [`buffers --set a it's "it"`, 'TEXT', `it's "it"`],
    [`prompt 'join '`, 'TEXT', 'join '],
    [`copy-mode search-forward don't`, 'TEXT', `don't`],
  ])('of %s', (line, name, text) => {
    expect(parse(line).words(name)).toEqual([text]);
  });

  it('is any text at all, as it was typed', () => {
    const typed = fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '\\', '-', '=', '漢', '\t', '/') });
    fc.assert(
      fc.property(typed, (text) => {
        // One that begins in quotes may be one word in them.
        fc.pre(/^[^\s'"-].*\S$/.test(text) && !/\s--(?:\s|$)/.test(text));
        expect(parse(`send 2 ${text}`).words('TEXT')).toEqual([text]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is none where it only asks for help, unless it stands in quotes', () => {
    expect(wordsOfLine(registry, 'send --wait 2 --help')).toEqual(['send', '--wait', '2', '--help']);
    expect(parse('send 2 "--help"').words('TEXT')).toEqual(['--help']);
    expect(parse('send 2 -- --help').words('TEXT')).toEqual(['--help']);
  });
  it.each(['send 2', 'send 2 --wait', 'send'])('is missed where there is none: %s', (line) => {
    expect(() => parse(line)).toThrow('send needs');
  });
  it('does not take the value that a flag misses', () => {
    expect(() => parse(`send 2 it's late --timeout`)).toThrow('--timeout needs S');
  });
  it('is none of a program, whose words are split as by a shell', () => {
    expect(wordsOfLine(registry, `program sh -c 'echo "hi"'`)).toEqual(['program', 'sh', '-c', 'echo "hi"']);
    expect(() => wordsOfLine(registry, `new -- sh -c 'echo`)).toThrow("the quote ' is not closed");
    expect(wordsOfLine(registry, '2')).toEqual(['2']);
    expect(wordsOfLine(registry, '')).toEqual([]);
  });
});

describe('--help', () => {
  const asks = (...words: string[]): boolean => {
    const { command, rest } = registry.get(words);
    return asksForHelp(command, rest);
  };
  it.each([
    ['ls', '--help'],
    ['new', '-d', '--help'],
    ['send', '--help'],
    ['send', '2', '--help'],
    ['send', '--wait', '--help'],
    ['send', '--timeout', '3', '2', '--help'],
    ['report', '--help'],
    ['program', '--help'],
    ['rename-window', '--help'],
  ])('asks for help: %s', (...words) => {
    expect(asks(...words)).toBe(true);
  });
  it.each([
    ['send', '2', 'what', 'does', 'git', '--help', 'print'],
    ['send', '2', 'what prints git', '--help'],
    ['send', '2', '--help', 'is', 'broken'],
    ['send', '--wait', '2', 'try', '--help'],
    ['send', '2', '--', '--help'],
    ['report', 'waiting', 'may', 'I', 'run', '--help'],
    ['program', 'git', '--help'],
    ['new', '-d', '--', 'git', '--help'],
    ['tab', 'rename', 'my', '--help'],
    ['buffers', '--set', 'a', 'see', '--help'],
  ])('is text: %s', (...words) => {
    expect(asks(...words)).toBe(false);
  });
});
