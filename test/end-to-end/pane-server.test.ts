// Verbs in a pane of a server that `-L` named: they reach that server, and the client that looks at the pane.

import { existsSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';

import { newDirectory } from '../temporary-directory.js';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

const QMUX_IN_PANE = `q() { ${process.execPath} ${process.cwd()}/dist/cli.js "$@"; }`;

let qmux: Qmux;
afterEach(() => qmux.stop());

it('reach the server of the pane they run in, and another only by its name or once that one is gone', async () => {
  qmux = await startQmux();
  const terminal = await qmux.attach({ args: ['-L', 'work'], cols: 160 });
  await terminal.waitForText('#1 chat-1');
  terminal.type(`${PREFIX}:new inner -- sh${ENTER}`);
  await terminal.waitForText('#2 inner');
  terminal.type(`${QMUX_IN_PANE}${ENTER}q ls; echo code-$?${ENTER}`);
  await terminal.waitForText('code-0');
  await terminal.waitForText('chat-1');
  // As qmux itself refuses, so does attaching to its own server.
  terminal.type(`q attach; q session-name${ENTER}`);
  await terminal.waitForText('already inside qmux, session inner');
  terminal.type(`q new beside -h; echo made-$?${ENTER}`);
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
