// The server is killed by kill -9 at awkward moments: the client brings the workspace back, and nothing shown
// is lost.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import type { ChatScript } from '../harness/chat-server.js';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import type { OuterTerminal } from '../harness/outer-terminal.js';
import { waitUntil } from '../harness/wait-until.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

const slow: ChatScript = (_request, index) =>
  index === 0
    ? { pieces: Array.from({ length: 400 }, (_, at) => `piece${at} `), delayMs: 50 }
    : { pieces: ['the follow-up'] };

/** Kills the server and waits until another one draws. */
async function killServer(terminal: OuterTerminal): Promise<void> {
  const pid = qmux.serverPid();
  const drawn = terminal.bytes.length;
  process.kill(pid, 'SIGKILL');
  await waitUntil('another server holds the lock', () => qmux.serverPid() !== pid);
  await terminal.waitUntil(
    'the new server draws',
    () => terminal.bytes.length > drawn + 1 && terminal.screen().some((line) => /1:/.test(line)),
  );
}

describe('after kill -9 of the server', () => {
  it('brings back tabs, layout, focus, names, drafts and the cut answer', async () => {
    qmux = await startQmux(slow);
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`tell me everything${ENTER}`);
    await terminal.waitForText('piece5');
    terminal.type(`queued question${ENTER}`);
    await terminal.waitForText('1 queued');
    terminal.type(`${PREFIX}%`);
    await terminal.waitForText('#2 chat-2');
    terminal.type(`${PREFIX}:rename named${ENTER}`);
    await terminal.waitForText('#2 named');
    await killServer(terminal);
    await terminal.waitForText(/#1 chat-1.*#2 named/);
    await terminal.waitForText('(cut)');
    await terminal.waitForText('queued question');
    await terminal.waitUntil('the focus is in pane 2', () => terminal.cursor.col > 60);
    terminal.type(`${PREFIX}h`);
    await terminal.waitUntil('the focus is in pane 1', () => terminal.cursor.col < 60);
    terminal.type(ENTER);
    await terminal.waitForText('the follow-up');
    const { messages = [] } = qmux.model?.requests.at(-1) ?? {};
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(messages[1]?.content).toContain('piece5');
    expect(messages[2]?.content).toBe('queued question');
  });

  it('ends the programs that lived through it, and says so', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    await qmux.call('new', 'deaf', '--', 'sh', '-c', "trap '' HUP; echo ready; sleep 1000; true");
    await terminal.waitForText('ready');
    const { stdout } = await qmux.call('ls', '--json');
    const pid = (JSON.parse(stdout) as { pid?: number }[]).find((session) => session.pid)?.pid ?? 0;
    expect(qmux.home.findProcesses()).toContain(pid);
    process.kill(qmux.serverPid(), 'SIGKILL');
    await terminal.waitForText('ended what a killed server had left running: sh');
    await waitUntil('it has ended', () => !qmux.home.findProcesses().includes(pid));
    await waitUntil('its record is gone', () => readdirSync(qmux.home.paths().childrenDir).length === 0);
  });

  it('restores what was just split or renamed', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`${PREFIX}"`);
    await terminal.waitForText('#2 chat-2');
    terminal.type(`${PREFIX}c`);
    await terminal.waitForText('2:chat-3*');
    terminal.type(`${PREFIX},`);
    await terminal.waitForText('rename tab to:');
    terminal.type(`third${ENTER}`);
    await terminal.waitForText('2:third*');
    await killServer(terminal);
    await terminal.waitForText('1:chat-2  2:third*');
    terminal.type(`${PREFIX}p`);
    await terminal.waitForText('#1 chat-1');
    await terminal.waitForText('#2 chat-2');
  });

  it('sets a damaged transcript line and a damaged index aside and loads the rest', async () => {
    qmux = await startQmux(() => ({ pieces: ['an answer to keep'] }));
    const first = await qmux.attach();
    await first.waitForText('#1 chat-1');
    first.type(`question to keep${ENTER}`);
    await first.waitForText('an answer to keep');
    await qmux.call('kill-server', '--yes');
    await first.waitForExit();
    const { serverDir, sessionsDir } = qmux.home.paths();
    const [folder = ''] = readdirSync(sessionsDir);
    const transcript = join(sessionsDir, folder, 'transcript.jsonl');
    const [head, ...rest] = readFileSync(transcript, 'utf8').split('\n');
    writeFileSync(transcript, [head, '{"type":"piece","id":', ...rest].join('\n'));
    for (const name of ['index.json', 'index.json.bak'])
      writeFileSync(join(serverDir, name), '{"version":1,');
    const second = await qmux.attach();
    await second.waitForText('an answer to keep');
    await second.waitForText('transcript.jsonl:2');
    expect(readdirSync(serverDir).some((name) => name.includes('damaged'))).toBe(true);
  });
});
