// Patches as git itself takes them: in a repository with the file as it was before the change, or after it.

import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import type { FileDiff } from '../../../src/chat/model-event.js';
import { formatPatch } from '../../../src/chat/tool-calls/patch.js';
import { newDirectory } from '../../temporary-directory.js';
import { countProcessorTime } from '../../harness/processor-time.js';

const NO_PLACE = 'no place found: git apply will not take it';

let root: string;
const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };

const git = async (...args: string[]): Promise<string> =>
  (await promisify(execFile)('git', args, { cwd: root, env })).stdout;

beforeAll(async () => {
  root = newDirectory();
  await git('init', '-q');
});

const write = async (name: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
};
const read = (name: string): Promise<string | undefined> =>
  readFile(join(root, name), 'utf8').catch(() => undefined);

async function put(name: string, text: string | undefined): Promise<void> {
  if (text === undefined) await rm(join(root, name), { force: true });
  else await write(name, text);
}

const copy = (...diffs: FileDiff[]): Promise<string> => formatPatch(diffs, { directory: root });

interface Change {
  name: string;
  before: string | undefined;
  after: string | undefined;
}

/** The texts of the files after the patch, and after it is undone. */
async function applyAndUndo(patch: string, changes: readonly Change[]): Promise<(string | undefined)[][]> {
  const file = join(root, '.git', 'a.patch');
  await writeFile(file, patch);
  for (const { name, before } of changes) await put(name, before);
  const texts = (): Promise<(string | undefined)[]> => Promise.all(changes.map(({ name }) => read(name)));
  await git('apply', '--check', file);
  await git('apply', file);
  const after = await texts();
  await git('apply', '-R', file);
  return [after, await texts()];
}

const bothSides = (changes: readonly Change[]): (string | undefined)[][] => [
  changes.map(({ after }) => after),
  changes.map(({ before }) => before),
];

const LONG = Array.from({ length: 40 }, (_, at) => `line ${at}\n`).join('');

describe('a patch that git takes', () => {
  it.each<[string, string | undefined, string | undefined, FileDiff['old'], string]>([
    ['a part in the middle of a line', LONG, LONG.replace('line 20\n', 'line twenty\n'), ' 20', ' twenty'],
    [
      'a part of several lines',
      LONG,
      LONG.replace('line 20\nline 21\n', ''),
      'line 19\nline 20\nline 21\n',
      'line 19\n',
    ],
    ['the beginning', LONG, `first\n${LONG}`, 'line 0\n', 'first\nline 0\n'],
    ['the end', LONG, `${LONG}last\n`, 'line 39\n', 'line 39\nlast\n'],
    ['the whole file', 'one\ntwo\n', 'one\nthree\n', 'one\ntwo\n', 'one\nthree\n'],
    ['a file that did not exist', undefined, 'one\ntwo\n', null, 'one\ntwo\n'],
    ['a file that was not there, said to be empty', undefined, 'one\n', '', 'one\n'],
    ['an empty new file', undefined, '', null, ''],
    ['a file without a line break at its end', undefined, 'one\ntwo', null, 'one\ntwo'],
    ['a line break that is added at the end', 'one\ntwo', 'one\ntwo\n', 'one\ntwo', 'one\ntwo\n'],
    ['a line break that is removed at the end', 'one\ntwo\n', 'one\ntwo', 'two\n', 'two'],
    ['CRLF', 'one\r\ntwo\r\nthree\r\n', 'one\r\n2\r\nthree\r\n', 'two\r\n', '2\r\n'],
    ['CRLF that the agent does not see', 'a\r\nb\r\nc\r\n', 'a\r\nd\r\ne\r\nc\r\n', 'a\nb', 'a\nd\ne'],
    ['empty lines at the beginning', '\n\n\n\na\nb\n', '\n\n\n\na\nc\n', 'b', 'c'],
    ['one empty line before it', '\na\nb\n', '\na\nc\n', 'b', 'c'],
    ['all of the text', 'one\n', '', 'one\n', ''],
  ])('%s, before it is made and after it', async (_, before, after, old, text) => {
    const diff = { path: 'a.txt', old, new: text };
    await put('a.txt', before);
    const early = await copy(diff);
    await put('a.txt', after);
    const late = await copy(diff);
    expect(early).not.toContain(NO_PLACE);
    expect(late).toBe(early);
    const changes = [{ name: 'a.txt', before, after }];
    expect(await applyAndUndo(early, changes)).toEqual(bothSides(changes));
  });

  it('numbers the lines of the file, not those of the part', async () => {
    await put('a.txt', LONG);
    expect(await copy({ path: 'a.txt', old: 'line 20\n', new: 'twenty\n' })).toBe(
      'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -18,7 +18,7 @@\n' +
        ' line 17\n line 18\n line 19\n-line 20\n+twenty\n line 21\n line 22\n line 23\n',
    );
  });

  it('says of a new file and of one that becomes empty which line is before', async () => {
    await put('a.txt', undefined);
    expect(await copy({ path: 'a.txt', old: null, new: 'one\ntwo' })).toBe(
      'diff --git a/a.txt b/a.txt\nnew file mode 100644\n--- /dev/null\n+++ b/a.txt\n' +
        '@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline at end of file\n',
    );
    await put('a.txt', 'one\n');
    expect(await copy({ path: 'a.txt', old: 'one\n', new: '' })).toContain('@@ -1 +0,0 @@\n-one\n');
  });

  it('has one hunk for changes with six lines between them, two for seven', async () => {
    await put('a.txt', LONG);
    const hunks = async (second: number): Promise<string[] | null> => {
      const diffs = [10, second].map((at) => ({ path: 'a.txt', old: `line ${at}\n`, new: `row ${at}\n` }));
      return (await copy(...diffs)).match(/^@@ .*/gm);
    };
    expect(await hunks(17)).toEqual(['@@ -8,14 +8,14 @@']);
    expect(await hunks(18)).toEqual(['@@ -8,7 +8,7 @@', '@@ -16,7 +16,7 @@']);
  });

  it('asks the repository of the session, whatever the environment of the server names', async () => {
    process.env['GIT_DIR'] = join(newDirectory(), 'none');
    try {
      await put('deep/a.txt', 'one\n');
      const directory = join(root, 'deep');
      const patch = await formatPatch([{ path: 'a.txt', old: 'one', new: 'two' }], { directory });
      expect(patch).toContain('--- a/deep/a.txt\n');
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  it('has half a character as it is in a file', async () => {
    await put('a.txt', 'one \ufffd\n');
    const changes = [{ name: 'a.txt', before: undefined, after: 'one \ufffd\n' }];
    const patch = await copy({ path: 'a.txt', old: null, new: 'one \ud83d\n' });
    expect(await applyAndUndo(patch, changes)).toEqual(bothSides(changes));
  });

  it('is after the change where the new text contains the old one, before it where it is the other way', async () => {
    const grown = { path: 'a.txt', old: 'one\n', new: 'one\ntwo\n' };
    await put('a.txt', 'one\ntwo\n');
    const growth = [{ name: 'a.txt', before: 'one\n', after: 'one\ntwo\n' }];
    expect(await applyAndUndo(await copy(grown), growth)).toEqual(bothSides(growth));
    const shrunk = { path: 'a.txt', old: 'one\ntwo\n', new: 'one\n' };
    await put('a.txt', 'one\ntwo\n');
    const loss = [{ name: 'a.txt', before: 'one\ntwo\n', after: 'one\n' }];
    expect(await applyAndUndo(await copy(shrunk), loss)).toEqual(bothSides(loss));
  });

  it('is one change for several of one file, of which some were made', async () => {
    const made = { path: 'a.txt', old: 'line 3\n', new: 'three\n' };
    const open = { path: join(root, 'a.txt'), old: 'line 30\n', new: 'thirty\n' };
    const changes = [
      {
        name: 'a.txt',
        before: LONG,
        after: LONG.replace('line 3\n', 'three\n').replace('line 30\n', 'thirty\n'),
      },
    ];
    await put('a.txt', LONG.replace('line 3\n', 'three\n'));
    const patch = await copy(made, open);
    expect(patch.match(/^diff --git/gm)).toHaveLength(1);
    expect(await applyAndUndo(patch, changes)).toEqual(bothSides(changes));
    await put('a.txt', LONG);
    expect(await copy(made, open)).toBe(patch);
    await put('a.txt', changes[0]?.after);
    expect(await copy(made, open)).toBe(patch);
  });

  it('has small hunks for changes far apart in a large file', async () => {
    const large = Array.from({ length: 20_000 }, (_, at) => `line ${at} of many\n`).join('');
    const diffs = [5, 19_990, 100].map((at) => ({
      path: 'a.txt',
      old: `line ${at} of`,
      new: `row ${at} of`,
    }));
    const after = diffs.reduce((text, { old, new: by }) => text.replace(old, by), large);
    await put('a.txt', after);
    const patch = await copy(...diffs);
    expect(patch.match(/^@@ .*/gm)).toEqual([
      '@@ -3,7 +3,7 @@',
      '@@ -98,7 +98,7 @@',
      '@@ -19988,7 +19988,7 @@',
    ]);
    const changes = [{ name: 'a.txt', before: large, after }];
    expect(await applyAndUndo(patch, changes)).toEqual(bothSides(changes));
  });

  it('names files from the root of the repository, whatever the directory of the session', async () => {
    await write('deep/er/a.txt', 'one\n');
    await write('b.txt', 'one\n');
    const patch = await formatPatch(
      [
        { path: 'a.txt', old: 'one', new: 'two' },
        { path: '../../b.txt', old: 'one', new: 'two' },
      ],
      { directory: join(root, 'deep/er') },
    );
    expect(patch.match(/^\+\+\+ .*/gm)).toEqual(['+++ b/deep/er/a.txt', '+++ b/b.txt']);
    const changes = [
      { name: 'deep/er/a.txt', before: 'one\n', after: 'two\n' },
      { name: 'b.txt', before: 'one\n', after: 'two\n' },
    ];
    expect(await applyAndUndo(patch, changes)).toEqual(bothSides(changes));
  });

  it('names what a link leads to', async () => {
    await write('real.txt', 'one\n');
    await symlink('real.txt', join(root, 'link.txt'));
    const patch = await copy({ path: 'link.txt', old: 'one', new: 'two' });
    const changes = [{ name: 'real.txt', before: 'one\n', after: 'two\n' }];
    expect(await applyAndUndo(patch, changes)).toEqual(bothSides(changes));
  });

  it('is as git quotes names, which can be told to leave umlauts alone', async () => {
    await write('\u00fc "x".txt', 'one\n');
    const diff = { path: '\u00fc "x".txt', old: 'one', new: 'two' };
    expect(await copy(diff)).toContain('+++ "b/\\303\\274 \\"x\\".txt"\t\n');
    await git('config', 'core.quotePath', 'false');
    expect(await copy(diff)).toContain('+++ "b/\u00fc \\"x\\".txt"\t\n');
    await git('config', '--unset', 'core.quotePath');
  });
});

describe('what has no place', () => {
  const NOT_A_PATCH = /No valid patches|unrecognized input/;
  const check = async (patch: string): Promise<string> => {
    const file = join(root, '.git', 'a.patch');
    await writeFile(file, patch);
    return git('apply', '--check', file);
  };

  it.each<[string, string | undefined, FileDiff['old'], string]>([
    ['is found twice', 'one\none\n', 'one', 'two'],
    ['is found twice, overlapping', 'aaa', 'aa', 'b'],
    ['is not found', 'three\n', 'one', 'two'],
    ['is in a file that is gone', undefined, 'one', 'two'],
    ['replaces a text that is not known', 'one\n', null, 'two\n'],
    ['is in a file that is not text', 'one\0', 'one', 'two'],
  ])('is text where it %s', async (_, now, old, text) => {
    await put('a.txt', now);
    const patch = await copy({ path: 'a.txt', old, new: text });
    expect(patch.split('\n')[0]).toBe(NO_PLACE);
    for (const line of text.trimEnd().split('\n')) expect(patch).toContain(`+${line}\n`);
    await expect(check(patch)).rejects.toThrow(NOT_A_PATCH);
  });

  it('is text where the last commit has the file, and nobody knows what was in it', async () => {
    await write('committed.txt', 'now\n');
    await git('add', 'committed.txt');
    await git(
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@example.com',
      'commit',
      '-qm',
      'a',
      '--',
      'committed.txt',
    );
    await expect(check(await copy({ path: 'committed.txt', old: null, new: 'now\n' }))).rejects.toThrow(
      NOT_A_PATCH,
    );
    await put('fresh.txt', 'now\n');
    const patch = await copy({ path: 'fresh.txt', old: null, new: 'now\n' });
    const changes = [{ name: 'fresh.txt', before: undefined, after: 'now\n' }];
    expect(await applyAndUndo(patch, changes)).toEqual(bothSides(changes));
  });

  it.each(['../outside.txt', '/elsewhere/a.txt', '.git/config', '.'])('is text outside: %s', async (path) => {
    const patch = await copy({ path, old: 'one', new: 'two' });
    expect(patch).toMatch(/^not a file of the repository: git apply will not take it\n/);
    expect(patch).not.toMatch(/^(?:---|\+\+\+) .*\.\./m);
    await expect(check(patch)).rejects.toThrow(NOT_A_PATCH);
  });

  it('does not keep the others from being applied, and never looks like a patch itself', async () => {
    await put('a.txt', 'one\n');
    await put('b.txt', 'x\n');
    const inner = '++ b/b.txt\n@@ -1 +1 @@\n-x\n+y\ndiff --git a/b.txt b/b.txt\n';
    const patch = await copy(
      { path: 'gone.txt', old: '-- a/b.txt\n', new: inner },
      { path: 'a.txt', old: 'one', new: 'two' },
      { path: 'gone.txt', old: 'one', new: inner },
    );
    const changes = [
      { name: 'a.txt', before: 'one\n', after: 'two\n' },
      { name: 'b.txt', before: 'x\n', after: 'x\n' },
    ];
    expect(await applyAndUndo(patch, changes)).toEqual(bothSides(changes));
  });

  it('is not looked for where that would take minutes', async () => {
    await put('a.txt', 'a'.repeat(1_000_000));
    const half = 'a'.repeat(200_000);
    const spentMs = countProcessorTime();
    expect(await copy({ path: 'a.txt', old: `${half}b${half}`, new: `${half}c${half}` })).toContain(NO_PLACE);
    // About 0.1 s.
    expect(spentMs()).toBeLessThan(2_000);
  });

  it('is empty where nothing changes', async () => {
    expect(await copy({ path: 'a.txt', old: 'one', new: 'one' })).toBe('');
    expect(await copy()).toBe('');
  });
});

it('names files from the directory of the session where there is no repository', async () => {
  const directory = newDirectory();
  await writeFile(join(directory, 'a.txt'), 'one\n');
  const patch = await formatPatch([{ path: join(directory, 'a.txt'), old: 'one', new: 'two' }], {
    directory,
  });
  expect(patch).toContain('--- a/a.txt\n');
  const fresh = await formatPatch([{ path: 'b.txt', old: null, new: 'two\n' }], { directory });
  await writeFile(join(directory, 'a.patch'), patch + fresh);
  const apply = { cwd: directory, env: { ...env, GIT_CEILING_DIRECTORIES: dirname(directory) } };
  await promisify(execFile)('git', ['apply', 'a.patch'], apply);
  expect(await readFile(join(directory, 'a.txt'), 'utf8')).toBe('two\n');
  expect(await readFile(join(directory, 'b.txt'), 'utf8')).toBe('two\n');
});

describe('whatever is changed', () => {
  const WORDS = ['a', 'b', '', ' ', '\t', '}', '-- a', '++ b', '@@ -1 +1 @@', '\\ No newline', 'r\r', '\u00fc', '\u6f22', '\ud83d\ude00', '\x1b[0m', '\ufeff', '\u2028']; // prettier-ignore
  const line = fc.array(fc.constantFrom(...WORDS), { maxLength: 3 }).map((words) => words.join(''));
  const file = fc
    .tuple(fc.array(line, { maxLength: 60 }), fc.boolean(), fc.constantFrom('\n', '\n', '\r\n'))
    .map(([lines, isClosed, end]) => lines.join(end) + (isClosed && lines.length > 0 ? end : ''));
  const NAME_PARTS = ['a', 'b c', ' ', '"', '\\', '\u00fc', '\u6f22', '\n', '\t', "'", '-', '\x01', '\x7f', '.x', 'dev', '\u{1f600}', '->', '=>', '{', 'b/', 'a/']; // prettier-ignore
  const name = fc
    .array(fc.constantFrom(...NAME_PARTS), { minLength: 1, maxLength: 5 })
    .map((parts) => `${parts.join('')}z`);
  const edit = fc.tuple(fc.nat(), fc.nat(30), fc.array(line, { maxLength: 3 }), fc.boolean());

  interface Case {
    change: Change;
    diffs: FileDiff[];
    isMade: boolean;
  }

  /** Parts of a file are replaced one after the other, each of which stands there once, as in agents' tools. */
  function editFile(path: string, before: string, edits: [number, number, string[], boolean][]): FileDiff[] {
    const diffs: FileDiff[] = [];
    let now = before;
    for (const [at, length, lines, isWhole] of edits) {
      const from = isWhole ? 0 : at % (now.length + 1);
      const old = isWhole ? now : now.slice(from, from + length);
      const text = lines.join('\n');
      const next = now.slice(0, from) + text + now.slice(from + old.length);
      const count = (whole: string, part: string): number => (part === '' ? 0 : whole.split(part).length - 1);
      const isClear =
        old.isWellFormed() &&
        old !== '' &&
        text !== '' &&
        now.indexOf(old) === now.lastIndexOf(old) &&
        next.indexOf(text) === next.lastIndexOf(text);
      if (!isClear || count(now, text) > 0 || count(next, old) > 0) continue;
      diffs.push({ path, old, new: text });
      now = next;
    }
    return diffs;
  }

  const cases: fc.Arbitrary<Case[]> = fc
    .uniqueArray(
      fc.record({ name, before: file, after: file, edits: fc.array(edit, { maxLength: 4 }), kind: fc.constantFrom('parts', 'parts', 'whole', 'new'), isMade: fc.boolean() }), // prettier-ignore
      { minLength: 1, maxLength: 8, selector: ({ name: each }) => each },
    )
    .map((files) =>
      files
        .filter(({ name: each }) => !each.includes('//') && !each.startsWith('/'))
        .map(({ name: each, before, after, edits, kind, isMade }, at) => {
          const path = `${at}/${each}`;
          if (kind === 'new')
            return {
              change: { name: path, before: undefined, after },
              diffs: [{ path, old: null, new: after }],
              isMade,
            };
          if (kind === 'whole') {
            // Agents give an empty text for a file that does not exist too, which is more likely.
            const was = before === '' ? undefined : before;
            const diffs = [{ path, old: before, new: after }];
            return { change: { name: path, before: was, after }, diffs, isMade };
          }
          const diffs = editFile(path, before, edits);
          const end = diffs.reduce((text, { old, new: by }) => text.replace(old ?? '', () => by), before);
          return { change: { name: path, before, after: end }, diffs, isMade };
        }),
    );

  it('git takes it, forwards and backwards', async () => {
    let [placed, all] = [0, 0];
    await fc.assert(
      fc.asyncProperty(cases, async (files) => {
        for (const { change, isMade } of files) await put(change.name, isMade ? change.after : change.before);
        const changed = files.filter(
          ({ change, diffs }) =>
            change.before !== change.after && diffs.some((diff) => diff.old !== diff.new),
        );
        const patches = await Promise.all(changed.map(({ diffs }) => copy(...diffs)));
        const good = changed.filter((_, at) => !patches[at]?.startsWith(NO_PLACE));
        all += changed.length;
        placed += good.length;
        if (good.length > 0) {
          const patch = await copy(...good.flatMap(({ diffs }) => diffs));
          expect(patch).toBe(patches.filter((each) => !each.startsWith(NO_PLACE)).join(''));
          const changes = good.map(({ change }) => change);
          expect(await applyAndUndo(patch, changes)).toEqual(bothSides(changes));
        }
        for (const { change } of files) await put(change.name, undefined);
      }),
      { numRuns: process.env['QMUX_TEST_LONG'] ? 1_500 : 40 },
    );
    // What the test itself makes has a place almost always.
    expect(all).toBeGreaterThan(80);
    expect(placed / all).toBeGreaterThan(0.85);
  }, 300_000);
});
