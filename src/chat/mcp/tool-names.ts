// The names by which a model calls the tools of servers: `server__tool`, of the characters and the
// length that every provider takes. Owns that two tools never have the same name.

import { createHash } from 'node:crypto';

const MAX_LENGTH = 64;
const HASH_LENGTH = 8;

/** taken: those that are given. */
export function toolNameOf(server: string, tool: string, taken: ReadonlySet<string>): string {
  const plain = `${server}__${tool}`;
  const name = plain.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  if (name.length <= MAX_LENGTH && !taken.has(name)) return name;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}_${hash}`;
}
