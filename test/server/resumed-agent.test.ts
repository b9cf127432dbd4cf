// An agent in a pane that ended without its user's wish: how its conversation comes back.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { resolvePaths } from '../../src/paths/paths.js';
import { isProgram } from '../../src/session/any-session.js';
import type { ProgramSession } from '../../src/session/program/program-session.js';
import { newDirectory } from '../temporary-directory.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PATH = process.env['PATH'] ?? '/usr/bin:/bin';

let server: StartedServer;
afterEach(() => server.workspace.stop());

/** A stand-in for the agent that writes down its arguments and the key it has, and waits. */
function installAgent(name: string): { directory: string; runs: () => string[] } {
  const directory = newDirectory();
  mkdirSync(join(directory, 'bin'));
  const file = join(directory, 'bin', name);
  const log = join(directory, 'runs');
  writeFileSync(
    file,
    `#!/bin/sh\necho "$* \${ANTHROPIC_API_KEY-none}" >> ${log}\necho started-$$\n[ -e ${directory}/fail ] && exit 7\nexec sleep 300\n`,
  );
  chmodSync(file, 0o755);
  const runs = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []);
  return { directory, runs };
}

async function startAgent(
  command: string[],
  { env = {}, cwd = server.directory }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<ProgramSession> {
  const session = await server.create({ kind: 'program', command, cwd, env: { PATH, ...env } });
  if (!isProgram(session)) throw new Error('not a program');
  await waitUntil('it runs', async () =>
    /started-\d/.test(await session.capture({ lines: undefined, ansi: false })),
  );
  return session;
}

/** The process in the foreground of its terminal (proc(5): field 8 of stat). */
const foregroundOf = ({ pid = 0 }: ProgramSession): number =>
  Number(
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[5],
  );

const kill = async (session: ProgramSession): Promise<void> => {
  process.kill(session.pid ?? 0, 'SIGKILL');
  await waitUntil('it has ended', () => session.pid === undefined);
};

/** The server is ended and started again over what it left. */
async function restart(options: Parameters<typeof startServer>[0] = {}): Promise<TestClient> {
  await server.workspace.stop();
  server = await startServer({ ...options, directory: server.directory });
  return server.attach({ rows: 24, cols: 160 });
}

describe('an agent after a restart of the server', () => {
  it('goes on with its conversation at Enter, and begins a new one at n', async () => {
    const { directory, runs } = installAgent('claude');
    const claude = join(directory, 'bin', 'claude');
    server = await startServer({ env: { PATH } });
    const agent = await startAgent([claude, '--verbose', 'fix the tests']);
    const client = await restart({ env: { PATH } });
    await client.waitForText(`Enter resumes the conversation in ${server.directory}: ${claude} --continue`);
    await client.waitForText(/^n begins a new one$/m);
    client.type('\r');
    await waitUntil('it has run again', () => runs().length === 2);
    expect(runs()).toEqual(['--verbose fix the tests none', '--continue --verbose none']);
    const again = server.coordinator.find(agent.id);
    if (!again || !isProgram(again)) throw new Error('it is gone');
    expect(again.record.command).toEqual([claude, '--verbose', 'fix the tests']);
    await waitUntil('it runs', () => again.pid !== undefined);
    await kill(again);
    await client.waitForText('n begins a new one');
    client.type('n');
    await waitUntil('it has begun anew', () => runs().length === 3);
    expect(runs()[2]).toBe('--verbose fix the tests none');
  });

  it('goes on with the conversation that its hooks have named, and forgets it with a new one', async () => {
    const { directory, runs } = installAgent('codex');
    server = await startServer({ env: { PATH } });
    const agent = await startAgent([join(directory, 'bin', 'codex')]);
    const QMUX = resolvePaths({ QMUX_HOME: server.directory }, { serverName: 'default' }).socketFile;
    const pane = { QMUX, QMUX_SESSION: agent.id };
    const reported = await server.call('report working --conversation 77-a', pane);
    expect([reported.stderr, agent.record.conversation]).toEqual(['', '77-a']);
    const refused = await server.call('report working --conversation=-x', pane);
    expect(refused.stderr).toContain('-x is not the id of a conversation');
    const client = await restart({ env: { PATH } });
    await client.waitForText('codex resume 77-a');
    client.type('\r');
    await waitUntil('it has run again', () => runs().length === 2);
    expect(runs()[1]).toBe('resume 77-a none');
    const again = server.coordinator.find(agent.id);
    if (!again || !isProgram(again)) throw new Error('it is gone');
    await waitUntil('it runs', () => again.pid !== undefined);
    await kill(again);
    await client.waitForText('n begins a new one');
    client.type('n');
    await waitUntil('it has begun anew', () => runs().length === 3);
    expect([runs()[2], again.record.conversation]).toEqual([' none', undefined]);
  });

  it('comes back by itself where the config runs it again', async () => {
    const { directory, runs } = installAgent('claude');
    const config = { restart: 'always' as const };
    server = await startServer({ env: { PATH }, config });
    await startAgent([join(directory, 'bin', 'claude')]);
    await restart({ env: { PATH }, config });
    await waitUntil('it has run again', () => runs().length === 2);
    expect(runs()[1]).toBe('--continue none');
  });

  it('lets its user choose where another may hold the last conversation', async () => {
    const { directory, runs } = installAgent('claude');
    const claude = join(directory, 'bin', 'claude');
    server = await startServer({ env: { PATH } });
    const agent = await startAgent([claude]);
    const elsewhere = await startAgent([claude], { cwd: directory });
    await kill(agent);
    agent.runAgain();
    await waitUntil('it has run again', () => runs().length === 3);
    expect(runs()[2]).toBe('--continue none');
    await startAgent([claude]);
    await kill(agent);
    agent.runAgain();
    await waitUntil('it has run again', () => runs().length === 5);
    expect(runs()[4]).toBe('--resume none');
    await kill(elsewhere);
    elsewhere.runAgain();
    await waitUntil('it has run again', () => runs().length === 6);
    expect(runs()[5]).toBe('--continue none');
  });
});

describe('an agent that ended as its user wanted', () => {
  it('is run as it was, and n means nothing', async () => {
    server = await startServer({ env: { PATH } });
    const { directory } = installAgent('claude');
    const file = join(directory, 'bin', 'claude');
    writeFileSync(file, '#!/bin/sh\necho started-1\n');
    const client = server.attach({ rows: 24, cols: 160 });
    await server.create({ kind: 'program', command: [file], env: { PATH } });
    await client.waitForText(`Enter runs ${file} in`);
    client.type('n');
    await client.waitForText('has ended and reads no keys; Enter runs it again');
  });
});

describe('a key that the agent had and this terminal has not', () => {
  it('is named, never shown, and no more once it is begun anew', async () => {
    const { directory, runs } = installAgent('claude');
    server = await startServer({ env: { PATH } });
    const env = { ANTHROPIC_API_KEY: 'sk-secret', GEMINI_API_KEY: 'other-secret', EDITOR: 'vi' };
    const agent = await startAgent([join(directory, 'bin', 'claude')], { env });
    expect(agent.record.variables).toEqual(['ANTHROPIC_API_KEY', 'GEMINI_API_KEY']);
    const client = await restart({ env: { PATH, GEMINI_API_KEY: 'x' } });
    await client.waitForText('Enter resumes the conversation');
    client.type('\r');
    const words =
      'claude runs without ANTHROPIC_API_KEY, which it had at its first start: attach from a shell that has it';
    await client.waitForText(words);
    await waitUntil('it has run again', () => runs().length === 2);
    const again = server.coordinator.find(agent.id);
    if (!again || !isProgram(again)) throw new Error('it is gone');
    expect(await again.capture({ lines: undefined, ansi: false })).toContain(words);
    expect(runs()).toEqual([' sk-secret', '--continue none']);
    const index = readFileSync(join(server.directory, 'data', 'default', 'index.json'), 'utf8');
    expect(index).not.toContain('secret');
    await kill(again);
    await client.waitForText('n begins a new one');
    client.type('n');
    await waitUntil('it has begun anew', () => runs().length === 3);
    expect(again.record.variables).toEqual(['GEMINI_API_KEY']);
  });
});

describe('an agent that a shell started', () => {
  it('is named after a kill of the server, with the words that bring it back, and not once it has ended', async () => {
    const { directory } = installAgent('claude');
    const claude = join(directory, 'bin', 'claude');
    const elsewhere = newDirectory();
    // As agents are: a script of Node's, or a binary of that name.
    writeFileSync(
      claude,
      `#!${process.execPath}\nprocess.stdout.write('started-1'); setInterval(() => {}, 1e6);\n`,
    );
    server = await startServer({ env: { PATH } });
    const shell = await server.create({ kind: 'program', command: ['sh', '-i'], env: { PATH, PS1: '$ ' } });
    if (!isProgram(shell)) throw new Error('not a program');
    const enter = (text: string): void => shell.input(`${text}\r`);
    enter('true');
    enter(`cd ${elsewhere}`);
    enter(`${claude} --verbose 'fix the tests'`);
    const held = { command: [process.execPath, claude, '--verbose', 'fix the tests'], cwd: elsewhere };
    await waitUntil('it is found', () => shell.record.inside !== undefined);
    expect(shell.record.inside).toEqual(held);
    shell.report('working', '', '77-a');
    expect(shell.record.conversation).toBe('77-a');
    let client = await restart({ env: { PATH } });
    const words = `claude ran in it; in ${elsewhere}, claude --resume 77-a --verbose resumes the conversation`;
    await waitUntil('it is named', () =>
      client.screen().join('').replaceAll(/\s/g, '').includes(words.replaceAll(/\s/g, '')),
    );
    await client.waitForText('Enter runs sh -i in');

    const again = server.coordinator.find(shell.id);
    if (!again || !isProgram(again)) throw new Error('it is gone');
    client.type('\r');
    await waitUntil('the shell runs', () => again.pid !== undefined);
    expect([again.record.inside, again.record.conversation]).toEqual([undefined, undefined]);
    again.input(`${claude}\r`);
    await waitUntil('it is found', () => again.record.inside !== undefined);
    again.input('\u0003');
    await waitUntil('it has ended', () => foregroundOf(again) === again.pid);
    again.input('true\r');
    await waitUntil('it is forgotten', () => again.record.inside === undefined);
    client = await restart({ env: { PATH } });
    await client.waitForText('Enter runs sh -i in');
    expect(client.screen().join('')).not.toContain('ran in it');
  });
});
