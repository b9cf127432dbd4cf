import { describe, expect, it } from 'vitest';

import { splitTargets, type KnownSessions } from '../../../src/commands/asking/targets.js';
import { parseArguments } from '../../../src/commands/line/parse-command.js';
import { wordsOfLine } from '../../../src/commands/line/free-text.js';
import { splitLine } from '../../../src/commands/line/split-line.js';
import { registry } from '../../../src/commands/registry.js';
import { resolveSession } from '../../../src/session/names/names.js';

const SESSIONS = [
  { id: 'id-alpha-1', number: 1, name: 'alpha' },
  { id: 'id-beta-2', number: 2, name: 'beta' },
  { id: 'id-kana-3', number: 3, name: '漢字', formerName: 'chat-3' },
];
const KNOWN: KnownSessions<(typeof SESSIONS)[number]> = {
  sessions: SESSIONS,
  archive: [{ id: 'id-old', name: 'old-one' }],
  resolve: (word) => resolveSession(word, SESSIONS),
};

const split = (line: string | readonly string[]): [string, string] => {
  const { targets, text } = splitTargets(line, KNOWN);
  return [targets.map(({ name }) => name).join(' '), text];
};

describe('where the question begins', () => {
  it.each([
    ['alpha what is it', 'alpha', 'what is it'],
    ['alpha #2 what  is "it"', 'alpha beta', 'what  is "it"'],
    ["1 2 don't ask", 'alpha beta', "don't ask"],
    ['alpha alpha 1 why', 'alpha', 'why'],
    ['漢字 chat-3 なに', '漢字', 'なに'],
    ['ALPHA id-beta-2 x', 'alpha beta', 'x'],
    ['al what', 'alpha', 'what'],
    ['alpha "beta is wrong"', 'alpha', 'beta is wrong'],
    ['alpha "beta" is wrong', 'alpha', '"beta" is wrong'],
    ['alpha 9 reasons', 'alpha', '9 reasons'],
    ['alpha', 'alpha', ''],
  ])('%s', (line, targets, text) => {
    expect(split(line)).toEqual([targets, text]);
  });

  it('takes the words of a shell as they are', () => {
    expect(split(['alpha', 'beta is wrong', 'and  more'])).toEqual(['alpha', 'beta is wrong and  more']);
  });

  it.each([
    ['alpha be brief', 'be may be beta, or the first word'],
    ['alpha bata what', 'bata may be beta'],
    ['alpha old-one what', 'old-one is a closed session'],
    ['alpha #9 what', '#9 is not open'],
    ['what is it', 'no session what'],
  ])('refuses %s', (line, why) => {
    expect(() => split(line)).toThrow(why);
  });
});

describe('a line that asks', () => {
  const parse = (line: string): { words: readonly string[]; text: readonly string[]; json: boolean } => {
    const { command, rest } = registry.get(wordsOfLine(registry, line));
    const input = parseArguments(command, rest);
    return { words: input.words('X'), text: input.trailing, json: input.has('json') };
  };

  it.each([
    ['ask alpha beta -- what  "is" it', ['alpha', 'beta'], ['what  "is" it'], false],
    ["ask alpha --json -- it's --tab", ['alpha'], ["it's --tab"], true],
    ['ask --json alpha what  is "it" ', ['alpha what  is "it"'], [], true],
    ['ask alpha what is it --json', ['alpha what is it'], [], true],
    ['ask alpha "what -- is"', ['alpha "what -- is"'], [], false],
    ['ask --tab -- alpha is great', [], ['alpha is great'], false],
    ['ask alpha --', ['alpha'], [], false],
    ["ask alpha -- 'one  word'", ['alpha'], ['one  word'], false],
  ])('%s', (line, words, text, json) => {
    expect(parse(line)).toEqual({ words, text, json });
  });

  it('keeps a semicolon of its question', () => {
    for (const line of ['ask alpha a ; b', 'ask alpha -- a ; zoom', 'ask --tab a ; b'])
      expect(splitLine(registry, line)).toEqual([line]);
  });

  it('keeps its flags after a long text, of which not all words are looked at', () => {
    const long = "it's  \n".repeat(2_000).trim();
    expect(parse(`ask alpha -- ${long} --json`)).toEqual({
      words: ['alpha'],
      text: [`${long} --json`],
      json: false,
    });
    expect(parse(`ask alpha ${long}  --tab --json`)).toEqual({
      words: [`alpha ${long}`],
      text: [],
      json: true,
    });
  });
});
