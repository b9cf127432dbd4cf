import { describe, expect, it } from 'vitest';

import { Attention, type AttentionReason } from '../../src/session/attention/attention.js';
import { nextWaiting } from '../../src/session/arrangement/session-order.js';
import type { AnySession } from '../../src/session/any-session.js';

const AWAY = { visible: false };
const HERE = { visible: true };
const entry = (reason: AttentionReason, text: string, since: number) => ({ reason, text, since });

describe('attention', () => {
  it('is told once until it is seen, whatever the reasons', () => {
    const attention = new Attention();
    expect(attention.open(entry('bell', 'bell', 1), AWAY)).toBe('untold');
    expect(attention.open(entry('question', 'a?', 1), AWAY)).toBe('changed');
    expect(attention.open(entry('question', 'a?', 2), AWAY)).toBe('same');
    expect(attention.open(entry('question', 'b?', 3), AWAY)).toBe('changed');
    attention.close('question');
    expect(attention.open(entry('error', 'c', 4), AWAY)).toBe('changed');
    attention.seen();
    expect(attention.open(entry('question', 'd?', 6), AWAY)).toBe('untold');
    expect(attention.open(entry('bell', 'make: done', 7), AWAY)).toBe('changed');
  });

  it('is not told again of a question that was seen and stands, nor of what more is known of it', () => {
    const attention = new Attention();
    expect(attention.open(entry('question', 'asks for permission', 1), HERE)).toBe('changed');
    attention.seen();
    expect(attention.open(entry('question', 'asks for permission', 2), AWAY)).toBe('same');
    expect(attention.open(entry('question', 'Bash: make', 3), AWAY)).toBe('changed');
    expect(attention.open(entry('question', 'Bash: make', 4), AWAY)).toBe('same');
    expect(attention.open(entry('question', 'Bash: rm -rf build', 5), AWAY)).toBe('untold');
    attention.close('question');
    attention.seen();
    expect(attention.open(entry('question', 'Bash: rm -rf build', 6), AWAY)).toBe('untold');
  });

  it('tells nobody who looks', () => {
    const attention = new Attention();
    expect(attention.open(entry('error', 'no key', 1), HERE)).toBe('changed');
    expect(attention.open(entry('error', 'no key', 2), HERE)).toBe('same');
    expect(attention.isOpen).toBe(true);
  });

  it('keeps the time of a reason whose text is replaced', () => {
    const attention = new Attention();
    expect(attention.since).toBeUndefined();
    attention.open(entry('question', 'a?', 10), AWAY);
    attention.open(entry('error', 'no key', 5), AWAY);
    attention.open(entry('question', 'b?', 20), AWAY);
    expect(attention.find('question')).toEqual(entry('question', 'b?', 10));
    expect(attention.since).toBe(5);
    expect(attention.close('error')).toEqual(entry('error', 'no key', 5));
    expect(attention.close('error')).toBeUndefined();
    expect(attention.since).toBe(10);
  });
});

describe('the walk through the waiting sessions', () => {
  const sessions = (...since: (number | undefined)[]): AnySession[] =>
    since.map(
      (time, at) =>
        ({
          id: `s${at + 1}`,
          number: at + 1,
          record: { kind: 'program' },
          attention: { since: time, order: at },
        }) as unknown as AnySession,
    );
  const walk = (list: AnySession[], from: string, steps: number): string[] => {
    const visited: string[] = [];
    let focused = from;
    let position: Parameters<typeof nextWaiting>[2];
    for (let step = 0; step < steps; step++) {
      const next = nextWaiting(list, focused, position);
      if (!next) break;
      focused = next.session.id;
      position = next.position;
      visited.push(focused);
    }
    return visited;
  };

  it('goes through all of them, longest waiting first, and around', () => {
    expect(walk(sessions(undefined, 30, 10, 20), 's1', 5)).toEqual(['s3', 's4', 's2', 's3', 's4']);
  });

  it('goes on where what it came to no longer waits', () => {
    const list = sessions(undefined, 30, 10, 20);
    const first = nextWaiting(list, 's1', undefined);
    expect(first?.session.id).toBe('s3');
    const heard = sessions(undefined, 30, undefined, 20);
    expect(nextWaiting(heard, 's3', first?.position)?.session.id).toBe('s4');
  });

  it('begins again when the user went elsewhere', () => {
    const list = sessions(undefined, 30, 10, 20);
    const second = nextWaiting(list, 's3', nextWaiting(list, 's1', undefined)?.position);
    expect(second?.session.id).toBe('s4');
    expect(nextWaiting(list, 's1', second?.position)?.session.id).toBe('s3');
  });

  it('takes those that began within one millisecond in the order of their beginning, whatever their numbers', () => {
    const all = Array.from({ length: 4 }, (_, at) => ({
      id: `s${at + 1}`,
      number: at + 1,
      record: { kind: 'program' },
      attention: new Attention(),
    }));
    const open = (number: number, reason: AttentionReason): void =>
      void all[number - 1]?.attention.open(entry(reason, 'x', 5), AWAY);
    open(3, 'bell');
    open(2, 'question');
    open(4, 'error');
    open(1, 'bell');
    // The reason of a session that has waited longest counts: when it is over, the next one.
    open(3, 'question');
    const list = all as unknown as AnySession[];
    expect(walk(list, '', 4)).toEqual(['s3', 's2', 's4', 's1']);
    all[2]?.attention.close('bell');
    expect(walk(list, '', 4)).toEqual(['s2', 's4', 's1', 's3']);
  });

  it('takes a question of a chat from when it was asked, not from when those before it were answered', () => {
    const chat = (id: string, since: number, ...asked: number[]): AnySession =>
      ({
        record: { kind: 'chat' },
        id,
        attention: { since },
        questions: { all: asked.map((each) => ({ since: each })) },
      }) as unknown as AnySession;
    const list = [chat('s1', 20, 20), chat('s2', 30, 10, 25), chat('s3', 15, 40)];
    expect(walk(list, '', 3)).toEqual(['s2', 's3', 's1']);
  });

  it('finds nothing where no other waits', () => {
    expect(nextWaiting(sessions(5, undefined), 's1', undefined)).toBeUndefined();
  });
});
