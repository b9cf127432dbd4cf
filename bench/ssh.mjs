// `qmux ssh` to a host on loopback to its first frame, beside what nothing can be faster than: a plain ssh, and
// an attach on that host. Starts an sshd with keys of its own, and ends it.

import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { median, printFigure } from './figures.mjs';
import { QmuxPeer } from './peers.mjs';
import { StampedTerminal, timeToEnd } from './stamped-terminal.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 11);
const SSHD = '/usr/sbin/sshd';
const FRAME = 'chat-1';

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** peer: what a login on the host finds. Returns the environment for an ssh to `box`, and the sshd's end. */
async function startHost(peer) {
  const directory = mkdtempSync(join(tmpdir(), 'qmux-bench-ssh-'));
  const file = (name) => join(directory, name);
  for (const key of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)]);
  const port = await freePort();
  writeFileSync(
    file('ssh-config'),
    `Host box\nHostName 127.0.0.1\nPort ${port}\nIdentityFile ${file('user')}\nIdentitiesOnly yes\n` +
      `UserKnownHostsFile ${file('known')}\nStrictHostKeyChecking accept-new\nLogLevel ERROR\n`,
  );
  const program = (name, line) => {
    mkdirSync(file('bin'), { recursive: true });
    writeFileSync(file(`bin/${name}`), `#!/bin/sh\nexec ${line} "$@"\n`);
    chmodSync(file(`bin/${name}`), 0o755);
  };
  program('ssh', `/usr/bin/ssh -F '${file('ssh-config')}'`);
  program('qmux', `'${process.execPath}' '${peer.entry}'`);
  const path = `${file('bin')}:${process.env.PATH}`;
  const login = Object.entries({ ...peer.env, PATH: path }).map(([name, value]) => `${name}=${value}`);
  writeFileSync(
    file('sshd-config'),
    `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${file('host')}\nAuthorizedKeysFile ${file('user.pub')}\n` +
      `UsePAM no\nStrictModes no\nPidFile none\nSetEnv ${login.join(' ')}\n`,
  );
  const sshd = spawn(SSHD, ['-D', '-e', '-f', file('sshd-config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((resolve, reject) => {
    sshd.stderr.on('data', (text) => String(text).includes('listening on') && resolve());
    sshd.once('exit', () => reject(new Error('sshd does not start')));
  });
  return {
    path,
    stop() {
      sshd.removeAllListeners('exit').kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function run() {
  if (!existsSync(SSHD)) return console.log(JSON.stringify({ note: 'openssh-server is not installed' }));
  const there = new QmuxPeer();
  const here = new QmuxPeer();
  const host = await startHost(there);
  const at = { env: { ...here.env, PATH: host.path }, cwd: here.home };
  const frame = async (terminal) => {
    const ms = await terminal.waitFor(FRAME);
    await terminal.stop();
    return ms;
  };
  const [plain, attaches, remotes, ratios] = [[], [], [], []];
  try {
    await frame(there.attachStamped());
    for (let round = 0; round < ROUNDS; round++) {
      plain.push(await timeToEnd('ssh', ['-T', 'box', 'true'], at));
      attaches.push(await frame(there.attachStamped()));
      remotes.push(await frame(new StampedTerminal('qmux', ['ssh', 'box'], at)));
      ratios.push(remotes.at(-1) / (plain.at(-1) + attaches.at(-1)));
    }
  } finally {
    host.stop();
    there.remove();
    here.remove();
  }
  printFigure('plain ssh to loopback, start to end', 'ms', plain);
  printFigure('attach on that host to first frame', 'ms', attaches);
  printFigure('qmux ssh to first frame', 'ms', remotes);
  printFigure('qmux ssh over plain ssh and attach', 'ratio', ratios, {
    target: 1.3,
    met: median(ratios) <= 1.3,
  });
}
