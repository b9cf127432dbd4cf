import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readNamed } from '../../../src/chat/context/read-named.js';
import { findReferences } from '../../../src/chat/context/references.js';
import { newDirectory } from '../../temporary-directory.js';
import { countProcessorTime } from '../../harness/processor-time.js';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1]);

function project(): { root: string; read(typed: string): ReturnType<typeof readNamed> } {
  const root = join(newDirectory(), 'project');
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  writeFileSync(join(root, 'a.txt'), 'one\ntwo\nthree\n');
  writeFileSync(join(root, 'src/b c.ts'), 'b');
  writeFileSync(join(root, 'src/deep/d.ts'), 'd');
  writeFileSync(join(root, '../outside.txt'), 'OUTSIDE');
  writeFileSync(join(root, 'picture.png'), PNG);
  const read = async (typed: string): ReturnType<typeof readNamed> => {
    const [reference] = findReferences(typed, () => true);
    if (reference?.type !== 'path') throw new Error(`${typed} is no path`);
    return readNamed(reference, root);
  };
  return { root, read };
}

describe('a named path', () => {
  it('is sent as its text, its lines, its image or its tree', async () => {
    const { root, read } = project();
    expect(await read('@a.txt')).toEqual({
      kind: 'file',
      name: 'a.txt',
      path: join(root, 'a.txt'),
      text: 'one\ntwo\nthree\n',
      bytes: 14,
    });
    expect(await read('@a.txt#2-9')).toMatchObject({ text: 'two\nthree\n', lines: { from: 2, to: 9 } });
    expect(await read('@"src/b c.ts"')).toMatchObject({ text: 'b' });
    expect(await read('@picture.png')).toMatchObject({
      kind: 'image',
      mediaType: 'image/png',
      text: PNG.toString('base64'),
    });
    expect(await read('@src/')).toMatchObject({ kind: 'folder', text: 'b c.ts\ndeep/\n  d.ts\n' });
    expect(await read('@nothing.txt')).toBeUndefined();
    expect(await read('@a.txt/b')).toBeUndefined();
  });

  it('is what a link leads to, and says so', async () => {
    const { root, read } = project();
    symlinkSync('../outside.txt', join(root, 'link.txt'));
    expect(await read('@link.txt')).toMatchObject({ name: 'link.txt', path: join(root, '../outside.txt') });
  });

  it('sends nothing of what lies outside a folder that is named', async () => {
    const { root, read } = project();
    mkdirSync(join(root, '../other'));
    writeFileSync(join(root, '../other/secret.txt'), 'SECRET');
    symlinkSync('../../other', join(root, 'src/other'));
    symlinkSync('../../outside.txt', join(root, 'src/link.txt'));
    const { text } = (await read('@src')) ?? { text: '' };
    expect(text).toContain('other\n');
    expect(text).not.toMatch(/secret|OUTSIDE/i);
  });

  it('is refused with the reason and the way out', async () => {
    const { root, read } = project();
    writeFileSync(join(root, 'big.txt'), 'x');
    truncateSync(join(root, 'big.txt'), 20 * 1024 * 1024);
    writeFileSync(join(root, 'long.txt'), 'a line\n'.repeat(40_000));
    truncateSync(join(root, 'long.txt'), 20 * 1024 * 1024);
    writeFileSync(join(root, 'binary'), Buffer.from([1, 0, 2]));
    writeFileSync(join(root, 'huge.png'), PNG);
    truncateSync(join(root, 'huge.png'), 6 * 1024 * 1024);
    execFileSync('mkfifo', [join(root, 'fifo')]);
    symlinkSync('loop', join(root, 'loop'));
    writeFileSync(join(root, 'locked'), 'x');
    chmodSync(join(root, 'locked'), 0o000);
    await expect(read('@big.txt')).rejects.toThrow('big.txt is binary; name a text file or an image');
    await expect(read('@long.txt')).rejects.toThrow(
      'long.txt has 20 MB, at most 200 KB are sent; name some lines, as in #1-200',
    );
    await expect(read('@long.txt#1-39000')).rejects.toThrow('is more than 200 KB; name fewer lines');
    await expect(read('@a.txt#7')).rejects.toThrow('a.txt has no line 7; name other lines');
    await expect(read('@binary')).rejects.toThrow('binary is binary');
    await expect(read('@huge.png')).rejects.toThrow('make the image smaller');
    await expect(read('@fifo')).rejects.toThrow('fifo is a FIFO, not a file');
    await expect(read('@loop')).rejects.toThrow('loop is a link that leads back to itself');
    if (process.getuid?.() !== 0) await expect(read('@locked')).rejects.toThrow('may not be read');
    expect(await read('@long.txt#38000-38001')).toMatchObject({ text: 'a line\na line\n' });
  });

  it('does not hold the event loop, however large it is', async () => {
    const { root, read } = project();
    writeFileSync(join(root, 'long.txt'), 'a line\n'.repeat(2_000));
    truncateSync(join(root, 'long.txt'), 20 * 1024 * 1024);
    const times: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const spentMs = countProcessorTime();
      await read('@long.txt').catch(() => {});
      times.push(spentMs());
    }
    // 1 ms; reading 20 MB takes longer.
    expect(Math.min(...times)).toBeLessThan(10);
  });

  it('has the lines that an editor numbers so', async () => {
    const { root, read } = project();
    const line = fc.string({ unit: fc.constantFrom('x', 'é', '好', ' '), maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.nat(12), fc.nat(5), async (lines, from, more) => {
        writeFileSync(join(root, 'f'), lines.join('\n'));
        const wanted = lines
          .join('\n')
          .split(/(?<=\n)/)
          .slice(from, from + more + 1);
        const found = await read(`@f#${from + 1}-${from + more + 1}`).catch(() => undefined);
        expect(found?.text ?? '').toBe(wanted.join(''));
      }),
      { numRuns: 60 },
    );
  });
});
