import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';

import { findCommand } from '../../src/process/command.js';

describe.runIf(process.platform === 'linux')('the words of a process', () => {
  it('are those that it was started with, empty ones too', () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', '', 'last word', '']);
    try {
      expect(findCommand(child.pid)).toEqual([
        process.execPath,
        '-e',
        'setInterval(() => {}, 1e6)',
        '',
        'last word',
        '',
      ]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('are none of what is no process', () => {
    expect(findCommand(undefined)).toBeUndefined();
    expect(findCommand(2 ** 30)).toBeUndefined();
  });
});
