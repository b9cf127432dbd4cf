// `qmux chat --agent`: an agent answers outside the workspace, in a terminal and in a pipeline, and ends with
// the command, whatever ends that.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { findMembers } from '../../src/process/group.js';
import { ENTER, startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

const AGENT = fileURLToPath(new URL('../../fixtures/programs/fake-acp-agent.mjs', import.meta.url));
/** For which a question is on the screen before a key answers it, and a little more. */
const SEEN_MS = 600;
const CTRL_D = '\u0004';

let qmux: Qmux;
let pidFile: string;
beforeEach(async () => {
  qmux = await startQmux();
  const { home } = qmux;
  pidFile = join(home.dir, 'agent.pid');
  mkdirSync(home.env['QMUX_HOME'] ?? '', { recursive: true });
  const args = ['-c', 'echo $$ > "$0"; exec "$@"', pidFile, process.execPath, AGENT];
  const env = `{ FAKE_AGENT_SESSIONS = ${JSON.stringify(join(home.dir, 'agent-sessions'))} }`;
  writeFileSync(
    home.paths().configFile,
    `[agents.fake]\ncommand = "/bin/sh"\nargs = ${JSON.stringify(args)}\nmode = "ask"\nenv = ${env}\n`,
  );
});
afterEach(() => qmux.stop());

const agentPid = (): number => Number(readFileSync(pidFile, 'utf8'));
const isGone = async (): Promise<boolean> => (await findMembers(agentPid())).size === 0;

const transcript = (): string => {
  const { chatsDir } = qmux.home.paths();
  const names = readdirSync(chatsDir).filter((name) => name.endsWith('.jsonl'));
  return names.map((name) => readFileSync(join(chatsDir, name), 'utf8')).join('');
};

it('prints its answer in a pipeline, and rejects what nobody can be asked', async () => {
  const told = await qmux.call('chat', '--agent', 'fake', '[[say done]]');
  expect([told.code, told.stderr, told.stdout.trim()]).toEqual([0, '', 'done']);
  expect(await isGone()).toBe(true);
  const asked = await qmux.call('chat', '--agent', 'fake', '--json', '[[shell touch made]] [[say after]]');
  expect(asked.code).toBe(1);
  expect(asked.stderr).toBe(
    'qmux: fake asked: run touch made: rejected, because there is no terminal to ask on\n',
  );
  const events = asked.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['tool', 'question', 'text', 'finish']),
  );
  expect(existsSync(join(qmux.home.dir, 'made'))).toBe(false);
  expect(transcript()).toContain('"option":"no"');
  expect(await isGone()).toBe(true);
  const listed = JSON.parse((await qmux.call('ls', '--all', '--json')).stdout) as {
    agent: string;
    name: string;
  }[];
  const name = listed.find(({ agent }) => agent === 'fake')?.name ?? '';
  await qmux.call('reopen', name);
  const recalled = await qmux.call('send', name, '[[recall]]', '--wait');
  expect([recalled.code, recalled.stdout]).toEqual([0, expect.stringMatching(/touch made|say done/)]);
});

it('asks in the chat, as in a pane, and ends with it', async () => {
  const terminal = await qmux.attach({ args: ['chat', '--agent', 'fake'], rows: 24, cols: 80 });
  await terminal.waitForText('qmux chat with fake');
  terminal.type(`[[shell touch made]] [[say after]]${ENTER}`);
  await terminal.waitForText('Always allow');
  const shownAt = performance.now();
  await waitUntil('keys count for the question', () => performance.now() - shownAt > SEEN_MS);
  terminal.type('3');
  await terminal.waitForText('run touch made: Reject');
  await terminal.waitForText('after');
  expect(existsSync(join(qmux.home.dir, 'made'))).toBe(false);
  terminal.type(CTRL_D);
  expect(await terminal.waitForExit()).toBe(0);
  expect(await isGone()).toBe(true);
});

it('asks in lines for the answer to one question, and takes no line that was typed before', async () => {
  const terminal = await qmux.attach({
    args: ['chat', '--agent', 'fake', '[[shell echo one]] [[say after]]'],
  });
  terminal.type(`2${ENTER}`);
  await terminal.waitForText('3 Reject');
  await terminal.waitForText('1 to 3:');
  await waitUntil('the line counts', async () => {
    terminal.type(`3${ENTER}`);
    return terminal.screen().join('\n').includes('after');
  });
  expect(await terminal.waitForExit()).toBe(0);
  expect(transcript()).toContain('"option":"no"');
});

it('leaves nothing of it behind after kill -9', async () => {
  const terminal = await qmux.attach({
    args: ['chat', '--agent', 'fake', '[[say begun]] [[sneak sleep 300]]'],
  });
  await terminal.waitForText('begun');
  await waitUntil('its command runs', async () => (await findMembers(agentPid())).size > 1);
  process.kill(terminal.pid, 'SIGKILL');
  await waitUntil('nothing of the agent is left', isGone);
});

it('names the agents there are, and what is missing', async () => {
  const unknown = await qmux.call('chat', '--agent', 'nobody', 'x');
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringMatching(/^qmux: no agent nobody; the agents are/),
  ]);
  const missing = await qmux.callWith({ env: { PATH: '/nowhere' } }, 'chat', '--agent', 'codex', 'x');
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('codex is not installed')]);
});
