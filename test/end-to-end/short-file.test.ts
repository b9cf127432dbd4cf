// The file that a shell's prompt reads, as the built program keeps it.

import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';

import { startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

describe('the file for shell prompts', () => {
  it('is where config says, follows what needs the user, and goes with the server', async () => {
    qmux = await startQmux();
    const { stdout, code } = await qmux.call('config', 'path', '--short-file');
    expect([code, (await qmux.call('config', '--short-file')).stdout]).toEqual([0, stdout]);
    const file = stdout.trimEnd();
    expect(existsSync(file)).toBe(false);
    const content = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : 'none');
    await qmux.call('new', '-d', 'quiet', '--', 'cat');
    await waitUntil('it is there and empty', () => content() === '', { describe: content });
    await qmux.call('new', '-d', 'asks', '--', 'sh', '-c', 'printf "\\a"; exec cat');
    await waitUntil('it says that one needs the user', () => /^!1( \+\d)?\n$/.test(content()), {
      describe: content,
    });
    expect((await qmux.call('ls', '--short')).stdout).toBe(content());
    await qmux.call('kill-server', '--yes');
    expect(existsSync(file)).toBe(false);
  });

  it('is an option of path alone', async () => {
    qmux = await startQmux();
    expect(await qmux.call('config', 'check', '--short-file')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('config check does not take --short-file') as string,
    });
  });
});
