// What qmux writes to disk is closed to other users, whatever the umask.

import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

it('leaves nothing that others may read, write or connect to', async () => {
  qmux = await startQmux();
  const { dir, env, paths } = qmux.home;
  const script = `umask 0; node=$1 cli=$2; q() { "$node" "$cli" "$@"; }
    q new -d asker && q send asker 'a question' --wait && q new -d prog -- sh && q send prog 'echo hi' &&
    q chat 'and another'`;
  const cli = join(process.cwd(), 'dist/cli.js');
  execFileSync('/bin/sh', ['-c', script, 'sh', process.execPath, cli], { env, cwd: dir });
  const root = env['QMUX_HOME'] ?? '';
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const open = files.filter((name) => (lstatSync(join(root, name)).mode & 0o077) !== 0);
  expect(open).toEqual([]);
  expect(lstatSync(paths().socketFile).mode & 0o777).toBe(0o600);
  expect(lstatSync(paths().serverDir).mode & 0o777).toBe(0o700);
  expect(files.length).toBeGreaterThan(8);
});
