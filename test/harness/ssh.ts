// ssh to "another machine", which is a second home on this one: by a stand-in for ssh that runs the command
// here, or by a real sshd on loopback with keys of its own. Owns the machine, its sshd and what `ssh` on the
// PATH is, until remove().

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { newDirectory } from '../temporary-directory.js';
import { temporaryHome, type TemporaryHome } from './home.js';
import { waitUntil } from './wait-until.js';

const ENTRY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const STAND_IN = fileURLToPath(new URL('../../fixtures/ssh/ssh.mjs', import.meta.url));
const SSHD = '/usr/sbin/sshd';
const HOST = 'box';

/** undefined: a real sshd can be started. */
export const whyNoSshd = (): string | undefined => {
  if (!existsSync(SSHD) || !existsSync('/usr/bin/ssh')) return 'openssh-server is not installed';
  return process.getuid?.() === 0 && !existsSync('/run/sshd') ? '/run/sshd does not exist' : undefined;
};

export interface OtherMachine {
  home: TemporaryHome;
  /** For the qmux here: its `ssh` reaches the machine under the name box. */
  env: Record<string, string>;
  /** All that ssh was given to send; only of the stand-in. */
  sent(): string;
  /** The arguments of each call of ssh; only of the stand-in. */
  calls(): string[][];
  /** As by a network that is gone. */
  cutConnection(): void;
  remove(): Promise<void>;
}

/** `ssh` of the PATH, which is a script with this line; `qmux` on the other machine is the built program. */
function makePath(directory: string, home: TemporaryHome, line: string): string {
  const [here, there] = [join(directory, 'here'), join(home.dir, 'bin')];
  const program = (folder: string, name: string, text: string): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), `#!/bin/sh\nexec ${text} "$@"\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program(here, 'ssh', line);
  program(there, 'qmux', `'${process.execPath}' '${ENTRY}'`);
  home.env['PATH'] = `${there}:${home.env['PATH']}`;
  return `${here}:${process.env['PATH']}`;
}

export function standInMachine(extraEnv: Record<string, string> = {}): OtherMachine {
  const home = temporaryHome(extraEnv);
  const directory = newDirectory();
  const path = makePath(directory, home, `'${process.execPath}' '${STAND_IN}'`);
  const read = (name: string): string => readFileSync(join(directory, name), 'latin1');
  return {
    home,
    env: { PATH: path, SSH_RECORD: directory, REMOTE_ENV: JSON.stringify(home.env) },
    sent: () => read('sent'),
    calls: () =>
      read('calls')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as string[]),
    cutConnection: () => void process.kill(Number(read('pid')), 'SIGKILL'),
    remove: () => home.remove(),
  };
}

/** Only where whyNoSshd() gives no reason. */
export async function startSshd(): Promise<OtherMachine> {
  const home = temporaryHome();
  const directory = newDirectory();
  const file = (name: string): string => join(directory, name);
  for (const key of ['host-key', 'user-key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)]);
  const port = await freePort();
  const clientConfig = [
    `Host ${HOST}`,
    'HostName 127.0.0.1',
    `Port ${port}`,
    `IdentityFile ${file('user-key')}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${file('known')}`,
    'StrictHostKeyChecking accept-new',
  ];
  writeFileSync(file('ssh-config'), clientConfig.join('\n'));
  const path = makePath(directory, home, `/usr/bin/ssh -F '${file('ssh-config')}'`);
  const variables = Object.entries(home.env).filter(([name]) => name !== 'PS1');
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host-key')}`,
    `AuthorizedKeysFile ${file('user-key.pub')}`,
    'UsePAM no',
    'StrictModes no',
    'PidFile none',
    `SetEnv ${variables.map(([name, value]) => `${name}=${value}`).join(' ')}`,
  ];
  writeFileSync(file('sshd-config'), `${config.join('\n')}\n`);
  const sshd = spawn(SSHD, ['-D', '-e', '-f', file('sshd-config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  sshd.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await waitUntil('sshd listens', () => said.includes('listening on'), { describe: () => said });
  return {
    home,
    env: { PATH: path },
    sent: () => '',
    calls: () => [],
    cutConnection: () => childrenOf(sshd).forEach((pid) => process.kill(pid)),
    async remove() {
      const ended = new Promise((resolve) => sshd.once('exit', resolve));
      sshd.kill();
      await ended;
      await home.remove();
    },
  };
}

/** Its processes for single connections. */
const childrenOf = ({ pid }: ChildProcess): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
