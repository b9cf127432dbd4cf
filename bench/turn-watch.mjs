// The longest turn of a server's event loop, measured from another process: a qmux whose server loads
// loop-probe.mjs.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { QmuxPeer } from './peers.mjs';

/** What follows the requested work: saving, further frames. */
const QUIET_MS = 1_500;

export class WatchedPeer extends QmuxPeer {
  constructor(extraEnv = {}) {
    super(extraEnv);
    this.turnsFile = join(this.home, 'longest-turn.json');
    this.env.QMUX_BENCH_TURNS = this.turnsFile;
    this.env.NODE_OPTIONS = `--import=${new URL('loop-probe.mjs', import.meta.url).href}`;
    const profiles = process.env.QMUX_BENCH_PROFILE;
    if (profiles) this.env.QMUX_BENCH_PROFILE = profiles;
  }

  /** The longest turn during `work` and shortly after: { heldMs, lateMs, busyMs }. */
  async longestTurn(work) {
    await this.#ask();
    await work();
    await pause(QUIET_MS);
    return this.#ask();
  }

  async #ask() {
    rmSync(this.turnsFile, { force: true });
    process.kill(this.serverPid(), 'SIGUSR2');
    while (!existsSync(this.turnsFile)) await pause(5);
    return JSON.parse(readFileSync(this.turnsFile, 'utf8'));
  }
}
