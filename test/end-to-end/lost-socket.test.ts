// A server whose socket is not where a client expects it: removed, in another environment, or on another
// machine.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

const ENTRY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let qmux: Qmux;
beforeEach(async () => {
  qmux = await startQmux();
});
afterEach(() => qmux.stop());

const names = async (env: Record<string, string> = {}): Promise<string> => {
  const { stdout, stderr } = await qmux.callWith({ env }, 'ls');
  return stdout + stderr;
};
const lockFile = (): string => join(qmux.home.paths().lockDir, 'server.1');

describe('a server whose files were removed', () => {
  beforeEach(() => qmux.call('new', '-d', 'kept'));

  it.each([
    ['the socket', () => rmSync(qmux.home.paths().socketFile)],
    ['the token', () => rmSync(qmux.home.paths().tokenFile)],
    ['their directory', () => rmSync(qmux.home.paths().runtimeDir, { recursive: true })],
  ])('makes them again: %s', async (_what, remove) => {
    const pid = qmux.serverPid();
    for (let round = 0; round < 3; round++) {
      remove();
      expect(await names()).toContain('kept');
    }
    expect(qmux.serverPid()).toBe(pid);
    expect(statSync(qmux.home.paths().socketFile).mode & 0o777).toBe(0o600);
    expect(qmux.home.findProcesses()).toEqual([pid]);
  });

  it('makes them again without being asked', async () => {
    const { socketFile, runtimeDir } = qmux.home.paths();
    rmSync(runtimeDir, { recursive: true });
    await waitUntil('the socket is there again', () => statSync(socketFile, { throwIfNoEntry: false }));
  });

  it('is named with its pid, and ended by kill-server, where they cannot be made', async () => {
    const { runtimeDir } = qmux.home.paths();
    const pid = qmux.serverPid();
    renameSync(runtimeDir, `${runtimeDir}-away`);
    writeFileSync(runtimeDir, '');
    expect(await names()).toContain(`server default (process ${pid}) is running but cannot be reached`);
    const doctor = await qmux.call('doctor');
    expect(doctor.stdout).toContain(`process ${pid}`);
    expect(doctor.stdout).not.toContain('no problems');
    expect(await names()).not.toContain('everything is saved');
    const { stderr, code } = await qmux.call('kill-server');
    const { serverLogFile } = qmux.home.paths();
    // It could not be asked: what it could not save is in its log.
    expect([stderr, code]).toEqual([
      `ended server default (process ${pid}); the end of ${serverLogFile} says whether everything is saved\n`,
      0,
    ]);
    expect(readFileSync(serverLogFile, 'utf8')).toContain('everything is saved');
    expect(qmux.home.findProcesses()).toEqual([]);
    rmSync(runtimeDir);
    expect(await names()).toContain('kept');
  });
});

it('is found from an environment with another runtime directory', async () => {
  const runtime = join(qmux.home.dir, 'runtime');
  mkdirSync(runtime, { mode: 0o700 });
  const env = { QMUX_HOME: '', XDG_RUNTIME_DIR: runtime, XDG_DATA_HOME: join(qmux.home.dir, 'data') };
  // The directory below /tmp is shared with every qmux of this user, also with the one that they work in.
  const name = `test-${process.pid}`;
  await qmux.callWith({ env }, '-L', name, 'new', '-d', 'kept');
  try {
    for (const other of [join(qmux.home.dir, 'nowhere'), '']) {
      const listed = await qmux.callWith({ env: { ...env, XDG_RUNTIME_DIR: other } }, '-L', name, 'ls');
      expect(listed.stdout).toContain('kept');
    }
  } finally {
    // It is not found by its QMUX_HOME.
    const end = await qmux.callWith({ env: { ...env, XDG_RUNTIME_DIR: '' } }, '-L', name, 'kill-server');
    expect(end.code).toBe(0);
  }
});

it('says which stopped process it waits for, and goes on when that does', async () => {
  await qmux.call('new', '-d', 'kept');
  const pid = qmux.serverPid();
  process.kill(pid, 'SIGSTOP');
  const ls = spawn(process.execPath, [ENTRY, 'ls'], { env: qmux.home.env });
  let [stdout, stderr] = ['', ''];
  ls.stdout.on('data', (text) => (stdout += String(text)));
  ls.stderr.on('data', (text) => (stderr += String(text)));
  await waitUntil('it says so', () => stderr.includes('does not respond'));
  expect(stderr).toContain(`server default (process ${pid}) does not respond; still waiting`);
  expect(stderr).toContain(`kill -CONT ${pid}`);
  process.kill(pid, 'SIGCONT');
  await once(ls, 'close');
  expect(stdout).toContain('kept');
});

it.each([
  ['another host', { host: 'elsewhere', bootId: 'x', machineId: 'y' }],
  ['another container', { pidNamespace: 'pid:[1]' }],
])('takes no lock of %s, and says who holds it and what to remove', async (_what, change) => {
  await qmux.call('new', '-d', 'kept');
  const pid = qmux.serverPid();
  process.kill(pid, 'SIGKILL');
  await waitUntil('it has ended', () => qmux.home.findProcesses().length === 0);
  const holder = JSON.parse(readFileSync(lockFile(), 'utf8')) as { host: string };
  writeFileSync(lockFile(), JSON.stringify({ ...holder, ...change }));
  const host = 'host' in change ? change.host : holder.host;
  for (const words of [['ls'], ['kill-server']]) {
    const { stderr, code } = await qmux.call(...words);
    expect(stderr).toMatch(
      new RegExp(
        `^qmux: server default is held by process ${pid} on ${host} for \\d+ s, .*remove ${lockFile()}\n$`,
      ),
    );
    expect(code).toBe(1);
  }
  rmSync(lockFile());
  expect(await names()).toContain('kept');
});

it('starts again where the machine got another name', async () => {
  await qmux.call('new', '-d', 'kept');
  process.kill(qmux.serverPid(), 'SIGKILL');
  await waitUntil('it has ended', () => qmux.home.findProcesses().length === 0);
  const holder = JSON.parse(readFileSync(lockFile(), 'utf8')) as object;
  writeFileSync(lockFile(), JSON.stringify({ ...holder, host: 'old-name' }));
  expect(await names()).toContain('kept');
});
