import { describe, expect, it } from 'vitest';

import { findBlocked, hearPart, NO_PARTS, type Parts } from '../../src/session/program/program-parts.js';
import type { ReportedState } from '../../src/terminal/emulator/program-signal.js';

const hear = (parts: Parts, id: string, state: ReportedState, text = ''): Parts =>
  hearPart(parts, { id, state, text });

describe('parts of a program', () => {
  it('are those that said last that they work or ask', () => {
    let parts = hear(NO_PARTS, 'a', 'working');
    parts = hear(parts, 'b', 'blocked', 'Run make?');
    expect([...parts.keys()]).toEqual(['a', 'b']);
    expect(findBlocked(parts)?.text).toBe('Run make?');
    expect(findBlocked(hear(parts, 'b', 'working'))).toBeUndefined();
    for (const state of ['done', 'idle', 'error', 'clear'] as const)
      expect([...hear(parts, 'b', state).keys()]).toEqual(['a']);
  });

  it('go with the one above them when that is taken back', () => {
    let parts: Parts = NO_PARTS;
    for (const id of ['task', 'task/1', 'task.2', 'task/1/x', 'tasks', 'other'])
      parts = hear(parts, id, 'working');
    // A dot is part of a name.
    expect([...hear(parts, 'task', 'clear').keys()]).toEqual(['task.2', 'tasks', 'other']);
    expect([...hear(parts, 'task', 'done').keys()]).toHaveLength(5);
  });

  it('are bounded: the one that spoke longest ago goes', () => {
    let parts: Parts = NO_PARTS;
    for (let number = 0; number < 300; number++) {
      parts = hear(parts, `part-${number}`, 'working');
      parts = hear(parts, 'first', 'working');
    }
    expect(parts.size).toBe(256);
    expect(parts.has('first')).toBe(true);
    expect(parts.has('part-299')).toBe(true);
    expect(parts.has('part-10')).toBe(false);
  });
});
