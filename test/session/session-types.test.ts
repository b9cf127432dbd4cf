import { describe, expect, it } from 'vitest';

import {
  BUILT_IN_TYPES,
  findType,
  mergeTypes,
  PROGRAM_TYPE,
  typeColour,
} from '../../src/session/session-types.js';

describe('types of chats', () => {
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

  it('are found and changed by alias too, in any case', () => {
    const types = mergeTypes({ Story: { prefix: 'tale' }, PLAN: { prefix: 'p' } });
    expect(findType(types, 'story')?.name).toBe('Story');
    expect(findType(types, 'planning')?.prefix).toBe('p');
    expect(types).toHaveLength(BUILT_IN_TYPES.length + 1);
    expect(BUILT_IN_TYPES[2]?.prefix).toBe('planning');
  });

  it('do not hold that of programs, whatever the config says', () => {
    const types = mergeTypes({ Program: { colour: 0x123456 } });
    expect(types).toEqual(BUILT_IN_TYPES);
    expect(typeColour(types, PROGRAM_TYPE)).not.toBe(0x123456);
  });

  it('have prefixes that leave room for a name, each a colour of its own', () => {
    for (const { prefix } of BUILT_IN_TYPES) expect(prefix.length).toBeLessThanOrEqual(12);
    expect(new Set(BUILT_IN_TYPES.map(({ colour }) => colour)).size).toBe(BUILT_IN_TYPES.length);
  });
});
