// Bytes as a reader delivers them: views of one buffer that is filled again for each read, and overwritten in
// between, so that keeping a view shows at once. Owns the cutting; leaves what is done with a read to the
// caller.

/**
 * Reads of at most `size` bytes, the first of `first` (to move the boundaries). A Buffer, as from Node's
 * streams.
 */
export function feedReads(
  bytes: Uint8Array,
  { size, first = size }: { size: number; first?: number },
  read: (view: Uint8Array) => void,
): void {
  const buffer = Buffer.alloc(Math.max(1, size));
  for (let from = 0, length = first; from < bytes.length; from += length, length = size) {
    length = Math.min(length, bytes.length - from);
    buffer.set(bytes.subarray(from, from + length));
    read(buffer.subarray(0, length));
    buffer.fill(0x3f);
  }
}

/** Two reads, cut at one place. */
export function feedSplit(bytes: Uint8Array, at: number, read: (view: Uint8Array) => void): void {
  feedReads(bytes, { size: bytes.length, first: at === 0 ? bytes.length : at }, read);
}
