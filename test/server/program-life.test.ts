// Programs in a real workspace: a close that is undone, and a start that the system refuses.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { ProgramSession } from '../../src/session/program/program-session.js';
import { UserError } from '../../src/text/user-error.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const system = vi.hoisted(() => ({ refuses: false }));
vi.mock('node-pty', async (importOriginal) => {
  const real = await importOriginal<typeof import('node-pty')>();
  return {
    ...real,
    spawn: (...args: Parameters<typeof real.spawn>) => {
      if (system.refuses) throw new Error('forkpty(3) failed.');
      return real.spawn(...args);
    },
  };
});

let started: StartedWorkspace;
afterEach(async () => {
  system.refuses = false;
  await started.workspace.stop();
});

const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'xterm-256color' };
async function createProgram(...command: string[]): Promise<ProgramSession> {
  const session = await started.create({ kind: 'program', command, env });
  if (!(session instanceof ProgramSession)) throw new Error('not a program');
  return session;
}
const screenOf = (session: ProgramSession): string =>
  session.screen?.captureText({ lines: undefined, ansi: false }) ?? '';
const childRecords = (): string[] => readdirSync(join(started.directory, 'data', 'default', 'children'));

describe('a program whose session was closed', () => {
  it('comes back whole within its time: the same process, with what it printed meanwhile', async () => {
    started = await startWorkspace();
    const { coordinator } = started.workspace;
    await started.create();
    const session = await createProgram('sh', '-c', 'echo before; read line; echo "got $line"; cat');
    await waitUntil('it waits', () => screenOf(session).includes('before'));
    const { pid } = session;
    await coordinator.closeSession(session);
    expect(coordinator.find(session.id)).toBeUndefined();
    // Its process continues after the close.
    session.input('hello\r');
    await waitUntil('it has read', () => screenOf(session).includes('got hello'));
    const back = (await coordinator.reopenLast(started.viewer)).sessions[0] as ProgramSession;
    expect(back).toBe(session);
    expect(back.pid).toBe(pid);
    expect(back.state).toBe('active');
    session.input('still there\r');
    await waitUntil('it answers', () => screenOf(session).split('still there').length === 3);
    expect(childRecords()).toEqual([`${pid}.json`]);
  });

  it('is ended with its record when the session is deleted', async () => {
    started = await startWorkspace();
    const { coordinator } = started.workspace;
    await started.create();
    const session = await createProgram('sleep', '1000');
    const { pid = 0 } = session;
    await coordinator.closeSession(session);
    await coordinator.deleteSessions([coordinator.resolveArchived(session.name)]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(childRecords()).toEqual([]);
    expect(started.workspace.children.running).toEqual([]);
  });
});

describe('a start that the system refuses', () => {
  it('is said with the way out and changes nothing', async () => {
    started = await startWorkspace();
    const { coordinator } = started.workspace;
    await started.create();
    const picture = (): unknown =>
      structuredClone({
        open: coordinator.sessions.map(({ record }) => record),
        archive: coordinator.archive,
        workspace: coordinator.arrangement.workspace,
        view: started.viewer.view,
        folders: readdirSync(join(started.directory, 'data', 'default', 'sessions')),
      });
    const before = picture();
    system.refuses = true;
    const creation = createProgram('sleep', '1000');
    await expect(creation).rejects.toThrow('cannot start sleep: forkpty(3) failed.; close a session');
    await expect(creation).rejects.toBeInstanceOf(UserError);
    expect(picture()).toEqual(before);
    system.refuses = false;
    expect((await createProgram('sleep', '1000')).number).toBe(2);
  });

  it('leaves an ended program ended, with the reason in its pane', async () => {
    started = await startWorkspace();
    const session = await createProgram('sh', '-c', 'echo once; exit 3');
    await waitUntil('it has ended', () => session.record.exit !== undefined && session.state === 'completed');
    const { exit } = session.record;
    system.refuses = true;
    session.input('\r');
    await waitUntil('it is said', () => screenOf(session).includes('cannot start sh: forkpty(3) failed.'));
    expect(session.record.exit).toEqual(exit);
    expect(session.state).toBe('completed');
    system.refuses = false;
    session.input('\r');
    await waitUntil('it runs again', () => screenOf(session).split('once').length > 2);
  });
});

describe('the line below an ended program', () => {
  it.each([
    ['line drawing', '\\033(0lqk'],
    ['line drawing, shifted out', '\\033)0\\016lqk'],
    ['insert mode', '\\033[4hin'],
    ['no wrapping', '\\033[?7lno'],
    ['margins and origin', '\\033[2;4r\\033[?6hin'],
    ['mouse, keys and a shape', '\\033[?9;1015h\\033[?1003;1016h\\033[>1u\\033[?1h\\033=\\033[3 qon'],
  ])('is readable after %s', async (_, printed) => {
    started = await startWorkspace();
    const session = await createProgram('printf', printed);
    await waitUntil('it has ended', () => screenOf(session).includes('again'), {
      describe: () => screenOf(session),
    });
    expect(screenOf(session)).toMatch(/^exited 0 after \S.*\nEnter runs printf \S+.* in \S+ again$/m);
    expect(session.screen?.inputModes).toMatchObject({
      mouse: 'none',
      mouseEncoding: 'default',
      kittyFlags: 0,
      applicationCursorKeys: false,
      applicationKeypad: false,
    });
    expect(session.screen?.cursor.shape).toBe('default');
  });
});
