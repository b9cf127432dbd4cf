// Which environment a program gets: that of the client that started it, or ran it again; and the ssh agent
// that it follows.

import { mkdirSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { AgentLink } from '../../src/server/workspace/agent-link.js';
import { ProgramSession } from '../../src/session/program/program-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

let started: StartedWorkspace | undefined;
afterEach(async () => {
  await started?.workspace.stop();
  started = undefined;
});

const path = process.env['PATH'] ?? '/usr/bin:/bin';
const first = { PATH: path, SSH_AUTH_SOCK: '/tmp/agent.1', DISPLAY: ':1', TMUX: 'outer' };
const second = { PATH: path, SSH_AUTH_SOCK: '/tmp/agent.2', TMUX: 'outer' };
const TELL = 'echo "[$SSH_AUTH_SOCK|$DISPLAY|$TMUX|$QMUX_SESSION]"';

async function createProgram(env: Record<string, string>): Promise<ProgramSession> {
  const session = await (started as StartedWorkspace).create({
    kind: 'program',
    command: ['sh', '-c', TELL],
    env,
  });
  if (!(session instanceof ProgramSession)) throw new Error('not a program');
  return session;
}
const screenOf = (session: ProgramSession): string =>
  session.screen?.captureText({ lines: undefined, ansi: false }) ?? '';
const whenTold = (session: ProgramSession, what: string): Promise<unknown> =>
  waitUntil(`${what} is told`, () => screenOf(session).includes(`[${what}|`) && session.pid === undefined, {
    describe: () => screenOf(session),
  });

describe('the environment of a program', () => {
  it('is of the client that pressed Enter to run it again, less the traces of outer terminals', async () => {
    started = await startWorkspace();
    const session = await createProgram(first);
    await whenTold(session, '/tmp/agent.1|:1|');
    session.input('\r', second);
    await whenTold(session, '/tmp/agent.2||');
    // Run again without naming a client, it gets what it had last.
    session.input('\r');
    await whenTold(session, '/tmp/agent.2||');
    expect(screenOf(session)).not.toContain('outer');
  });

  it('stays as it was when it could not be run again', async () => {
    started = await startWorkspace();
    const session = await createProgram(first);
    await whenTold(session, '/tmp/agent.1|:1');
    session.input('\r', { PATH: '/nowhere', SSH_AUTH_SOCK: '/tmp/agent.2' });
    await waitUntil('it says why', () => screenOf(session).includes('no program sh on PATH'));
    session.input('\r');
    await whenTold(session, '/tmp/agent.1|:1');
  });

  it('names one agent for all, which is that of the client used last', async () => {
    started = await startWorkspace({ config: { sshAgent: 'follow' } });
    const link = join(started.directory, 'run', 'default.agent');
    mkdirSync(dirname(link), { recursive: true });
    const session = await createProgram(first);
    await whenTold(session, `${link}|:1`);
    const clients: Record<string, string>[] = [first, second, { PATH: path }, first];
    for (const env of clients) {
      started.workspace.useAgent(env);
      await waitUntil('the link follows', () => {
        try {
          return readlinkSync(link) === (env['SSH_AUTH_SOCK'] ?? second.SSH_AUTH_SOCK);
        } catch {
          return false;
        }
      });
    }
  });
});

describe('the link to the agent', () => {
  it('is what was asked for last, never itself, and gone at the end', async () => {
    const problems: unknown[] = [];
    const link = new AgentLink(join(newDirectory(), 'agent'), (error) => problems.push(error));
    for (let at = 0; at < 50; at++) link.follow(`/tmp/agent.${at}`);
    link.follow(link.path);
    link.follow('');
    link.follow('relative');
    await link.settled();
    expect(readlinkSync(link.path)).toBe('/tmp/agent.49');
    await link.remove();
    expect(() => readlinkSync(link.path)).toThrow('ENOENT');
    expect(problems).toEqual([]);
  });

  it('that cannot be made is reported, and the next one is tried', async () => {
    const problems: unknown[] = [];
    const link = new AgentLink('/nonexistent/directory/agent', (error) => problems.push(error));
    for (const socket of ['/tmp/agent.1', '/tmp/agent.2']) {
      link.follow(socket);
      await link.settled();
    }
    expect(problems).toHaveLength(2);
  });
});
