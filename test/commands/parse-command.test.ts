import { describe, expect, it } from 'vitest';

import { completeLine } from '../../src/commands/complete.js';
import { helpFor, helpOverview } from '../../src/commands/help.js';
import { parseArguments, quoteWord, splitWords } from '../../src/commands/parse-command.js';
import { registry } from '../../src/commands/registry.js';
import { formatShort, formatTable } from '../../src/commands/session-list.js';
import { DEFAULT_BINDINGS } from '../../src/keymap/default-bindings.js';
import { textWidth } from '../../src/text/width.js';

const parse = (line: string): ReturnType<typeof parseArguments> => {
  const { command, rest } = registry.get(splitWords(line));
  return parseArguments(command, rest);
};

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
  it('need their quotes closed', () => {
    expect(() => splitWords(`new "x`)).toThrow('the quote " is not closed');
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

  it('fill optional ones only when there are enough', () => {
    expect(parse('rename new-name').word('X')).toBe('new-name');
    expect(parse('rename 2 new-name').word('NEW')).toBe('new-name');
  });

  it.each([
    ['ls --bogus', 'sessions does not know --bogus; it has --all, --waiting, --json, --short'],
    ['ls --jso', 'sessions does not know --jso; did you mean --json?'],
    ['zoom --x', 'zoom does not know --x; it has no flags'],
    ['zoom in', 'zoom does not take in; usage: zoom'],
    ['split', 'split needs direction; usage: split direction'],
    ['split sideways', 'split takes right, below, not sideways'],
    ['new --model', '--model needs M'],
    ['ls --all=yes', '--all takes no value'],
    ['nonsense', 'no command nonsense; help lists the commands'],
    ['renme', 'no command renme; did you mean rename'],
  ])('of %s are refused', (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });
});

describe('the registry', () => {
  it('has every name and alias once, with a summary of one line in lower case', () => {
    expect(new Set(registry.names).size).toBe(registry.names.length);
    for (const { name, summary } of registry.commands) {
      expect([name, summary]).toEqual([name, expect.stringMatching(/^[^A-Z\n][^\n]*[^.\n]$/)]);
    }
  });

  it.each([
    ['2', 'switch', ['2']],
    ['#2', 'switch', ['#2']],
    ['next', 'switch', ['--next']],
    ['split-window -h', 'split', ['right']],
    ['split-window', 'split', ['below']],
    ['select-pane -L', 'focus', ['left']],
    ['new-window', 'tab', ['new']],
    ['detach-client', 'detach', []],
    ['s build', 'switch', ['build']],
  ])('knows %s', (line, name, rest) => {
    const found = registry.get(splitWords(line));
    expect([found.command.name, found.rest]).toEqual([name, rest]);
  });

  it('has a command with fitting arguments for every key', () => {
    for (const { command } of DEFAULT_BINDINGS) expect(() => parse(command)).not.toThrow();
  });
});

describe('help', () => {
  it('names every command, and each explains itself', () => {
    for (const { name } of registry.commands) {
      expect(helpOverview(registry)).toContain(name);
      expect(helpFor(registry, name)).toContain(`usage: ${name}`);
    }
    expect(helpFor(registry, '/s')).toContain('usage: switch');
    expect(() => helpFor(registry, 'swich')).toThrow('did you mean switch');
  });
});

describe('completion', () => {
  const source = {
    sessionNames: () => ['build', 'Bugs', '漢字'],
    archivedNames: () => ['old'],
    typeNames: () => ['chat', 'debug'],
  };
  const values = (line: string): string[] => completeLine(registry, line, source).map(({ value }) => value);
  it.each([
    ['sess', ['sessions', 'session-name']],
    ['kill-s', ['kill-session', 'kill-server']],
    ['switch b', ['build', 'Bugs']],
    ['switch ', ['build', 'Bugs', '漢字']],
    ['new de', ['debug']],
    ['reopen ', ['old']],
    ['ls --a', ['--all']],
    ['split r', ['right']],
    ['nonsense x', []],
  ])('of %s', (line, expected) => {
    expect(values(line)).toEqual(expected);
  });
});

describe('the list of sessions', () => {
  const listed = (number: number, name: string, mark: 'none' | 'needs-you' | 'unseen') => ({
    facts: {
      number,
      id: name,
      name,
      kind: 'chat' as const,
      type: 'chat',
      state: 'active',
      archived: false,
      attention: [],
      model: 'guide',
      turns: 1,
      unread: 0,
      cwd: '/',
      pane: null,
    },
    mark,
    ageMs: 0,
  });
  it('stands in columns, whatever the names are made of', () => {
    const lines = formatTable([listed(1, '漢字👩‍💻', 'unseen'), listed(12, 'plain', 'needs-you')]).split('\n');
    const column = (line: string, word: string): number => textWidth(line.slice(0, line.indexOf(word)));
    expect(lines.slice(1).map((line) => column(line, 'chat'))).toEqual([
      column(lines[1] as string, 'chat'),
      column(lines[1] as string, 'chat'),
    ]);
    expect(formatTable([])).toBe('no sessions');
  });
  it('has a short form', () => {
    expect(
      formatShort([listed(1, 'a', 'needs-you'), listed(2, 'b', 'unseen'), listed(3, 'c', 'unseen')]),
    ).toBe('!1 +2');
    expect(formatShort([])).toBe('');
  });
});
