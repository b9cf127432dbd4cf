import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseArguments } from '../../src/commands/line/parse-command.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import { quoteWord } from '../../src/commands/line/usage.js';
import { registry } from '../../src/commands/registry.js';

const parse = (line: string): ReturnType<typeof parseArguments> => {
  const { command, rest } = registry.get(splitWords(line));
  return parseArguments(command, rest);
};

describe('a value that may be left out', () => {
  it.each([
    ['new --agent fake --resume', ''],
    ['new --resume --agent fake', ''],
    ['new --resume abc -d', 'abc'],
    ['new --resume=abc', 'abc'],
  ])('in %s', (line, value) => {
    expect(parse(line).value('resume')).toBe(value);
  });
});

describe('words', () => {
  it.each([
    ['a  b', ['a', 'b']],
    [`'a b' "c d"`, ['a b', 'c d']],
    [`a\\ b`, ['a b']],
    [`"a \\" b" ''`, ['a " b', '']],
    [`'it'\\''s'`, ["it's"]],
    ['', []],
  ])('of %s', (line, words) => {
    expect(splitWords(line)).toEqual(words);
    expect(splitWords(words.map(quoteWord).join(' '))).toEqual(words);
  });
  it('come back from quoting as they were, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (words) => {
        expect(splitWords(words.map(quoteWord).join(' '))).toEqual(words);
      }),
    );
  });
  it.each([`new "x`, `new 'x`, `"a \\"`])('need their quotes closed: %s', (line) => {
    expect(() => splitWords(line)).toThrow(/^the quote ["'] is not closed$/);
  });
  it('keep a backslash that ends the line', () => {
    expect(splitWords('a\\')).toEqual(['a\\']);
  });
});

describe('arguments', () => {
  it('take flags anywhere, with values behind or after =', () => {
    const input = parse('new debug login --model openai/x --cwd=/tmp -d -- make test --now');
    expect(input.words('type-or-name')).toEqual(['debug', 'login']);
    expect([input.value('model'), input.value('cwd'), input.has('d'), input.has('h')]).toEqual([
      'openai/x',
      '/tmp',
      true,
      false,
    ]);
    expect(input.trailing).toEqual(['make', 'test', '--now']);
  });

  it('leave the dashes of a text alone, but not its flags', () => {
    const input = parse('send 2 fix the -v flag --wait --timeout 3');
    expect(input.words('TEXT').join(' ')).toBe('fix the -v flag');
    expect([input.has('wait'), input.value('timeout')]).toEqual([true, '3']);
    expect(parse('send 2 -- --wait').words('TEXT')).toEqual(['--wait']);
  });

  it.each([
    ['send 2 what does --json do', 'what does --json do', []],
    ['send 2 --wait what does --json do', 'what does --json do', ['wait']],
    ['send --wait 2 hello --json', 'hello', ['wait', 'json']],
    ['send 2 -v is broken', '-v is broken', []],
    ['send 2 run git log -- file', 'run git log -- file', []],
    ['send 2 run git log -- --wait', 'run git log -- --wait', []],
    ['send 2 -- -- --wait', '-- --wait', []],
    ['send 2 - --json', '-', ['json']],
    ['send 2 give --timeout 3 more', 'give --timeout 3 more', []],
    ['send 2 "--json is broken"', '--json is broken', []],
    ['send 2 hello --wait --timeout 3', 'hello', ['wait', 'timeout']],
    ['send 2 hello --timeout=3 --wait', 'hello', ['timeout', 'wait']],
    ['send 2 hello x=1 --wait', 'hello x=1', ['wait']],
  ])('of a text: %s', (line, text, flags) => {
    const input = parse(line);
    expect(input.words('TEXT').join(' ')).toBe(text);
    expect(['wait', 'json', 'timeout'].filter((flag) => input.has(flag)).sort()).toEqual([...flags].sort());
  });

  it.each([
    ['send 2 --wait true story', 'true story', ['wait']],
    ['send 2 it is a true story --wait', 'it is a true story', ['wait']],
    ['send 2 --json false alarm', 'false alarm', ['json']],
    ['send 2 -5', '-5', []],
    ['send 2 -5 degrees --wait', '-5 degrees', ['wait']],
    ['send 2 007 0x1F 1e3', '007 0x1F 1e3', []],
    ['send 2 --no-wait', '--no-wait', []],
    ['send 2 a.b --wait', 'a.b', ['wait']],
    [`send 2 "'q'"`, `'q'`, []],
    ['send 2 --__proto__ is one', '--__proto__ is one', []],
  ])('of a text are no options of a parser: %s', (line, text, flags) => {
    const input = parse(line);
    expect(input.words('TEXT').join(' ')).toBe(text);
    expect(['wait', 'json', 'timeout'].filter((flag) => input.has(flag)).sort()).toEqual(flags);
  });

  it.each([
    [`new --cwd='"x"'`, 'cwd', '"x"'],
    [`new --cwd '"x"'`, 'cwd', '"x"'],
    [`new --model "'q'"`, 'model', `'q'`],
    [`new --model '"'`, 'model', '"'],
    ['new --cwd=a=b', 'cwd', 'a=b'],
    ['new --cwd=--json', 'cwd', '--json'],
    ['new --cwd -x', 'cwd', '-x'],
    ['new --model 007', 'model', '007'],
    ['new --model true', 'model', 'true'],
    ['new --cwd __proto__', 'cwd', '__proto__'],
    ['new --cwd /a --cwd /b', 'cwd', '/b'],
    ['export 2 -o=-', 'o', '-'],
    ['send 2 x --timeout -5', 'timeout', '-5'],
  ])('have their values as they were typed: %s', (line, flag, value) => {
    const input = parse(line);
    expect(input.value(flag)).toBe(value);
    expect(['d', 'h', 'v', 'json', '__proto__', 'constructor'].filter((each) => input.has(each))).toEqual([]);
  });

  it('have any value at all, as it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.boolean(), (value, isInline) => {
        const { command } = registry.get(['new']);
        // Parsed by itself it would be another option.
        fc.pre(isInline || !/^--?(?:[dhv]|model|cwd|json)?(?:=|$)/.test(value));
        const words = isInline ? [`--cwd=${value}`] : ['--cwd', value];
        expect(parseArguments(command, [...words, '-d']).value('cwd')).toBe(value);
      }),
    );
  });

  it("leave a program's command line as it is", () => {
    for (const line of ['npm run dev -- --port 3000', 'git log --all -- file', 'ls -la'])
      expect(parse(`program ${line}`).words('COMMAND')).toEqual(line.split(' '));
    expect(parse('new -d -- npm run dev -- -v').trailing).toEqual(['npm', 'run', 'dev', '--', '-v']);
  });

  it('fill optional ones only when there are enough', () => {
    expect(parse('layout load').word('NAME')).toBeUndefined();
    expect(parse('layout load mine').word('NAME')).toBe('mine');
  });

  it.each([
    ['ls --bogus', 'sessions does not know --bogus; it has --all, --waiting, --json, --short'],
    ['ls --jso', 'sessions does not know --jso; did you mean --json?'],
    ['zoom --x', 'zoom does not know --x; it has no flags'],
    ['zoom in', 'zoom does not take in; usage: zoom'],
    ['split', 'split needs a direction: right or below'],
    ['split sideways', 'split takes right or below, not sideways'],
    ['new --model', '--model needs M; usage: new [type-or-name…] [--model M]'],
    ['new --model --cwd /tmp', '--model needs M'],
    ['new --model -- make', '--model needs M'],
    ['new --cwd=', '--cwd needs DIR'],
    ['send 2 hello --timeout', '--timeout needs S'],
    ['new -x', 'new does not know -x; it has --model M, --agent NAME, --effort E'],
    ['new -model x', 'new does not know -model; did you mean --model?'],
    ['new --cdw=/tmp', 'new does not know --cdw=/tmp; did you mean --cwd?'],
    ['new --d', 'new does not know --d; it has'],
    ['new -dh', 'new does not know -dh; it has'],
    ['new --no-d', 'new does not know --no-d; it has'],
    ['new -d=', '-d does not take a value'],
    ['new --__proto__', 'new does not know --__proto__; it has'],
    ['new --__proto__=x', 'new does not know --__proto__=x; it has'],
    ['new --constructor x', 'new does not know --constructor; it has'],
    ['resize up -5', 'resize does not know -5; it has'],
    ['send --bogus 2 hi', 'send does not know --bogus; it has --attach FILE, --wait'],
    ['program --bogus', 'program does not know --bogus; it has no flags'],
    ['send', 'send needs X, a number or a name; /sessions lists them'],
    ['send 2', 'send needs TEXT'],
    ['send 2 --wait', 'send needs TEXT'],
    ['switch 1 2', 'switch does not take 2; usage: switch [X]'],
    ["session-name b 'c d'", "session-name does not take 'c d'"],
    ['ls --all=yes', '--all does not take a value'],
    ['nonsense', 'no command nonsense; /help lists the commands'],
    ['renme', 'no command renme; did you mean rename'],
  ])('of %s are refused', (line, message) => {
    expect(() => parse(line)).toThrow(message);
    expect(() => parse(line)).toThrow(expect.objectContaining({ name: 'UserError', exitCode: 2 }));
  });
});

it('takes as many words as an argument list holds', () => {
  const { command } = registry.get(['send']);
  const words = Array.from({ length: 300_000 }, () => 'w');
  expect(parseArguments(command, ['agent', '--', ...words]).words('TEXT')).toHaveLength(words.length);
  const waits = words.map(() => '--wait');
  expect(parseArguments(command, ['agent', 'hello', ...waits]).has('wait')).toBe(true);
});
