// Text from commands for a program with an agent's dialog: none of it may answer the program's question
// unless it is sent as an answer.

import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ANSWER_COMMANDS } from '../../src/commands/answer-commands.js';
import type { CommandContext, CommandOutput } from '../../src/commands/command.js';
import { parseArguments } from '../../src/commands/line/parse-command.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import { registry } from '../../src/commands/registry.js';
import { isProgram } from '../../src/session/any-session.js';
import { PasteBuffers } from '../../src/session/paste-buffers.js';
import type { ProgramSession } from '../../src/session/program/program-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/programs/${name}.mjs`, import.meta.url));

let started: StartedWorkspace;
let session: ProgramSession;
const buffers = new PasteBuffers();

beforeEach(async () => {
  started = await startWorkspace();
  session = await startProgram('agent', fixture('asks-permission'));
});
afterEach(() => started.workspace.stop());

async function startProgram(name: string, ...words: string[]): Promise<ProgramSession> {
  const created = await started.create({
    kind: 'program',
    name,
    command: [process.execPath, ...words],
    env: { PATH: process.env['PATH'] ?? '' },
    place: { at: 'pane' },
  });
  if (!isProgram(created)) throw new Error('not a program');
  session = created;
  await shows(words[0]?.includes('tells-status') ? 'understood' : 'ready');
  return created;
}

const screen = (): Promise<string> => session.capture({ lines: undefined, ansi: false });
const shows = (text: string): Promise<unknown> =>
  waitUntil(`it shows ${text}`, async () => (await screen()).includes(text));

async function run(line: string): Promise<unknown> {
  const { command, rest } = registry.get(splitWords(line));
  const { coordinator } = started.workspace;
  const context = { coordinator, viewer: started.viewer, here: session, buffers };
  return command.run(context as unknown as CommandContext, parseArguments(command, rest));
}

async function ask(): Promise<void> {
  session.input('ask\r');
  await shows('asking');
  await waitUntil('it waits', () => session.state === 'waiting');
}

describe('a text while a program asks for permission', () => {
  it.each([
    'send agent what about the other file',
    'send agent 1',
    'send agent y',
    'send-keys agent y',
    'send-keys agent -l 1 Enter',
    'paste --to agent',
    'paste',
    'paste-buffer buffer0',
    'pipe agent agent --screen',
  ])('is refused with the question: %s', async (line) => {
    buffers.add('1');
    await ask();
    await expect(run(line)).rejects.toMatchObject({
      message: expect.stringContaining('agent asks: Run rm -rf build?') as string,
      exitCode: 1,
    });
    session.input('2');
    await shows('refused');
    expect(await screen()).not.toMatch(/APPROVED|dropped|got/);
  });

  it('is refused also when it comes from a code block of a chat', async () => {
    await ask();
    const chat = {
      name: 'chat',
      number: 9,
      load: async () => {},
      turns: () => [{ answer: '```\n1\n```' }],
      record: {},
    };
    const copyCode = ANSWER_COMMANDS.find(({ name }) => name === 'copy-code');
    const { coordinator } = started.workspace;
    const context = { coordinator, viewer: started.viewer, here: chat } as unknown as CommandContext;
    if (!copyCode) throw new Error('no copy-code');
    await expect(copyCode.run(context, parseArguments(copyCode, ['1']))).rejects.toThrow(
      'agent asks: Run rm -rf build?',
    );
    await expect(copyCode.run(context, parseArguments(copyCode, ['1', '--answer']))).resolves.toBeDefined();
    // Pasted, which its dialog drops, and without Enter.
    await shows('dropped');
    expect(await screen()).not.toContain('APPROVED');
  });

  it('reaches it as an answer: the key of a choice without an Enter behind it', async () => {
    await ask();
    await run('send agent --answer 2');
    await shows('refused');
    expect(session.state).toBe('active');
    await run('send agent next');
    await shows('got "next"');
    expect(await screen()).not.toContain('APPROVED');
  });

  it('reaches it as the key that answers', async () => {
    await ask();
    await run('send-keys agent --answer 2');
    await shows('refused');
    await expect(run('send-keys agent --answer 2')).rejects.toThrow('agent has no question open');
    await run('send-keys -t agent -l "two words" Enter');
    await shows('got "two words"');
    expect(await screen()).not.toContain('APPROVED');
  });

  it('reaches it as an answer of words and Enter', async () => {
    await ask();
    await run('send agent --answer -- yes please');
    await shows('APPROVED');
    expect(await screen()).not.toContain('dropped');
  });
});

describe('a question that comes after the text and before Enter', () => {
  it('is not answered by that Enter', async () => {
    await expect(run('send agent ask at once')).rejects.toMatchObject({
      message: expect.stringMatching(/agent asks: Run rm -rf build\?; Enter was not pressed/) as string,
      exitCode: 1,
    });
    session.input('2');
    await shows('refused');
    expect(await screen()).not.toContain('APPROVED');
  });

  it('is not answered by the text sent next either', async () => {
    const first = run('send agent ask').catch(() => {});
    const second = run('send agent and then this');
    await expect(second).rejects.toThrow('agent asks: Run rm -rf build?');
    await first;
    expect(await screen()).not.toMatch(/APPROVED|dropped/);
  });
});

describe('a text for a program that asks nothing', () => {
  it('is one prompt each, however close together they are sent', async () => {
    await Promise.all([run('send agent one'), run('send agent two')]);
    await shows('got "two"');
    expect(await screen()).toContain('got "one"');
  });

  it('is put before its cursor by pipe, marked as a paste and without Enter', async () => {
    const { text } = (await run('pipe agent agent --screen')) as CommandOutput;
    expect(text).toBe('pasted screen of agent (5 characters) into agent, without Enter');
    await session.whenParsed();
    expect(await screen()).not.toContain('got');
    session.input('\r');
    await shows('shows=\\"screen\\">\\rready\\r</session>\\r"');
  });

  it('is refused by pipe where each of its lines would run', async () => {
    await startProgram('teller', fixture('tells-status'));
    await expect(run('pipe agent teller --screen')).rejects.toThrow(
      'teller does not ask for pastes to be marked, so the text could run as commands there',
    );
  });

  it('is refused as an answer', async () => {
    await expect(run('send agent --answer 1')).rejects.toThrow('agent has no question open');
    expect(await screen()).not.toContain('got');
  });

  it('runs nothing again that ended before Enter', async () => {
    const sent = run('send agent text');
    await waitUntil('it is on its way', () => session.pid !== undefined);
    process.kill(session.pid as number, 'SIGKILL');
    await expect(sent).rejects.toThrow(/agent (has )?ended/);
    expect(session.pid).toBeUndefined();
    expect(session.state).toBe('completed');
  });
});

describe('Enter behind a paste', () => {
  it.each(['', '20', '310'])('submits in a program that needs 250 ms and draws after "%s"', async (draws) => {
    await startProgram('slow', fixture('takes-pastes-slowly'), draws);
    await run('send slow a prompt');
    await shows('submitted "a prompt"');
    expect(await screen()).not.toContain('submitted ""');
  });
});

describe('waiting for a program', () => {
  const report = (state: string, text = ''): string =>
    `\x1b]7501;state=${state}:app=test:msg=${Buffer.from(text).toString('base64')}\x1b\\`;
  const call = async (...words: string[]): Promise<CommandOutput> => {
    const { command } = registry.get(['send']);
    const context = { coordinator: started.workspace.coordinator } as unknown as CommandContext;
    return command.run(context, parseArguments(command, words));
  };
  const start = async (): Promise<void> => {
    await startProgram('teller', fixture('tells-status'));
  };

  it('returns when it is done, asks or has failed, and says which', async () => {
    await start();
    session.input(`${JSON.stringify(report('idle'))}\r`);
    await waitUntil('it speaks', () => session.reading.source === 'osc7501');
    const wait = async (...reports: string[]): Promise<CommandOutput> =>
      call('teller', '--wait', '--json', JSON.stringify(reports.join('')));
    expect(await wait(report('working'), report('done'))).toEqual({ text: '', json: { finish: 'stop' } });
    expect(await wait(report('working'), report('error', 'no credit'))).toEqual({
      text: 'error: no credit',
      json: { finish: 'error', error: 'no credit' },
      exitCode: 1,
    });
    expect(await wait(report('working'), report('blocked', 'Run make?'))).toEqual({
      text: 'teller asks: Run make?',
      json: { waiting: 'Run make?' },
      exitCode: 1,
    });
    await expect(wait(report('working'))).rejects.toThrow('teller asks: Run make?');
    const answered = call(
      'teller',
      '--answer',
      '--wait',
      '--',
      JSON.stringify(report('working') + report('done')),
    );
    expect(await answered).toMatchObject({ json: { finish: 'stop' } });
    await expect(
      call('teller', '--wait', '--timeout', '1', JSON.stringify(report('working'))),
    ).rejects.toThrow('did not answer within 1 s');
    session.report('done', '');
    const ended = call('teller', '--wait', 'exit');
    await expect(ended).rejects.toThrow('teller ended before');
  });

  it('is refused where the program does not say when it has answered', async () => {
    await expect(call('agent', '--wait', 'hello')).rejects.toMatchObject({
      message: expect.stringContaining('leave out --wait') as string,
      exitCode: 1,
    });
    session.report('working', '');
    await expect(call('agent', '--wait', 'hello')).rejects.toThrow('leave out --wait');
  });
});
