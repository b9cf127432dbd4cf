import { Low } from 'lowdb';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DurableAdapter } from '../../src/store/durable-adapter.js';
import { backupOf } from '../../src/files/durable-file.js';
import { openDisk } from '../../src/files/disk.js';
import type { Decoded } from '../../src/store/schema.js';
import { UserError } from '../../src/text/user-error.js';
import { newDirectory } from '../temporary-directory.js';

interface Box {
  n: number;
}

function decode(text: string): Decoded<Box> {
  const value = JSON.parse(text) as Box;
  if (value.n > 100) throw new UserError('written by a newer qmux');
  return { value, problems: value.n === 13 ? ['thirteen'] : [] };
}

const newFile = (): string => join(newDirectory(), 'box.json');
const adapterOf = (file: string): DurableAdapter<Box> =>
  new DurableAdapter({ file, decode, disk: openDisk({ now: () => 99 }) });
const filesOf = (file: string): string[] => readdirSync(join(file, '..')).sort();

describe('DurableAdapter', () => {
  it('gives back through lowdb what lowdb wrote', async () => {
    const file = newFile();
    const first = new Low<Box>(adapterOf(file), { n: 0 });
    await first.read();
    expect(first.data).toEqual({ n: 0 });
    await first.update((data) => (data.n = 7));
    const second = new Low<Box>(adapterOf(file), { n: 0 });
    await second.read();
    expect(second.data).toEqual({ n: 7 });
  });

  it('reads the backup of a damaged file and sets the damaged one aside', async () => {
    const file = newFile();
    await adapterOf(file).write({ n: 1 });
    await adapterOf(file).write({ n: 2 });
    writeFileSync(file, '{"n":');
    const adapter = adapterOf(file);
    expect(await adapter.read()).toEqual({ n: 1 });
    expect(adapter.lost).toBe(false);
    expect(adapter.problems).toEqual([
      expect.stringMatching(/^box\.json is damaged .*set aside as box\.json\.damaged-99$/),
      expect.stringContaining('backup'),
    ]);
    expect(readFileSync(`${file}.damaged-99`, 'utf8')).toBe('{"n":');
  });

  it('gives nothing, and says that something is lost, when the backup is damaged too', async () => {
    const file = newFile();
    writeFileSync(file, '');
    writeFileSync(backupOf(file), '\0\0\0');
    const adapter = adapterOf(file);
    expect(await adapter.read()).toBeNull();
    expect(adapter.lost).toBe(true);
  });

  it('loses nothing where there was nothing', async () => {
    const adapter = adapterOf(newFile());
    expect(await adapter.read()).toBeNull();
    expect([adapter.lost, adapter.problems]).toEqual([false, []]);
  });

  it('refuses a newer version and leaves the file as it is', async () => {
    const file = newFile();
    writeFileSync(file, '{"n":101}');
    await expect(adapterOf(file).read()).rejects.toThrow(UserError);
    expect(filesOf(file)).toEqual(['box.json']);
  });

  it('keeps a copy of a file of which only a part could be used', async () => {
    const file = newFile();
    writeFileSync(file, '{"n":13}');
    const adapter = adapterOf(file);
    expect(await adapter.read()).toEqual({ n: 13 });
    expect(adapter.problems).toEqual(['thirteen', 'box.json as it was is kept as box.json.damaged-99']);
    expect(filesOf(file)).toEqual(['box.json', 'box.json.damaged-99']);
  });
});
