import fc from 'fast-check';
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { openDisk, type Disk } from '../../src/files/disk.js';
import { SavedScreen, type LinesToSave } from '../../src/store/saved-screen.js';
import { newDirectory } from '../temporary-directory.js';

/** Lines that are their numbers. */
const lines = (first: number, end: number): LinesToSave => ({
  first,
  end,
  read: (from) => [Buffer.from(text(Math.max(first, from), end))],
});
const text = (first: number, end: number): string =>
  Array.from({ length: end - first }, (_, at) => `line ${first + at}\n`).join('');

const QUIET = { printing: false };
const PRINTING = { printing: true };

function opened(
  folder = newDirectory(),
  disk = openDisk(),
): {
  saved: SavedScreen;
  folder: string;
  disk: Disk;
  file: string;
} {
  const saved = new SavedScreen({
    folder,
    id: 'abc',
    disk,
    owner: {},
    syncParents: async () => {},
    makeFolder: () => {},
  });
  return { saved, folder, disk, file: join(folder, 'scrollback.txt') };
}

const loaded = (folder: string): [string, string, number] | undefined => {
  const screen = opened(folder).saved.load();
  return screen && [screen.screen, Buffer.from(screen.lines).toString(), screen.first];
};

describe('a saved screen', () => {
  it('writes only the lines that are new', async () => {
    const { saved, folder, file } = opened();
    await saved.save('one', lines(0, 10_000), QUIET);
    const before = statSync(file);
    await saved.save('two', lines(2, 10_002), QUIET);
    const after = statSync(file);
    expect(after.ino).toBe(before.ino);
    expect(after.size - before.size).toBe(text(10_000, 10_002).length);
    expect(loaded(folder)).toEqual(['two', text(2, 10_002), 2]);
  });

  it('goes on behind what it has loaded', async () => {
    const { saved, folder, file } = opened();
    await saved.save('one', lines(0, 5), QUIET);
    const again = opened(folder).saved;
    again.load();
    await again.save('two', lines(0, 7), QUIET);
    expect(readFileSync(file, 'utf8')).toBe(`qmux scrollback 1;0\n${text(0, 7)}`);
    // Not loaded: nothing is known of the file.
    await opened(folder).saved.save('three', lines(4, 9), QUIET);
    expect(loaded(folder)).toEqual(['three', text(4, 9), 4]);
  });

  it('writes all anew when lines were cleared, or came back to the screen', async () => {
    const { saved, folder } = opened();
    await saved.save('one', lines(0, 20), QUIET);
    await saved.save('wider', lines(0, 15), QUIET);
    expect(loaded(folder)).toEqual(['wider', text(0, 15), 0]);
    await saved.save('cleared', lines(15, 15), QUIET);
    expect(loaded(folder)).toEqual(['cleared', '', 15]);
    await saved.save('more', lines(15, 18), QUIET);
    expect(loaded(folder)).toEqual(['more', text(15, 18), 15]);
    await saved.save('a flood went by', lines(500_000, 510_000), QUIET);
    expect(loaded(folder)).toEqual(['a flood went by', text(500_000, 510_000), 500_000]);
  });

  it('lets many new lines wait while the program prints', async () => {
    const { saved, folder } = opened();
    await saved.save('one', lines(0, 10), QUIET);
    await saved.save('few', lines(0, 900), PRINTING);
    expect(loaded(folder)).toEqual(['few', text(0, 900), 0]);
    await saved.save('many', lines(0, 9_000), PRINTING);
    expect(loaded(folder)).toEqual(['many', text(0, 900), 0]);
    await saved.save('quiet', lines(0, 9_000), QUIET);
    expect(loaded(folder)).toEqual(['quiet', text(0, 9_000), 0]);
  });

  it('does not grow without end', async () => {
    const { saved, file } = opened();
    let largest = 0;
    for (let first = 0; first < 100_000; first += 1_000) {
      await saved.save('x', lines(first, first + 1_000), QUIET);
      largest = Math.max(largest, statSync(file).size);
    }
    expect(largest).toBeLessThan(15_000 * 'line 10000\n'.length);
  });

  it('belongs together after a crash between its files, and after a torn one', async () => {
    const { saved, folder, file } = opened();
    await saved.save('one', lines(0, 10), QUIET);
    copyFileSync(join(folder, 'screen.txt'), join(folder, 'kept'));
    await saved.save('two', lines(3, 20), QUIET);
    copyFileSync(join(folder, 'kept'), join(folder, 'screen.txt'));
    expect(loaded(folder)).toEqual(['one', text(0, 10), 0]);
    writeFileSync(file, readFileSync(file).subarray(0, -3));
    expect(loaded(folder)).toEqual(['one', text(0, 10), 0]);
    const again = opened(folder).saved;
    again.load();
    await again.save('three', lines(0, 11), QUIET);
    expect(loaded(folder)).toEqual(['three', text(0, 11), 0]);
  });

  it('gives for any course of saves what the last one said', async () => {
    const step = fc.record({ more: fc.nat(3_000), gone: fc.nat(3_000), back: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { saved, folder } = opened();
        let [first, end] = [0, 0];
        const saving = steps.map(({ more, gone, back }) => {
          end = Math.max(first, end - back) + more;
          first = Math.min(end, first + gone);
          return saved.save(`${first} ${end}`, lines(first, end), QUIET);
        });
        await Promise.all(saving);
        expect(loaded(folder)).toEqual([`${first} ${end}`, text(first, end), first]);
      }),
      { numRuns: 30 },
    );
  });

  it('reads a screen that was saved before lines had a file of their own', () => {
    const { folder } = opened();
    expect(loaded(folder)).toBeUndefined();
    writeFileSync(join(folder, 'screen.txt'), 'old\r\nlines\x1b[2;3H');
    expect(loaded(folder)).toEqual(['old\r\nlines\x1b[2;3H', '', 0]);
  });
});
