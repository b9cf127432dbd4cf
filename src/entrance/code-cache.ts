// Where V8's compiled forms of the bundles are kept: beside them, or where that cannot be written in the
// user's cache. Owns their files and which of them may be used. Invariant: V8 is given only what this code
// wrote, whole, for this very bundle: it checks neither and dies of a damaged one.

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

export interface CachePlace {
  /** Of the bundle. */
  directory: string;
  name: string;
  /** CRC-32 of the bundle. */
  sourceSum: number;
  env: NodeJS.ProcessEnv;
  /** Options of this process for Node itself. */
  nodeOptions: readonly string[];
}

/**
 * CRC-32 of the bundle, CRC-32 of the compiled form, and nothing, so that the compiled form stands at a
 * multiple of 8.
 */
const HEADER_BYTES = 16;
const OTHERS_MAY_WRITE = 0o022;

/** undefined: there is none that may be used. */
export function findCompiled(place: CachePlace): Buffer | undefined {
  for (const file of filesFor(place)) {
    const bytes = readOwn(file, place);
    if (!bytes || bytes.length <= HEADER_BYTES) continue;
    const compiled = bytes.subarray(HEADER_BYTES);
    if (bytes.readUInt32LE(0) === place.sourceSum && bytes.readUInt32LE(4) === crc32(compiled))
      return compiled;
  }
  return undefined;
}

/** Where it can be written first; nowhere if it cannot be. */
export function keepCompiled(place: CachePlace, script: Script): void {
  // Options of Node's change what V8 accepts, so that two calls would replace each other's files for ever.
  if (place.nodeOptions.length > 0 || place.env['NODE_OPTIONS']) return;
  const compiled = script.createCachedData();
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(place.sourceSum, 0);
  header.writeUInt32LE(crc32(compiled), 4);
  for (const file of filesFor(place)) if (replaceFile(file, Buffer.concat([header, compiled]))) return;
}

/**
 * V8 refuses what another version, or one for another processor, compiled; several installations may be one
 * user's.
 */
function filesFor({ directory, name, env }: CachePlace): string[] {
  const compiledFor = `${name}-${process.version}-${process.arch}`;
  const beside = join(directory, 'code-cache', `${compiledFor}.bin`);
  const user = userCache(env);
  if (user === undefined) return [beside];
  return [beside, join(user, `${compiledFor}-${crc32(directory).toString(16)}.bin`)];
}

/**
 * As in paths/paths.ts: QMUX_HOME puts everything under one directory, and a relative XDG path is to be
 * ignored.
 */
function userCache(env: NodeJS.ProcessEnv): string | undefined {
  const { QMUX_HOME: qmuxHome, XDG_CACHE_HOME: xdgCache, HOME: home } = env;
  if (qmuxHome) return isAbsolute(qmuxHome) ? join(qmuxHome, 'cache') : undefined;
  if (xdgCache && isAbsolute(xdgCache)) return join(xdgCache, 'qmux');
  return home && isAbsolute(home) ? join(home, '.cache', 'qmux') : undefined;
}

/**
 * undefined unless it is ours, or of who owns the bundle, and nobody else may write it: it is run as code.
 */
function readOwn(file: string, { directory, name }: CachePlace): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    // Opening a FIFO would wait for its writer.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || (stat.mode & OTHERS_MAY_WRITE) !== 0) return undefined;
    const isOurs =
      stat.uid === process.getuid?.() || stat.uid === statSync(join(directory, `${name}.js`)).uid;
    return isOurs ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * false: it cannot be written there. On disk before it has its name: what a power cut left of it would be
 * damaged.
 */
function replaceFile(file: string, bytes: Buffer): boolean {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    writeToDisk(draft, bytes);
    renameSync(draft, file);
    return true;
  } catch {
    return false;
  }
}

/** Throws, and leaves nothing. */
function writeToDisk(file: string, bytes: Buffer): void {
  const descriptor = openSync(file, 'wx', 0o644);
  try {
    writeFileSync(descriptor, bytes);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
