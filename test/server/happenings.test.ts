// What happens in the workspace as events, and the verbs events and wait over it.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import type { Day } from '../../src/commands/history/history-days.js';
import type { EventRecord } from '../../src/store/events/event-record.js';
import type { FigureRow } from '../../src/store/figures/figures.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { ask, startAgents, type StartedAgents } from './start-agents.js';

let server: StartedAgents;
beforeEach(async () => {
  server = await startAgents();
});
afterEach(() => server.workspace.stop());

/** Times of day and steady ones, rounded. */
const CLOCK_MS = 5;

type Printed = { type: string; name?: string | null } & Record<string, unknown>;

/** `qmux events` of a reader that takes a line only when it is let. */
function follow(line = `events --json --since ${server.workspace.happenings.lastId}`) {
  const lines: Printed[] = [];
  const leaving = new AbortController();
  let room: Promise<unknown> = Promise.resolve();
  const print = async (text: string): Promise<boolean> => {
    await room;
    for (const each of text.split('\n')) if (each !== '') lines.push(JSON.parse(each) as Printed);
    return !leaving.signal.aborted;
  };
  const ended = server.call(line, {}, { print, left: leaving.signal });
  return {
    lines,
    types: () =>
      lines.map(({ type, name, state }) => [name ?? '', typeof state === 'string' ? state : type].join(' ')),
    hold: () => {
      let letGo = (): void => {};
      room = new Promise<void>((resolve) => (letGo = resolve));
      return letGo;
    },
    leave: () => leaving.abort(),
    ended,
  };
}

const kept = (): EventRecord[] =>
  readFileSync(join(server.directory, 'data/default/events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EventRecord);

describe('events', () => {
  it('tells what happens to chats and programs, and keeps it without their words', async () => {
    const stream = follow();
    const chat = await server.chat('修理');
    const turn = ask(chat, '[[shell echo one]]');
    await waitUntil('it asks', () => chat.state === 'waiting');
    await server.call('reply 修理 yes');
    await turn;
    await server.call('new -d prog -- sh -c "exit 3"');
    await waitUntil('it exits', () => stream.types().includes('prog exit'));
    await server.call('close prog');
    await server.call('reopen prog');
    await server.call('close prog');
    await server.call('delete prog --yes');
    await waitUntil('it is told', () => stream.lines.at(-1)?.type === 'deleted');
    expect(stream.types()).toEqual([
      '修理 made',
      '修理 processing',
      '修理 question',
      '修理 waiting',
      '修理 reply',
      '修理 processing',
      '修理 turn',
      '修理 active',
      'prog made',
      'prog completed',
      'prog exit',
      'prog closed',
      'prog reopened',
      'prog closed',
      ' deleted',
    ]);
    const by = (type: string): Printed | undefined => stream.lines.find((line) => line.type === type);
    expect(by('question')).toMatchObject({ text: expect.stringContaining('echo one') as string });
    expect(by('turn')).toMatchObject({ finish: 'stop', model: 'fake' });
    expect(by('exit')).toMatchObject({ code: 3 });
    expect(by('reply')?.['from']).toBe(by('question')?.['at']);
    expect(kept().map(({ id }) => id)).toEqual(stream.lines.map(({ id }) => id));
    expect(JSON.stringify(kept())).not.toMatch(/echo one|修理|"prog"/);
    stream.leave();
    expect(await stream.ended).toMatchObject({ exitCode: 0 });
  });

  it('begins after an event of an earlier server, and says where something is missing', async () => {
    await server.chat('one');
    const [first] = kept();
    await server.chat('two');
    await server.workspace.stop();
    server = await startAgents({ directory: server.directory });
    const stream = follow(`events --json --since ${first?.id ?? 0}`);
    const far = follow('events --json --since 1800000000000');
    await waitUntil('it caught up', () => stream.lines.some(({ name }) => name === 'two'));
    await waitUntil('the gap is told', () => far.lines.length > 0);
    expect(stream.lines[0]?.['id']).toBe((first?.id ?? 0) + 1);
    expect(stream.lines.map(({ type }) => type)).not.toContain('gap');
    expect(far.lines[0]).toEqual({ type: 'gap' });
    stream.leave();
    far.leave();
  });

  it('says after a kill what ended with it, and how long a session had waited', async () => {
    const chat = await server.chat('asking');
    chat.send('[[shell echo one]]');
    await waitUntil('it asks', () => chat.state === 'waiting');
    await server.call('new -d prog -- cat');
    const directory = newDirectory();
    cpSync(server.directory, directory, { recursive: true, filter: (path) => !path.includes('agent-') });
    const before = kept().at(-1)?.id ?? 0;
    const asked = kept().find(({ type }) => type === 'question')?.at ?? 0;
    await server.workspace.stop();
    writeFileSync(join(directory, 'data/default/blocked-times.json'), JSON.stringify({ [chat.id]: 20 }));
    server = await startAgents({ directory });
    const since = kept().filter(({ id }) => id > before);
    expect(since).toMatchObject([
      { type: 'reply', session: chat.id, from: asked, until: asked + 20, untold: true },
      { type: 'state', session: chat.id, state: 'active', before: 'waiting' },
      { type: 'state', state: 'completed', before: 'active' },
    ]);
    await (server.coordinator.resolve('asking') as ChatSession).load();
    const transcript = join(directory, 'data/default/sessions', chat.id, 'transcript.jsonl');
    expect(readFileSync(transcript, 'utf8')).toContain('"late":true');
    const { rows } = JSON.parse((await server.call('stats --json')).stdout) as { rows: FigureRow[] };
    expect(rows).toMatchObject([{ questions: 1, blockedMs: 20 }]);
    expect(rows[0]?.answeringMs).toBeLessThan(2_000);
  });

  it('gives a reader that stands still everything afterwards, and keeps little of it until then', async () => {
    const chat = await server.chat('busy');
    const { happenings } = server.workspace;
    const readKept = happenings.read.bind(happenings);
    let readings = 0;
    const read = vi.spyOn(happenings, 'read').mockImplementation(async function* (after) {
      readings++;
      yield* readKept(after);
      readings--;
    });
    const stream = follow();
    chat.pause();
    await waitUntil('it follows', () => stream.lines.length === 1);
    chat.resume();
    await waitUntil('it goes on', () => stream.lines.length === 2);
    await waitUntil('it has read what came while it began', () => readings === 0);
    const letGo = stream.hold();
    read.mockClear();
    for (let at = 0; at < 500; at++) {
      chat.pause();
      chat.resume();
    }
    expect([stream.lines.length, read.mock.calls.length]).toEqual([2, 0]);
    letGo();
    const newest = kept().at(-1)?.id;
    await waitUntil('all of it came', () => stream.lines.at(-1)?.['id'] === newest);
    const ids = stream.lines.map(({ id }) => id as number);
    expect(ids).toEqual(Array.from(ids, (_, at) => (ids[0] ?? 0) + at));
    expect(ids.length).toBe(1_002);
    // What did not fit was read from the file.
    expect(read.mock.calls.length).toBeGreaterThan(0);
    chat.pause();
    await waitUntil('it goes on', () => stream.lines.at(-1)?.['state'] === 'paused');
    stream.leave();
  });

  it("ends with the server's end", async () => {
    const stream = follow();
    await server.workspace.stop();
    expect(await stream.ended).toMatchObject({ exitCode: 0 });
  });

  it('is refused where nobody reads it', async () => {
    const client = server.attach();
    client.type('\x11:events\r');
    await client.waitForText('run it in a shell');
    client.detach();
    expect(await server.call('events --since now')).toMatchObject({ exitCode: 2 });
  });
});

describe('wait', () => {
  let chat: ChatSession;
  beforeEach(async () => {
    chat = await server.chat('c');
  });

  it('returns at once if it holds, else when it does', async () => {
    expect(await server.call('wait c --until idle')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    chat.send('[[shell echo one]]');
    chat.send('[[text]]');
    const [waiting, idle] = [server.call('wait c --until waiting'), server.call('wait c --until idle')];
    expect(await waiting).toMatchObject({ exitCode: 0 });
    await server.call('reply c yes');
    expect(await idle).toMatchObject({ exitCode: 0 });
    // Not in between the two turns.
    expect(chat.turns().map(({ finish }) => finish)).toEqual(['stop', 'stop']);
  });

  it('gives up after its time, when the session is gone, and when the server ends', async () => {
    const late = await server.call('wait c --until waiting --timeout 0');
    expect(late).toMatchObject({ exitCode: 1, stderr: 'c is not waiting for you after 0 s\n' });
    await server.chat('other');
    const gone = server.call('wait c --until waiting');
    const ended = server.call('wait other --until waiting');
    await server.call('close c');
    expect(await gone).toMatchObject({ exitCode: 1, stderr: 'c was closed\n' });
    const closed = await server.call('wait c --until idle');
    expect(closed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('c is closed') as string });
    await server.workspace.stop();
    expect(await ended).toMatchObject({ exitCode: 1, stderr: 'qmux ended\n' });
  });

  it('waits for the end of a program', async () => {
    await server.call('new -d p -- sh -c "read x; exit 2"');
    const [exit, never] = [server.call('wait p --until exit'), server.call('wait p --until waiting')];
    await server.call('send p go');
    expect(await exit).toMatchObject({ exitCode: 0 });
    expect(await never).toMatchObject({ exitCode: 1, stderr: 'p has ended: exited 2\n' });
    expect(await server.call('wait p --until exit')).toMatchObject({ exitCode: 0 });
  });

  it('refuses what can never be', async () => {
    expect(await server.call('wait c --until exit')).toMatchObject({ exitCode: 2 });
    expect(await server.call('wait c --until done')).toMatchObject({
      exitCode: 2,
      stderr: '--until takes idle, waiting or exit, not done\n',
    });
    expect(await server.call('wait c')).toMatchObject({ exitCode: 2 });
    // Node fires such a timer at once.
    for (const line of ['wait c --until waiting', 'send c x --wait'])
      expect(await server.call(`${line} --timeout 2147484`)).toMatchObject({
        exitCode: 2,
        stderr: '--timeout must be at most 2147483 s (24 days), not 2147484\n',
      });
    expect(await server.call('wait nobody --until idle')).toMatchObject({ exitCode: 2 });
  });

  it('leaves nothing behind when its caller has left', async () => {
    const leaving = new AbortController();
    const waiting = server.call('wait c --until waiting --timeout 100', {}, { left: leaving.signal });
    leaving.abort();
    expect(await waiting).toMatchObject({ stderr: '' });
  });
});

describe('stats and history', () => {
  it('agree with what happened, and forget what was deleted', async () => {
    const chat = await server.chat('計算');
    const startedAt = performance.now();
    const turn = ask(chat, '[[shell echo one]] [[text]]');
    await waitUntil('it asks', () => chat.state === 'waiting');
    const waitedFrom = performance.now();
    await waitUntil('it has waited for a while', () => performance.now() - waitedFrom > 20);
    const leastMs = Math.floor(performance.now() - waitedFrom);
    await server.call('reply 計算 yes');
    await turn;
    const mostMs = Math.ceil(performance.now() - startedAt);
    await server.call('new -d prog -- sh -c "exit 3"');
    await server.call('wait prog --until exit');
    await server.call('close prog');
    const { blockedMs } = chat.record;
    const counts = JSON.parse((await server.call('stats --by session --json')).stdout) as {
      rows: FigureRow[];
      deleted: number;
    };
    const [asked, exited] = counts.rows;
    expect(asked).toMatchObject({ key: '計算', questions: 1, answers: 1, exits: 0 });
    for (const each of [asked?.blockedMs, blockedMs]) {
      expect(each).toBeGreaterThanOrEqual(leastMs - CLOCK_MS);
      expect(each).toBeLessThanOrEqual(mostMs + CLOCK_MS);
    }
    expect(exited).toMatchObject({ key: 'prog', questions: 0, answers: 0, exits: 1 });
    expect((await server.call('stats --csv')).stdout).toMatch(/^key,questions,.*\n\d{4}-\d\d-\d\d,1,1,/);
    const days = JSON.parse((await server.call('history 計算 --json')).stdout) as Day[];
    const types = days.flatMap(({ entries }) => entries.map(({ type }) => type));
    expect(types).toEqual(['made', 'question', 'wait', 'answer']);
    const client = server.attach({ rows: 24, cols: 80 });
    client.type('\x11:history\r');
    await client.waitForText(/prog {2}exited 3 after/);
    expect(client.screen().join('\n')).toMatch(/計算 {2}> \[\[shell echo one\]\]/);
    client.type('q');
    client.type('\x11:stats\r');
    await client.waitForText(/█.* 1 /);
    client.detach();
    // Where there is no room for all of it, it begins with what happened last.
    const small = server.attach({ rows: 10, cols: 60 });
    small.type('\x11:history\r');
    await small.waitForText(/prog {2}closed/);
    small.detach();
    await server.call('delete prog --yes');
    const { rows, deleted } = JSON.parse((await server.call('stats --json')).stdout) as typeof counts;
    expect([rows.map(({ exits }) => exits), deleted]).toEqual([[0], 1]);
    expect((await server.call('history')).stdout).toContain('1 deleted session is not shown');
  });

  it('say which sessions have a name, and take one of the ids', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 2; at++) {
      await server.call('new -d twin');
      ids.unshift(server.coordinator.resolve('twin').id);
      await server.call('close twin');
    }
    const { stderr, exitCode } = await server.call('history twin');
    expect([stderr, exitCode]).toEqual([
      `twin is ambiguous: ${ids.map((id) => `${id}, closed just now`).join('; ')}; give one of the ids\n`,
      2,
    ]);
    for (const word of [ids[1], ids[1]?.slice(0, 8)]) {
      const days = JSON.parse((await server.call(`history ${word} --json`)).stdout) as Day[];
      expect(days.flatMap(({ entries }) => entries.map(({ session }) => session))).toEqual([ids[1], ids[1]]);
    }
    // An open one is meant where there is one.
    await server.call('new -d twin');
    const days = JSON.parse((await server.call('history twin --json')).stdout) as Day[];
    expect(days[0]?.entries.map(({ type }) => type)).toEqual(['made']);
  });

  it('refuse what they cannot count', async () => {
    expect(await server.call('stats --by hour')).toMatchObject({
      exitCode: 2,
      stderr: '--by takes day, session, model, type or agent, not hour\n',
    });
    expect(await server.call('stats --since yesterday')).toMatchObject({ exitCode: 2 });
    expect(await server.call('stats --json --csv')).toMatchObject({ exitCode: 2 });
    expect(await server.call('history nobody')).toMatchObject({ exitCode: 2 });
  });
});
