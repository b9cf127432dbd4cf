import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  findReferences,
  openReference,
  referencesAt,
  spellPath,
} from '../../../src/chat/context/references.js';

const typed = (): boolean => true;
const spell = (text: string): string[] =>
  findReferences(text, typed).map((each) =>
    each.type === 'session'
      ? `session ${each.name}`
      : each.path + (each.lines ? ` ${each.lines.from}-${each.lines.to}` : ''),
  );

describe('references of a prompt', () => {
  it.each<[string, string[]]>([
    ['explain @src/a.ts', ['src/a.ts']],
    ['@a.ts and (see @b.ts), then @c.ts.', ['a.ts', 'b.ts', 'c.ts']],
    ['@a.ts#20-45 @b.ts#7 @c.ts#L9-L3', ['a.ts 20-45', 'b.ts 7-7', 'c.ts 3-9']],
    ['@"a b.md" @"a#3.md" @"my file"#2-3', ['a b.md', 'a#3.md', 'my file 2-3']],
    ['@src/ @. @.. @../x @~/n.md @/etc/hosts', ['src/', '.', '..', '../x', '~/n.md', '/etc/hosts']],
    ['what does @#3 show, and @#build-2?', ['session 3', 'session build-2']],
    ['请看@文件/a.ts。然后', ['文件/a.ts']],
    ['@@types/node', ['@types/node']],
    ['line\n@a.ts\n@b.ts', ['a.ts', 'b.ts']],
  ])('%j refers to %j', (text, expected) => expect(spell(text)).toEqual(expected));

  it.each(['mail me@example.com', 'a@b.c', 'git@github.com:x/y', '@', '@ a', '@"open', 'x/@y', '@#'])(
    '%j is text',
    (text) => expect(spell(text)).toEqual([]),
  );

  it('counts an @ only if it was typed', () => {
    const text = 'see @a.ts and @b.ts';
    expect(findReferences(text, (at) => at > 8).map(({ at }) => at)).toEqual([14]);
    expect(findReferences(text, () => false)).toEqual([]);
  });

  it('finds again what was found, and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'@a./#"3 -(,\n') }), (text) => {
        const found = findReferences(text, typed);
        expect(
          referencesAt(
            text,
            found.map(({ at }) => at),
          ),
        ).toEqual(found);
        for (const { at, end } of found) expect([text[at], end > at + 1]).toEqual(['@', true]);
      }),
    );
  });

  it('writes a path so that it is read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a./#3 -(,é好'), minLength: 1 }), (path) => {
        expect(findReferences(`x ${spellPath(path)} y`, typed)).toMatchObject([{ type: 'path', path }]);
      }),
    );
    expect(spellPath('src/a.ts')).toBe('@src/a.ts');
    expect(spellPath('a b.ts')).toBe('@"a b.ts"');
  });

  it('knows what is being typed', () => {
    expect(openReference('see @src/a', 10, typed)).toEqual({ at: 4, query: 'src/a' });
    expect(openReference('see @src/a', 7, typed)).toEqual({ at: 4, query: 'sr' });
    expect(openReference('@', 1, typed)).toEqual({ at: 0, query: '' });
    expect(openReference('@"a b', 5, typed)).toEqual({ at: 0, query: 'a b' });
    for (const text of ['', 'a@b', '@a ', 'no', '@"a" '])
      expect(openReference(text, text.length, typed)).toBeUndefined();
    expect(openReference('@a', 2, () => false)).toBeUndefined();
  });
});
