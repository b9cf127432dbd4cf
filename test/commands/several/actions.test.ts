import { describe, expect, it } from 'vitest';

import { actionsOn } from '../../../src/commands/several/actions-command.js';
import { parseAge } from '../../../src/commands/several/age-word.js';
import { namesByPattern } from '../../../src/commands/several/rename-command.js';
import { countOf, nameList } from '../../../src/text/name-list.js';

describe('the actions on several sessions', () => {
  const session = (name: string, kind: 'chat' | 'program', paused = false) =>
    ({ id: `id-${name}`, name, record: { kind, paused } }) as never;
  const closed = (name: string, kind: 'chat' | 'program') => ({ id: `id-${name}`, name, kind }) as never;
  const labels = (open: never[], archived: never[] = [], verbs = ['ask']): string[] =>
    actionsOn({ open, archived }, (verb) => verbs.includes(verb)).map(({ label }) => label);

  it('are those that do something, each with how many it is for', () => {
    const open = [session('a', 'chat'), session('b', 'chat', true), session('c', 'program')];
    expect(labels(open, [closed('z', 'chat')])).toEqual([
      'close 3 sessions (archive)',
      'rename by a pattern…',
      'pause 1 chat',
      'resume 1 paused chat',
      'export 3 chats…',
      'ask 2 chats…',
      'move to this tab',
      'move to a new tab',
      'reopen 1 archived session',
      'delete 1 archived session…',
    ]);
    expect(labels([], [closed('y', 'chat'), closed('z', 'program')])).toEqual([
      'export 1 chat…',
      'reopen 2 archived sessions',
      'delete 2 archived sessions…',
    ]);
    expect(labels([session('c', 'program')], [], [])).toEqual([
      'close 1 session (archive)',
      'rename…',
      'move to this tab',
      'move to a new tab',
    ]);
  });

  it('name sessions by id, and ask by a line to finish', () => {
    const entries = actionsOn(
      { open: [session('a', 'chat'), session('b', 'chat')], archived: [closed('z', 'chat')] },
      () => true,
    );
    const commandOf = (key: string) => entries.find((entry) => entry.key === key)?.command;
    expect(commandOf('c')).toEqual(['close', 'id-a', 'id-b']);
    expect(commandOf('a')).toEqual(['prompt', 'ask a b -- ']);
    expect(commandOf('e')).toEqual(['export', '--ask', 'id-a', 'id-b', 'id-z']);
    expect(commandOf('n')).toEqual(['join', '--tab', 'new', 'id-a', 'id-b']);
  });
});

describe('a pattern for names', () => {
  const sessions = [
    { name: '漢字', number: 4, record: { type: 'debug' } },
    { name: 'api', number: 2, record: { type: 'chat' } },
  ];

  it('holds the name, a count, the number and the type', () => {
    expect(namesByPattern('{name}-old', sessions)).toEqual(['漢字-old', 'api-old']);
    expect(namesByPattern('{type}-{n}.{number}', sessions)).toEqual(['debug-1.4', 'chat-2.2']);
    expect(() => namesByPattern('{nam}-x', sessions)).toThrow('{nam} is unknown');
    expect(() => namesByPattern('X', sessions)).toThrow(
      'pattern: 漢字 and api would both be X; add {n} or {name}',
    );
  });
});

it('an age is a number with m, h, d or w', () => {
  expect(['30m', '2h', '7d', '1w'].map(parseAge)).toEqual([1_800_000, 7_200_000, 604_800_000, 604_800_000]);
  for (const word of ['2', 'h', '2y', '-2h', '2 h']) expect(() => parseAge(word)).toThrow('is not an age');
});

it('names in a sentence are as many as fit', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  expect([1, 2, 4, 5].map((count) => nameList(names.slice(0, count)))).toEqual([
    'a',
    'a and b',
    'a, b, c and d',
    'a, b, c and 2 more',
  ]);
  expect([countOf(1, 'chat'), countOf(2, 'chat')]).toEqual(['1 chat', '2 chats']);
});
