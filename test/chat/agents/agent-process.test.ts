// The process of an agent: its pipes, its log, and that nothing of it is left.

import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

import {
  startAgentProcess,
  type AgentProcess,
  type AgentStart,
} from '../../../src/chat/agents/agent-process.js';
import { mergeAgents } from '../../../src/chat/agents/known-agents.js';
import { NamedSecrets } from '../../../src/chat/agents/named-secrets.js';
import { MAX_LOG_BYTES, StderrLog } from '../../../src/chat/agents/stderr-log.js';
import { findMembers } from '../../../src/process/group.js';
import { newDirectory } from '../../temporary-directory.js';
import { waitUntil } from '../../harness/wait-until.js';

const WITH_CHILDREN = fileURLToPath(
  new URL('../../../fixtures/programs/agent-with-children.mjs', import.meta.url),
);

const started: AgentProcess[] = [];

async function start(args: string[], more: Partial<AgentStart> = {}): Promise<AgentProcess> {
  const agent = mergeAgents({ mine: { command: process.execPath, args } }).at(-1);
  if (!agent) throw new Error('no agent');
  const running = await startAgentProcess({
    agent,
    directory: newDirectory(),
    env: { PATH: process.env['PATH'] ?? '' },
    logFile: undefined,
    redact: (text) => text,
    record: () => {},
    ...more,
  });
  started.push(running);
  return running;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.end()));
});

const code = (script: string): string[] => ['-e', script];

async function outputOf(process: AgentProcess): Promise<string> {
  let text = '';
  for await (const bytes of process.output) text += Buffer.from(bytes).toString();
  return text;
}

describe('an agent', () => {
  it('runs in its directory, in a group of its own, with the environment that is given', async () => {
    const directory = newDirectory();
    const script = `console.log(JSON.stringify({ cwd: process.cwd(), env: process.env }))`;
    const agent = await start(code(script), { directory, env: { A: '1' } });
    const said = JSON.parse(await outputOf(agent)) as { cwd: string; env: Record<string, string> };
    expect(said.cwd).toBe(directory);
    expect(Object.keys(said.env).filter((name) => !name.startsWith('__'))).toEqual(['A']);
    expect(await agent.exited).toBe('exit code 0');
  });

  it('is recorded before any of its output is read', async () => {
    const recorded: unknown[] = [];
    let hasEnded = false;
    const agent = await start(code('console.log("hello")'), {
      record: (child, command) => {
        recorded.push([child.pid, command]);
        child.onExit(() => (hasEnded = true));
      },
    });
    expect(recorded).toEqual([[agent.pid, process.execPath]]);
    await agent.exited;
    expect(hasEnded).toBe(true);
  });

  it('cannot be started where there is no program, no directory, or no right to', async () => {
    const fails = async (more: Partial<AgentStart>, command = process.execPath): Promise<string> => {
      const agent = mergeAgents({ mine: { command } }).at(-1);
      if (!agent) throw new Error('no agent');
      return start([], { agent, ...more }).then(
        () => 'started',
        (error: unknown) => (error as Error).message,
      );
    };
    expect(await fails({}, 'no-such-agent')).toMatch(/^mine cannot start: there is no no-such-agent on PATH/);
    // Root may read it.
    const locked = newDirectory();
    chmodSync(locked, 0o000);
    const PATH = `${locked}:${process.env['PATH']}`;
    expect(await fails({ env: { PATH } }, 'no-such-agent')).toMatch(
      /^mine cannot start: there is no no-such/,
    );
    expect(await fails({ directory: '/no/such/directory' })).toBe(
      'mine cannot start: there is no directory /no/such/directory any more; make it again, or begin a chat elsewhere with /new --cwd DIR',
    );
    expect(await fails({}, '/etc/passwd')).toMatch(/is not executable; make it so with chmod/);
  });
});

describe('its end', () => {
  it('takes its whole group along, even what ignores SIGTERM', async () => {
    const agent = await start([WITH_CHILDREN]);
    await waitUntil('the child runs', () => agent.lastLines.some((line) => line.startsWith('child ')));
    const group = agent.pid ?? 0;
    expect((await findMembers(group)).size).toBe(2);
    await agent.end();
    expect(await agent.exited).toBe('killed by SIGTERM');
    expect((await findMembers(group)).size).toBe(0);
  });

  it('takes along what an agent that ends by itself leaves behind', async () => {
    const agent = await start([WITH_CHILDREN], { env: { FAKE_AGENT_ENDS: '1' } });
    await waitUntil('the child runs', () => agent.lastLines.some((line) => line.startsWith('child ')));
    const group = agent.pid ?? 0;
    await agent.write('end\n');
    expect(await agent.exited).toBe('exit code 7');
    await agent.end();
    expect((await findMembers(group)).size).toBe(0);
  });

  it('is known with what it said last', async () => {
    const script = `process.stderr.write('\\x1b[31mERROR\\x1b[0m it broke\\n\\n  no line end'); process.exitCode = 3`;
    const agent = await start(code(script));
    expect(await agent.exited).toBe('exit code 3');
    expect(agent.lastLines).toEqual(['ERROR it broke', 'no line end']);
    agent.forgetLines();
    expect(agent.lastLines).toEqual([]);
  });

  it('closes its pipe: what is written afterwards fails, and nothing else does', async () => {
    const agent = await start(code(''));
    await agent.exited;
    await expect(agent.write('x\n')).rejects.toThrow(/EPIPE|end|destroyed|closed/);
  });
});

describe('its log', () => {
  it('has no secrets, and is for the user alone', async () => {
    const logFile = join(newDirectory(), 'folder', 'agent.log');
    const env = { MY_API_KEY: 'abcdef-0123456789', PATH: process.env['PATH'] ?? '' };
    const secrets = new NamedSecrets(env, {});
    const script = `console.error('key ' + process.env.MY_API_KEY + ' and sk-proj-zyxwvuts')`;
    const agent = await start(code(script), { env, logFile, redact: (text) => secrets.redact(text) });
    await agent.exited;
    expect(readFileSync(logFile, 'utf8')).toBe('key «MY_API_KEY» and [redacted]\n');
    expect(statSync(logFile).mode & 0o777).toBe(0o600);
  });

  it('keeps its beginning and its end', async () => {
    const file = join(newDirectory(), 'agent.log');
    const log = new StderrLog({ file, redact: (text) => text });
    for (let at = 0; at < 20_000; at++) log.add(Buffer.from(`line ${at} ${'x'.repeat(at % 60)}\n`));
    await log.close();
    const text = readFileSync(file, 'utf8');
    expect(text).toBe(log.text);
    expect(text.length).toBeLessThan(MAX_LOG_BYTES + 100);
    expect(text).toMatch(/^line 0 \n[^]*characters left out …\nline[^]*\nline 19999 x+\n$/);
    expect(log.lastLines).toHaveLength(10);
  });

  it('joins characters and lines that came in parts, and cuts lines without an end', async () => {
    const log = new StderrLog({ file: undefined, redact: (text) => text });
    for (const byte of Buffer.from('größe\nnext')) log.add(Buffer.of(byte));
    expect(log.lastLines).toEqual(['größe', 'next']);
    for (let at = 0; at < 100; at++) log.add(Buffer.from('y'.repeat(1000)));
    await log.close();
    expect(Math.max(...log.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(9000);
  });

  it('is given up when it cannot be written', async () => {
    const file = join(newDirectory(), 'file');
    writeFileSync(file, '');
    const log = new StderrLog({ file: join(file, 'agent.log'), redact: (text) => text });
    log.add(Buffer.from('hello\n'));
    await log.close();
    expect(log.lastLines).toEqual(['hello']);
  });
});
