// An answer to a dialog means what it showed: what has replaced that meanwhile is not touched.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';
const ENTER = '\r';
const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer({ env });
  client = server.attach({ rows: 24, cols: 100 });
  await client.waitForText('#1 chat-1');
  await server.call('rename 1 keep');
});
afterEach(() => server.workspace.stop());

const open = (): string[] => server.coordinator.sessions.map(({ name }) => name);
const run = async (...lines: string[]): Promise<void> => {
  for (const line of lines) expect((await server.call(line)).stderr).toBe('');
};

describe('while a dialog stands', () => {
  it('a session that got the number of the one to close is not closed', async () => {
    await run('new victim');
    client.type(`${PREFIX}x`);
    await client.waitForText('close #2 victim?');
    await run('close victim', 'new -d other');
    expect(server.coordinator.resolve('other').number).toBe(2);
    client.type('y');
    await client.waitForText('victim is closed; :reopen victim brings it back');
    expect(open()).toEqual(['keep', 'other']);
  });

  it('nor renamed', async () => {
    await run('new victim');
    client.type(`${PREFIX}$`);
    await client.waitForText('rename #2 to: victim');
    await run('close victim', 'new -d other');
    client.type(`-b${ENTER}`);
    await client.waitForText('victim is closed');
    expect(open()).toEqual(['keep', 'other']);
  });

  it('a tab that became the current one is not closed', async () => {
    await run('new -d second', 'tab new');
    client.type(`${PREFIX}&`);
    await client.waitForText('close this tab?');
    await run('tab 1');
    client.type('c');
    await client.waitForText('keep');
    expect(open()).toEqual(['keep', 'second']);
    expect(server.coordinator.arrangement.workspace.tabs).toHaveLength(1);
  });

  it('a session that came into the tab is not closed with it', async () => {
    await run('tab new');
    client.type(`${PREFIX}&`);
    await client.waitForText('close this tab?');
    await run('new -h late');
    client.type('c');
    await client.waitForText('late is now in this tab as well; check it again');
    expect(open()).toEqual(['keep', 'chat-2', 'late']);
    client.type(`${PREFIX}&`);
    await client.waitForText('late');
    client.type('h');
    await client.waitForNoText('close this tab?');
    expect(open()).toEqual(['keep', 'chat-2', 'late']);
  });

  it('a number over a pane goes to its session where that is in a pane, and brings none here', async () => {
    await run('split right', 'rename here', 'focus left');
    client.type(`${PREFIX}q`);
    await client.waitForText(/│.* 2 .*$/m);
    await run('switch here', 'hide');
    client.type('2');
    await client.waitForText('here is no longer in a pane; :switch here shows it here');
    expect(client.screen()[0]).toContain('#1 keep');
  });

  it('the tree goes to the tab that was listed, whatever its number is now', async () => {
    await run('tab new', 'rename middle', 'tab new', 'rename end', 'tab 1');
    client.type(`${PREFIX}w`);
    await client.waitForText('3:end');
    client.type('GGkk');
    await run('close middle');
    client.type('\x1b[Fk');
    client.type(ENTER);
    await client.waitForText('#3 end');
  });

  it('only what was listed is deleted for good', async () => {
    const closeLongAgo = async (name: string): Promise<void> => {
      const fortyDaysAgo = Date.now() - 40 * 86_400_000;
      vi.useFakeTimers({ toFake: ['Date'], now: fortyDaysAgo });
      await run(`new -d ${name}`, `close ${name}`);
      vi.useRealTimers();
    };
    await closeLongAgo('old');
    client.type(`${PREFIX}:prune${ENTER}`);
    await client.waitForText('delete 1 session closed more than 30d ago for good?');
    await closeLongAgo('later');
    client.type('y');
    await client.waitForText('deleted 1 session');
    expect(server.coordinator.archive.map(({ name }) => name)).toEqual(['later']);
  });

  it('quitting asks again where something else runs by now', async () => {
    client.type(`${PREFIX}:quit${ENTER}`);
    await client.waitForText('Nothing is running.');
    await server.create({
      kind: 'program',
      name: 'build',
      command: ['sleep', '100'],
      place: { at: 'background' },
    });
    client.type('y');
    await client.waitForText('build: sleep 100 runs');
    expect(server.quits).toBe(0);
    client.type('y');
    await client.waitForNoText('Quit qmux?');
    expect(server.quits).toBe(1);
  });

  it('a code block of another answer is not pasted', async () => {
    await server.create({
      kind: 'program',
      name: 'cat',
      command: ['cat'],
      place: { at: 'split', direction: 'right' },
    });
    await run('focus left');
    const chat = server.coordinator.resolve('keep');
    const turns = [{ id: 'a', answer: '```\nfirst\n```' }];
    Object.assign(chat, { turns: () => turns });
    client.type(`${PREFIX}Y`);
    await client.waitForText('code blocks of keep');
    turns.push({ id: 'b', answer: '```\nsecond\n```' });
    client.type(ENTER);
    await client.waitForText('keep has a new answer; check its code blocks again');
    expect(client.screen().join('\n')).not.toContain('second');
  });
});

describe('a key that can do nothing', () => {
  it.each([
    ['z', 'this tab has only one pane; Ctrl-q % makes another'],
    ['}', 'this tab has only one pane'],
    [' ', 'this tab has only one pane'],
    ['o', 'this tab has only one pane'],
    ['h', 'this tab has only one pane'],
    ['n', 'this is the only tab; Ctrl-q c opens another'],
    ['L', 'there is no other tab'],
    ['7', 'there is no tab 7; :tree lists them'],
    ['!', 'this pane is already alone in its tab'],
    ['a', 'no other session needs you'],
    ['\x1b[1;5D', 'there is no border to move left'],
  ])('%j says so', async (key, message) => {
    client.type(`${PREFIX}${key}`);
    await client.waitForText(message);
  });

  it('says so where there is no more room to give', async () => {
    await run('split right');
    for (let at = 0; at < 80; at++) await server.call('resize left 5');
    client.type(`${PREFIX}\x1b[1;5D`);
    await client.waitForText('the panes there cannot get any smaller');
  });
});

describe('a key that is not bound', () => {
  it('in copy mode says so, and how to leave', async () => {
    client.type(`${PREFIX}[`);
    await client.waitForText('line 0/');
    client.type('x');
    await client.waitForText('x is not bound in copy mode; q leaves it');
    client.type('3fqq');
    await client.waitForNoText('line 0/');
  });
});
