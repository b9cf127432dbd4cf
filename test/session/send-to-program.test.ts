// When Enter follows a text, on the test's own clock, and what prevents it.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { AttentionEntry } from '../../src/session/attention/attention.js';
import { ProgramSender, type SendTarget } from '../../src/session/program/send-to-program.js';

const question = (text: string, since = 1): AttentionEntry => ({ reason: 'question', text, since });

interface Fake extends SendTarget {
  written: string[];
  openQuestion: AttentionEntry | undefined;
  pid: number | undefined;
}

function createFake({ pastes = true } = {}): Fake {
  const written: string[] = [];
  return {
    name: 'agent',
    written,
    openQuestion: undefined,
    pid: 1,
    screen: { inputModes: { bracketedPaste: pastes } },
    whenParsed: async () => {},
    write: (bytes) => void written.push(typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)),
    input: (key) => void written.push(`key ${JSON.stringify(key)}`),
  };
}

const PASTED = '\x1b[200~text\x1b[201~';
const ENTER = 'key "\\r"';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Enter after a text', () => {
  it('comes 400 ms later', async () => {
    const fake = createFake();
    const sent = new ProgramSender(fake).send('text', { answer: false });
    await vi.advanceTimersByTimeAsync(399);
    expect(fake.written).toEqual([PASTED]);
    await vi.advanceTimersByTimeAsync(1);
    await sent;
    expect(fake.written).toEqual([PASTED, ENTER]);
  });

  it.each([
    [10, 400],
    [299, 400],
    [320, 320],
    [399, 399],
  ])('of a program that draws after %i ms comes after %i', async (drawsMs, enterMs) => {
    const fake = createFake();
    const sender = new ProgramSender(fake);
    void sender.send('text', { answer: false });
    await vi.advanceTimersByTimeAsync(drawsMs);
    sender.printed();
    await vi.advanceTimersByTimeAsync(enterMs - drawsMs - (enterMs === drawsMs ? 0 : 1));
    expect(fake.written.length).toBe(enterMs === drawsMs ? 2 : 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fake.written).toEqual([PASTED, ENTER]);
  });

  it.each<[string, (fake: Fake) => void, string]>([
    ['a question came up', (fake) => (fake.openQuestion = question('Run make?')), 'agent asks: Run make?'],
    ['it ended', (fake) => (fake.pid = undefined), 'agent ended before Enter'],
    ['it was started again', (fake) => (fake.pid = 2), 'agent ended before Enter'],
  ])('is kept back when %s', async (_what, happen, message) => {
    const fake = createFake();
    const sent = new ProgramSender(fake).send('text', { answer: false }).catch((error: Error) => error);
    await vi.advanceTimersByTimeAsync(200);
    happen(fake);
    await vi.runAllTimersAsync();
    expect(await sent).toMatchObject({ message: expect.stringContaining(message) as string, exitCode: 1 });
    expect(fake.written).toEqual([PASTED]);
  });
});

describe('an answer', () => {
  it.each<[string, AttentionEntry | undefined, boolean]>([
    ['the same question stands', question('Run make?'), true],
    ['the question has its text by now', question('Run make?'), true],
    ['the key was enough', undefined, false],
    ['another question stands', question('Run rm?', 2), false],
    ['another question took its place at once', question('Run rm?'), false],
  ])('of words: %s', async (what, later, isEntered) => {
    const fake = createFake();
    fake.openQuestion = question(what.includes('by now') ? '' : 'Run make?');
    const sent = new ProgramSender(fake).send('yes please', { answer: true }).catch(() => {});
    await vi.advanceTimersByTimeAsync(100);
    fake.openQuestion = later;
    await vi.runAllTimersAsync();
    await sent;
    expect(fake.written).toEqual(isEntered ? ['yes please', ENTER] : ['yes please']);
  });

  it('of one character is a key, of several lines a paste', async () => {
    const fake = createFake();
    fake.openQuestion = question('Which?');
    const sender = new ProgramSender(fake);
    const sent = Promise.all([sender.send('2', { answer: true }), sender.send('a\nb', { answer: true })]);
    await vi.runAllTimersAsync();
    await sent;
    expect(fake.written).toEqual(['key "2"', ENTER, '\x1b[200~a\nb\x1b[201~', ENTER]);
  });
});

describe('texts sent at once', () => {
  it('go one after the other, the second some time behind the Enter of the first', async () => {
    const fake = createFake({ pastes: false });
    const sender = new ProgramSender(fake);
    const sent = Promise.all([sender.send('a\nb', { answer: false }), sender.send('c', { answer: false })]);
    await vi.advanceTimersByTimeAsync(799);
    expect(fake.written).toEqual(['a\rb', ENTER]);
    await vi.runAllTimersAsync();
    await sent;
    expect(fake.written).toEqual(['a\rb', ENTER, 'c', ENTER]);
  });

  it('are not held up by one that was refused', async () => {
    const fake = createFake();
    const sender = new ProgramSender(fake);
    fake.openQuestion = question('Run make?');
    await expect(sender.send('a', { answer: false })).rejects.toThrow('Run make?');
    fake.openQuestion = undefined;
    const sent = sender.send('text', { answer: false });
    await vi.runAllTimersAsync();
    await sent;
    expect(fake.written).toEqual([PASTED, ENTER]);
  });
});
