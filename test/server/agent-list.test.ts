// Which agents there are, as a user sees it: the list with versions, the menu, the command that installs one,
// and those that run, in doctor.

import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { resolvePaths } from '../../src/paths/paths.js';
import { inspectServer } from '../../src/server/workspace/inspect-server.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { ask, startAgents, type StartedAgents } from './start-agents.js';

let server: StartedAgents;
afterEach(() => server.workspace.stop());

/** A directory for PATH with these shell scripts. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const directory = join(newDirectory(), 'bin');
  mkdirSync(directory);
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  return directory;
}

interface Listed {
  name: string;
  installed: boolean;
  version: string | null;
  install: string | null;
}

/** A program that says its version may take more than the 2 s while the machine has much other work. */
const listWith = (line: string, version: string): Promise<string> =>
  waitUntil(`${version} was said in time`, async () => {
    const { stdout } = await server.call(line);
    return stdout.includes(version) ? stdout : undefined;
  });

describe('qmux agents', () => {
  it('lists versions, and waits 2 s at most for one that does not say', async () => {
    const path = programs({
      opencode: '[ "$1" = --version ] && echo "opencode 9.8.7-beta.1 (build 3)"',
      qwen: 'sleep 600',
      gemini: 'echo no version; exit 1',
    });
    server = await startAgents({ env: { PATH: `${path}:/usr/bin:/bin` } });
    const stdout = await listWith('agents', 'opencode 9.8.7');
    expect(stdout).toMatch(/^opencode +installed: opencode 9\.8\.7-beta\.1$/m);
    expect(stdout).toMatch(/^claude +not installed: npm install -g @agentclientprotocol\/claude-agent-acp$/m);
    expect(stdout).toMatch(/^qwen +installed: qwen$/m);
  });

  it('prints objects', async () => {
    server = await startAgents();
    const json = JSON.parse(await listWith('agents --json', '1.2.3')) as Listed[];
    expect(json.find(({ name }) => name === 'fake')).toMatchObject({ installed: true, version: '1.2.3' });
    expect(json.find(({ name }) => name === 'goose')).toMatchObject({ installed: false, version: null });
  });
});

describe('the menu of agents', () => {
  it('opens a shell with the command that installs a missing one, which is not sent', async () => {
    const made = join(newDirectory(), 'installed');
    // Nothing but these can be found: no start-up file of a shell may lead to the real npm.
    const path = programs({ npm: `echo "$@" > ${made}`, shell: 'PATH="${0%/*}" exec /bin/sh' });
    server = await startAgents({
      config: { loginShell: false },
      env: { PATH: path, SHELL: join(path, 'shell'), ENV: '' },
    });
    const client = server.attach({ rows: 30, cols: 100 });
    client.type('\u0011A');
    await client.waitForText('a chat with an agent');
    // The one that is installed stands first.
    client.type('\x1b[B');
    client.type('\r');
    const typed = /[#$] npm install -g @agentclientprotocol\/claude-agent-acp$/m;
    await client.waitForText(typed);
    expect(existsSync(made)).toBe(false);
    client.type('\r');
    await waitUntil('it runs once the user has sent it', () => existsSync(made));
  });

  it('says that there is no command for one without a package', async () => {
    server = await startAgents();
    expect(await server.call('install-agent goose')).toMatchObject({
      exitCode: 1,
      stderr: 'qmux does not know how to install goose; put goose on your PATH\n',
    });
  });
});

describe('doctor', () => {
  it('names agents that run with version, process and memory', async () => {
    server = await startAgents();
    const chat = await server.chat();
    const paths = resolvePaths({ QMUX_HOME: server.directory }, { serverName: 'default' });
    const inspect = () =>
      inspectServer(server.workspace, {
        serverName: 'default',
        paths,
        disk: server.disk,
        configWatch: { problem: '/config is not watched' },
      });
    expect((await inspect()).sessions).toMatchObject([{ agent: null, processBytes: 0 }]);
    await ask(chat, 'hello');
    expect((await inspect()).disk).toEqual(['/config is not watched']);
    const [session] = (await inspect()).sessions;
    expect(session).toMatchObject({
      agent: { name: 'fake', version: '1.2.3', pid: chat.agent?.pid },
      pids: [chat.agent?.pid],
    });
    expect(session?.processBytes).toBeGreaterThan(10_000_000);
  });
});
