// Another local user who waits where a server's socket is expected: a real process under another user id,
// with a directory, a token and a socket of its own. Only root can start one. Owns the process and what it
// has received.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { waitUntil } from './wait-until.js';

export const OTHER_UID = 12_345;

/** Why a test of another user does not run here; undefined: it does. */
export const otherUserMissing = findMissing();

function findMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can start a process of another user';
  // The Node of this test may be in a directory that only root may enter.
  const { error, status } = spawnSync(process.execPath, ['-e', '0'], { uid: OTHER_UID, cwd: tmpdir() });
  return error || status !== 0 ? `another user cannot run ${process.execPath}` : undefined;
}

export interface OtherUser {
  /** The directory that belongs to them; in it NAME.sock and NAME.token. */
  directory: string;
  /**
   * Everything that was sent to their socket, '' for a connection without a byte; undefined: nobody
   * connected.
   */
  heard(): string | undefined;
  stop(): Promise<void>;
}

const SCRIPT = `
  const fs = require('fs'), net = require('net'), path = require('path');
  const [directory, mode] = process.argv.slice(1);
  fs.mkdirSync(directory, { recursive: true });
  fs.chmodSync(directory, parseInt(mode, 8));
  fs.writeFileSync(path.join(directory, 'default.token'), 'theirs');
  const heard = path.join(directory, 'heard');
  const frame = (text) => {
    const payload = Buffer.from(text), header = Buffer.alloc(5);
    header.writeUInt32BE(payload.length);
    header[4] = 1;
    return Buffer.concat([header, payload]);
  };
  const socket = path.join(directory, 'default.sock');
  net.createServer((peer) => {
    fs.appendFileSync(heard, '');
    peer.on('data', (bytes) => fs.appendFileSync(heard, bytes));
    peer.on('error', () => {});
    peer.write(frame(JSON.stringify({ type: 'welcome', protocol: 1, version: 'theirs', pid: 1 })));
    peer.write(frame(JSON.stringify({ type: 'response', id: 1, stdout: 'theirs', stderr: '', exitCode: 0 })));
  }).listen(socket, () => {
    fs.chmodSync(socket, 0o777);
    console.log('listening');
  });
`;

/** name: of their directory below the system's temporary one. mode: of it, in octal. */
export async function startOtherUser({ name = 'run', mode = '755' } = {}): Promise<OtherUser> {
  // Made by them in a directory that everyone may write to, like /tmp.
  const parent = mkdtempSync(join(tmpdir(), 'qmux-other-'));
  const directory = join(parent, name);
  chmodSync(parent, 0o1777);
  const theirs = spawn(process.execPath, ['-e', SCRIPT, directory, mode], {
    uid: OTHER_UID,
    gid: OTHER_UID,
    cwd: '/',
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  theirs.stdout.on('data', (text) => (output += String(text)));
  await waitUntil('the other user listens', () => output.includes('listening'));
  const heardFile = join(directory, 'heard');
  return {
    directory,
    heard: () => (existsSync(heardFile) ? readFileSync(heardFile, 'latin1') : undefined),
    stop: async () => {
      theirs.kill('SIGKILL');
      await once(theirs, 'exit');
      rmSync(parent, { recursive: true, force: true });
    },
  };
}
