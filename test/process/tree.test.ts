import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';

import { measureProcessTree, measureWithPs } from '../../src/process/tree.js';
import { waitUntil } from '../harness/wait-until.js';

let child: ChildProcess | undefined;
afterEach(() => {
  if (child?.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  child = undefined;
});

describe.each([
  ['/proc', measureProcessTree],
  ['ps', measureWithPs],
])('the memory of a process tree by %s', (_how, measure) => {
  it('counts the program and all that it started', async () => {
    child = spawn('sh', ['-c', 'sh -c "sleep 100; true" & sleep 100; true'], { detached: true });
    const { pid = 0 } = child;
    const tree = await waitUntil('its four processes run', async () => {
      const now = await measure(pid);
      return now.pids.length === 4 && now;
    });
    expect(tree.pids[0]).toBe(pid);
    const alone = (await measure(tree.pids.at(-1) ?? 0)).residentBytes;
    expect(alone).toBeGreaterThan(0);
    expect(tree.residentBytes).toBeGreaterThan(alone);
  });

  it('is nothing once the program has ended', async () => {
    const ended = spawn('true');
    await once(ended, 'exit');
    expect(await measure(ended.pid ?? 0)).toEqual({ pids: [], residentBytes: 0 });
  });
});
