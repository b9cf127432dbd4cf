// The disk under everything is full, then has room again: a real one of a megabyte.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ChatScript } from '../harness/chat-server.js';
import type { OuterTerminal } from '../harness/outer-terminal.js';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import { mountSmallDisk, smallDiskMissing, type SmallDisk } from '../harness/small-disk.js';
import { waitUntil } from '../harness/wait-until.js';

const PIECES = 60;
const script: ChatScript = () => ({
  pieces: Array.from({ length: PIECES }, (_, at) => `piece${at} `),
  delayMs: 40,
});

let qmux: Qmux;
let disk: SmallDisk;

beforeEach(async () => {
  if (smallDiskMissing !== undefined) return;
  qmux = await startQmux(script);
  disk = mountSmallDisk(qmux.home.env['QMUX_HOME'] ?? '');
});
afterEach(async () => {
  if (smallDiskMissing !== undefined) return;
  const ended = qmux.home.findProcesses();
  for (const pid of ended) process.kill(pid, 'SIGKILL');
  await waitUntil('everything has ended', () => qmux.home.findProcesses().length === 0);
  disk.unmount();
  await qmux.stop();
});

async function attachFirst(): Promise<OuterTerminal> {
  const terminal = await qmux.attach();
  await terminal.waitForText('#1 chat-1');
  return terminal;
}

/** In the tab bar, whatever message covers it now. */
const WARNING = /disk full: \d not saved/;

describe.skipIf(smallDiskMissing !== undefined)(`on a small disk (${smallDiskMissing ?? 'mounted'})`, () => {
  it('warns, goes on in memory, and has everything on disk once there is room', async () => {
    const terminal = await attachFirst();
    terminal.type(`tell me${ENTER}`);
    await terminal.waitForText('piece3');
    terminal.type('a draft');
    await terminal.waitUntil('it says that the disk is full', () => {
      // What was being replaced when it became full leaves some room.
      disk.fill();
      return terminal.screen().join('\n').includes('not saved yet, kept in memory');
    });
    const renamed = await qmux.call('rename', '1', 'under-pressure');
    expect(renamed).toMatchObject({ code: 0, stderr: expect.stringMatching(/^qmux: not saved yet/) });
    expect((await qmux.call('new', 'second', '-d')).stderr).toMatch(/the list of sessions/);
    await terminal.waitForText(`piece${PIECES - 1}`);
    disk.fill();
    terminal.type(' meanwhile');
    await terminal.waitForText(WARNING);
    const doctor = await qmux.call('doctor');
    expect([doctor.code, doctor.stdout]).toEqual([1, expect.stringMatching(/^! not saved yet/m)]);
    expect((await qmux.call('messages')).stdout).toMatch(/not saved yet/);
    await terminal.waitForText(WARNING);
    disk.clear();
    await terminal.waitForText('everything is saved again');
    await terminal.waitUntil(
      'the warning is gone',
      () => !terminal.screen().some((line) => WARNING.test(line)),
    );
    // After a kill, all of it is left.
    process.kill(qmux.serverPid(), 'SIGKILL');
    await terminal.waitForText(/#1 under-pressure/);
    await terminal.waitForText('a draft meanwhile');
    expect((await qmux.call('ls')).stdout).toMatch(/second/);
    const { sessionsDir } = qmux.home.paths();
    const transcripts = readdirSync(sessionsDir).flatMap((name) => {
      const file = join(sessionsDir, name, 'transcript.jsonl');
      return readdirSync(join(sessionsDir, name)).includes('transcript.jsonl')
        ? [readFileSync(file, 'utf8')]
        : [];
    });
    const pieces = transcripts.join('').matchAll(/piece(\d+) /g);
    expect([...pieces].map(([, at]) => Number(at))).toEqual(Array.from({ length: PIECES }, (_, at) => at));
  });

  it('starts on a full disk, with the warning, and says what its end could not save', async () => {
    const terminal = await attachFirst();
    await qmux.call('kill-server', '--yes');
    await terminal.waitForExit();
    disk.fill();
    const second = await qmux.attach();
    await second.waitForText('#1 chat-1');
    second.type(`${PREFIX}:rename in-memory${ENTER}`);
    await second.waitForText('#1 in-memory');
    await second.waitForText(WARNING);
    const { stderr, code } = await qmux.call('kill-server', '--yes');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/the server has ended; NOT saved and lost: .*the disk is full/),
    ]);
    await second.waitForExit();
  });

  it('refuses in one line where the disk is read-only', async () => {
    await qmux.call('ls');
    await qmux.call('kill-server', '--yes');
    // A process that ends closes its files last, when it can no longer be found.
    await waitUntil('it has ended, and its files are closed', () => {
      if (qmux.home.findProcesses().length > 0) return false;
      try {
        disk.setReadOnly(true);
        return true;
      } catch {
        return false;
      }
    });
    for (const words of [['ls'], ['new', 'x'], ['chat', 'a question']]) {
      const { stderr, code } = await qmux.call(...words);
      expect(code).toBe(1);
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^qmux: .*(?:read-only|EROFS)/);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    disk.setReadOnly(false);
    expect((await qmux.call('ls')).code).toBe(0);
  });
});
