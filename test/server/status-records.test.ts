import { describe, expect, it } from 'vitest';

import { describeWorkspace, encodeChanges } from '../../src/server/view/status-records.js';
import type { AnySession } from '../../src/session/any-session.js';
import { Attention } from '../../src/session/attention/attention.js';
import { parseReport } from '../../src/terminal/emulator/program-signal.js';

interface Given {
  number: number;
  name?: string;
  state?: string;
  unread?: number;
  asks?: { kind: 'permission' | 'choice' | 'text'; text: string };
  error?: string;
}

function chat({
  number,
  name = `chat-${number}`,
  state = 'active',
  unread = 0,
  asks,
  error,
}: Given): AnySession {
  const attention = new Attention();
  const visible = { visible: false };
  if (asks) attention.open({ reason: 'question', text: asks.text, since: 0 }, visible);
  if (error !== undefined) attention.open({ reason: 'error', text: error, since: 0 }, visible);
  const questions = { all: asks ? [asks] : [] };
  return {
    record: { kind: 'chat', number, unread },
    name,
    state,
    attention,
    questions,
  } as unknown as AnySession;
}

const described = (...given: Given[]) =>
  [...describeWorkspace(given.map(chat))].map(([id, body]) => [
    id,
    body.replaceAll(
      /(msg|title)=([^:]*)/g,
      (_, key, text) => `${key}=${Buffer.from(text, 'base64').toString()}`,
    ),
  ]);

describe('the workspace for the terminal around it', () => {
  it('is at rest while nothing happens', () => {
    expect(described({ number: 1 })).toEqual([['', 'state=idle:app=qmux']]);
    expect(described()).toEqual([['', 'state=idle:app=qmux']]);
  });

  it('has a record for each chat that works, asks, has failed or has an answer nobody has read', () => {
    expect(
      described(
        { number: 1, unread: 3 },
        { number: 2, state: 'processing', unread: 1 },
        { number: 3, error: 'no key' },
        { number: 4, state: 'waiting', asks: { kind: 'permission', text: 'Run make?' } },
        { number: 5, state: 'waiting', asks: { kind: 'text', text: 'Which branch?' } },
        { number: 6, state: 'paused', unread: 2 },
      ),
    ).toEqual([
      ['', 'state=blocked:app=qmux:kind=permission:msg=chat-4: Run make?'],
      ['4', 'state=blocked:id=4:kind=permission:title=chat-4:msg=Run make?'],
      ['5', 'state=blocked:id=5:kind=question:title=chat-5:msg=Which branch?'],
      ['3', 'state=error:id=3:title=chat-3:msg=no key'],
      ['2', 'state=working:id=2:title=chat-2'],
      ['1', 'state=done:id=1:title=chat-1'],
    ]);
  });

  it('is no more than a terminal keeps, the most urgent first', () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ number: at + 1, state: 'processing' }));
    const bodies = described(...many, { number: 301, asks: { kind: 'text', text: 'Go on?' } });
    expect(bodies).toHaveLength(64);
    expect(bodies[1]?.[0]).toBe('301');
  });

  it('contains one line of each text, within the limits of the protocol', () => {
    const text = `a\nb\x1b]0;x\x07\u202e${'漢'.repeat(2000)}`;
    const bodies = describeWorkspace([
      chat({ number: 1, name: '名'.repeat(300), asks: { kind: 'text', text } }),
    ]);
    for (const body of bodies.values()) {
      expect(body).toMatch(/^[A-Za-z0-9_.,+/=:-]*$/);
      expect(body.length).toBeLessThan(2700);
      expect(/title=([^:]*)/.exec(body)?.[1]?.length ?? 0).toBeLessThanOrEqual(256);
      expect(parseReport(body)?.text).toContain('a b]0;x漢漢');
    }
  });
});

describe('reports of what changed', () => {
  const before = describeWorkspace([
    chat({ number: 1, state: 'processing' }),
    chat({ number: 2, unread: 1 }),
  ]);

  it('are all records after a reset at first, and none where nothing did', () => {
    expect(encodeChanges(undefined, before).match(/state=\w+/g)).toEqual([
      'state=clear',
      'state=working',
      'state=working',
      'state=done',
    ]);
    expect(encodeChanges(before, new Map(before))).toBe('');
  });

  it('take back what is over', () => {
    const now = describeWorkspace([chat({ number: 1, state: 'processing' })]);
    expect(encodeChanges(before, now)).toBe('\x1b]7501;state=clear:id=2\x1b\\');
  });
});
