// Turns in which tools run: what is kept of them and when, how they end, and what arrives after.

import { describe, expect, it, vi } from 'vitest';
import { newCall, type ModelEvent, type StandingEvent, type ToolUpdate } from '../../src/chat/model-event.js';
import { CallUpdates } from '../../src/chat/call-updates.js';
import type { ChatModel, ModelRequest } from '../../src/chat/ports.js';
import { MAX_OUTPUT_CHARACTERS } from '../../src/chat/tool-text.js';
import { waitUntil } from '../harness/wait-until.js';
import { ScriptedModel, startChat, type ScriptedChat } from './scripted-host.js';

const ask = (started: ScriptedChat, question = 'do it'): void => started.type(...question, '\r');
const tool = (update: ToolUpdate): ModelEvent => ({ type: 'tool', update });
const text = (screen: string): string => screen.replaceAll(/ +/g, ' ');

async function asked(options: Parameters<typeof startChat>[0] = {}): Promise<ScriptedChat> {
  const started = startChat({ rows: 30, ...options });
  ask(started);
  await waitUntil('the model was asked', () => started.model.requests.length === 1);
  return started;
}

const ended = (started: ScriptedChat): Promise<unknown> =>
  waitUntil('the turn has ended', () => started.events.some(({ type }) => type === 'turn-ended'));

const endsOf = (started: ScriptedChat): number =>
  started.events.filter(({ type }) => type === 'turn-ended').length;

describe('a turn with tools', () => {
  it('shows a call while it runs, what it printed at its end, and the texts around it as paragraphs', async () => {
    const started = await asked();
    const { model } = started;
    model.say(
      'I look.',
      tool({ id: 'a', kind: 'execute', status: 'in_progress', input: { command: 'make' } }),
    );
    await started.until('◐ run make');
    model.say(tool({ id: 'a', status: 'completed', output: 'nothing to do' }), 'It is', ' done.');
    await started.until('It is done.');
    expect(text(started.screen())).toMatch(/I look\.\n ?\n ● run make\n.*nothing to do\n ?\n It is done\./);
    model.end();
    await ended(started);
    expect(started.chat.conversation.turns[0]?.answer).toBe('I look.\n\nIt is done.');
  });

  it('unfolds and folds what is long with Ctrl-O', async () => {
    const started = await asked();
    const output = Array.from({ length: 12 }, (_, at) => `line ${at + 1}`).join('\n');
    started.model.say(
      tool({ id: 'a', kind: 'execute', status: 'completed', input: { command: 'make' }, output }),
    );
    await started.until('line 12');
    expect(started.screen()).not.toContain('line 3\n');
    started.type('\x0f');
    await started.until(/line 3\s/);
    started.type('\x0f');
    await waitUntil('it is short again', () => !/line 3\s/.test(started.screen()));
  });

  it('is an answer even without a word', async () => {
    const started = await asked();
    started.model.say(tool({ id: 'a', kind: 'read', status: 'completed', paths: ['a.txt'] }));
    started.model.end();
    await ended(started);
    expect(started.events.at(-1)).toMatchObject({ result: { finish: 'stop' } });
  });

  it('begins a paragraph with each message, and none within one', async () => {
    const started = await asked();
    started.model.say('One ', 'message.', { type: 'message' }, 'Another', { type: 'message' });
    started.model.end();
    await ended(started);
    expect(started.chat.conversation.turns[0]?.answer).toBe('One message.\n\nAnother');
  });

  it('keeps what was thought apart from what is said, in the transcript too', async () => {
    const started = await asked();
    const { model } = started;
    model.say({ type: 'thought', text: 'hm, ' }, { type: 'thought', text: 'well' });
    await started.until('hm, well');
    model.say('Yes.');
    model.end();
    await ended(started);
    expect(started.chat.conversation.turns[0]?.answer).toBe('Yes.');
    expect(started.records.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['version', 'thought', 'piece']),
    );
    const next = await (async () => {
      ask(started, 'more');
      await waitUntil('it was asked again', () => model.requests.length === 2);
      return model.requests[1]?.messages;
    })();
    expect(JSON.stringify(next)).not.toContain('hm');
  });

  it('keeps head and tail of an output that is too long', async () => {
    const started = await asked();
    const line = `${'x'.repeat(99)}\n`;
    const output = `first\n${line.repeat(4_000)}last`;
    started.model.say(tool({ id: 'a', kind: 'execute', status: 'completed', output }));
    started.model.end();
    await ended(started);
    const kept = started.records.find((record) => record.type === 'tool')?.output ?? '';
    expect(kept.length).toBeLessThan(MAX_OUTPUT_CHARACTERS + 100);
    expect(kept).toMatch(/^first\n[^]*\n… \d+ characters left out …\n[^]*\nlast$/);
  });
});

describe('updates of one call', () => {
  it('are appended at first, at the end, and once a second between', () => {
    vi.useFakeTimers();
    try {
      let now = 0;
      const appended: ToolUpdate[] = [];
      const calls = new CallUpdates({
        now: () => now,
        append: (update) => void appended.push(update),
        onFailure: (error) => expect.unreachable(String(error)),
      });
      for (; now < 2_950; now += 10, vi.advanceTimersByTime(10))
        calls.add({ id: 'a', status: 'in_progress', output: `${now}` });
      expect(appended.length).toBeLessThanOrEqual(4);
      calls.add({ id: 'a', output: 'all but the end', paths: ['a'] });
      calls.add({ id: 'a', status: 'completed' });
      expect(appended.at(-1)).toEqual({
        id: 'a',
        status: 'completed',
        output: 'all but the end',
        paths: ['a'],
      });
      const count = appended.length;
      calls.flush();
      vi.advanceTimersByTime(5_000);
      expect(appended).toHaveLength(count);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

/** Goes on after the interrupt until the test ends it. */
class StubbornModel extends ScriptedModel implements ChatModel {
  readonly endsItself = true;
  wasInterrupted = false;

  override async *stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    request.signal.addEventListener('abort', () => (this.wasInterrupted = true));
    yield* super.stream({ ...request, signal: new AbortController().signal });
  }
}

describe('an agent that ends its turns itself', () => {
  async function stubborn() {
    const model = new StubbornModel();
    const started = startChat({ rows: 30, host: { resolveModel: async () => model } });
    ask(started);
    await waitUntil('it was asked', () => model.requests.length === 1);
    return { started, model };
  }

  it('is told of the interrupt, and what it reports until its end counts', async () => {
    const { started, model } = await stubborn();
    model.say('begun');
    await started.until('begun');
    started.type('\x1b');
    await waitUntil('it was told', () => model.wasInterrupted);
    model.say(', and a last word', { type: 'interrupted', note: 'ended at your no' });
    await ended(started);
    expect(started.chat.conversation.turns[0]).toMatchObject({
      answer: 'begun, and a last word',
      finish: 'interrupted',
    });
    expect(started.screen()).toContain('(interrupted) ended at your no');
  });

  it('is not waited for when the chat stops', async () => {
    const { started, model } = await stubborn();
    model.say('begun');
    await started.until('begun');
    await started.chat.stop();
    expect(started.chat.conversation.turns[0]).toMatchObject({ answer: 'begun', finish: 'cut' });
  });

  it('may end without a word', async () => {
    const { started, model } = await stubborn();
    model.end();
    await ended(started);
    expect(started.events.at(-1)).toMatchObject({ result: { finish: 'stop' } });
  });
});

describe('a question whose agent still starts', () => {
  it('goes back into the prompt, above the draft, and nothing is kept of it', async () => {
    const started = startChat({ rows: 30, host: { resolveModel: () => new Promise(() => {}) } });
    ask(started, 'first');
    await started.until('answering');
    expect(started.screen()).toContain('first');
    started.type(...'draft', '\x1b');
    await waitUntil('it is the draft', () => started.draft() === 'first\ndraft');
    expect(started.chat.answering).toBe(false);
    expect(started.chat.conversation).toMatchObject({ turns: [], queued: [] });
  });
});

describe('what an agent reports between its turns', () => {
  it('changes the call that it is about, drawn again, and the last turn', async () => {
    let tell: (event: StandingEvent) => void = () => {};
    const started = startChat({
      rows: 30,
      host: { onStanding: (listener) => ((tell = listener), () => {}) },
    });
    ask(started);
    await waitUntil('it was asked', () => started.model.requests.length === 1);
    started.model.say(tool({ id: 'a', kind: 'execute', status: 'completed', input: { command: 'make' } }));
    started.model.end();
    await ended(started);
    tell({ type: 'tool', update: { id: 'a', output: 'late output' } });
    tell({ type: 'tool', update: { id: 'never seen', output: 'lost' } });
    tell({ type: 'usage', usage: { used: 10, size: 100 } });
    tell({ type: 'notice', text: 'something unknown' });
    await started.until('late output');
    await started.until('something unknown');
    expect(started.chat.conversation.turns[0]?.usage).toEqual({ used: 10, size: 100 });
    tell({ type: 'title', title: 'fix the tests' });
    expect(started.events.at(-1)).toEqual({
      type: 'standing',
      event: { type: 'title', title: 'fix the tests' },
    });
  });

  it('changes the call of an earlier turn while another runs', async () => {
    const started = await asked();
    const { model } = started;
    model.say(
      tool({ id: 'a', kind: 'execute', status: 'in_progress', input: { command: 'make' } }),
      'It runs.',
    );
    model.end();
    await ended(started);
    ask(started, 'and now?');
    await waitUntil('it was asked again', () => model.requests.length === 2);
    model.say(tool({ id: 'a', status: 'completed', output: 'made' }), 'Now it is done.');
    await started.until('Now it is done.');
    model.end();
    await waitUntil('both turns have ended', () => endsOf(started) === 2);
    const [first, second] = started.chat.conversation.turns.map(({ parts }) =>
      parts.flatMap(({ part }) => (part.type === 'tool' ? [part.made.call] : [])),
    );
    expect(first).toMatchObject([{ id: 'a', status: 'completed', output: 'made' }]);
    expect(second).toEqual([]);
  });

  it('is of the turn that runs when an earlier call of that id has ended', async () => {
    const started = await asked();
    const { model } = started;
    const call = { id: 'a', kind: 'execute' as const, input: { command: 'make' } };
    model.say(tool({ ...call, status: 'completed' }));
    model.end();
    await ended(started);
    ask(started, 'again');
    await waitUntil('it was asked again', () => model.requests.length === 2);
    model.say(tool({ ...call, status: 'failed' }), 'It failed.');
    model.end();
    await waitUntil('both turns have ended', () => endsOf(started) === 2);
    const statuses = started.chat.conversation.turns.map(({ parts }) =>
      parts.flatMap(({ part }) => (part.type === 'tool' ? [part.made.call.status] : [])),
    );
    expect(statuses).toEqual([['completed'], ['failed']]);
  });

  it('is of the turn in which it is asked about, so that the question shows what would run', async () => {
    const started = await asked();
    const { model } = started;
    model.say(tool({ id: 'a', kind: 'execute', status: 'in_progress', input: { command: 'make' } }));
    model.end();
    await ended(started);
    ask(started, 'and now?');
    await waitUntil('it was asked again', () => model.requests.length === 2);
    const call = { ...newCall('a'), kind: 'execute' as const, input: { command: 'make install' } };
    const options = [{ id: 'yes', name: 'Yes', kind: 'allow_once' as const }];
    void model.requests[1]?.ask?.({ kind: 'permission', text: 'Run it?', options, call });
    await started.until('make install');
    const [, second] = started.chat.conversation.turns;
    expect(second?.parts.map(({ part }) => part)).toMatchObject([
      { type: 'tool', made: { call: { id: 'a' } } },
      { type: 'asked', asked: { question: { call: { input: { command: 'make install' } } } } },
    ]);
  });
});
