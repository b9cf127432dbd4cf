import { describe, expect, it } from 'vitest';

import type { AnySession } from '../../../src/session/any-session.js';
import { askSessions } from '../../../src/session/asked/ask-sessions.js';
import { askedStateOf, askedTitle, spellAsked } from '../../../src/session/asked/asked-state.js';
import { followAsked, type Followed } from '../../../src/session/asked/follow-program.js';
import type { Coordinator } from '../../../src/session/coordinator.js';
import type { AskedTogether, SessionRecord } from '../../../src/store/session-record.js';
import { HEARD_NOTHING, hearTitle, readState } from '../../../src/session/program/program-state.js';
import { UserError } from '../../../src/text/user-error.js';

interface Fake {
  name: string;
  kind?: 'chat' | 'program';
  refuses?: boolean;
  waits?: boolean;
  asks?: string;
  /** Its title. */
  reports?: string;
}

function start(fakes: readonly Fake[]): {
  sessions: AnySession[];
  calls: string[];
  ask: () => Promise<unknown>;
} {
  const calls: string[] = [];
  const sessions = fakes.map(({ name, kind = 'chat', refuses = false, waits = false, asks, reports }, at) => {
    const took = (how: string): void => void calls.push(`${name} ${how}`);
    const send = (text: string): string => {
      if (refuses) throw new UserError(`${name} refuses`);
      took(`gets ${text}`);
      return `turn-${name}`;
    };
    const session = {
      id: `id-${name}`,
      number: at + 1,
      name,
      state: 'active',
      record: { kind } as SessionRecord,
      running: waits ? 'answering' : undefined,
      isHeld: false,
      pid: 7,
      openQuestion: asks === undefined ? undefined : { text: asks },
      reading: reports ? readState(hearTitle(HEARD_NOTHING, reports, () => [])) : readState(HEARD_NOTHING),
      onReading: () => () => {},
      prompt: {},
      conversation: { queued: [{ id: `turn-${name}` }] },
      load: async () => {},
      whenParsed: async () => {},
      send: kind === 'chat' ? send : async (text: string) => void send(text),
      withdraw: (id: string) => took(`withdraws ${id}`),
      interrupt: () => took('is interrupted'),
      update: (change: object) => (session.record = { ...session.record, ...change }),
    };
    return session as unknown as AnySession;
  });
  const coordinator = {
    find: (id: string) => sessions.find((session) => session.id === id),
    settle: () => {},
  } as unknown as Coordinator;
  return { sessions, calls, ask: () => askSessions(sessions, 'why', { coordinator, by: undefined }) };
}

describe('asking several', () => {
  it('takes back what was sent when the disk refuses it to a later one', async () => {
    const { sessions, calls, ask } = start([
      { name: 'idle' },
      { name: 'busy', waits: true },
      { name: 'full', refuses: true },
    ]);
    await expect(ask()).rejects.toThrow('full refuses; nothing was sent');
    expect(calls).toEqual([
      'idle gets why',
      'busy gets why',
      'idle is interrupted',
      'busy withdraws turn-busy',
    ]);
    expect(sessions.map(({ record }) => record.asked)).toEqual([undefined, undefined, undefined]);
  });

  it('names those that have begun to answer before it is refused', async () => {
    const { sessions, calls, ask } = start([
      { name: 'quick' },
      { name: 'idle' },
      { name: 'full', refuses: true },
    ]);
    Object.assign(sessions[0] ?? {}, { conversation: { queued: [] } });
    await expect(ask()).rejects.toThrow('full refuses; only quick got it');
    expect(calls.slice(2)).toEqual(['idle is interrupted']);
  });

  it('gives the event loop its turns, however many there are', async () => {
    const { sessions, ask } = start(Array.from({ length: 8 }, (_, at) => ({ name: `chat-${at}` })));
    let turns = 0;
    const count = (): void => {
      turns++;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    const seen: number[] = [];
    for (const session of sessions)
      Object.assign(session, {
        send: () => {
          for (const until = performance.now() + 2; performance.now() < until;);
          seen.push(turns);
          return 'turn';
        },
      });
    await ask();
    clearImmediate(next);
    expect(new Set(seen).size).toBeGreaterThan(1);
  });

  it('asks no chat when a program refuses, and names the programs that have it', async () => {
    const { calls, ask } = start([
      { name: 'chat' },
      { name: 'one', kind: 'program' },
      { name: 'two', kind: 'program', refuses: true },
    ]);
    await expect(ask()).rejects.toThrow('two refuses; only one got it');
    expect(calls).toEqual(['one gets why']);
  });

  it('types into no program when another has a question open', async () => {
    const { calls, ask } = start([
      { name: 'one', kind: 'program' },
      { name: 'two', kind: 'program', asks: 'delete it?' },
    ]);
    await expect(ask()).rejects.toThrow('two asks: delete it?; answer it there first; nothing was sent');
    expect(calls).toEqual([]);
  });

  it('remembers the group, and that a program does not report its end', async () => {
    const { sessions, ask } = start([
      { name: 'chat' },
      { name: 'prog', kind: 'program' },
      { name: 'titled', kind: 'program', reports: '◇  Ready (shop)' },
    ]);
    await ask();
    const [chat, prog, titled] = sessions.map(({ record }) => record.asked);
    expect([titled?.group, titled?.end]).toEqual([chat?.group, undefined]);
    expect([chat?.turn, prog?.text, prog?.end]).toEqual(['turn-chat', 'why', 'unknown']);
    expect(chat?.group).toBe(prog?.group);
  });
});

const member = (asked: Partial<AskedTogether>, more: object = {}): AnySession =>
  ({ record: { kind: 'chat', asked: { group: 'g', ...asked } }, state: 'active', ...more }) as AnySession;

describe('what became of it', () => {
  it.each([
    [member({ end: 'stop' }), 'done'],
    [member({ end: 'cut' }), 'failed'],
    [member({}, { state: 'processing' }), 'runs'],
    [member({}, { state: 'waiting' }), 'asks'],
    [member({}, { isHeld: true }), 'held'],
    [member({}), 'failed'],
    [member({ end: 'unknown' }), 'unknown'],
    [member({ end: 'unknown' }, { state: 'waiting' }), 'asks'],
  ] as const)('case %#', (session, state) => {
    expect(askedStateOf(session)).toBe(state);
  });

  it('is shown where it was asked until that goes on, and where it was asked until all have answered', () => {
    const done = member({ end: 'stop' });
    const runs = member({}, { state: 'processing' });
    const asker = { record: { kind: 'chat', asking: 'g' } } as AnySession;
    const other = member({ group: 'other' });
    expect(askedTitle(asker, [asker, done, other, runs])).toBe('asked 2 · 1 done');
    expect(askedTitle(runs, [asker, done, runs])).toBe('asked 2 · 1 done');
    expect(askedTitle(asker, [asker, done, done])).toBe('asked 2 · 2 done');
    expect(askedTitle(done, [asker, done, done])).toBeUndefined();
    expect(askedTitle(asker, [asker])).toBeUndefined();
    expect(spellAsked(['runs', 'asks', 'failed'])).toBe('asked 3 · 0 done · 1 asking you · 1 failed');
  });
});

describe('a program that was asked', () => {
  it('has answered when it says so after it has begun, also after a question', () => {
    let listener = (): void => {};
    let stopped = 0;
    const reading = { said: 'idle', question: undefined } as { said: string; question: string | undefined };
    const program = {
      record: { asked: { group: 'g' } as AskedTogether },
      reading,
      running: 'it',
      update: (change: object) => Object.assign(program.record, change),
      changed: () => {},
      onReading: (heard: () => void) => {
        listener = heard;
        return () => void stopped++;
      },
    };
    followAsked(program as unknown as Followed, 'g');
    const says = (said: string, question?: string): AskedTogether['end'] => {
      Object.assign(reading, { said, question });
      listener();
      return program.record.asked.end;
    };
    expect([says('idle'), says('working'), says('blocked', 'may I?'), says('working')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect([says('done'), stopped]).toEqual(['stop', 1]);
  });
});
