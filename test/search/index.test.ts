// The index of words: it says what the files say, follows them, and is replaced when it is damaged.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SearchPlaces, turn, type Line } from './search-places.js';

let place: SearchPlaces;
afterEach(() => place.closeIndex());

const spell = (lines: readonly Line[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** Conversations of some turns each, with a word of its own in each turn. */
function fill(files: number, turns = 4): void {
  place = new SearchPlaces();
  for (let file = 0; file < files; file++)
    place.transcript(
      `s${file}`,
      Array.from({ length: turns }, (_, at) =>
        turn(`t${file}x${at}`, {
          question: `common word${file}x${at} 漢字検索`,
          answer: `the answer ${file} überall`,
          at: 1_000 * file + at,
        }),
      ).flat(),
    );
}

const keys = async (words: string): Promise<string[]> =>
  (await place.search(words)).map(({ key }) => key).sort();

describe('the index', () => {
  it('finds what scanning finds, with the same turns and lines', async () => {
    fill(6, 17);
    const queries = ['common', 'uberall', 'ubera', '検索', '漢字 answer', '"the answer"', 'word3x2', '字'];
    const scanned = await Promise.all(queries.map((words) => place.search(words)));
    await place.useIndex();
    for (const [at, words] of queries.entries())
      expect([words, await place.search(words)]).toEqual([words, scanned[at]]);
    // Too many words begin like the last one, so turns are looked at.
    place.widePages = -1;
    for (const at of [0, 6, 7]) expect(await place.search(queries[at] ?? '')).toEqual(scanned[at]);
    expect(await place.search('answer word0', { limit: 3 })).toHaveLength(3);
    expect(place.messages.at(-1)).toMatchObject({ more: true });
    place.widePages = 200;
    expect(await place.indexed('"common"')).toBe(102);
    expect(await place.indexed('"uber"*')).toBe(102);
    expect(await place.indexed('"漢字" + "字検" + "検索"')).toBe(102);
    // The best of many, by relevance and age.
    expect(await place.search('common', { limit: 3 })).toHaveLength(3);
    expect(place.messages.at(-1)).toMatchObject({ more: true });
    // Of a page that was pasted the first words count.
    const page = Array.from({ length: 300 }, (_, at) => at.toString(36)).join(' ');
    const pages = [`"${page}`, '漢字検索'.repeat(1_000), `common ${page.replaceAll(/[^ ]+/g, '検索')}`];
    const found: number[] = [];
    for (const words of pages) found.push((await place.search(words)).length);
    expect([found, place.logged]).toEqual([[0, 0, 102], []]);
  });

  it('follows what is appended, finished later, moved, rewritten and deleted', async () => {
    fill(3);
    await place.useIndex();
    const first = join(place.places.sessionsDir, 's0/transcript.jsonl');
    const begun = turn('later', { question: 'kingfisher', answer: 'a stickleback' });
    appendFileSync(first, spell([{ type: 'note', text: 'otter', at: 1 }, ...begun.slice(0, 3)]));
    expect(await keys('kingfisher')).toHaveLength(1);
    await place.useIndex();
    expect(await place.indexed('"kingfisher"')).toBe(0);
    expect(await place.indexed('"otter"')).toBe(1);
    appendFileSync(first, spell([{ type: 'note', text: 'pelican', at: 1 }, ...begun.slice(3)]));
    await place.useIndex();
    // One that is not followed by its begin, while another runs: it stays open over what comes after it.
    appendFileSync(first, spell([begun[0] ?? {}, { type: 'note', text: 'heron', at: 1 }]));
    await place.useIndex();
    await place.useIndex();
    const counts = async (): Promise<number[]> =>
      Promise.all(
        ['kingfisher', 'stickleback', 'otter', 'pelican', 'heron'].map((word) => place.indexed(`"${word}"`)),
      );
    expect(await counts()).toEqual([1, 1, 1, 1, 1]);
    expect((await place.search('kingfisher')).map(({ turn: number }) => number)).toContain(5);
    const moved = join(place.places.chatsDir, 'moved.jsonl');
    mkdirSync(place.places.chatsDir, { recursive: true });
    renameSync(first, moved);
    await place.useIndex();
    expect(await counts()).toEqual([1, 1, 1, 1, 1]);
    expect((await place.search('pelican')).map(({ session }) => session)).toEqual(['moved']);
    place.transcript('s1', turn('other', { question: 'rewritten', answer: 'x' }));
    rmSync(join(place.places.sessionsDir, 's2'), { recursive: true });
    expect(await keys('word1x1')).toEqual([]);
    await place.useIndex();
    expect(await place.indexed('"word1x1"')).toBe(0);
    expect(await place.indexed('"word2x1"')).toBe(0);
    expect(await place.indexed('"rewritten"')).toBe(1);
  });

  it('is asked for no file whose text has become another, whatever its size, inode and time', async () => {
    fill(8);
    const file = join(place.places.sessionsDir, 's3/transcript.jsonl');
    const original = readFileSync(file, 'utf8');
    const other = original.replace('common word3x1', 'nommoc word3x1');
    writeFileSync(file, other);
    const { atime, mtime } = statSync(file);
    await place.useIndex();
    const more = spell(turn('later', { question: 'common later', answer: 'x' }));
    for (const [text, count] of [
      [original, 32],
      [other + more, 32],
      [original + more, 33],
    ] as const) {
      writeFileSync(file, text);
      utimesSync(file, atime, mtime);
      // More than few, so nothing else is scanned.
      expect(await keys('common')).toHaveLength(count);
      await place.useIndex();
      expect(await place.indexed('"common"')).toBe(count);
    }
    // Another one with its inode: what is deleted gives it to the next.
    const moved = join(place.places.sessionsDir, 's9');
    renameSync(join(place.places.sessionsDir, 's3'), moved);
    writeFileSync(join(moved, 'transcript.jsonl'), other + more + more);
    await place.useIndex();
    expect(await place.indexed('"nommoc"')).toBe(1);
  });

  it('has what stands beside more letters without a blank than a regular expression goes back over', async () => {
    fill(1);
    const [question, begin, , finish] = turn('long', { question: 'common', answer: 'x' });
    const piece = { type: 'piece', id: 'long', text: 'x'.repeat(6_000_000) };
    place.transcript('long', [question ?? {}, begin ?? {}, piece, finish ?? {}]);
    await place.useIndex();
    expect(place.logged).toEqual([]);
    expect(await place.indexed('"common"')).toBe(5);
  });

  it('leaves the last room of a disk alone, and is not built for ever', async () => {
    fill(2);
    place.freeBytes = 1 << 20;
    await place.useIndex();
    expect(await place.indexed('"common"')).toBe(0);
    expect(await keys('common')).toHaveLength(8);
    place.freeBytes = 1 << 30;
    for (const expected of [8, 8, 8, -1]) {
      const index = await (await place.useIndex()).open();
      expect(await place.indexed('"common"')).toBe(expected);
      if (index) place.index?.damaged(index, new Error('planted'));
    }
    expect(await keys('common')).toHaveLength(8);
    expect(place.logged).toEqual([
      expect.stringContaining('nearly full'),
      expect.stringContaining('built again: planted'),
      expect.stringContaining('built again: planted'),
      expect.stringContaining('left out until the next start: planted'),
    ]);
  });

  it.each([
    ['a second later', 1],
    ['at the same time', 0],
  ])('takes nothing written %s for older because of a file from the future', async (_, seconds) => {
    fill(1);
    utimesSync(join(place.places.sessionsDir, 's0/transcript.jsonl'), 5e9, 5e9);
    await place.useIndex();
    for (const [name, at] of [
      ['old', 1e9],
      ['new', 1e9 + seconds],
    ] as const) {
      utimesSync(place.transcript(name, turn(name, { question: `common ${name}`, answer: 'x' })), at, at);
      await place.useIndex();
    }
    const index = await place.index?.open();
    const first = index?.find('"common"')[0]?.file;
    expect([...(index?.files.values() ?? [])].find(({ id }) => id === first)?.path).toContain('/new/');
  });

  const damage: Record<string, (file: string) => void> = {
    'cut to half': (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
    'short of its last bytes': (file) => truncateSync(file, readFileSync(file).length - 100),
    empty: (file) => writeFileSync(file, ''),
    'something else': (file) => writeFileSync(file, 'no database at all\n'.repeat(500)),
    'zero in the middle': (file) => {
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.fill(0, 8_192, bytes.length - 4_096));
    },
    'overwritten in the middle': (file) => {
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.fill('random words ', 12_288));
    },
    // SQLite sees nothing of it, and would find fewer.
    'changed in one of its bytes': (file) => {
      const bytes = readFileSync(file);
      const at = bytes.lastIndexOf('common');
      writeFileSync(file, bytes.fill('d', at, at + 1));
    },
    deleted: (file) => rmSync(file),
    'a directory': (file) => {
      rmSync(file);
      mkdirSync(file);
    },
    'of another version': (file) => {
      const bytes = readFileSync(file);
      // user_version, as the file format has it.
      bytes.writeUInt32BE(99, 60);
      writeFileSync(file, bytes);
    },
    'behind the lock of a killed process': (file) => mkdirSync(`${file}.lock`),
  };

  it.each(Object.entries(damage))('is replaced when it is %s', async (_, damageFile) => {
    fill(4, 3);
    await place.useIndex();
    const scanned = await keys('common');
    await place.closeIndex();
    damageFile(place.places.indexFile);
    expect(await keys('common')).toEqual(scanned);
    await place.useIndex();
    // What is damaged in the middle is seen when it is read.
    expect(await keys('common')).toEqual(scanned);
    await place.useIndex();
    expect(await keys('common')).toEqual(scanned);
    expect(await place.indexed('"common"')).toBe(12);
  });

  it('goes on where a killed process was, and lets no second one in', async () => {
    fill(6);
    const { sessionsDir, chatsDir, indexFile } = place.places;
    const child = spawn(process.execPath, ['dist/search.js', sessionsDir, chatsDir, indexFile], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const query = { words: 'common', exact: false, limit: 10 };
    child.stdin.write(`${JSON.stringify({ type: 'search', id: 1, query, nowMs: 1 })}\n`);
    let heard = '';
    for await (const bytes of child.stdout) {
      heard += String(bytes);
      if (heard.includes('"type":"end"') && existsSync(`${indexFile}-wal`)) break;
    }
    const exited = once(child, 'exit');
    await place.useIndex();
    expect(place.logged).toEqual([]);
    expect(await place.indexed('"common"')).toBe(-1);
    expect(await place.search('common', { limit: 1_000 })).toHaveLength(24);
    await place.closeIndex();
    child.kill('SIGKILL');
    await exited;
    expect(existsSync(`${indexFile}.lock`)).toBe(true);
    await place.useIndex();
    expect(await place.indexed('"common"')).toBe(24);
    expect(await place.search('common')).toHaveLength(24);
  });
});
