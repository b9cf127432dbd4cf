// What updates of an agent mean: fields as agents really send them, and as none should.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { AgentUpdates } from '../../../src/chat/agents/agent-updates.js';
import type { Quirks } from '../../../src/chat/agents/known-agents.js';
import type { ModelEvent, ToolUpdate } from '../../../src/chat/model-event.js';
import { MAX_OUTPUT_CHARACTERS } from '../../../src/chat/tool-text.js';

const updatesOf = (quirks: Quirks = {}, clean = (text: string): string => text): AgentUpdates =>
  new AgentUpdates({
    agent: 'fake',
    quirks,
    askingModes: [],
    secrets: { name: clean, nameSoFar: (words) => ({ clean: clean(words), rest: '' }) },
  });

function decoder(updates = updatesOf()): (kind: string, fields?: object) => ModelEvent[] {
  updates.beginTurn();
  return (kind, fields = {}) =>
    updates.decode({ sessionId: 's', update: { sessionUpdate: kind, ...fields } });
}

const text = (words: string, more: object = {}): object => ({
  content: { type: 'text', text: words },
  ...more,
});

const toolOf = (events: readonly ModelEvent[]): ToolUpdate | undefined =>
  events.flatMap((event) => (event.type === 'tool' ? [event.update] : [])).at(-1);

describe('messages', () => {
  it('begin after a plan where they have no ids', () => {
    const decode = decoder();
    decode('agent_message_chunk', text('I plan.'));
    decode('plan', { entries: [{ content: 'read', status: 'pending' }] });
    expect(decode('agent_message_chunk', text('Done.'))).toEqual([
      { type: 'message' },
      { type: 'text', text: 'Done.' },
    ]);
  });

  it('begin with each new id, and not with the first text of a turn', () => {
    const decode = decoder();
    expect(decode('agent_message_chunk', text('a', { messageId: '1' }))).toEqual([
      { type: 'text', text: 'a' },
    ]);
    expect(decode('agent_message_chunk', text('b', { messageId: '1' }))).toEqual([
      { type: 'text', text: 'b' },
    ]);
    expect(decode('agent_message_chunk', text('c', { messageId: '2' }))).toEqual([
      { type: 'message' },
      { type: 'text', text: 'c' },
    ]);
  });

  it('begin with a text that has no id after one that has', () => {
    const decode = decoder();
    decode('agent_message_chunk', text('The answer.', { messageId: '1' }));
    expect(decode('agent_message_chunk', text('**Warning:** of the agent itself'))[0]).toEqual({
      type: 'message',
    });
  });

  it('begin after each tool call where there are no ids', () => {
    const decode = decoder();
    decode('agent_message_chunk', text('a'));
    decode('tool_call', { toolCallId: 't', title: 'x' });
    decode('tool_call_update', { toolCallId: 't', status: 'completed' });
    expect(decode('agent_message_chunk', text('b'))[0]).toEqual({ type: 'message' });
    decode('tool_call_update', { toolCallId: 't', title: 'y' });
    expect(decode('agent_message_chunk', text('c'))).toEqual([{ type: 'text', text: 'c' }]);
  });

  it('ignore empty pieces, and the user in a replay', () => {
    const decode = decoder();
    expect(decode('agent_message_chunk', text('', { messageId: '1' }))).toEqual([]);
    expect(decode('user_message_chunk', text('hello'))).toEqual([]);
  });

  it('show what is not text by what it is', () => {
    const decode = decoder();
    const image = { content: { type: 'image', mimeType: 'image/png', data: 'AAAA' } };
    expect(decode('agent_message_chunk', image)).toEqual([{ type: 'text', text: '[image: image/png]' }]);
    const link = { content: { type: 'resource_link', uri: 'file:///a.txt', name: 'a' } };
    expect(decode('agent_message_chunk', link)).toEqual([{ type: 'text', text: 'file:///a.txt' }]);
  });
});

describe('reasoning', () => {
  it('begins with its first word, and keeps empty lines within', () => {
    const decode = decoder();
    const thoughts = ['\n\n', '\nI think', '\n\n', 'more'].flatMap((piece) =>
      decode('agent_thought_chunk', text(piece)),
    );
    expect(thoughts.map((event) => event.type === 'thought' && event.text)).toEqual([
      'I think',
      '\n\n',
      'more',
    ]);
  });
});

describe('tool calls', () => {
  it('are reported whole at first, then by what changes', () => {
    const decode = decoder();
    const call = {
      toolCallId: 't',
      title: 'ls',
      kind: 'execute',
      status: 'pending',
      rawInput: { command: 'ls' },
    };
    expect(toolOf(decode('tool_call', call))).toEqual({
      id: 't',
      title: 'ls',
      kind: 'execute',
      status: 'pending',
      input: { command: 'ls' },
      output: '',
      diffs: [],
      paths: [],
    });
    expect(decode('tool_call_update', { ...call, status: 'in_progress' })).toEqual([
      { type: 'tool', update: { id: 't', status: 'in_progress' } },
    ]);
    expect(decode('tool_call_update', { ...call, status: 'in_progress' })).toEqual([]);
  });

  it('have the text of their content without its fence, else of what the tool returned', () => {
    const decode = decoder();
    const content = (words: string): object => ({ content: [{ type: 'content', ...text(words) }] });
    const ended = (fields: object): unknown =>
      toolOf(decode('tool_call_update', { toolCallId: 't', ...fields }))?.output;
    expect(ended(content('```console\na\nb\n```'))).toBe('a\nb');
    expect(ended(content('a ```b``` c'))).toBe('a ```b``` c');
    expect(ended(content('```\na\n```\n```\nb\n```'))).toBe('```\na\n```\n```\nb\n```');
    expect(ended({ rawOutput: 'plain' })).toBe('plain');
    expect(ended({ rawOutput: { aggregated_output: 'codex', stdout: 'x' } })).toBe('codex');
    expect(ended({ rawOutput: { output: 'opencode', metadata: {} } })).toBe('opencode');
    expect(ended({ rawOutput: { error: 'it failed' } })).toBe('it failed');
    expect(ended({ rawOutput: { stdout: 'out', stderr: 'err' } })).toBe('out\nerr');
    expect(ended({ rawOutput: { content: [{ type: 'text', text: 'mcp' }] } })).toBe('mcp');
    expect(ended({ rawOutput: { exit: 0 } })).toBeUndefined();
  });

  it('do not have the description of a command as its output', () => {
    const decode = decoder();
    const described = {
      toolCallId: 't',
      rawInput: { command: 'ls', description: 'List files' },
      content: [{ type: 'content', ...text('List files') }],
    };
    expect(toolOf(decode('tool_call', described))?.output).toBe('');
  });

  it('keep their diff when a text takes its place, and take a newer one', () => {
    const decode = decoder();
    const diff = (newText: string): object => ({ type: 'diff', path: '/a', oldText: null, newText });
    decode('tool_call', { toolCallId: 't', kind: 'edit', content: [diff('one')] });
    const ended = { toolCallId: 't', status: 'completed', content: [{ type: 'content', ...text('done') }] };
    expect(toolOf(decode('tool_call_update', ended))).toEqual({
      id: 't',
      status: 'completed',
      output: 'done',
    });
    expect(toolOf(decode('tool_call_update', { toolCallId: 't', content: [diff('two')] }))?.diffs).toEqual([
      { path: '/a', old: null, new: 'two' },
    ]);
  });

  it('have the diff that their input says, where the agent gives none', () => {
    const decode = decoder();
    const write = { toolCallId: 'w', kind: 'edit', rawInput: { filePath: '/a', content: 'all' } };
    expect(toolOf(decode('tool_call', write))?.diffs).toEqual([{ path: '/a', old: null, new: 'all' }]);
    const part = { filePath: '/a', oldString: 'x', newString: 'y' };
    expect(toolOf(decode('tool_call', { toolCallId: 'e', kind: 'edit', rawInput: part }))?.diffs).toEqual([
      { path: '/a', old: 'x', new: 'y' },
    ]);
    expect(toolOf(decode('tool_call', { toolCallId: 'r', kind: 'read', rawInput: part }))?.diffs).toEqual([]);
  });

  it('do not have the bookkeeping of Codex as their input, but what the diff does not say', () => {
    const decode = decoder(updatesOf({ bookkeeping: ['call_id', 'turn_id'] }));
    const command = ['/bin/bash', '-lc', 'ls'];
    const shell = {
      toolCallId: 's',
      kind: 'execute',
      rawInput: { call_id: 's', turn_id: 't', command, cwd: '/p' },
    };
    expect(toolOf(decode('tool_call', shell))?.input).toEqual({ command, cwd: '/p' });
    const edit = (id: string, change: object): unknown => {
      const content = [{ type: 'diff', path: '/a', newText: 'x' }];
      const rawInput = { call_id: id, changes: { '/a': change } };
      return toolOf(decode('tool_call', { toolCallId: id, kind: 'edit', content, rawInput }))?.input;
    };
    expect(edit('add', { type: 'add', content: 'x' })).toBeUndefined();
    expect(edit('move', { type: 'update', move_path: '/b' })).toMatchObject({ changes: {} });
    expect(edit('delete', { type: 'delete' })).toMatchObject({ changes: {} });
  });

  it('set a plan by their input', () => {
    const decode = decoder();
    const todos = [
      { content: 'Read', status: 'completed' },
      { content: 'Write', status: 'in_progress' },
    ];
    expect(decode('tool_call', { toolCallId: 't', rawInput: { todos } }).at(-1)).toEqual({
      type: 'plan',
      entries: [
        { text: 'Read', status: 'completed' },
        { text: 'Write', status: 'in_progress' },
      ],
    });
    expect(
      decode('tool_call_update', { toolCallId: 't', status: 'completed', rawInput: { todos } }),
    ).toHaveLength(1);
  });

  it('keep head and tail of a long output', () => {
    const decode = decoder();
    const long = `head${'x'.repeat(2 * MAX_OUTPUT_CHARACTERS)}tail`;
    const output = toolOf(decode('tool_call', { toolCallId: 't', rawOutput: long }))?.output ?? '';
    expect(output.length).toBeLessThan(MAX_OUTPUT_CHARACTERS + 100);
    expect(output).toMatch(/^head[^]*characters left out[^]*tail$/);
  });

  it('have no secrets, however deep', () => {
    const decode = decoder(updatesOf({}, (words) => words.replaceAll('hunter2', '«KEY»')));
    const call = {
      toolCallId: 't',
      title: 'echo hunter2',
      rawInput: { command: 'echo hunter2', env: [{ value: 'hunter2' }] },
      rawOutput: 'hunter2\n',
      content: [{ type: 'diff', path: '/a', oldText: 'hunter2', newText: 'x hunter2' }],
    };
    const events = decode('tool_call', call);
    expect(JSON.stringify(events)).not.toContain('hunter2');
    expect(toolOf(events)?.input).toEqual({ command: 'echo «KEY»', env: [{ value: '«KEY»' }] });
  });

  it('are failed when nothing more will be said about them', () => {
    const updates = updatesOf();
    const decode = decoder(updates);
    decode('tool_call', { toolCallId: 'a', status: 'in_progress' });
    decode('tool_call', { toolCallId: 'b', status: 'completed' });
    expect(updates.calls.hasOpen).toBe(true);
    expect(updates.calls.failOpen()).toEqual([{ type: 'tool', update: { id: 'a', status: 'failed' } }]);
    expect(updates.calls.hasOpen).toBe(false);
  });

  it('of an earlier turn are not failed with those of the turn that runs', () => {
    const updates = updatesOf();
    const decode = decoder(updates);
    decode('tool_call', { toolCallId: 'in the background', status: 'in_progress' });
    updates.beginTurn();
    decode('tool_call', { toolCallId: 'a', status: 'in_progress' });
    expect(updates.calls.failOpen()).toEqual([{ type: 'tool', update: { id: 'a', status: 'failed' } }]);
    expect(updates.calls.hasOpen).toBe(true);
  });
});

describe('a call that is asked about', () => {
  it('is what the request says, but is kept as it was announced', () => {
    const updates = updatesOf();
    const decode = decoder(updates);
    const input = { command: 'ls', cwd: '/project' };
    decode('tool_call', {
      toolCallId: 't',
      title: 'bash',
      kind: 'execute',
      status: 'in_progress',
      rawInput: input,
    });
    const asked = updates.decodeAskedCall({
      toolCallId: 't',
      title: 'ls',
      status: 'pending',
      rawInput: { command: 'ls' },
    });
    expect(asked?.call).toMatchObject({ title: 'ls', kind: 'execute', input: { command: 'ls' } });
    expect(asked?.events).toEqual([]);
  });

  it('has its command in the title alone, at Gemini CLI', () => {
    const toolCall = { toolCallId: 't', kind: 'execute', title: 'rm -r /' };
    const asked = updatesOf({ titleIsCommand: true }).decodeAskedCall(toolCall);
    expect(asked?.call.input).toEqual({ command: 'rm -r /' });
    expect(updatesOf().decodeAskedCall(toolCall)?.call.input).toBeUndefined();
  });
});

describe('what is known between turns', () => {
  it('is usage, all of it, once', () => {
    const updates = updatesOf();
    const decode = decoder(updates);
    expect(decode('usage_update', { used: 10, size: 100 })).toEqual([
      { type: 'usage', usage: { used: 10, size: 100 } },
    ]);
    expect(decode('usage_update', { used: 10, size: 100 })).toEqual([]);
    const cost = { amount: 0.5, currency: 'USD' };
    expect(decode('usage_update', { used: 0, size: 100, cost })).toEqual([
      { type: 'usage', usage: { used: 10, size: 100, cost } },
    ]);
    expect(updates.noteUsage({ inputTokens: 3 })).toEqual([
      { type: 'usage', usage: { used: 10, size: 100, cost, inputTokens: 3 } },
    ]);
    updates.beginTurn();
    expect(updates.noteUsage({ outputTokens: 4 })).toEqual([
      { type: 'usage', usage: { used: 10, size: 100, cost, outputTokens: 4 } },
    ]);
  });

  it('is commands, with what may follow each', () => {
    const availableCommands = [
      { name: 'review', description: 'Review', input: { hint: 'branch' } },
      { name: 'init', description: 'Begin', input: null },
      { description: 'no name' },
    ];
    expect(decoder()('available_commands_update', { availableCommands })).toEqual([
      {
        type: 'commands',
        commands: [
          { name: 'review', summary: 'Review', hint: 'branch' },
          { name: 'init', summary: 'Begin' },
        ],
      },
    ]);
  });

  it('is a title, unless it is what qmux said before the prompt', () => {
    const updates = updatesOf();
    updates.beginTurn(['You are a careful\nassistant of lawyers.']);
    const title = (words: string | null): ModelEvent[] =>
      updates.decode({ update: { sessionUpdate: 'session_info_update', title: words } });
    expect(title('You are a careful assistant…')).toEqual([]);
    expect(title(null)).toEqual([]);
    expect(title(' Fix the test ')).toEqual([{ type: 'title', title: 'Fix the test' }]);
  });
});

describe('what is not known', () => {
  it('is reported once a kind', () => {
    const decode = decoder();
    expect(decode('dance_update')).toEqual([
      { type: 'notice', text: 'fake sent "dance_update", which qmux does not know' },
    ]);
    expect(decode('dance_update')).toEqual([]);
    expect(decode('tool_call', { title: 'without an id' })).toHaveLength(1);
  });

  it('never throws, whatever is sent', () => {
    const kinds = [
      'agent_message_chunk',
      'agent_thought_chunk',
      'tool_call',
      'tool_call_update',
      'plan',
      'usage_update',
      'available_commands_update',
      'current_mode_update',
      'config_option_update',
      'session_info_update',
    ];
    const names = [
      'toolCallId',
      'content',
      'rawInput',
      'rawOutput',
      'locations',
      'entries',
      'configOptions',
      'title',
    ];
    const fields = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 4 }));
    const decode = decoder();
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fields, (kind, given) => {
        for (const event of decode(kind, given)) expect(typeof event.type).toBe('string');
      }),
      { numRuns: 500 },
    );
    let deep: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(toolOf(decode('tool_call', { toolCallId: 'deep', rawInput: deep }))?.id).toBe('deep');
  });
});
