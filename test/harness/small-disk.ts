// A disk of about a megabyte, mounted over a directory: one that can really be full, or read-only. Only root
// can mount, on Linux. Owns mounting, filling and unmounting.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  /** Takes all the room that is left. */
  fill(): void;
  /** Frees it again. */
  clear(): void;
  setReadOnly(isReadOnly: boolean): void;
  unmount(): void;
}

export function mountSmallDisk(directory: string, sizeBytes = 1024 * 1024): SmallDisk {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  mount('-t', 'tmpfs', '-o', `size=${sizeBytes},mode=700`, 'tmpfs', directory);
  const filler = join(directory, 'filler');
  let parts = 0;
  return {
    fill() {
      for (;;)
        try {
          writeFileSync(`${filler}${parts++}`, Buffer.alloc(4096));
        } catch {
          return;
        }
    },
    clear() {
      execFileSync('find', [directory, '-maxdepth', '1', '-name', 'filler*', '-delete']);
    },
    setReadOnly(isReadOnly) {
      mount('-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, directory);
    },
    unmount() {
      // Even while somebody still has a file open in it.
      execFileSync('umount', ['-l', directory]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const mount = (...args: string[]): void => void execFileSync('mount', args, { stdio: 'pipe' });

/** Why no disk can be mounted here; undefined: one can. */
export const smallDiskMissing = findReason();

function findReason(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk';
  const directory = mkdtempSync(join(tmpdir(), 'qmux-mount-'));
  try {
    mountSmallDisk(directory).unmount();
    return undefined;
  } catch (error) {
    rmdirSync(directory);
    return `no disk can be mounted here: ${error instanceof Error ? error.message : String(error)}`;
  }
}
