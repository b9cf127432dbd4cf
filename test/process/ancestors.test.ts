import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from 'vitest';

import { descendsFrom } from '../../src/process/ancestors.js';

describe('descendsFrom', () => {
  it('finds a process above real ones, through others in between', async () => {
    // The inner shell's child prints its own pid, and that of the outer shell.
    const child = spawn('sh', ['-c', 'echo $$; sh -c "sh -c \'echo \\$\\$; read line\'; true"; true'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let printed = '';
    while (printed.split('\n').length < 3) printed += String((await once(child.stdout, 'data'))[0]);
    const [outer = 0, inner = 0] = printed.split('\n').map(Number);
    expect(outer).toBe(child.pid);
    expect(inner).not.toBe(outer);
    expect(descendsFrom(inner, outer)).toBe(true);
    expect(descendsFrom(inner, process.pid)).toBe(true);
    expect(descendsFrom(outer, inner)).toBe(false);
    expect(descendsFrom(process.pid, outer)).toBe(false);
    child.stdin.end('\n');
    await once(child, 'exit');
    expect(descendsFrom(inner, outer)).toBe(false);
  });

  it('counts a process as its own descendant', () => {
    expect(descendsFrom(process.pid, process.pid)).toBe(true);
  });

  it('comes to an end where parents form a circle, and where nothing is known', () => {
    const circle: Readonly<Record<number, number>> = { 10: 11, 11: 10 };
    expect(descendsFrom(10, 12, (pid) => circle[pid])).toBe(false);
    expect(descendsFrom(10, 12, () => undefined)).toBe(false);
    expect(descendsFrom(10, 1, (pid) => (pid === 10 ? 1 : undefined))).toBe(false);
  });
});
