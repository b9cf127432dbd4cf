// The verbs from a shell, without a terminal: formats and exit codes that other programs rely on.

import { afterEach, describe, expect, it } from 'vitest';

import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

describe('the command line', () => {
  it('starts a server where none runs, and lists sessions as objects', async () => {
    qmux = await startQmux();
    expect(await qmux.call('ls', '--json')).toEqual({ stdout: '[]\n', stderr: '', code: 0 });
    const made = await qmux.call('new', '-d', 'debug', 'login', '--json');
    expect(made.code).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({ number: 1, name: 'login' });
    expect((await qmux.call('new', '-d', '--', 'sleep', '100')).code).toBe(0);
    const [chat, program] = JSON.parse((await qmux.call('ls', '--json')).stdout) as object[];
    expect(chat).toMatchObject({
      number: 1,
      name: 'login',
      kind: 'chat',
      type: 'debug',
      state: 'active',
      archived: false,
      attention: [],
      model: 'guide',
      turns: 0,
      unread: 0,
      cwd: qmux.home.dir,
      pane: null,
    });
    expect(program).toMatchObject({
      number: 2,
      name: 'sleep-2',
      kind: 'program',
      pid: expect.any(Number) as number,
    });
  });

  it('sends, waits and answers with the finish as exit code', async () => {
    qmux = await startQmux((_request, index) =>
      index === 0 ? { pieces: ['forty', '-two'] } : { pieces: ['half'], end: 'early' },
    );
    await qmux.call('new', '-d', 'asker');
    const whole = await qmux.call('send', 'asker', 'what is it?', '--wait', '--json');
    expect(JSON.parse(whole.stdout)).toEqual({
      answer: 'forty-two',
      model: 'openai/scripted',
      finish: 'stop',
    });
    expect(whole.code).toBe(0);
    const cut = await qmux.call('send', 'asker', 'and now?', '--wait', '--json');
    expect(JSON.parse(cut.stdout)).toMatchObject({ answer: 'half', finish: 'cut' });
    expect(cut.code).toBe(1);
    const exported = JSON.parse((await qmux.call('export', 'asker', '--format', 'json')).stdout) as {
      version: number;
      session: object;
      turns: object[];
    };
    expect(exported).toMatchObject({ version: 1, session: { name: 'asker', kind: 'chat', type: 'chat' } });
    expect(exported.turns).toMatchObject([
      { question: 'what is it?', answer: 'forty-two', finish: 'stop', parent: null, tools: [] },
      { question: 'and now?', answer: 'half', finish: 'cut' },
    ]);
    expect((await qmux.call('capture', 'asker', '--lines', '20')).stdout).toContain('forty-two');
    const unread = JSON.parse((await qmux.call('ls', '--json')).stdout) as {
      unread: number;
      turns: number;
    }[];
    expect(unread[0]).toMatchObject({ turns: 2 });
    expect(unread[0]?.unread).toBeGreaterThan(0);
  });

  it('sends a text as it was typed, from a shell, a chat and the command prompt', async () => {
    qmux = await startQmux(() => ({ pieces: ['ok'] }));
    await qmux.call('new', '-d', 'asker');
    const asked = (): (string | undefined)[] =>
      qmux.model?.requests.map(({ messages }) => messages.at(-1)?.content) ?? [];
    const words = 'what does git --help print, "quoted" and  spaced? don\'t run it';
    expect((await qmux.call('send', 'asker', ...'what does git --help print'.split(' '))).stdout).toBe('');
    await waitUntil('it was asked', () => asked().length === 1);
    const terminal = await qmux.attach({ cols: 160 });
    await terminal.waitForText('#1 asker');
    terminal.type(`/send asker ${words}${ENTER}`);
    await waitUntil('it was asked', () => asked().length === 2);
    terminal.type(`${PREFIX}:send asker ${words}${ENTER}`);
    await waitUntil('it was asked', () => asked().length === 3);
    expect(asked()).toEqual(['what does git --help print', words, words]);
    const help = await qmux.call('send', 'asker', '--help');
    expect(help.stdout).toContain('usage: ');
    expect(asked()).toHaveLength(3);
  });

  it('renames, closes, reopens and ends', async () => {
    qmux = await startQmux();
    await qmux.call('new', '-d', 'one');
    expect((await qmux.call('rename', 'one', 'two')).stdout).toBe('renamed one to two\n');
    expect((await qmux.call('close', 'two')).code).toBe(0);
    expect((await qmux.call('sessions', '--all')).stdout).toContain('two');
    expect((await qmux.call('reopen')).stdout).toBe('reopened #1 two\n');
    expect(await qmux.call('kill-server')).toMatchObject({ code: 0 });
    expect(await qmux.call('kill-server')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not running/) as string,
    });
  });

  it.each([
    { args: ['nonsense'], stderr: 'qmux: no command nonsense; qmux help lists the commands\n' },
    {
      args: ['ls', '--bogus'],
      stderr: 'qmux: sessions does not know --bogus; it has --all, --waiting, --json, --short\n',
    },
    { args: ['--bogus'], stderr: 'qmux: qmux does not know --bogus; qmux help lists the commands\n' },
    { args: ['sesions'], stderr: 'qmux: no command sesions; did you mean sessions?\n' },
  ])('answers $args with one line and code 2', async ({ args, stderr }) => {
    qmux = await startQmux();
    expect(await qmux.call(...args)).toEqual({ stdout: '', stderr, code: 2 });
  });

  it('says that it needs a terminal', async () => {
    qmux = await startQmux();
    expect(await qmux.call()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not a terminal') as string,
    });
  });

  it('refuses to attach to a session that is not there, before it takes the terminal', async () => {
    qmux = await startQmux();
    await qmux.call('new', '-d', 'build-a');
    await qmux.call('new', '-d', 'build-b');
    for (const [word, message] of [
      ['nope', 'qmux: no session nope; qmux ls lists them'],
      ['build', 'qmux: build is ambiguous: #'],
    ] as const) {
      const terminal = await qmux.attach({ args: ['attach', word], rows: 10, cols: 80 });
      expect(await terminal.waitForExit()).toBe(2);
      expect(terminal.screen().join('\n')).toContain(message);
      // Nothing was drawn, and no mode was set.
      expect(terminal.bytes.map(({ bytes }) => bytes.toString()).join('')).not.toContain('\x1b[?1049h');
    }
    const attached = await qmux.attach({ args: ['attach', 'build-b'] });
    await attached.waitForText('build-b');
  });

  it('elects one server when two start at once', async () => {
    qmux = await startQmux();
    const lists = await Promise.all([qmux.call('ls'), qmux.call('ls'), qmux.call('ls')]);
    expect(lists.map(({ code }) => code)).toEqual([0, 0, 0]);
    // Those that lost the election are about to end.
    await waitUntil('one server is left', () => qmux.home.findProcesses().length === 1);
    expect(qmux.home.findProcesses()).toEqual([qmux.serverPid()]);
  });

  it('acts on the client used last', async () => {
    qmux = await startQmux();
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    await qmux.call('new', '-h', 'beside');
    await terminal.waitForText(/#1 chat-1.*#2 beside/);
    await qmux.call('switch', '1');
    await terminal.waitUntil('the focus is in pane 1', () => terminal.cursor.col < 60);
    await qmux.call('zoom');
    await terminal.waitUntil(
      'pane 1 has the tab',
      () => !terminal.screen().some((line) => line.includes('#2 beside')),
    );
    terminal.type(`${PREFIX}:2${ENTER}`);
    await terminal.waitForText('#2 beside');
  });
});

describe('deleting from a shell', () => {
  it('asks on a terminal, and removes nothing without a yes', async () => {
    qmux = await startQmux();
    await qmux.call('new', '-d', 'build');
    await qmux.call('close', 'build');
    const refused = await qmux.call('delete', 'build');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^qmux: delete removes build \(\w+\) for good; add --yes to do it\n$/);

    const kept = await qmux.attach({ args: ['delete', 'build'], rows: 10, cols: 60 });
    await kept.waitForText('delete build for good? (y/n)');
    kept.type(`n${ENTER}`);
    expect(await kept.waitForExit()).toBe(1);
    expect((await qmux.call('ls', '--all')).stdout).toContain('build');

    const deleted = await qmux.attach({ args: ['delete', 'build'], rows: 10, cols: 60 });
    await deleted.waitForText('build, 0 turns');
    deleted.type(`y${ENTER}`);
    expect(await deleted.waitForExit()).toBe(0);
    await deleted.waitForText('deleted build');
    expect((await qmux.call('ls', '--all')).stdout).not.toContain('build');
  });

  it('says on a terminal what takes its time, and takes it away again', async () => {
    qmux = await startQmux(() => ({ pieces: ['slow', ' answer'], delayMs: 400 }));
    await qmux.call('new', '-d', 'asker');
    const terminal = await qmux.attach({ args: ['send', 'asker', 'well?', '--wait'], rows: 10, cols: 60 });
    await terminal.waitForText('send asker well? --wait …');
    expect(await terminal.waitForExit()).toBe(0);
    expect(terminal.screen()[0]).toBe('slow answer');
  });
});
