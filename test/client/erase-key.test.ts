import { closeSync, constants, openSync, readlinkSync } from 'node:fs';
import { expect, it } from 'vitest';

import { findEraseByte, parseErase } from '../../src/client/erase-key.js';
import { loadProgramPty } from '../../src/terminal/pty/program-pty.js';
import { waitUntil } from '../harness/wait-until.js';

it('reads what stty prints on Linux, macOS and with odd settings', () => {
  const linux = (erase: string): string =>
    `speed 38400 baud;\nintr = ^C; quit = ^\\; erase = ${erase}; kill = ^U;\n`;
  const mac =
    'cchars: discard = ^O; dsusp = ^Y; eof = ^D; eol = <undef>;\n\teol2 = <undef>; erase = ^H; intr = ^C;';
  expect(parseErase(linux('^?'))).toBe(0x7f);
  expect(parseErase(linux('^H'))).toBe(0x08);
  expect(parseErase(linux('^h'))).toBe(0x08);
  expect(parseErase(linux('#'))).toBe(0x23);
  expect(parseErase(linux('<undef>'))).toBeUndefined();
  expect(parseErase(mac)).toBe(0x08);
  expect(parseErase('werase = ^W; erase2 = ^H;')).toBeUndefined();
  expect(parseErase('')).toBeUndefined();
});

it('asks the terminal itself, and says nothing of what is none', async () => {
  const spawn = await loadProgramPty();
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
  const args = ['-c', 'stty erase ^H; echo ready; exec sleep 100'];
  const pty = spawn({ command: 'sh', args, cwd: '/', env, rows: 5, cols: 20 });
  let output = '';
  pty.onData((bytes) => (output += Buffer.from(bytes).toString()));
  await waitUntil('the terminal is set', () => output.includes('ready'));
  const fd = openSync(readlinkSync(`/proc/${pty.pid}/fd/0`), constants.O_RDWR | constants.O_NOCTTY);
  const file = openSync('/dev/null', 'r');
  try {
    expect(await findEraseByte(fd)).toBe(0x08);
    expect(await findEraseByte(file)).toBeUndefined();
  } finally {
    closeSync(fd);
    closeSync(file);
    await pty.hangUp(1_000);
  }
});
