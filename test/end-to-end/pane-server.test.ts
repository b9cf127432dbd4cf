// Verbs in a pane of a server named by `-L`: they reach that server, and the client that looks at the pane.

import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { newDirectory } from '../temporary-directory.js';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

it('reach the server of the pane they run in, and another only by its name or once that one is gone', async () => {
  qmux = await startQmux();
  const terminal = await qmux.attach({ args: ['-L', 'work'], cols: 160 });
  await terminal.waitForText('#1 chat-1');
  terminal.type(`${PREFIX}:new inner -- sh${ENTER}`);
  await terminal.waitForText('#2 inner');
  terminal.type(`qmux ls; echo code-$?${ENTER}`);
  await terminal.waitForText('code-0');
  await terminal.waitForText('chat-1');
  // As qmux itself refuses, so does attaching to its own server.
  terminal.type(`qmux attach; qmux session-name${ENTER}`);
  await terminal.waitForText('already inside qmux, session inner');
  terminal.type(`qmux new beside -h; echo made-$?${ENTER}`);
  await terminal.waitForText('#3 beside');
  // None of these started the default server.
  expect(existsSync(qmux.home.paths().lockDir)).toBe(false);
  const names = async (...words: string[]): Promise<string[]> =>
    (JSON.parse((await qmux.call(...words, 'ls', '--json')).stdout) as { name: string }[]).map(
      ({ name }) => name,
    );
  expect(await names('-L', 'work')).toEqual(['chat-1', 'inner', 'beside']);

  const { socketFile } = qmux.home.paths('work');
  const inPane = { QMUX: socketFile, QMUX_SESSION: 'of-a-pane' };
  const here = await qmux.callWith({ env: inPane }, 'ls', '--json');
  expect(JSON.parse(here.stdout)).toHaveLength(3);
  const named = await qmux.callWith({ env: inPane }, '-L', 'default', 'new', '-d', 'outside');
  expect(named.code).toBe(0);
  expect(await names()).toContain('outside');
  // A home that is chosen there names another server, and so does attaching to it.
  const other = { ...inPane, QMUX_HOME: newDirectory() };
  expect(JSON.parse((await qmux.callWith({ env: other }, 'ls', '--json')).stdout)).toEqual([]);
  const nested = await qmux.attach({ env: { ...other, QMUX_PROBE: '0' } });
  await nested.waitForText('#1 chat-1');
  nested.type(`${PREFIX}:quit --yes${ENTER}`);
  await nested.waitForExit();
  // A pane may outlive its server.
  await qmux.call('-L', 'work', 'kill-server', '--yes');
  const orphan = await qmux.callWith({ env: inPane }, 'ls', '--json');
  expect(orphan.stdout).toContain('"outside"');
});

it('run the qmux of the workspace, not another that is installed, and say so where a shell hides it', async () => {
  const other = join(newDirectory(), 'qmux');
  writeFileSync(other, '#!/bin/sh\necho another qmux');
  chmodSync(other, 0o755);
  qmux = await startQmux();
  const PATH = `${join(other, '..')}:${qmux.home.env['PATH']}`;
  const terminal = await qmux.attach({ cols: 160, env: { PATH } });
  await terminal.waitForText('#1 chat-1');
  terminal.type(`${PREFIX}:new inner -- sh${ENTER}`);
  await terminal.waitForText('#2 inner');
  terminal.type(`qmux session-name${ENTER}`);
  await terminal.waitForText(/^inner/m);
  // As a shell's start-up file may.
  terminal.type(`clear; PATH=${PATH}; qmux ls; "$QMUX_BIN" doctor | grep PATH${ENTER}`);
  await terminal.waitForText(`qmux on PATH is ${other}, not this pane's own`);
  await terminal.waitForText(/^another qmux/m);
  terminal.type(`clear; PATH="\${QMUX_BIN%/*}:$PATH"; qmux doctor | grep -c "not this pane"${ENTER}`);
  await terminal.waitForText(/^0$/m);
  const { serverDir } = qmux.home.paths();
  expect(readdirSync(join(serverDir, 'bin'))).toEqual(['qmux']);
  expect(statSync(join(serverDir, 'bin')).mode & 0o777).toBe(0o700);
});
