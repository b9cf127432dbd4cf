// What goes to a model or an agent beside a question (pure): the text of a file, the tree of a folder, an
// image, the screen of a session, the output of a command. Owns its shape as the transcript keeps it, and
// what is said of it in a line. Leaves finding and reading it to read-named.ts.

import { describeBytes } from '../../text/text-size.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { LineRange } from './references.js';

export type AttachedKind = 'file' | 'folder' | 'image' | 'session' | 'command';

export interface Attached {
  kind: AttachedKind;
  /** As the user named it. */
  name: string;
  /** Absolute, links resolved; absent: it is no file. */
  path?: string;
  /** Which lines of the file; absent: all. */
  lines?: LineRange;
  /** Of an image. */
  mediaType?: string;
  /** What was sent: its text, or base64 of an image. */
  text: string;
  /** Size of what was sent, in bytes. */
  bytes: number;
}

/** What there is to say of one before its content is read; bytes: undefined if that says how many. */
export interface AttachedFacts {
  kind: AttachedKind;
  bytes?: number;
}

/** `2 files, 1 image, 4 KB`; without a size as long as one is not known. */
export function describeAttached(all: readonly AttachedFacts[]): string {
  const counts = new Map<AttachedKind, number>();
  for (const { kind } of all) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => countOf(kind, count));
  if (all.some(({ bytes }) => bytes === undefined)) return parts.join(', ');
  const bytes = all.reduce((sum, each) => sum + (each.bytes ?? 0), 0);
  return [...parts, describeBytes(bytes)].join(', ');
}

/** `src/main.py#20-45`. */
export const spellAttached = ({ name, lines }: Pick<Attached, 'name' | 'lines'>): string =>
  sanitiseLine(lines ? `${name}#${lines.from}-${lines.to}` : name);

function countOf(kind: AttachedKind, count: number): string {
  if (count === 1) return `1 ${kind}`;
  return `${count} ${kind}s`;
}
