// Random bytes from the system's own source, for secrets, ids and names of files. node:crypto reads the same
// one, but takes 2 ms to load, for which every start would wait. Owns that nothing but a device is read.

import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const SOURCE = '/dev/urandom';

/** source: a file that is no device, or cannot be read, is not used. */
export function randomBytesNow(count: number, source = SOURCE): Uint8Array {
  return readDevice(source, count) ?? randomBytes(count);
}

function readDevice(source: string, count: number): Uint8Array | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(source, constants.O_RDONLY | constants.O_NONBLOCK);
    const bytes = new Uint8Array(count);
    const isRead = fstatSync(descriptor).isCharacterDevice() && readSync(descriptor, bytes) === count;
    return isRead ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

export const randomHex = (count: number): string => Buffer.from(randomBytesNow(count)).toString('hex');
