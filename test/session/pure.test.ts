import { describe, expect, it } from 'vitest';

import {
  checkName,
  defaultName,
  nameFromQuestion,
  resolveSession,
  uniqueName,
} from '../../src/session/names.js';
import { lowestFreeNumber } from '../../src/session/numbers.js';
import { BUILT_IN_TYPES, findType, mergeTypes, typeColour } from '../../src/session/session-types.js';
import { moveState, SESSION_STATES, type SessionState } from '../../src/session/status.js';

describe('the state machine', () => {
  const allowed: Record<SessionState, string> = {
    active: 'active processing waiting paused completed',
    processing: 'active waiting paused completed',
    waiting: 'active processing paused completed',
    paused: 'active processing completed',
    completed: 'active',
  };
  const moves = SESSION_STATES.flatMap((from) => SESSION_STATES.map((to) => ({ from, to })));

  it.each(moves)('$from to $to', ({ from, to }) => {
    const isAllowed = allowed[from].split(' ').includes(to);
    expect(moveState(from, to)).toEqual({ state: isAllowed ? to : from, allowed: isAllowed });
  });

  it('has 25 moves', () => {
    expect(moves).toHaveLength(25);
  });
});

describe('session names', () => {
  const rules = { typeNames: ['chat', 'debug', 'dev'], taken: ['Build', 'straße'] };

  it.each(['a', 'login.fix_2-x', '漢字', 'x'.repeat(64), '1a'])('%s is good', (name) => {
    expect(() => checkName(name, rules)).not.toThrow();
  });

  it.each([
    ['', 'is empty'],
    ['x'.repeat(65), 'longer than 64'],
    ['a b', 'other characters'],
    ['a/b', 'other characters'],
    ['a\u001b[31m', 'other characters'],
    ['-x', 'begins with -'],
    ['.x', 'begins with .'],
    ['123', 'only digits'],
    ['DEBUG', 'name of a type'],
    ['build', 'is taken'],
    ['STRASSE'.replace('SS', 'ß'), 'is taken'],
  ])('%j is not: %s', (name, message) => {
    expect(() => checkName(name, rules)).toThrow(message);
  });

  it('come from the kind and number, made unique', () => {
    expect(defaultName('chat', 3, [])).toBe('chat-3');
    expect(defaultName('chat', 3, ['Chat-3', 'chat-3-2'])).toBe('chat-3-3');
    expect(uniqueName('x', [])).toBe('x');
  });

  it.each([
    ['How do I fix the login timeout in our staging environment?', '', 'fix-login-timeout'],
    ['why?', '', 'why'],
    ['Refactor parser', 'refactor', 'refactor-refactor-parser'],
    ['漢字はどう書きますか', '', '漢字はどう書きますか'],
    ['!!!', '', undefined],
    ['42', '', 'chat-42'],
    ['debug', '', 'chat-debug'],
    ['a'.repeat(80), 'dev', `dev-${'a'.repeat(20)}`],
  ])('of %j with prefix %j is %s', (question, prefix, name) => {
    const found = nameFromQuestion(question, { prefix, taken: [], typeNames: ['debug'] });
    expect(found).toBe(name);
    expect([...(found ?? '')].length).toBeLessThanOrEqual(24);
  });

  it('are found by number, exact name, unique prefix and id, in that order', () => {
    const sessions = [
      { id: 'abcdef123456', number: 1, name: 'build' },
      { id: 'zzzzzz123456', number: 2, name: 'build-logs' },
      { id: 'qqqqqq123456', number: 12, name: 'other' },
    ];
    const find = (word: string): number => resolveSession(word, sessions).number;
    expect([find('2'), find('#12'), find('BUILD'), find('build-'), find('oth'), find('zzzz')]).toEqual([
      2, 12, 1, 2, 12, 2,
    ]);
    expect(() => find('bui')).toThrow('bui is ambiguous: #1 build, #2 build-logs');
    expect(() => find('othr')).toThrow('no session othr; did you mean other?');
    expect(() => find('xyz')).toThrow('no session xyz; /sessions lists them');
    expect(() => find('9')).toThrow('no session 9');
  });
});

describe('numbers and types', () => {
  it('take the lowest free number', () => {
    expect([lowestFreeNumber([]), lowestFreeNumber([1, 3]), lowestFreeNumber([2, 1])]).toEqual([1, 2, 3]);
  });

  it('have the types of the manual with their aliases, extended by the config', () => {
    expect(BUILT_IN_TYPES.map(({ name }) => name)).toEqual([
      'chat',
      'debug',
      'planning',
      'development',
      'review',
      'feature',
      'hotfix',
      'refactor',
      'experiment',
    ]);
    const types = mergeTypes({
      debug: { model: 'openai/x' },
      story: { colour: 0x123456, instruction: 'tell' },
    });
    expect(findType(types, 'PLAN')?.name).toBe('planning');
    expect(findType(types, 'debug')).toMatchObject({ model: 'openai/x', prefix: 'debug' });
    expect(typeColour(types, 'story')).toBe(0x123456);
    expect(findType(BUILT_IN_TYPES, 'story')).toBeUndefined();
    expect(BUILT_IN_TYPES[0]?.instruction).toBeUndefined();
  });
});
