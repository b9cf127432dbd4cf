// What is said when a turn ends: by its stop reason, by an error, by the agent's death, or before it began.

import { describe, expect, it } from 'vitest';

import { KNOWN_AGENTS, type KnownAgent } from '../../../src/chat/agents/known-agents.js';
import { toPrompt, type FirstWords } from '../../../src/chat/agents/prompt-blocks.js';
import { describeSignIn, readSignInMethods } from '../../../src/chat/agents/sign-in.js';
import {
  describeAgentError,
  describeDeath,
  describeStop,
  readPromptUsage,
} from '../../../src/chat/agents/turn-end.js';

const agentOf = (name: string): KnownAgent => {
  const found = KNOWN_AGENTS.find((agent) => agent.name === name);
  if (!found) throw new Error(name);
  return found;
};
const codex = agentOf('codex');
const [CALM, INTERRUPTED, REJECTED] = [
  { isInterrupted: false, isRejected: false },
  { isInterrupted: true, isRejected: false },
  { isInterrupted: false, isRejected: true },
];

describe('a stop reason', () => {
  it('is complete, cut, an error or an interruption', () => {
    const stop = (stopReason: string, facts = CALM): object => describeStop(codex, { stopReason }, facts);
    expect(stop('end_turn')).toEqual({ type: 'finish', complete: true, reason: 'end_turn' });
    expect(stop('end_turn', INTERRUPTED)).toEqual({ type: 'interrupted' });
    expect(stop('max_tokens')).toMatchObject({ type: 'finish', complete: false, reason: 'length' });
    expect(stop('max_turn_requests')).toMatchObject({ complete: false, reason: 'max_turn_requests' });
    expect(stop('refusal')).toMatchObject({ type: 'error', needsUser: false });
    expect(stop('cancelled', INTERRUPTED)).toEqual({ type: 'interrupted' });
    expect(stop('cancelled', REJECTED)).toEqual({ type: 'interrupted', note: 'ended at your no' });
    expect(stop('cancelled')).toEqual({ type: 'interrupted', note: 'ended by codex' });
    expect(stop('bored')).toMatchObject({ complete: false, reason: 'bored' });
    expect(describeStop(codex, null, CALM)).toMatchObject({ complete: false, reason: 'none given' });
  });

  it('comes with what was used', () => {
    expect(readPromptUsage({ usage: { inputTokens: 1, outputTokens: 2 } })).toEqual({
      inputTokens: 1,
      outputTokens: 2,
    });
    const quota = { quota: { token_count: { input_tokens: 3, output_tokens: 4 } } };
    expect(readPromptUsage({ _meta: quota })).toEqual({ inputTokens: 3, outputTokens: 4 });
    expect(readPromptUsage({ usage: { inputTokens: 0, outputTokens: 0 } })).toEqual({});
    expect(readPromptUsage({})).toEqual({});
  });
});

describe('an error', () => {
  const wordsOf = (error: object): object => describeAgentError(codex, error, []);

  it('has the most specific words that it carries', () => {
    expect(
      wordsOf({ code: -32603, message: 'Internal error', data: { message: 'no such model' } }),
    ).toMatchObject({
      message: 'codex reported an error: no such model; ask again',
      needsUser: false,
    });
    const body = JSON.stringify({ error: { message: 'too long' } });
    expect(wordsOf({ code: -32603, message: 'Internal error', data: { message: body } })).toMatchObject({
      message: 'codex reported an error: too long; ask again',
    });
    expect(
      wordsOf({ code: -32603, message: 'Internal error', data: { details: 'from Qwen' } }),
    ).toMatchObject({
      message: 'codex reported an error: from Qwen; ask again',
    });
    expect(wordsOf({ code: -32603, message: 'Internal error: it broke', data: {} })).toMatchObject({
      message: 'codex reported an error: it broke; ask again',
    });
  });

  it('needs the user when the key is wrong', () => {
    for (const words of ['mock error 401', 'Unauthorized', 'invalid API key', 'Not logged in'])
      expect(wordsOf({ code: -32603, message: words })).toMatchObject({ needsUser: true });
    expect(wordsOf({ code: -32603, message: 'port 4010 is in use' })).toMatchObject({ needsUser: false });
  });

  it('is the end of its output when it died', () => {
    expect(describeDeath(codex, 'exit code 1', ['one', 'two']).message).toBe(
      'codex ended (exit code 1):\none\ntwo\nask again to start it again',
    );
    expect(describeDeath(codex, 'killed by SIGKILL', []).message).toBe(
      'codex ended (killed by SIGKILL); ask again to start it again',
    );
  });
});

describe('signing in', () => {
  it('names the variables, and the command that does it in a terminal', () => {
    const methods = readSignInMethods(
      [
        { id: 'chatgpt', name: 'Login with ChatGPT' },
        { type: 'env_var', id: 'a', name: 'A', vars: [{ name: 'CODEX_API_KEY' }] },
        { type: 'env_var', id: 'b', name: 'B', vars: [{ name: 'OPENAI_API_KEY' }, {}] },
        { name: 'without an id' },
      ],
      codex,
    );
    expect(methods.map(({ id, variables }) => [id, variables])).toEqual([
      ['chatgpt', []],
      ['a', ['CODEX_API_KEY']],
      ['b', ['OPENAI_API_KEY']],
    ]);
    expect(describeSignIn(codex, methods)).toBe(
      'codex needs you to sign in: set CODEX_API_KEY or OPENAI_API_KEY, or run codex login in a terminal; then ask again',
    );
    expect(describeAgentError(codex, { code: -32000, message: 'Authentication required' }, methods)).toEqual({
      type: 'error',
      needsUser: true,
      signIn: true,
      message: describeSignIn(codex, methods),
    });
  });

  it('takes the command from where each agent says it', () => {
    const terminalOf = (name: string, method: object): unknown =>
      readSignInMethods([{ id: 'x', name: 'X', ...method }], agentOf(name))[0]?.terminal;
    const meta = { 'terminal-auth': { command: 'opencode', args: ['auth', 'login'], env: { A: 'b', C: 1 } } };
    expect(terminalOf('opencode', { _meta: meta })).toEqual({
      command: 'opencode',
      args: ['auth', 'login'],
      env: { A: 'b' },
    });
    expect(terminalOf('claude', { type: 'terminal', args: ['--cli', 'auth'] })).toEqual({
      command: 'claude-agent-acp',
      args: ['--cli', 'auth'],
      env: {},
    });
    expect(terminalOf('qwen', { _meta: { type: 'terminal', args: ['--auth-type=openai'] } })).toEqual({
      command: 'qwen',
      args: ['--acp', '--auth-type=openai'],
      env: {},
    });
    expect(terminalOf('gemini', {})).toBeUndefined();
  });

  it('has a way out even when the agent names none', () => {
    expect(describeSignIn(agentOf('goose'), [])).toBe(
      'goose needs you to sign in: see its manual; then ask again',
    );
    expect(describeSignIn(agentOf('goose'), readSignInMethods([{ id: 'a', name: 'Card' }], codex))).toBe(
      'goose needs you to sign in: choose one of Card; then ask again',
    );
  });
});

describe('a prompt', () => {
  const messages = [
    { role: 'user' as const, text: 'first' },
    { role: 'user' as const, text: '/review main' },
  ];
  const commands = [{ name: 'review', summary: '' }];
  const takes = { images: false, resources: false };
  const textsOf = (request: Parameters<typeof toPrompt>[0], first: FirstWords): unknown[] =>
    toPrompt(request, first, { commands: [], takes }).prompt.blocks.map((block) =>
      'text' in block ? block.text : block,
    );

  it('is the last message alone', () => {
    expect(textsOf({ instruction: 'Be short.', messages }, {})).toEqual(['/review main']);
  });

  it('begins with what the agent has to know', () => {
    const first = { isFresh: true, recalled: 'a\nb', cutAnswer: 'half' };
    const texts = textsOf({ instruction: 'Be short.', messages }, first);
    expect(texts).toEqual([
      'Be short.\n\n',
      expect.stringMatching(/does not|not know/) as unknown,
      expect.stringContaining('> half') as unknown,
      '/review main',
    ]);
    // Some join the blocks without anything between.
    expect(texts.join('')).toMatch(/> b\n\nYour last answer[^>]*> half\n\n\/review main$/);
    expect(textsOf({ instruction: '  ', messages }, { isFresh: true })).toEqual(['/review main']);
  });

  it('leaves that to the next one when it is a command of the agent', () => {
    const first = { isFresh: true };
    const { prompt, rest } = toPrompt({ instruction: 'Be short.', messages }, first, { commands, takes });
    expect(prompt).toEqual({ blocks: [{ type: 'text', text: '/review main' }], preface: [] });
    expect(rest).toEqual(first);
  });
});
