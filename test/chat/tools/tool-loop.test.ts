// A turn with tools, against a server that speaks the wire format: what is sent in each request, what is
// shown, how it ends.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelEvent, ToolUpdate } from '../../../src/chat/model-event.js';
import { builtInTools } from '../../../src/chat/tools/built-in-tools.js';
import { SessionPermissions } from '../../../src/chat/tools/permissions.js';
import { withTools } from '../../../src/chat/tools/tool-loop.js';
import type { ToolSet } from '../../../src/chat/tools/tool-set.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import { newDirectory } from '../../temporary-directory.js';
import { serve } from '../providers/serve-model.js';
import { answerWith, read, type Said } from './scripted-calls.js';
import { replyWith, type Answer } from './tool-place.js';

async function start(script: (request: number) => Said, given: Partial<ToolSet> = {}) {
  let count = 0;
  const { server, model } = await serve((response) => {
    answerWith(response, script(count++));
  });
  const directory = newDirectory();
  const tools: ToolSet = {
    list: async () =>
      builtInTools({
        area: { directory, closed: [] },
        search: { path: '' },
        shell: { start: () => Promise.reject(new Error('no shell here')) },
      }),
    permissions: new SessionPermissions(),
    mask: (text) => text,
    ...given,
  };
  const looped = withTools(model, tools);
  const asked: UserQuestion[] = [];
  const run = async (
    reply: Answer | ((question: UserQuestion) => UserReply) = 'none',
    signal = new AbortController().signal,
  ) => {
    const events: ModelEvent[] = [];
    for await (const event of looped.stream({
      instruction: undefined,
      messages: [{ role: 'user', text: 'go' }],
      signal,
      ask: async (question) => {
        asked.push(question);
        return typeof reply === 'string' ? replyWith(reply, question) : reply(question);
      },
    }))
      events.push(event);
    const updates = events.flatMap((event): ToolUpdate[] => (event.type === 'tool' ? [event.update] : []));
    const text = events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
    return { events, updates, text, end: events.at(-1) };
  };
  const sent = (at: number) =>
    server.requests[at]?.body as {
      messages: Record<string, unknown>[];
      tools?: { function: { name: string } }[];
    };
  return { run, sent, server, directory, asked };
}

describe('a turn with tools', () => {
  it('runs the calls in their order and sends the results back, with what the provider wants to see again', async () => {
    const { run, sent, directory } = await start((request) =>
      request === 0
        ? {
            text: 'I look.',
            reasoning: 'hm',
            calls: [{ ...read('a.txt'), signature: 'SIGNED' }, read('b.txt', 'c2')],
          }
        : { text: 'Done.' },
    );
    writeFileSync(join(directory, 'a.txt'), 'AAA');
    const { updates, text, end } = await run();
    expect(text).toBe('I look.Done.');
    expect(end).toMatchObject({ type: 'finish', complete: true });
    expect(updates.filter(({ status }) => status === 'completed' || status === 'failed')).toMatchObject([
      { id: 'tool-1', output: 'AAA' },
      { id: 'tool-2', status: 'failed' },
    ]);
    expect(sent(0).tools?.map((tool) => tool.function.name)).toContain('shell');
    const [question, said, first, second] = sent(1).messages;
    expect(question).toMatchObject({ role: 'user' });
    expect(said).toMatchObject({
      role: 'assistant',
      content: 'I look.',
      reasoning_content: 'hm',
      tool_calls: [
        { id: 'c1', function: { name: 'read' }, extra_content: { google: { thought_signature: 'SIGNED' } } },
        { id: 'c2' },
      ],
    });
    expect(first).toMatchObject({ role: 'tool', tool_call_id: 'c1', content: 'AAA' });
    expect(second).toMatchObject({ role: 'tool', tool_call_id: 'c2' });
    expect(second?.['content']).toMatch(/there is no file/);
  });

  it('gives broken arguments back as an error and shows them', async () => {
    const { run, sent } = await start((request) =>
      request === 0 ? { calls: [{ id: 'c1', name: 'read', input: '{"path": "a' }] } : { text: 'Sorry.' },
    );
    const { updates } = await run();
    expect(updates).toMatchObject([{ status: 'failed', title: 'read', input: '{"path": "a' }]);
    const [, said, result] = sent(1).messages;
    expect(said).toMatchObject({ tool_calls: [{ function: { arguments: '{}' } }] });
    expect(result?.['content']).toMatch(/not valid JSON/);
  });

  it('asks after 25 calls whether to go on, and ends when not', async () => {
    const calls = Array.from({ length: 30 }, (_, at) => read('x', `c${at}`));
    const { run, server, asked } = await start(() => ({ calls }));
    const { updates, end } = await run((question) =>
      asked.length === 1 && question.kind === 'choice'
        ? { type: 'option', option: question.options[0]! }
        : { type: 'cancelled' },
    );
    expect(asked).toMatchObject([
      { kind: 'choice', text: '25 tool calls in this turn so far. Go on?' },
      { kind: 'choice', text: '50 tool calls in this turn so far. Go on?' },
    ]);
    expect(end).toEqual({ type: 'interrupted', note: 'stopped after 50 tool calls' });
    expect(updates.filter(({ status }) => status === 'failed')).toHaveLength(50);
    expect(server.requests).toHaveLength(2);
  });

  it('ends at a no with a reason, which is the next question', async () => {
    const { run, server } = await start(() => ({
      calls: [read('/etc/hostname'), read('/etc/passwd', 'c2')],
    }));
    const { end, updates } = await run((question) => ({
      type: 'option',
      option: question.kind === 'permission' ? question.options[2]! : { id: '', name: '', kind: 'choice' },
      reason: 'not that one',
    }));
    expect(end).toEqual({ type: 'interrupted', note: 'ended at your no' });
    expect(updates.filter(({ id }) => id === 'tool-2')).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('asks one question after the other', async () => {
    const { run, asked } = await start((request) =>
      request === 0 ? { calls: [read('/etc/hostname'), read('/etc/passwd', 'c2')] } : { text: 'ok' },
    );
    let open = 0;
    await run((question) => {
      expect(open++).toBe(asked.indexOf(question));
      return { type: 'cancelled' };
    });
    expect(asked.map((question) => question.kind === 'permission' && question.call?.id)).toEqual([
      'tool-1',
      'tool-2',
    ]);
  });

  it('runs nothing twice when the request after a call failed and is made again', async () => {
    const { run, directory } = await start((request) =>
      request === 0
        ? { calls: [{ id: 'c1', name: 'write', input: '{"path":"a","text":"x"}' }] }
        : request === 1
          ? { status: 503 }
          : { text: 'ok' },
    );
    const first = await run('allow');
    expect(first.end).toMatchObject({ type: 'error' });
    writeFileSync(join(directory, 'a'), 'changed since');
    const again = await run('reject');
    expect(again.updates).toEqual([]);
    expect(again.text).toBe('ok');
  });

  it('is an ordinary turn without tools', async () => {
    const { run, sent } = await start(() => ({ text: 'plain' }), { list: async () => [] });
    expect((await run()).text).toBe('plain');
    expect(sent(0).tools).toBeUndefined();
  });

  it('may end without a word once it has done something', async () => {
    const { run } = await start((request) => (request === 0 ? { calls: [read('x')] } : {}));
    expect((await run()).end).toMatchObject({ type: 'finish', complete: true });
  });

  it('sends no secret to the model', async () => {
    const { run, sent, directory } = await start(
      (request) => (request === 0 ? { calls: [read('a.txt')] } : { text: 'ok' }),
      { mask: (text) => text.replaceAll('sk-very-secret', '«OPENAI_API_KEY»') },
    );
    writeFileSync(join(directory, 'a.txt'), 'key=sk-very-secret');
    await run();
    expect(JSON.stringify(sent(1))).not.toContain('sk-very-secret');
    expect(sent(1).messages.at(-1)).toMatchObject({ content: 'key=«OPENAI_API_KEY»' });
  });
});
