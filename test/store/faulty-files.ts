// A file port over real files that fails when told to, for tests. Owns what a failing disk does: a write that
// fails has written a part before. Leaves what fails to the test.

import { NODE_FILES, type FilePort } from '../../src/files/file-port.js';

export type Operation = 'open' | 'write' | 'sync' | 'rename' | 'link' | 'truncate' | 'unlink';

export interface FileCall {
  operation: Operation;
  /** For a rename or link: the new name. */
  path: string;
}

export interface FaultyFiles {
  files: FilePort;
  /** Those that were let through, in order. */
  calls: FileCall[];
  /** The error's code for a call that should fail; undefined: it succeeds. */
  failWhen: (call: FileCall) => string | undefined;
}

export function faultyFiles(): FaultyFiles {
  const paths = new Map<number, string>();
  const faulty: FaultyFiles = { files: NODE_FILES, calls: [], failWhen: () => undefined };
  const check = (operation: Operation, path: string): void => {
    const code = faulty.failWhen({ operation, path });
    if (code !== undefined)
      throw Object.assign(new Error(`${code}: made to fail, ${operation} '${path}'`), {
        code,
        syscall: operation,
        path,
      });
    faulty.calls.push({ operation, path });
  };
  const pathOf = (descriptor: number): string => paths.get(descriptor) ?? '';
  const shorten = (descriptor: number, bytes: Uint8Array): Uint8Array => {
    const fails = faulty.failWhen({ operation: 'write', path: pathOf(descriptor) }) !== undefined;
    // The first half is written; the rest, finally one byte, is not.
    return fails && bytes.length > 1 ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes;
  };
  faulty.files = {
    open: async (path, flags, mode) => {
      check('open', path);
      const descriptor = await NODE_FILES.open(path, flags, mode);
      paths.set(descriptor, path);
      return descriptor;
    },
    openNow: (path, flags, mode) => {
      check('open', path);
      const descriptor = NODE_FILES.openNow(path, flags, mode);
      paths.set(descriptor, path);
      return descriptor;
    },
    write: async (descriptor, bytes, at) => {
      const part = shorten(descriptor, bytes);
      if (part.length === bytes.length) check('write', pathOf(descriptor));
      return NODE_FILES.write(descriptor, part, at);
    },
    writeNow: (descriptor, bytes) => {
      const part = shorten(descriptor, bytes);
      if (part.length === bytes.length) check('write', pathOf(descriptor));
      return NODE_FILES.writeNow(descriptor, part);
    },
    sync: async (descriptor) => {
      check('sync', pathOf(descriptor));
      await NODE_FILES.sync(descriptor);
    },
    syncNow: (descriptor) => {
      check('sync', pathOf(descriptor));
      NODE_FILES.syncNow(descriptor);
    },
    truncate: async (descriptor, sizeBytes) => {
      check('truncate', pathOf(descriptor));
      await NODE_FILES.truncate(descriptor, sizeBytes);
    },
    truncateNow: (descriptor, sizeBytes) => {
      check('truncate', pathOf(descriptor));
      NODE_FILES.truncateNow(descriptor, sizeBytes);
    },
    rename: async (from, to) => {
      check('rename', to);
      await NODE_FILES.rename(from, to);
    },
    renameNow: (from, to) => {
      check('rename', to);
      NODE_FILES.renameNow(from, to);
    },
    link: async (existing, path) => {
      check('link', path);
      await NODE_FILES.link(existing, path);
    },
    linkNow: (existing, path) => {
      check('link', path);
      NODE_FILES.linkNow(existing, path);
    },
    unlink: async (path) => {
      check('unlink', path);
      await NODE_FILES.unlink(path);
    },
    unlinkNow: (path) => {
      check('unlink', path);
      NODE_FILES.unlinkNow(path);
    },
  };
  return faulty;
}

/**
 * Fails from the call with this number on (from 0), as if the process were killed there; or only that one.
 */
export function failAt(
  faulty: FaultyFiles,
  number: number,
  { once = false, code = 'EIO' } = {},
): () => boolean {
  const from = faulty.calls.length + number;
  let hasFailed = false;
  faulty.failWhen = () => {
    if (faulty.calls.length < from || (once && hasFailed)) return undefined;
    hasFailed = true;
    return code;
  };
  return () => hasFailed;
}
