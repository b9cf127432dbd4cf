// Programs that report and ring in a workspace over real terminals: the resulting state, marks and lists.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { findCommand } from '../../src/process/command.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { isProgram } from '../../src/session/any-session.js';
import type { ProgramSession } from '../../src/session/program/program-session.js';
import { stateText } from '../../src/session/session-facts.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const FIXTURE = new URL('../../fixtures/programs/tells-status.mjs', import.meta.url);

let started: StartedWorkspace;
afterEach(() => started.workspace.stop());

async function startProgram(name: string, place: 'pane' | 'background'): Promise<ProgramSession> {
  const session = await started.create({
    kind: 'program',
    name,
    command: [process.execPath, fileURLToPath(FIXTURE)],
    env: { PATH: process.env['PATH'] ?? '' },
    place: { at: place },
  });
  if (!isProgram(session)) throw new Error('not a program');
  await waitUntil('its question is answered', async () =>
    (await session.capture({ lines: undefined, ansi: false })).includes('understood'),
  );
  return session;
}

/** What it writes; resolves when that was parsed. */
async function tell(session: ProgramSession, ...sequences: string[]): Promise<void> {
  const mark = `told-${++told}`;
  session.input(`${JSON.stringify(`${sequences.join('')}${mark}\r\n`)}\r`);
  await waitUntil('it told', async () => (await session.capture({ lines: 200, ansi: false })).includes(mark));
}
let told = 0;

const report = (state: string, text = ''): string =>
  `\x1b]7501;state=${state}:app=test:msg=${Buffer.from(text).toString('base64')}\x1b\\`;
const factsOf = (session: ProgramSession) =>
  started.workspace.coordinator.list({ archived: false }).find(({ facts }) => facts.id === session.id)?.facts;

describe('a program that says what it does', () => {
  it('has the state it said, with what it asks, until it says otherwise', async () => {
    started = await startWorkspace();
    const session = await startProgram('agent', 'pane');
    expect(session.state).toBe('active');
    await tell(session, report('working'));
    expect(session.state).toBe('processing');
    await tell(session, report('blocked', 'Run make?'));
    expect(factsOf(session)).toMatchObject({
      state: 'waiting',
      attention: [{ reason: 'question', text: 'Run make?' }],
    });
    expect(session.mark).toBe('needs-you');
    // A key is not an answer: only the program knows whether it was one.
    await tell(session, report('blocked', 'Run test?'));
    expect(factsOf(session)?.attention).toEqual([{ reason: 'question', text: 'Run test?' }]);
    await tell(session, report('done'));
    expect(factsOf(session)).toMatchObject({ state: 'active', attention: [] });
    expect(factsOf(session)?.blockedMs).toBeGreaterThan(0);
    expect(session.record.blockedMs).toBe(factsOf(session)?.blockedMs);
  });

  it('of an error needs the user until it gets a key', async () => {
    started = await startWorkspace();
    await started.create();
    const session = await startProgram('agent', 'background');
    await tell(session, report('error', 'no credit'));
    expect(factsOf(session)).toMatchObject({
      state: 'active',
      said: 'error',
      source: 'osc7501',
      attention: [{ reason: 'error', text: 'no credit' }],
    });
    session.input('\x1b[I');
    expect(session.attention.isOpen).toBe(true);
    session.input('x');
    expect(session.attention.isOpen).toBe(false);
  });

  it('has said nothing once it ended, and when it runs again', async () => {
    started = await startWorkspace();
    const session = await startProgram('agent', 'pane');
    await tell(session, report('blocked', 'Run make?'));
    session.input('exit\r');
    await waitUntil('it ended', () => session.state === 'completed');
    expect(factsOf(session)?.attention).toEqual([]);
    session.runAgain();
    expect(session.state).toBe('active');
    await waitUntil('it runs', () => session.pid !== undefined);
    session.report('working', '');
    expect(session.state).toBe('processing');
  });

  it('that has ended cannot report', async () => {
    started = await startWorkspace();
    const session = await startProgram('agent', 'pane');
    session.input('exit\r');
    await waitUntil('it ended', () => session.state === 'completed');
    expect(() => session.report('working', '')).toThrow('agent has ended');
  });
});

describe('an agent that is killed in a shell without OSC 133', () => {
  it('neither asks nor works any more', async () => {
    started = await startWorkspace();
    await started.create();
    const session = (await started.create({
      kind: 'program',
      name: 'shell',
      command: ['sh', '-i'],
      env: { PATH: process.env['PATH'] ?? '', PS1: 'prompt$ ' },
      place: { at: 'background' },
    })) as ProgramSession;
    const file = join(started.directory, 'pid');
    const shows = (text: string): Promise<unknown> =>
      waitUntil(`it shows ${text}`, async () =>
        (await session.capture({ lines: undefined, ansi: false })).includes(text),
      );
    await shows('prompt$');
    const asks = `process.stdout.write(${JSON.stringify(report('blocked', 'Run make?'))}); fs.writeFileSync('${file}', String(process.pid)); setInterval(() => {}, 1e6)`;
    session.input(`'${process.execPath}' -e '${asks.replaceAll("'", `'"'"'`)}'\r`);
    await waitUntil('it waits', () => session.state === 'waiting');
    await expect(session.send('ls', { answer: false })).rejects.toThrow('Run make?');
    await waitUntil('it is known', () => existsSync(file));
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
    await waitUntil('it waits no more', () => session.state === 'active');
    expect(session.attention.isOpen).toBe(false);
    await session.send('echo so"me"thing', { answer: false });
    await shows('something');
  });
});

describe('a bell', () => {
  it('of a hidden program needs the user until it is seen, and is no state', async () => {
    started = await startWorkspace();
    await started.create();
    const session = await startProgram('build', 'background');
    await tell(session, '\x1b]777;notify;make;done\u0007');
    expect(factsOf(session)).toMatchObject({
      state: 'active',
      attention: [{ reason: 'bell', text: 'make: done' }],
    });
    expect(session.mark).toBe('needs-you');
    started.workspace.coordinator.showSession(started.viewer, session);
    expect(factsOf(session)).toMatchObject({ state: 'active', attention: [] });
  });

  it('of a visible program is none, but is one while the terminal has lost the focus', async () => {
    started = await startWorkspace();
    const session = await startProgram('build', 'pane');
    await tell(session, '\u0007');
    expect(session.attention.isOpen).toBe(false);
    started.viewer.hasFocus = false;
    started.workspace.coordinator.settle();
    await tell(session, '\u0007');
    expect(session.attention.find('bell')).toBeDefined();
    started.viewer.hasFocus = true;
    started.workspace.coordinator.settle();
    expect(session.attention.isOpen).toBe(false);
    expect(session.state).toBe('active');
  });

  it('is over when the program gets a key, while work goes on', async () => {
    started = await startWorkspace();
    await started.create();
    const session = await startProgram('build', 'background');
    session.report('working', '');
    await tell(session, '\u0007');
    expect(session.state).toBe('processing');
    expect(session.attention.isOpen).toBe(true);
    session.write('\x1b[A');
    session.input('\x1b[<64;3;4M');
    expect(session.attention.isOpen).toBe(true);
    session.input('x');
    expect(session.attention.isOpen).toBe(false);
    expect(session.state).toBe('processing');
  });

  it.each([
    ['speaks OSC 7501', report('idle')],
    ['has a telling title', '\x1b]2;◐ Qwen - proj\u0007\x1b]2;Qwen - proj\u0007'],
  ])('of a hidden program that %s is none, nor is one from before', async (_what, tells) => {
    started = await startWorkspace();
    await started.create();
    const session = await startProgram('agent', 'background');
    await tell(session, '\u0007');
    expect(session.attention.isOpen).toBe(true);
    await tell(session, tells, '\u0007', '\x1b]9;Turn complete\u0007');
    expect(factsOf(session)).toMatchObject({ state: 'active', attention: [] });
    // The shell around it may ring again.
    await tell(session, '\x1b]133;A\u0007\u0007');
    expect(factsOf(session)?.attention).toEqual([{ reason: 'bell', text: 'bell' }]);
  });
});

describe('what is told', () => {
  it('is a session once, until it is seen, and nothing of a visible one', async () => {
    started = await startWorkspace();
    const { coordinator } = started.workspace;
    const events: string[] = [];
    started.workspace.onSessionEvent((session, event) =>
      events.push(event.type === 'attention' ? `${session.name} ${event.reason}: ${event.text}` : event.type),
    );
    const home = await started.create({ name: 'home' });
    const session = await startProgram('agent', 'background');
    await tell(session, '\u0007', report('blocked', 'a?'), report('blocked', 'b?'), report('working'));
    await tell(session, '\u0007\u0007', report('blocked', 'c?'), report('error', 'no credit'));
    expect(events.splice(0)).toEqual(['agent bell: bell']);
    coordinator.showSession(started.viewer, session);
    await tell(session, report('blocked', 'd?'), '\u0007', report('working'));
    expect(events).toEqual([]);
    coordinator.showSession(started.viewer, home);
    await tell(session, report('blocked', 'e?'), '\u0007');
    expect(events.splice(0)).toEqual(['agent question: e?']);
    await coordinator.closeSession(session);
    session.report('error', 'closed');
    expect(events).toEqual([]);
  });
});

describe('what a hook reports', () => {
  it('ends as a question by a key, not by a report of focus or mouse, or a paste', async () => {
    started = await startWorkspace();
    const session = await startProgram('agent', 'pane');
    session.report('blocked', 'Bash: make');
    expect(factsOf(session)).toMatchObject({ state: 'waiting', said: 'blocked', source: 'report' });
    for (const bytes of ['\x1b[O', '\x1b[I', '\x1b[<35;10;20M', '\x1b[M !!']) session.input(bytes);
    session.write('\x1b[A');
    expect(session.state).toBe('waiting');
    session.input('\x1b[A');
    expect(factsOf(session)).toMatchObject({ state: 'active', attention: [], said: null, source: null });
  });

  it('is but the text of a question to a program that speaks OSC 7501', async () => {
    started = await startWorkspace();
    const session = await startProgram('agent', 'pane');
    await tell(session, report('working'));
    session.report('done', '');
    expect(session.state).toBe('processing');
    await tell(session, report('blocked'));
    session.report('blocked', 'Bash: make');
    expect(factsOf(session)).toMatchObject({
      state: 'waiting',
      source: 'osc7501',
      attention: [{ reason: 'question', text: 'Bash: make' }],
    });
    await tell(session, report('working'));
    session.report('blocked', 'late');
    expect(factsOf(session)).toMatchObject({ state: 'processing', attention: [] });
  });
});

describe('a title', () => {
  it('that tells a state is read, also of a program that nobody sees', async () => {
    started = await startWorkspace();
    await started.create();
    const session = await startProgram('agent', 'background');
    await tell(session, '\x1b]0;⠋ proj\u0007');
    expect(factsOf(session)).toMatchObject({ state: 'processing', said: 'working', source: 'title' });
    await tell(session, '\x1b]2;✋  Action Required (proj)   \x1b\\');
    expect(factsOf(session)).toMatchObject({
      state: 'waiting',
      source: 'title',
      attention: [{ reason: 'question', text: 'asks something' }],
    });
    await tell(session, '\x1b]0;vim\u0007');
    expect(factsOf(session)).toMatchObject({ state: 'active', said: null, attention: [] });
  });

  it('that was left by a program that died counts again only when it is set again', async () => {
    started = await startWorkspace();
    const session = await startProgram('shell', 'pane');
    await tell(session, '\x1b]0;Action Required\u0007', '\x1b]133;A\u0007');
    expect(session.state).toBe('active');
    await tell(session, '\x1b]0;Action Required\u0007');
    expect(session.state).toBe('waiting');
  });
});

describe('the star of Qwen Code', () => {
  it('is a question also where a shell runs it', async () => {
    started = await startWorkspace();
    const session = (await started.create({
      kind: 'program',
      name: 'shell',
      command: ['sh', '-i'],
      env: { PATH: process.env['PATH'] ?? '', PS1: 'prompt$ ' },
    })) as ProgramSession;
    const script = join(started.directory, 'qwen');
    writeFileSync(
      script,
      "process.stdout.write('\\x1b]2;✳ Qwen - proj\\u0007'); setInterval(() => {}, 1e6);",
    );
    session.input(`'${process.execPath}' '${script}'\r`);
    await waitUntil('it waits', () => session.state === 'waiting');
    session.input('\u0003');
    await waitUntil('it waits no more', () => session.state === 'active');
    session.input("printf '\\033]2;\u2733 Claude Code\\007'; echo so'me'thing\r");
    await waitUntil('it printed', async () =>
      (await session.capture({ lines: undefined, ansi: false })).includes('something'),
    );
    expect(session.state).toBe('active');
  });
});

describe('the question with which an agent starts', () => {
  it.each(['1', '\r'])('is found on its screen, until it is answered with %j', async (key) => {
    started = await startWorkspace();
    await started.create();
    const session = (await started.create({
      kind: 'program',
      name: 'agent',
      command: [process.execPath, fileURLToPath(new URL('asks-trust.mjs', FIXTURE))],
      env: { PATH: process.env['PATH'] ?? '' },
      place: { at: 'background' },
    })) as ProgramSession;
    await waitUntil('it waits', () => session.state === 'waiting');
    expect(factsOf(session)).toMatchObject({
      source: 'screen',
      attention: [{ reason: 'question', text: 'Do you trust the files in this folder?' }],
    });
    await expect(session.send('hello', { answer: false })).rejects.toThrow('Do you trust the files');
    session.input(key);
    await waitUntil('it goes on', () => session.state === 'active');
    expect(session.attention.isOpen).toBe(false);
  });
});

describe('the question with which an agent in a shell starts', () => {
  it('is found until the agent ends', async () => {
    started = await startWorkspace();
    const session = (await started.create({
      kind: 'program',
      name: 'shell',
      command: ['sh', '-i'],
      env: { PATH: process.env['PATH'] ?? '', PS1: '❯ ' },
    })) as ProgramSession;
    const asks = fileURLToPath(new URL('asks-trust.mjs', FIXTURE));
    const script = join(started.directory, 'claude.mjs');
    writeFileSync(script, `setTimeout(() => import(${JSON.stringify(asks)}), 600);`);
    session.input('true\r');
    const { pty } = session['terminal'];
    if (!pty) throw new Error('no terminal');
    const write = pty.write.bind(pty);
    // The shell is so fast that the agent runs as soon as its line is entered.
    const wait = vi.spyOn(pty, 'write').mockImplementation((bytes) => {
      write(bytes);
      const isThere = (): boolean => findCommand(pty.foregroundGroup())?.includes(script) ?? false;
      const untilMs = performance.now() + 5_000;
      while (!isThere() && performance.now() < untilMs);
    });
    session.input(`'${process.execPath}' '${script}'\r`);
    wait.mockRestore();
    await waitUntil('it waits', () => session.state === 'waiting');
    expect(factsOf(session)).toMatchObject({ source: 'screen' });
    process.kill(findForeground(session.pid ?? 0), 'SIGKILL');
    await waitUntil('it waits no more', () => session.state === 'active');
    expect(await session.capture({ lines: undefined, ansi: false })).toMatch(/Do you trust[^]*❯$/);
  });
});

/** The process in the foreground of the shell's terminal (proc(5): field 8 of stat). */
const findForeground = (shell: number): number =>
  Number(
    readFileSync(`/proc/${shell}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[5],
  );

describe('parts of a program', () => {
  it('are counted, and make it wait when one of them asks', async () => {
    started = await startWorkspace();
    const session = await startProgram('agent', 'pane');
    const part = (id: string, state: string): string =>
      report(state, `${id}?`).replace(':app', `:id=${id}:app`);
    await tell(session, report('working'), part('a', 'working'), part('b', 'working'));
    expect(factsOf(session)).toMatchObject({ state: 'processing', parts: 2 });
    expect(stateText(session)).toBe('processing, 2 helpers');
    await tell(session, part('b', 'blocked'));
    expect(factsOf(session)).toMatchObject({
      state: 'waiting',
      attention: [{ reason: 'question', text: 'b?' }],
    });
    await tell(session, part('b', 'done'));
    expect(factsOf(session)).toMatchObject({ state: 'processing', parts: 1 });
    expect(stateText(session)).toBe('processing, 1 helper');
    await tell(session, report('clear'));
    expect(factsOf(session)).toMatchObject({ state: 'active', parts: 0, said: null });
  });
});

describe('an error of a chat that only the user can mend', () => {
  it('needs the user over a restart, until the next turn begins', async () => {
    started = await startWorkspace({ env: { QMUX_MODEL: 'openai/x' } });
    const id = (await started.create({ name: 'home' })).id;
    const chat = (): ChatSession => {
      const session = started.workspace.coordinator.find(id);
      if (!session || isProgram(session)) throw new Error('not a chat');
      return session;
    };
    await chat().waitForTurn(chat().send('question'));
    const { entries } = chat().attention;
    expect(entries).toMatchObject([
      { reason: 'error', text: expect.stringContaining('OPENAI_API_KEY is not set') as string },
    ]);
    started = await started.startAgain();
    expect(chat().attention.entries).toEqual(entries);
    expect(chat().mark).toBe('needs-you');
    started.workspace.useEnvironment({ QMUX_MODEL: 'guide' });
    await chat().waitForTurn(chat().send('what is qmux'));
    expect(chat().attention.isOpen).toBe(false);
    started = await started.startAgain();
    expect(chat().attention.isOpen).toBe(false);
  });
});

describe('the time that a session has waited', () => {
  it('outlives a server that is killed while a question stands, but for a second', async () => {
    started = await startWorkspace();
    const session = await startProgram('agent', 'pane');
    await tell(session, report('blocked', 'a?'));
    const killed = started;
    const { id } = session;
    const file = join(killed.directory, 'data/default/blocked-times.json');
    // How often that is: store/blocked-times.test.ts.
    const savedMs = await waitUntil(
      'its wait is on the disk',
      () => existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>)[id],
    );
    // Over what is on the disk at this moment.
    started = await startWorkspace({ directory: killed.directory });
    const restored = started.workspace.coordinator.find(id);
    expect(restored?.blockedMs).toBeGreaterThanOrEqual(savedMs);
    expect(restored?.blockedMs).toBeLessThanOrEqual(Math.ceil(session.blockedMs));
    await killed.workspace.stop();
  });

  it('is measured on a clock that nobody sets', async () => {
    started = await startWorkspace();
    const session = await startProgram('agent', 'pane');
    await tell(session, report('blocked', 'a?'));
    const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
    expect(session.blockedMs).toBeLessThan(60_000);
    now.mockReturnValue(0);
    expect(session.blockedMs).toBeGreaterThanOrEqual(0);
    now.mockRestore();
    await tell(session, report('done'));
    expect(session.record.blockedMs).toBeLessThan(60_000);
  });
});

describe('the walk', () => {
  it('goes through those that wait, longest first, each for its own client', async () => {
    started = await startWorkspace();
    const { coordinator } = started.workspace;
    await started.create({ name: 'home' });
    const first = await startProgram('first', 'background');
    const second = await startProgram('second', 'background');
    await tell(second, report('blocked', 'b?'));
    await tell(first, '\u0007');
    await started.create({ name: 'other', place: { at: 'tab' } });
    expect(coordinator.showNextWaiting(started.viewer)).toBe(true);
    expect(coordinator.focused(started.viewer)).toBe(second);
    expect(coordinator.showNextWaiting(started.viewer)).toBe(true);
    expect(coordinator.focused(started.viewer)).toBe(first);
    // Going there cleared the bell; the question is still open.
    expect(coordinator.showNextWaiting(started.viewer)).toBe(true);
    expect(coordinator.focused(started.viewer)).toBe(second);
    expect(coordinator.showNextWaiting(started.viewer)).toBe(false);
  });
});

describe('unread lines of a program', () => {
  it('are those scrolled in unseen, none of them on the alternate screen', async () => {
    started = await startWorkspace();
    await started.create();
    const session = await startProgram('log', 'background');
    const lines = (count: number): string => 'line\r\n'.repeat(count);
    await tell(session, '\x1b[?1049h', lines(100), '\x1b[?1049l');
    expect(session.record.unread).toBe(0);
    await tell(session, '\x1b[H\x1b[2J', lines(38));
    const { unread } = session.record;
    expect(unread).toBeGreaterThan(0);
    await tell(session, lines(10));
    expect(session.record.unread).toBe(unread + 11);
    // Clearing the screen scrolls away what was already counted, or was nothing new.
    await tell(session, '\x1b[H\x1b[2J', '$ ls\r\n$ \x1b[H\x1b[J');
    expect(session.record.unread).toBe(unread + 11);
    started.workspace.coordinator.showSession(started.viewer, session);
    expect(session.record.unread).toBe(0);
    await tell(session, lines(50));
    expect(session.record.unread).toBe(0);
  });
});
