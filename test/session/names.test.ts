import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nameFromText } from '../../src/session/names/name-pattern.js';
import {
  checkName,
  defaultName,
  foldCase,
  nameFromName,
  nameFromQuestion,
  resolveSession,
  resolveSessions,
  uniqueName,
} from '../../src/session/names/names.js';

describe('session names', () => {
  const rules = { typeNames: ['chat', 'debug', 'dev', 'Story'], taken: ['Build', 'straße', 'caf\u00e9'] };

  it.each([
    'a',
    'login.fix_2-x',
    '漢字',
    'x'.repeat(64),
    '𠀀'.repeat(64),
    '1a',
    '_x',
    'the\u0301',
    'हिन्दी',
    'chats',
  ])('%s is good', (name) => {
    expect(() => checkName(name, rules)).not.toThrow();
  });

  const OTHERS = 'contains characters other than letters, digits, - _ .; remove them';
  it.each([
    ['', 'a session name cannot be empty; use 1 to 64 letters, digits, - _ .'],
    ['x'.repeat(65), `name ${'x'.repeat(20)}… is longer than 64 characters; give a shorter one`],
    ['a b', `name "a b" ${OTHERS}`],
    ['a/b', `name "a/b" ${OTHERS}`],
    ['a\nb', `name "a b" ${OTHERS}`],
    ['#2', `name "#2" ${OTHERS}`],
    ['a\x1b[31m', `name "a[31m" ${OTHERS}`],
    ['a\u009b31m', `name "a31m" ${OTHERS}`],
    ['\x1b[31m'.repeat(20), `name [31m[31m[31m[31m[31m… is longer than 64 characters`],
    ['a\u200bb', `name "ab" ${OTHERS}`],
    ['a\u202eb', `name "ab" ${OTHERS}`],
    ['\u3164', `name "" ${OTHERS}`],
    ['\u0301a', OTHERS],
    ['👍', `name "👍" ${OTHERS}`],
    ['-x', 'name -x begins with -; start it with a letter or digit'],
    ['.x', 'name .x begins with .; start it with a letter or digit'],
    ['123', 'name 123 has only digits, like a session number; add a letter'],
    ['١٢٣', 'has only digits'],
    ['DEBUG', 'name DEBUG is the name of a type or an agent; choose another, for example DEBUG-1'],
    ['story', 'name story is the name of a type or an agent'],
    ['build', 'name build is taken; choose another, or /switch build'],
    ['STRASSE'.replace('SS', 'ß'), 'is taken'],
    ['CAFE\u0301', 'is taken'],
  ])('%j is not: %s', (name, message) => {
    expect(() => checkName(name, rules)).toThrow(message);
    expect(() => checkName(name, rules)).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.not.stringMatching(/\p{Cc}/u) }),
    );
  });

  it('come from the kind and number, made unique', () => {
    expect(defaultName('chat', 3, [])).toBe('chat-3');
    expect(defaultName('chat', 3, ['Chat-3', 'chat-3-2'])).toBe('chat-3-3');
    expect(uniqueName('x', [])).toBe('x');
    const long = 'x'.repeat(64);
    expect(uniqueName(long, [long])).toBe(`${'x'.repeat(62)}-2`);
    expect(uniqueName('fix-login', ['fix-login'], 6)).toBe('fix-2');
  });

  it.each([
    ['How do I fix the login timeout in our staging environment?', '', 'fix-login-timeout'],
    ['why?', '', undefined],
    ['hi', '', undefined],
    ['Hey, what’s new in Node 22?', '', 'new-node-22'],
    ["I'm unable to connect; it doesn't work", '', 'unable-connect-doesnt'],
    ['Can’t connect to DB', '', 'cant-connect-db'],
    ['the the the', '', undefined],
    ['difference between TCP/UDP', '', 'difference-tcp-udp'],
    ['Fix src/server/view/client-view.ts line 42', '', 'fix-client-view-ts-line'],
    ['explain /etc/passwd', '', 'explain-passwd'],
    ['is ~/notes/todo.md read by ./run?', '', 'todo-md-read-run'],
    ['review https://www.example.org/a/b?c=d#e please', 'review', 'review-example-org-b'],
    ['```js\nconst x = 1;\n```\nWhy does this fail?', '', 'fail-const-x-1'],
    ['Explain:\n```\nmake all', '', 'explain-make-all'],
    ['C++ or C#?', '', 'cpp-csharp'],
    ['🎉🎉', '', undefined],
    ['🎉 party ideas', '', 'party-ideas'],
    ['Wie heißt der Fluß?', '', 'wie-heißt-der-fluß'],
    ['Привет, как дела?', '', 'привет-как-дела'],
    ['fix-bug', 'hotfix', 'hotfix-fix-bug'],
    ['Refactor parser', 'refactor', 'refactor-parser'],
    ['refactor', 'refactor', undefined],
    ['漢字はどう書きますか', '', '漢字はどう書きますか'],
    ['!!!', '', undefined],
    ['42', '', undefined],
    ['2 + 2?', 'debug', undefined],
    ['debug', '', undefined],
    [`${'a'.repeat(80)} b2b`, 'dev', `dev-${'a'.repeat(20)}`],
    ['7'.repeat(30), '', undefined],
    ['fix a-very_long.word', 'My Own Story', 'my-own-story-fix-very'],
    ['what parser?', 'a-prefix-without-any-end', undefined],
    ['which parser, bison?', 'a-prefix-without-any-end', 'a-prefix-wit-parser'],
    ['What is it?\n\x1b[2J', '', undefined],
    ['hello from v', '', undefined],
    ['what can I do here?', '', undefined],
    ['fix it', '', undefined],
    ['can you help me here again?', '', undefined],
    ['is 1984 in 2024?', '', undefined],
    ['x y z', '', undefined],
    ['漢字', '', undefined],
    ['fix x in parser', '', 'fix-x-parser'],
    ['C or R?', '', 'c-r'],
    ['\u3164\u0301', '', undefined],
  ])('of %j with prefix %j is %s', (question, prefix, name) => {
    const found = nameFromQuestion(question, { prefix, taken: [], typeNames: ['debug'] });
    expect(found).toBe(name);
    expect([...(found ?? '')].length).toBeLessThanOrEqual(24);
  });

  it('that qmux replaced mean their session still, until another one has them', () => {
    const renamed = { id: 'aaaaaa123456', number: 1, name: 'fix-login', formerName: 'chat-1' };
    const tenth = { id: 'bbbbbb123456', number: 10, name: 'chat-10' };
    expect(resolveSession('Chat-1', [renamed, tenth])).toBe(renamed);
    expect(resolveSession('chat-10', [renamed, tenth])).toBe(tenth);
    const taken = { id: 'cccccc123456', number: 2, name: 'chat-1' };
    expect(resolveSession('chat-1', [renamed, tenth, taken])).toBe(taken);
    const again = { id: 'dddddd123456', number: 3, name: 'other', formerName: 'chat-1' };
    expect(resolveSession('chat-1', [renamed, again])).toBe(again);
  });

  it('from elsewhere may be of one word', () => {
    expect(nameFromName('Login!', { taken: [], typeNames: [] })).toBe('login');
    expect(nameFromName('debug', { taken: [], typeNames: ['debug'] })).toBe('chat-debug');
    expect(nameFromName('42', { taken: [], typeNames: [] })).toBeUndefined();
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
    const words = ['2', '#12', 'BUILD', 'build-', 'oth', 'zzzz', 'qqqqqq123456', '2'];
    expect(resolveSessions(words, sessions)).toEqual(words.map((word) => resolveSession(word, sessions)));
    expect(() => resolveSessions(['2', 'bui'], sessions)).toThrow('bui is ambiguous');
    expect(() => find('bui')).toThrow('bui is ambiguous: #1 build, #2 build-logs');
    expect(() => find('othr')).toThrow('no session othr; did you mean other?');
    expect(() => find('xyz')).toThrow('no session xyz; /sessions lists them');
    expect(() => find('9')).toThrow('no session 9');
  });

  it('of a question are good names, whatever is asked and taken', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.lorem(),
      fc.stringMatching(/^[a-c0-9 ]*$/),
      fc.constantFrom('chat', 'debug', 'Story', '漢字'),
    );
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1 }),
        fc.constantFrom('', 'debug', 'My Own'),
        (questions, prefix) => {
          const taken: string[] = [];
          for (const question of [...questions, ...questions]) {
            const name = nameFromQuestion(question, { prefix, taken, typeNames: rules.typeNames });
            if (name === undefined) continue;
            expect(() => checkName(name, { typeNames: rules.typeNames, taken })).not.toThrow();
            expect([...name].length).toBeLessThanOrEqual(24);
            expect(name).toBe(name.toLocaleLowerCase('en'));
            taken.push(name);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('that several begin with are told apart by the candidates', () => {
    const many = Array.from({ length: 7 }, (_, at) => ({
      id: `same${at}`,
      number: at + 1,
      name: `chat-${at + 1}`,
    }));
    expect(() => resolveSession('CHA', many)).toThrow(
      'CHA is ambiguous: #1 chat-1, #2 chat-2, #3 chat-3, #4 chat-4, #5 chat-5, and 2 more',
    );
    expect(() => resolveSession('same', many.slice(0, 2))).toThrow('same is ambiguous: #1 chat-1, #2 chat-2');
    expect(resolveSession('same1', many).number).toBe(2);
    expect(() => resolveSession('sam', many)).toThrow(
      expect.objectContaining({ name: 'UserError', exitCode: 2 }),
    );
    const archived = many.slice(0, 2).map((each) => ({ ...each, number: -1 }));
    expect(() => resolveSession('cha', archived)).toThrow('cha is ambiguous: chat-1 (same0), chat-2 (same1)');
    expect(() => resolveSession('', many)).toThrow('no session ');
  });

  it('are weaker than a number and stronger than an id', () => {
    const sessions = [
      { id: 'build0', number: 1, name: 'x2' },
      { id: 'aaaaaa', number: 2, name: 'build-all' },
    ];
    expect(resolveSession('2', sessions).name).toBe('build-all');
    expect(resolveSession('build', sessions).name).toBe('build-all');
    expect(resolveSession('build0', sessions).name).toBe('x2');
    expect(() => resolveSession('3', sessions)).toThrow('no session 3');
    expect(() => resolveSession('#3', sessions)).toThrow('no session #3');
  });
});

describe('nameFromText', () => {
  const from = (text: string, taken: readonly string[] = []): string =>
    nameFromText(text, { fallback: 'fix', taken, typeNames: ['review'] });

  it.each([
    ['fix-#42: log in', 'fix-42-log-in'],
    ['42', 'fix-42'],
    ['', 'fix'],
    ['--..', 'fix'],
    ['$(rm -rf /)', 'rm-rf'],
    ['サーバー 1', 'サーバー-1'],
    ['Review', 'Review-1'],
    ['a\nb\x1b[2Jc', 'a-b-2Jc'],
  ])('%j is %s', (text, name) => {
    expect(from(text)).toBe(name);
  });

  it('is a name whatever the text is, and one that is free', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (text) => {
        const name = from(text);
        expect(() => checkName(name, { typeNames: ['review'], taken: [] })).not.toThrow();
        expect(() => checkName(from(text, [name]), { typeNames: ['review'], taken: [name] })).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });
});

it('folds names as Unicode does, those of ASCII too', () => {
  for (let code = 0; code < 0x500; code++) {
    const name = `a${String.fromCodePoint(code)}B`;
    expect(foldCase(name)).toBe(name.normalize('NFC').toLocaleLowerCase('en'));
  }
});
