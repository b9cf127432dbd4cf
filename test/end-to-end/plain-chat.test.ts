// `qmux chat` as a user runs it: in a terminal, and in a pipeline.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ENTER, ESCAPE, startQmux, type Qmux } from '../harness/qmux.js';
import type { ChatScript } from '../harness/chat-server.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** Repeats what was asked, or does what the question names. */
const script: ChatScript = ({ messages }) => {
  const question = messages.at(-1)?.content ?? '';
  if (question === 'cut') return { pieces: ['kept words '], end: 'early' };
  if (question === 'refuse') return { status: 401, message: 'bad key' };
  if (question === 'hang') return { pieces: ['begun'], end: 'hang' };
  return { pieces: ['# Answer\n\n', '**to** ', question], delayMs: 5 };
};

const transcripts = (): string[] => {
  const { chatsDir } = qmux.home.paths();
  return existsSync(chatsDir) ? readdirSync(chatsDir).filter((name) => name.endsWith('.jsonl')) : [];
};

describe('qmux chat in a terminal', () => {
  it('is a chat in the scrollback of the shell, without a server, and gives the terminal back', async () => {
    qmux = await startQmux(script);
    const terminal = await qmux.attach({ args: ['chat'], rows: 16, cols: 60 });
    await terminal.waitForText('qmux chat with openai/scripted');
    const before = terminal.modes();
    terminal.type(`hello${ENTER}`);
    await terminal.waitForText('to hello');
    terminal.type(`/help${ENTER}`);
    await terminal.waitForText('end this chat');
    terminal.type(`/sessions${ENTER}`);
    await terminal.waitForText('/sessions needs the workspace: run qmux');
    terminal.type(`/nonsense${ENTER}`);
    await terminal.waitForText('no command nonsense');
    terminal.resize(12, 40);
    terminal.type('draft');
    await terminal.waitForText('> draft');
    terminal.type(CTRL_C);
    terminal.type(CTRL_D);
    expect(await terminal.waitForExit()).toBe(0);
    expect(terminal.screen().join('\n')).toMatch(/saved as chat-[\w-]{4}; qmux reopen chat-/);
    expect(before.private).toEqual([7, 25, 2004]);
    expect(terminal.modes().private).toEqual([7, 25]);
    const wire = Buffer.concat(terminal.bytes.map(({ bytes }) => bytes)).toString();
    expect(wire).not.toMatch(/\x1b\[[23]J|\x1b\[\?1049|\x1b\[r/);
    expect(existsSync(qmux.home.paths().serverDir)).toBe(false);
    expect(transcripts()).toHaveLength(1);
  });

  it.each([['dumb'], ['vt100'], [undefined]])(
    'is a dialogue of lines without a single sequence where TERM is %s',
    async (term) => {
      qmux = await startQmux(script);
      const env = term === undefined ? { without: ['TERM'] } : { env: { TERM: term } };
      const terminal = await qmux.attach({ args: ['chat'], ...env });
      await terminal.waitForText(/Each line is a question.*\n>/);
      terminal.type(`hello${ENTER}`);
      await terminal.waitForText(/> hello\n# Answer\n\n\*\*to\*\* hello/);
      terminal.type(`/help${ENTER}`);
      await terminal.waitForText('end this chat');
      terminal.type(`cut${ENTER}`);
      await terminal.waitForText('kept words');
      terminal.type(`hang${ENTER}`);
      await terminal.waitForText('begun');
      terminal.type(CTRL_C);
      await terminal.waitForText(/begun[^]*\n>\s*$/);
      terminal.type(`more${ENTER}`);
      await terminal.waitForText('**to** more');
      await terminal.waitForText(/\*\*to\*\* more\n>\s*$/);
      terminal.type(CTRL_D);
      expect(await terminal.waitForExit()).toBe(0);
      expect(terminal.screen().join('\n')).toMatch(/saved as (chat-\w+); qmux reopen \1 continues it/);
      expect(Buffer.concat(terminal.bytes.map(({ bytes }) => bytes)).toString()).not.toContain('\x1b');
      expect(transcripts()).toHaveLength(1);
    },
  );

  it('leaves nothing behind where nothing was asked', async () => {
    qmux = await startQmux(script);
    const terminal = await qmux.attach({ args: ['chat'] });
    await terminal.waitForText('qmux chat with');
    terminal.type(`/help${ENTER}`);
    await terminal.waitForText('end this chat');
    terminal.type(`/quit${ENTER}`);
    expect(await terminal.waitForExit()).toBe(0);
    expect(readdirSync(`${qmux.home.paths().chatsDir}/lock`)).toEqual([]);
    expect(transcripts()).toEqual([]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends at %s with the terminal restored and the answer marked', async (signal, code) => {
    qmux = await startQmux(script);
    const terminal = await qmux.attach({ args: ['chat'] });
    await terminal.waitForText('qmux chat with');
    terminal.type(`hang${ENTER}`);
    await terminal.waitForText('begun');
    process.kill(terminal.pid, signal);
    expect(await terminal.waitForExit()).toBe(code);
    expect(terminal.modes().private).toEqual([7, 25]);
    expect(terminal.screen().join('\n')).toContain('(cut) qmux ended before the answer was complete');
  });

  it('interrupts with Escape and goes on', async () => {
    qmux = await startQmux(script);
    const terminal = await qmux.attach({ args: ['chat'] });
    await terminal.waitForText('qmux chat with');
    terminal.type(`hang${ENTER}`);
    await terminal.waitForText('begun');
    terminal.type(ESCAPE);
    await terminal.waitForText('(interrupted)');
    terminal.type(`again${ENTER}`);
    await terminal.waitForText('to again');
  });

  it('is listed by a server as archived, is its own only when reopened, and not while it runs', async () => {
    qmux = await startQmux(script);
    const terminal = await qmux.attach({ args: ['chat'] });
    await terminal.waitForText('qmux chat with');
    terminal.type(`first words${ENTER}`);
    await terminal.waitForText('to first words');
    expect((await qmux.call('ls', '--all')).stdout).toMatch(/first-words .* completed/);
    expect(JSON.parse((await qmux.call('ls', '--json')).stdout)).toEqual([]);
    expect(await qmux.call('reopen', 'first-words')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^qmux: first-words is open in qmux chat, process \d+/) as string,
    });
    terminal.type(CTRL_D);
    await terminal.waitForExit();
    expect((await qmux.call('reopen', 'first-words')).stdout).toBe('reopened #1 first-words\n');
    expect((await qmux.call('capture', 'first-words')).stdout).toContain('to first words');
    expect(transcripts()).toEqual([]);
    await qmux.call('send', 'first-words', 'more', '--wait');
    expect(qmux.model?.requests.at(-1)?.messages).toHaveLength(3);
  });

  it('opens the workspace where variable, config or flag say so', async () => {
    qmux = await startQmux(script);
    const terminal = await qmux.attach({ args: ['chat'], env: { Q_MULTI_SESSION: 'yes' } });
    await terminal.waitForText('#1 chat-1');
    const plain = await qmux.attach({
      args: ['chat', '--no-multi-session'],
      env: { Q_MULTI_SESSION: 'yes' },
    });
    await plain.waitForText('qmux chat with');
    const wrong = await qmux.attach({ args: ['chat'], env: { Q_MULTI_SESSION: 'perhaps' } });
    expect(await wrong.waitForExit()).toBe(2);
    expect(wrong.screen().join('\n')).toContain('Q_MULTI_SESSION is "perhaps"');
  });
});

describe('one answer', () => {
  it('is the source of the answer where it is piped, for a question, an input, or both', async () => {
    qmux = await startQmux(script);
    expect(await qmux.call('chat', 'say', 'it')).toEqual({
      stdout: '# Answer\n\n**to** say it\n',
      stderr: '',
      code: 0,
    });
    expect((await qmux.callWith({ input: 'from a pipe\n' }, 'chat')).stdout).toContain('to** from a pipe\n');
    const both = await qmux.callWith({ input: 'line 1\n  line 2\n' }, 'chat', 'What is this?');
    expect(both.stdout).toContain('What is this?\n\nline 1\n  line 2\n');
    expect(qmux.model?.requests.at(-1)?.messages).toHaveLength(1);
    expect(transcripts()).toHaveLength(3);
    expect(existsSync(qmux.home.paths().serverDir)).toBe(false);
    writeFileSync(join(dirname(qmux.home.paths().configFile), 'AGENTS.md'), 'Be brief.');
    const events = (await qmux.call('chat', '--json', 'say', 'it')).stdout.trimEnd().split('\n');
    const told = events.map((line) => JSON.parse(line) as { type: string; text?: string });
    expect(told.map(({ text = '' }) => text).join('')).toBe('# Answer\n\n**to** say it');
    const [rules] = qmux.model?.requests.at(-1)?.messages ?? [];
    expect([rules?.role, rules?.content]).toEqual(['system', expect.stringContaining('Be brief.')]);
    expect(told.at(-1)).toEqual({ type: 'finish', finish: 'stop', model: 'openai/scripted' });
  });

  it('is rendered on a terminal, without the marks of its source', async () => {
    qmux = await startQmux(script);
    const terminal = await qmux.attach({ args: ['chat', 'hello'] });
    expect(await terminal.waitForExit()).toBe(0);
    expect(terminal.screen().slice(0, 4)).toEqual(['Answer', '', 'to hello', '']);
  });

  it.each([
    {
      question: 'cut',
      stdout: 'kept words \n',
      stderr: /^qmux: the server closed the connection before the answer was complete; ask again \(127/,
      code: 1,
    },
    { question: 'refuse', stdout: '', stderr: /^qmux: .*key/, code: 1 },
    { question: '', stdout: '', stderr: /^qmux: there is no question; give one/, code: 2 },
    {
      question: '--bogus',
      stdout: '',
      stderr: /^qmux: chat does not know --bogus; it has --model M/,
      code: 2,
    },
  ])('says what went wrong with "$question", and exits $code', async ({ question, ...expected }) => {
    qmux = await startQmux(script);
    expect(await qmux.call('chat', ...(question === '' ? [] : [question]))).toEqual({
      ...expected,
      stderr: expect.stringMatching(expected.stderr) as string,
    });
  });

  it('keeps what came when Ctrl-C ends it, with 130', async () => {
    qmux = await startQmux(script);
    const terminal = await qmux.attach({ args: ['chat', 'hang'] });
    await terminal.waitForText('begun');
    terminal.type(CTRL_C);
    expect(await terminal.waitForExit()).toBe(130);
    expect(terminal.screen()[0]).toContain('begun');
  });

  it('says that the guide is no model where none was found', async () => {
    qmux = await startQmux();
    const { stdout, stderr, code } = await qmux.call('chat', 'how do I zoom a pane');
    expect(stdout).toContain('I am the guide, not a model');
    expect(stderr).toMatch(/^qmux: no model was found; the guide answers/);
    expect(code).toBe(0);
  });

  it('is never the workspace, whatever the variable says', async () => {
    qmux = await startQmux(script);
    const { stdout } = await qmux.callWith({ env: { Q_MULTI_SESSION: '1' } }, 'chat', 'x');
    expect(stdout).toContain('to** x');
  });

  it('explains itself', async () => {
    qmux = await startQmux();
    expect((await qmux.call('chat', '--help')).stdout).toMatch(/^usage: chat \[question…\] \[--model M\]/);
    expect((await qmux.call('help', 'chat')).stdout).toMatch(/^usage: chat/);
  });
});
