// `qmux doctor` as a user runs it: without a server, with one, and when something is wrong.

import { afterEach, describe, expect, it } from 'vitest';

import { ENTER, startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

interface Facts {
  server: {
    type: string;
    sessions: { name: string; processBytes: number; pids: number[] }[];
    leaks: string[];
  };
  problems: string[];
}

describe('qmux doctor', () => {
  it('works without a server and a terminal, and starts none', async () => {
    qmux = await startQmux();
    const { stdout, stderr, code } = await qmux.call('doctor');
    expect([stderr, code]).toEqual(['', 0]);
    expect(stdout).toContain('server    not running');
    expect(stdout).toContain('not attached');
    expect(stdout).toMatch(/no problems\n$/);
    expect(qmux.home.findProcesses()).toEqual([]);
  });

  it('says what every session costs, in the shell and in a chat', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    await qmux.call('new', '-d', 'sleeper', '--', 'sh', '-c', 'sleep 100; true');
    const facts = await waitUntil('both processes are counted', async () => {
      const now = JSON.parse((await qmux.call('doctor', '--json')).stdout) as Facts;
      return now.server.sessions[1]?.pids.length === 2 && now;
    });
    expect(facts).toMatchObject({ problems: [], server: { type: 'running', leaks: [] } });
    expect(facts.server.sessions.map(({ name }) => name)).toEqual(['chat-1', 'sleeper']);
    expect(facts.server.sessions[1]?.processBytes).toBeGreaterThan(100_000);
    terminal.type(`/doctor${ENTER}`);
    await terminal.waitForText(/#2 sleeper +program active/);
    await terminal.waitForText('no problems');
  });

  it('measures names in any script, in a process that has drawn nothing', async () => {
    qmux = await startQmux();
    for (const name of ['漢字', 'ก็', 'straße', '한글-é'])
      expect(await qmux.call('new', '-d', name)).toMatchObject({ code: 0 });
    const { stdout, stderr } = await qmux.call('doctor');
    expect(stderr).toBe('');
    for (const name of ['漢字', 'ก็', 'straße', '한글-é']) expect(stdout).toContain(name);
    const list = (await qmux.call('ls')).stdout;
    expect(list).toContain('漢字');
  });

  it('names what is wrong and exits with 1', async () => {
    qmux = await startQmux();
    qmux.home.env['QMUX_MODEL'] = 'nobody/x';
    const { stdout, code } = await qmux.call('doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(/1 problem:\n! QMUX_MODEL "nobody\/x" has an unknown provider/);
  });
});
