// Runs the built program once, as a user would, so that it keeps its compiled form beside itself
// (src/entrance/code-cache.ts): the first start after a build is then as fast as every other.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import nodePty from 'node-pty';

const FIRST_FRAME_MS = 15_000;
const DETACH = '\u0011d';

/** entry: the built script. Rejects where it could not be run, which does no harm. */
export async function warmUp(entry) {
  const home = await mkdtemp(join(tmpdir(), 'qmux-build-'));
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    QMUX_HOME: home,
    QMUX_PROBE: '0',
    TERM: 'xterm-256color',
  };
  const options = { env, cwd: home };
  try {
    await attachOnce(entry, options);
    await promisify(execFile)(process.execPath, [entry, 'ls'], options);
  } finally {
    await promisify(execFile)(process.execPath, [entry, 'kill-server', '--yes'], options).catch(() => {});
    await rm(home, { recursive: true, force: true });
  }
}

/** A client that draws its first frame, runs a program and detaches. */
function attachOnce(entry, options) {
  const pty = nodePty.spawn(process.execPath, [entry], { ...options, rows: 40, cols: 120 });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => pty.kill('SIGKILL'), FIRST_FRAME_MS);
    let shown = '';
    pty.onData((text) => {
      shown += text;
      if (!shown.includes('chat-1')) return;
      shown = '';
      pty.write(DETACH);
    });
    pty.onExit(({ exitCode }) => {
      clearTimeout(timer);
      if (exitCode === 0) resolve();
      else reject(new Error(`qmux ended with ${exitCode}: ${shown.slice(-200)}`));
    });
  });
}
