// A client that reads nothing while a program floods its pane: frames are skipped, and it is then shown the
// newest one.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import type { OutputChunk } from '../harness/outer-terminal.js';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

/** Lines that are all different: every frame is 8 KB. It ends when its directory has a file `enough`. */
const FLOOD = `while [ ! -e enough ]; do head -c 99000 /dev/urandom | base64 -w 150; done; echo o''ver`;
/** The kernel keeps 200 KB of a socket and of a terminal: the frames of half a second. */
const MOST_BYTES = 300_000;

const sizeOf = (chunks: readonly OutputChunk[]): number =>
  chunks.reduce((size, { bytes }) => size + bytes.length, 0);

it('costs a stopped client no frames, and gives it one correct one when it comes back', async () => {
  qmux = await startQmux();
  const stopped = await qmux.attach({ rows: 50, cols: 160 });
  await stopped.waitForText('#1 chat-1');
  stopped.type(`${PREFIX}C/bin/sh${ENTER}`);
  await stopped.waitForText(/^\$/m);
  const other = await qmux.attach({ rows: 50, cols: 160 });
  await other.waitForText(/^\$/m);
  process.kill(stopped.pid, 'SIGSTOP');
  const before = { stopped: stopped.bytes.length, other: other.bytes.length };
  other.type(`${FLOOD}${ENTER}`);
  const sent = (): number => sizeOf(other.bytes.slice(before.other));
  await other.waitUntil('the other client got many frames', () => sent() > 2 * MOST_BYTES);
  writeFileSync(join(qmux.home.dir, 'enough'), '');
  await other.waitForText(/^over$/m);
  process.kill(stopped.pid, 'SIGCONT');
  await stopped.waitForText(/^over$/m);
  await stopped.waitUntil('both show the same', () => stopped.screen().join() === other.screen().join());
  expect(sizeOf(stopped.bytes.slice(before.stopped))).toBeLessThan(MOST_BYTES);
});
