import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, connectOrStart } from '../../src/client/connect.js';
import { temporaryHome, type TemporaryHome } from '../harness/home.js';
import { waitUntil } from '../harness/wait-until.js';
import { ScriptedServer } from './scripted-server.js';

const entry = fileURLToPath(new URL('../../fixtures/client/server-main.mjs', import.meta.url));

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const start = (env: Record<string, string>) =>
  connectOrStart(home.paths(), { serverName: 'default', entry, env: { ...home.env, ...env } });
const log = (): string => readFileSync(home.paths().serverLogFile, 'utf8');

describe('connect', () => {
  it('gives nothing when there is no socket', async () => {
    expect(await connect(home.paths())).toBeUndefined();
  });

  it('gives nothing, and leaves the file, when nobody listens on the socket any more', async () => {
    const { socketFile, runtimeDir } = home.paths();
    mkdirSync(runtimeDir, { recursive: true, mode: 0o700 });
    // A process that exits without closing leaves its socket file behind, as kill -9 does.
    const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    expect(() => execFileSync(process.execPath, ['-e', script, socketFile])).toThrow('SIGKILL');
    expect(await connect(home.paths())).toBeUndefined();
    expect(existsSync(socketFile)).toBe(true);
  });

  it('says which socket it may not use', async () => {
    const { runtimeDir } = home.paths();
    mkdirSync(dirname(runtimeDir), { recursive: true });
    // For root, which tests may run as, a mode prevents nothing; a file in place of the directory does.
    writeFileSync(runtimeDir, '');
    await expect(connect(home.paths())).rejects.toThrow(`${runtimeDir} is not a directory; move it away`);
  });
});

describe('connectOrStart', () => {
  it('takes the server that runs and starts none', async () => {
    const server = await ScriptedServer.start(home.paths());
    const { socket } = await start({});
    expect(existsSync(home.paths().serverLogFile)).toBe(false);
    socket.destroy();
    await server.die();
  });

  it('starts the server in the home directory, with the environment given and its errors in the log', async () => {
    const { socket } = await start({ QMUX_HOME: relative(process.cwd(), home.env['QMUX_HOME'] ?? '') });
    expect(socket.readyState).toBe('open');
    expect(log()).toBe(
      `started as __server default in ${home.dir} with QMUX_HOME=${home.env['QMUX_HOME']}\n`,
    );
    socket.destroy();
  });

  it('starts it in / when there is no home directory', async () => {
    const { socket } = await start({ HOME: '/nonexistent' });
    expect(log()).toContain(' in / with ');
    socket.destroy();
  });

  it('leaves it running in a session of its own', async () => {
    const { socket } = await start({});
    const [pid] = home.findProcesses();
    // Field 6 of proc(5) stat: the session's id is its leader's.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    expect(Number(stat[3])).toBe(pid);
    socket.destroy();
  });

  it("gives the server's own message when it cannot start", async () => {
    const started = start({ SERVER_WORD: '{"error":"index is of a later version"}\n' });
    await expect(started).rejects.toMatchObject({
      name: 'UserError',
      message: 'server default cannot start: index is of a later version',
    });
  });

  it('reads a word whose line break is missing', async () => {
    await expect(start({ SERVER_WORD: '{"error":"cut short"}' })).rejects.toThrow('cannot start: cut short');
  });

  it.each(['crash', 'null', '{"ready":"perhaps"}\n'])('points to the log when it says %j', async (word) => {
    await expect(start({ SERVER_WORD: word })).rejects.toThrow(
      `server default ended before it was ready; see ${home.paths().serverLogFile}`,
    );
  });

  it('has the stack of a crash in the log', async () => {
    await expect(start({ SERVER_WORD: 'crash' })).rejects.toThrow('before it was ready');
    expect(log()).toContain('Error: crashed on purpose');
  });

  it('waits for the other server when it lost the election', async () => {
    const joined = start({ SERVER_WORD: '{"joined":true}\n' });
    await waitUntil(
      'the server has been started',
      () => existsSync(home.paths().serverLogFile) && log() !== '',
    );
    const server = createServer();
    mkdirSync(home.paths().runtimeDir, { recursive: true, mode: 0o700 });
    writeFileSync(home.paths().tokenFile, 'token', { mode: 0o600 });
    await new Promise<void>((resolve) => server.listen(home.paths().socketFile, resolve));
    const { socket } = await joined;
    expect(socket.readyState).toBe('open');
    socket.destroy();
    server.close();
  });

  it('says so when the other server never listens', async () => {
    await expect(start({ SERVER_WORD: '{"joined":true}\n' })).rejects.toThrow(
      'server default is running but does not answer',
    );
  });
});
