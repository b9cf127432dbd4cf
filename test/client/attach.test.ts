// The client as a process on a real PTY, against a scripted server in this process.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { abilitiesOf } from '../../src/text/terminal-family.js';
import { leaveSequence } from '../../src/text/terminal-setup.js';
import { temporaryHome, type TemporaryHome } from '../harness/home.js';
import { startInTerminal, type OuterTerminal } from '../harness/outer-terminal.js';
import type { TerminalModes } from '../harness/terminal-modes.js';
import { waitUntil } from '../harness/wait-until.js';
import { compileClient, type CompiledClient } from './compiled-client.js';
import { ScriptedServer, TOKEN, type ScriptedConnection } from './scripted-server.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/client/${name}`, import.meta.url));

/** Every mode that a frame of the server may set, and a title, margins, a charset and a colour left on. */
const EVERY_MODE = [
  '\x1b[22;0t\x1b[?1049h\x1b[>1u\x1b[>4;2m',
  '\x1b[?1h\x1b=\x1b[?7l\x1b[?25l\x1b[?1000h\x1b[?1002h\x1b[?1003h\x1b[?1004h\x1b[?1005h\x1b[?1006h\x1b[?2004h\x1b[?2031h',
  '\x1b]12;rgb:ffff/0000/0000\x1b\\\x1b]22;text\x1b\\',
  '\x1b[5 q\x1b[3;9r\x1b(0\x1b[1;31m\x1b[?2026h\x1b[7;7Hdrawn',
].join('');

let client: CompiledClient;
let home: TemporaryHome;
let server: ScriptedServer;
let terminal: OuterTerminal | undefined;

beforeAll(() => {
  client = compileClient();
});
afterAll(() => client.remove());
beforeEach(async () => {
  home = temporaryHome();
  server = await ScriptedServer.start(home.paths());
});
afterEach(async () => {
  await terminal?.stop();
  terminal = undefined;
  await server.die();
  await home.remove();
});

/** A shell that records the tty's modes before and after the client, and its exit code. */
async function startClient(env: Record<string, string> = {}, redirection = ''): Promise<OuterTerminal> {
  const script =
    `printf 'a line of the shell\\n$ '; stty -g > before; ` +
    `"$NODE" "$MAIN" ${redirection}; echo $? > code; stty -g > after; printf 'shell goes on'; exec cat`;
  terminal = await startInTerminal({
    command: '/bin/sh',
    args: ['-c', script],
    env: {
      ...home.env,
      NODE: process.execPath,
      MAIN: fixture('attach-main.mjs'),
      CLIENT_DIR: client.dir,
      ENTRY: fixture('server-main.mjs'),
      SERVER_WORD: '{"error":"not today"}\n',
      ...env,
    },
    cwd: home.dir,
    // Room for a stack trace with long paths.
    rows: 30,
    cols: 60,
  });
  return terminal;
}

interface Attached {
  terminal: OuterTerminal;
  connection: ScriptedConnection;
  pid: number;
  before: { modes: TerminalModes; cursor: { row: number; col: number } };
}

/** An attached client on whose terminal everything is set that can be. */
async function attachAndDraw(env: Record<string, string> = {}): Promise<Attached> {
  const terminal = await startClient(env);
  const connection = await server.connection();
  const { pid } = await connection.hello();
  await terminal.waitForText('$');
  const before = { modes: terminal.modes(), cursor: terminal.cursor };
  connection.welcome();
  connection.draw(EVERY_MODE);
  await terminal.waitUntil('every mode is set', () => terminal.modes().private.includes(2026));
  return { terminal, connection, pid, before };
}

const read = (name: string): string => readFileSync(join(home.dir, name), 'utf8').trim();

/** false also for a process that has ended since it was listed. */
function isServer(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('__server');
  } catch {
    return false;
  }
}

async function expectRestored({ terminal, before }: Attached): Promise<void> {
  await terminal.waitForText('shell goes on');
  expect(terminal.modes()).toEqual(before.modes);
  expect(read('after')).toBe(read('before'));
  // The primary screen is back, and the next output follows the shell's prompt.
  expect(terminal.screen()[before.cursor.row - 1]).toBe('a line of the shell');
  expect(terminal.screen()[before.cursor.row]).toMatch(/^\$ /);
  // In the colours of before, in ASCII.
  const end = terminal.cell(terminal.cursor.row, terminal.cursor.col - 1);
  expect(end).toMatchObject({ text: 'n', fg: 0, bold: false });
  const resets =
    terminal.bytes
      .map(({ bytes }) => bytes.toString('latin1'))
      .join('')
      .split('\x1b[?1049l').length - 1;
  expect(resets).toBe(1);
}

describe('the terminal is as before', () => {
  it('after a goodbye, with the message behind the prompt and exit code 0', async () => {
    const attached = await attachAndDraw();
    attached.connection.send({ type: 'bye', reason: 'detached', message: '[detached from default]' });
    await expectRestored(attached);
    expect(attached.terminal.screen()).toContain('$ [detached from default]');
    expect(read('code')).toBe('0');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('after %s, with exit code %i', async (signal, exitCode) => {
    const attached = await attachAndDraw();
    process.kill(attached.pid, signal);
    await expectRestored(attached);
    expect(attached.terminal.screen()).toContain(`$ attach gave ${exitCode}.`);
    expect(read('code')).toBe(String(exitCode));
    await waitUntil('the server sees the client leave', () => attached.connection.closed);
  });

  it('after an exception in the client, which is reported', async () => {
    const attached = await attachAndDraw();
    process.kill(attached.pid, 'SIGUSR2');
    await expectRestored(attached);
    expect(attached.terminal.screen().join('\n')).toContain('Error: a bug in the client');
    expect(read('code')).toBe('1');
  });

  it("after the server's death, with the reason why no other came", async () => {
    const attached = await attachAndDraw();
    await server.die();
    await expectRestored(attached);
    expect(attached.terminal.screen().join('').replaceAll('\n', '')).toContain(
      'server default died and did not come back: server default cannot start: not today',
    );
    expect(read('code')).toBe('1');
  });

  it('after a goodbye before anything was drawn, when there is nothing to reset', async () => {
    const terminal = await startClient();
    const connection = await server.connection();
    await connection.hello();
    connection.welcome();
    connection.send({ type: 'bye', reason: 'quit', message: '' });
    await terminal.waitForText('shell goes on');
    expect(terminal.bytes.some(({ bytes }) => bytes.includes('\x1b'))).toBe(false);
    expect([read('code'), read('after')]).toEqual(['0', read('before')]);
  });

  it('after a refusal, on which nothing was drawn and nothing reset', async () => {
    const terminal = await startClient();
    const connection = await server.connection();
    await connection.hello();
    connection.send({ type: 'refused', message: 'server is 9, client is 1: qmux kill-server', exitCode: 1 });
    await terminal.waitForText('shell goes on');
    expect(terminal.screen()).toContain('$ UserError: server is 9, client is 1: qmux kill-server');
    expect(terminal.bytes.some(({ bytes }) => bytes.includes('\x1b'))).toBe(false);
    expect([read('code'), read('after')]).toEqual(['1', read('before')]);
  });
});

/** How an attachment ends; other tests check the exit code. */
const WAYS_OUT: readonly (readonly [string, (attached: Attached) => void | Promise<void>])[] = [
  ['a goodbye', ({ connection }) => connection.send({ type: 'bye', reason: 'detached', message: '' })],
  ['SIGTERM', ({ pid }) => void process.kill(pid, 'SIGTERM')],
  ['SIGHUP', ({ pid }) => void process.kill(pid, 'SIGHUP')],
  ['SIGINT', ({ pid }) => void process.kill(pid, 'SIGINT')],
  ['an exception', ({ pid }) => void process.kill(pid, 'SIGUSR2')],
  ["the server's death", () => server.die()],
];
const NAMES = [
  'vt100',
  'linux',
  'screen-256color',
  'tmux-256color',
  'xterm-16color',
  'xterm-256color',
  'xterm-kitty',
];

describe.each(NAMES)('a terminal that is %s', (TERM) => {
  it.each(WAYS_OUT)('is sent what its family knows, once, after %s', async (_, leave) => {
    // Node's own report of an exception is coloured differently.
    const attached = await attachAndDraw({ TERM, NODE_DISABLE_COLORS: '1' });
    const drawn = attached.terminal.bytes.length;
    await leave(attached);
    await attached.terminal.waitForText('shell goes on');
    const sent = Buffer.concat(attached.terminal.bytes.slice(drawn).map(({ bytes }) => bytes)).toString();
    const expected = leaveSequence(abilitiesOf({ TERM }));
    expect(sent.split(expected)).toHaveLength(2);
    expect(sent.replace(expected, '')).not.toContain('\x1b');
  });
});

describe('attach', () => {
  it('says who it is and what the terminal can do', async () => {
    await startClient({ TARGET: 'api', QMUX_MODEL: 'openai/漢' });
    const connection = await server.connection();
    expect(await connection.hello()).toMatchObject({
      token: TOKEN,
      role: 'attach',
      cwd: home.dir,
      target: 'api',
      env: { HOME: home.dir, QMUX_MODEL: 'openai/漢' },
      terminal: { rows: 30, cols: 60, colours: 'truecolor' },
    });
  });

  it('hands over keys as they are, Ctrl-C, Ctrl-Z, Ctrl-S and Ctrl-Q too', async () => {
    const { terminal, connection } = await attachAndDraw();
    const keys = 'a\x03\x1a\x13\x11\r\x1b[A漢';
    terminal.type(keys);
    await waitUntil('the last key has arrived', () => connection.keys.endsWith('漢'));
    expect(connection.keys).toBe(keys);
  });

  it('reports a new size', async () => {
    const { terminal, connection } = await attachAndDraw();
    terminal.resize(20, 70);
    await waitUntil('the size has arrived', () => connection.get('resize').some(({ rows }) => rows === 20));
    expect(connection.get('resize').at(-1)).toEqual({ type: 'resize', rows: 20, cols: 70 });
  });

  it('hands over a paste of 4 MB and a screen of 4 MB at the same time, both whole', async () => {
    const { terminal, connection } = await attachAndDraw();
    const size = 4 * 1024 * 1024;
    const line = 'x'.repeat(63) + '\n';
    connection.draw('\x1b[?2026l\x1b[r');
    for (let sent = 0; sent < size; sent += line.length * 256) connection.draw(line.repeat(256));
    connection.draw('\r\x1b(Bend of the screen');
    // A terminal's own paste comes in pieces too: the kernel's queue for a tty holds 4 KiB.
    terminal.type('p'.repeat(size));
    await waitUntil('the paste has arrived', () => connection.keys.length >= size, {
      describe: () => `${connection.keys.length} bytes`,
    });
    expect(connection.keys === 'p'.repeat(size)).toBe(true);
    await terminal.waitForText('end of the screen');
  });

  it('starts a new server when its own dies, and shows what that one draws', async () => {
    const attached = await attachAndDraw({ SERVER_WORD: 'listen', SERVER_SCREEN: 'everything is back' });
    await server.die();
    await attached.terminal.waitForText('everything is back');
    expect(attached.terminal.screen().join('\n')).not.toContain('died');
  });

  it('takes no connection to a dying server for a second death', async () => {
    const { terminal, connection } = await attachAndDraw({
      SERVER_WORD: 'listen',
      SERVER_SCREEN: 'everything is back',
    });
    // The socket of a killed server accepts connections until the kernel has closed it.
    connection.socket.destroy();
    await server.connection(1);
    await server.die();
    await terminal.waitForText('everything is back');
  });

  it('does not start a second one within a minute', async () => {
    const { terminal } = await attachAndDraw({ SERVER_WORD: 'listen', SERVER_SCREEN: 'everything is back' });
    await server.die();
    await terminal.waitForText('everything is back');
    const log = home.paths().serverLogFile;
    const pid = home.findProcesses().find(isServer);
    if (pid === undefined) throw new Error('no second server runs');
    process.kill(pid, 'SIGKILL');
    await terminal.waitForText('shell goes on');
    expect(terminal.screen().join('')).toContain('server default died twice within a minute');
    expect(readFileSync(log, 'utf8').match(/started as/g)).toHaveLength(1);
    expect([read('code'), read('after')]).toEqual(['1', read('before')]);
  });

  it.each([
    ['standard input', '< /dev/null'],
    ['standard output', '> output'],
  ])('says so when %s is not a terminal', async (name, redirection) => {
    const terminal = await startClient({}, redirection);
    await terminal.waitForText('shell goes on');
    expect(terminal.screen().join('')).toContain(`UserError: ${name} is not a terminal`);
    expect(read('code')).toBe('1');
    expect(server.connections).toEqual([]);
  });

  it('leaves when the terminal is closed', async () => {
    const { terminal, connection, pid } = await attachAndDraw();
    await terminal.stop();
    await waitUntil('the client has left', () => connection.closed);
    await waitUntil('its process has ended', () => !home.findProcesses().includes(pid));
    expect(home.findProcesses()).toEqual([]);
  });
});
