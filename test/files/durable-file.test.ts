import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NODE_FILES, type FilePort } from '../../src/files/file-port.js';
import { backupOf, removeTemporaries, writeDurably, writeWhole } from '../../src/files/durable-file.js';
import { failAt, faultyFiles } from '../store/faulty-files.js';
import { newDirectory } from '../temporary-directory.js';

const newFile = (): string => join(newDirectory(), 'index.json');

/**
 * Fails at the call with this number (from 1) and at every later one, as when the process is killed there.
 */
function recordingPort(number = Number.POSITIVE_INFINITY): { files: FilePort; calls: () => string[] } {
  const faulty = faultyFiles();
  failAt(faulty, number - 1);
  return { files: faulty.files, calls: () => faulty.calls.map(({ operation }) => operation) };
}

describe('writeDurably', () => {
  it('syncs the new file before it takes the place of the old, and the directory after', async () => {
    const file = newFile();
    await writeDurably(file, 'old');
    const { files, calls } = recordingPort();
    await writeDurably(file, 'new', { backup: true, files });
    expect(calls()).toEqual(['open', 'write', 'sync', 'unlink', 'link', 'rename', 'open', 'sync']);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readFileSync(backupOf(file), 'utf8')).toBe('old');
  });

  it('keeps the mode 0600 through every write', async () => {
    const file = newFile();
    for (const text of ['a', 'b', 'c']) {
      await writeDurably(file, text, { backup: true });
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(statSync(backupOf(file)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(file, '..')).sort()).toEqual(['index.json', 'index.json.bak']);
  });

  it('leaves the whole old or the whole new text, wherever it is killed', async () => {
    for (let failAt = 1; failAt <= 8; failAt++) {
      const file = newFile();
      await writeDurably(file, 'older', { backup: true });
      await writeDurably(file, 'old', { backup: true });
      const { files, calls } = recordingPort(failAt);
      await expect(writeDurably(file, 'new text', { backup: true, files })).rejects.toThrow('made to fail');
      expect(readFileSync(file, 'utf8')).toBe(calls().includes('rename') ? 'new text' : 'old');
      await removeTemporaries(join(file, '..'));
      expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      // What a kill left behind does not affect the next write.
      await writeDurably(file, 'next', { backup: true });
      expect(readFileSync(file, 'utf8')).toBe('next');
    }
  });

  it('leaves the whole old or the whole new text without syncing, where that is enough', async () => {
    const file = newFile();
    await writeDurably(file, 'old');
    const { files, calls } = recordingPort();
    await writeWhole(file, 'new', files);
    expect(calls()).toEqual(['open', 'write', 'rename']);
    for (let failAt = 1; failAt <= 3; failAt++) {
      await expect(writeWhole(file, 'newer', recordingPort(failAt).files)).rejects.toThrow('made to fail');
      expect(readFileSync(file, 'utf8')).toBe('new');
    }
  });

  it('keeps the old file when the disk took only a part', async () => {
    const file = newFile();
    await writeDurably(file, 'old');
    // A file system that claims to have written all of it.
    const short: FilePort = {
      ...NODE_FILES,
      write: async (descriptor, bytes) => {
        await NODE_FILES.write(descriptor, bytes.subarray(0, 3));
        return bytes.length;
      },
    };
    await expect(writeDurably(file, 'new text', { files: short })).rejects.toThrow(
      /has 3 bytes after a write of 8/,
    );
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(join(file, '..'))).toEqual(['index.json']);
  });

  it('does without a backup where there are no hard links', async () => {
    const file = newFile();
    await writeDurably(file, 'old');
    const { files } = recordingPort();
    const link = (): Promise<void> => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }));
    await writeDurably(file, 'new', { backup: true, files: { ...files, link } });
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(existsSync(backupOf(file))).toBe(false);
  });
});

describe('removeTemporaries', () => {
  it('takes only what a cut write left', async () => {
    const file = newFile();
    const directory = join(file, '..');
    for (const name of ['index.json.0123456789ab.tmp', 'mine.tmp', 'index.json'])
      writeFileSync(join(directory, name), '');
    await removeTemporaries(directory);
    expect(readdirSync(directory).sort()).toEqual(['index.json', 'mine.tmp']);
  });
});
