import { describe, expect, it } from 'vitest';

import { formatShort, formatTable } from '../../src/commands/session-list.js';
import type { ListedSession } from '../../src/session/session-facts.js';
import { textWidth } from '../../src/text/width.js';

describe('the list of sessions', () => {
  const listed = (number: number, name: string, mark: 'none' | 'needs-you' | 'unseen') => ({
    facts: {
      number,
      id: name,
      name,
      kind: 'chat' as const,
      type: 'chat',
      state: 'active',
      archived: false,
      attention: [],
      questions: [],
      said: null,
      source: null,
      parts: 0,
      blockedMs: 0,
      worktree: null,
      model: 'guide',
      lastQuestion: null,
      ageMs: 0,
      turns: 1,
      unread: 0,
      cwd: '/',
      agent: null,
      face: 'chat' as const,
      mode: null,
      pane: null,
    },
    mark,
    ageMs: 0,
  });
  it('stands in columns, whatever the names are made of', () => {
    const lines = formatTable([listed(1, '漢字👩‍💻', 'unseen'), listed(12, 'plain', 'needs-you')]).split('\n');
    const column = (line: string, word: string): number => textWidth(line.slice(0, line.indexOf(word)));
    expect(lines.map((line) => line.trimEnd())).toEqual(lines);
    const [header = '', wide = '', plain = ''] = lines;
    for (const [heading, word] of [
      ['kind', 'chat'],
      ['state', 'active'],
      ['model', 'guide'],
    ] as const) {
      expect(column(wide, word)).toBe(column(header, heading));
      expect(column(plain, word)).toBe(column(header, heading));
    }
    expect(lines.slice(1).map((line) => line.slice(0, 6))).toEqual([' #1  +', '#12  !']);
    expect(lines.map(textWidth)).toEqual([textWidth(header), textWidth(header), textWidth(header)]);
    expect(formatTable([])).toBe('no sessions');
  });
  it('shows no number of an archived session, and a dash where there is no model', () => {
    const archived = listed(0, 'old', 'none');
    const lines = formatTable([{ ...archived, facts: { ...archived.facts, archived: true, model: null } }]);
    expect(lines.split('\n')[1]).toMatch(/^-\s+old +chat +chat +active +- +1 +now +0$/);
  });
  it('leaves out what a narrow terminal has no room for', () => {
    const { facts, ...rest } = listed(1, 'a-long-name-of-a-session', 'needs-you');
    const named = { ...facts, model: 'openai/gpt-4.1-mini', type: 'development', state: 'processing' };
    const asking = { ...named, attention: [{ reason: 'question' as const, text: 'x'.repeat(60), since: 0 }] };
    const header = (cols: number, shown: ListedSession['facts'] = named): string => {
      const lines = formatTable([{ ...rest, facts: shown }], cols).split('\n');
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(cols);
      return (lines[0] ?? '').trim().split(/ {2,}/).join(' ');
    };
    expect(header(120)).toBe('name kind type state model turns age unread');
    expect(header(78)).toBe('name state model age unread');
    expect(header(78, asking)).toBe('name state unread needs you');
    expect(header(52)).toBe('name state unread');
    expect(header(20)).toBe('name …');
  });
  it('stands in columns, however many there are', () => {
    const many = Array.from({ length: 200_000 }, (_, at) => listed(at, 'a', 'none'));
    expect(formatTable(many).split('\n')).toHaveLength(many.length + 1);
  });
  it('says what they need where one needs something', () => {
    const asking = listed(2, 'agent', 'needs-you');
    const attention = [
      { reason: 'question', text: 'Run make?' },
      { reason: 'bell', text: 'bell' },
    ];
    const lines = formatTable([listed(1, 'a', 'none'), { ...asking, facts: { ...asking.facts, attention } }]);
    expect(lines.split('\n').map((line) => line.split(/ {2,}/).at(-1))).toEqual([
      'needs you',
      '0',
      'question: Run make?; bell',
    ]);
  });
  it('has a short form', () => {
    expect(
      formatShort([listed(1, 'a', 'needs-you'), listed(2, 'b', 'unseen'), listed(3, 'c', 'unseen')]),
    ).toBe('!1 +2');
    expect(formatShort([])).toBe('');
  });
});
