// `qmux ssh` in a terminal, to a second home on this machine.

import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import type { OuterTerminal } from '../harness/outer-terminal.js';
import { standInMachine, startSshd, whyNoSshd, type OtherMachine } from '../harness/ssh.js';

const CANARY = 'canary-5c1d';
const SIZE = { rows: 24, cols: 80 };

let qmux: Qmux;
let machine: OtherMachine | undefined;

beforeEach(async () => {
  qmux = await startQmux();
});
afterEach(async () => {
  await qmux.stop();
  await machine?.remove();
  machine = undefined;
});

const attachTo = ({ env }: OtherMachine, args = ['ssh', 'box']): Promise<OuterTerminal> =>
  qmux.attach({ ...SIZE, args, env: { ...env, SOME_API_KEY: CANARY } });

function configure(text: string): void {
  const { configFile } = qmux.home.paths();
  mkdirSync(dirname(configFile), { recursive: true });
  writeFileSync(configFile, text);
}

async function detach(terminal: OuterTerminal): Promise<void> {
  terminal.type(`${PREFIX}d`);
  expect(await terminal.waitForExit()).toBe(0);
}

/** Loses the connection, comes back to where it was, and detaches. */
async function stayThroughLoss(machine: OtherMachine, terminal: OuterTerminal): Promise<void> {
  terminal.type(`${PREFIX}%`);
  await terminal.waitForText('#2 chat-2');
  terminal.type('typed before');
  await terminal.waitForText('typed before');
  machine.cutConnection();
  await terminal.waitForText('connection lost');
  // The last picture is still there.
  expect(terminal.screen().join('\n')).toContain('typed before');
  terminal.type('x');
  terminal.type('\r');
  await terminal.waitForText('connected again; dropped');
  terminal.type('!');
  await terminal.waitForText('typed before!');
}

/** What every ssh is started with: a RemoteCommand of the user's config would make it refuse. */
const ours = ['-T', '-o', 'RemoteCommand=none'];

describe('with a stand-in for ssh', () => {
  beforeEach(() => {
    machine = standInMachine();
  });

  it('goes there from the list of hosts, stays through a lost connection, and sends only what travels', async () => {
    const { calls, sent, home, env } = machine as OtherMachine;
    configure('[hosts.box]\n[hosts."-oProxyCommand=x"]\n');
    const terminal = await attachTo(machine as OtherMachine, []);
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}:hosts\r`);
    await terminal.waitForText('no session');
    // Asking has started no server there.
    expect(home.findProcesses()).toEqual([]);
    terminal.type('\r');
    await terminal.waitForText('going to box');
    await terminal.waitForText('#1 chat-1');
    await stayThroughLoss(machine as OtherMachine, terminal);
    // From there the same terminal goes on, with the ssh of this machine.
    terminal.type(`${PREFIX}:ssh other\r`);
    await terminal.waitForText('box sends this terminal to other');
    terminal.type('y\r');
    await terminal.waitForText('typed before!');
    await detach(terminal);
    expect(await qmux.callWith({ env }, 'hosts')).toEqual({
      stdout: 'box  #1  chat-1  active  guide\nbox  #2  chat-2  active  guide\n',
      stderr: '',
      code: 0,
    });
    const line = 'exec qmux relay default';
    const list = [...ours, '-o', 'BatchMode=yes', '--', 'box', 'exec qmux relay --list default'];
    expect(calls()).toEqual([
      list,
      [...ours, '--', 'box', line],
      [...ours, '-o', 'BatchMode=yes', '--', 'box', line],
      [...ours, '--', 'other', line],
      list,
    ]);
    expect(sent()).toContain('xterm-256color');
    expect(sent()).not.toContain(CANARY);
    // Only its server is left.
    expect(home.findProcesses()).toHaveLength(1);
  });

  it('says what there is to do where there is no qmux, and runs what the config names', async () => {
    configure('[hosts.box]\ncommand = "no-such-qmux"\n');
    const terminal = await attachTo(machine as OtherMachine, ['-L', 'work', 'ssh', 'box']);
    expect(await terminal.waitForExit()).toBe(1);
    const said = terminal.screen().join('').replaceAll(/\s+/g, ' ');
    expect(said).toContain('box has no no-such-qmux');
    expect(said).toContain('npm install -g');
    expect((machine as OtherMachine).calls()).toEqual([
      [...ours, '--', 'box', 'exec no-such-qmux relay work'],
    ]);
  });
});

const reason = whyNoSshd();
it.runIf(reason === undefined)(
  `attaches over a real sshd${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  async () => {
    machine = await startSshd();
    const terminal = await attachTo(machine);
    await terminal.waitForText('#1 chat-1');
    if (process.env['QMUX_TEST_LONG'] !== undefined) await stayThroughLoss(machine, terminal);
    terminal.type('typed here');
    await terminal.waitForText('typed here');
    await detach(terminal);
  },
);
