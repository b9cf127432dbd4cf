import { describe, expect, it } from 'vitest';

import { type HookReport } from '../../src/commands/hooks/hook-report.js';
import { readHook } from '../../src/commands/hooks/agent-hook.js';

const claude = (event: string, fields: object = {}): object => ({
  session_id: 'a',
  transcript_path: '/t.jsonl',
  cwd: '/',
  permission_mode: 'default',
  hook_event_name: event,
  ...fields,
});

const copilot = (fields: object): object => ({ sessionId: 'a', timestamp: 1, cwd: '/', ...fields });

describe("an agent's hook", () => {
  it.each<[string, object, HookReport | undefined]>([
    ['a prompt', claude('UserPromptSubmit', { prompt: 'hi' }), { state: 'working', text: '' }],
    [
      'a tool',
      claude('PreToolUse', { tool_name: 'Bash', tool_input: { command: 'ls' } }),
      { state: 'working', text: '' },
    ],
    ['a tool done', claude('PostToolUse', { tool_name: 'Bash' }), { state: 'working', text: '' }],
    [
      'a tool that asks',
      claude('PreToolUse', {
        tool_name: 'AskUserQuestion',
        tool_input: { questions: [{ question: 'Which database?', options: [] }] },
      }),
      { state: 'waiting', text: 'Which database?' },
    ],
    [
      'a permission',
      claude('PermissionRequest', { tool_name: 'Bash', tool_input: { command: 'rm -rf build' } }),
      { state: 'waiting', text: 'Bash: rm -rf build' },
    ],
    [
      'a permission for what has no input',
      claude('PermissionRequest'),
      { state: 'waiting', text: 'asks for permission' },
    ],
    [
      'a notification of a permission',
      claude('Notification', {
        notification_type: 'permission_prompt',
        message: 'Claude needs your permission to use Bash',
      }),
      { state: 'waiting', text: 'Claude needs your permission to use Bash' },
    ],
    [
      'one of an older version',
      claude('Notification', { message: 'Claude needs your permission to use Bash' }),
      { state: 'waiting', text: 'Claude needs your permission to use Bash' },
    ],
    [
      'one of idleness',
      claude('Notification', {
        notification_type: 'idle_prompt',
        message: 'Claude is waiting for your input',
      }),
      { state: 'idle', text: '' },
    ],
    ['another one', claude('Notification', { notification_type: 'auth_success', message: 'ok' }), undefined],
    ['the end of a turn', claude('Stop', { stop_hook_active: false }), { state: 'done', text: '' }],
    ['a failed turn', claude('StopFailure', { error: 'rate_limit' }), { state: 'error', text: 'rate_limit' }],
    ["a helper's end", claude('SubagentStop'), undefined],
    ['a start', claude('SessionStart', { source: 'startup' }), { state: 'idle', text: '' }],
    ['a start amid a turn', claude('SessionStart', { source: 'compact' }), undefined],
    ['an end', claude('SessionEnd', { reason: 'exit' }), { state: 'idle', text: '' }],
    ['an event yet to come', claude('MoonPhase'), undefined],
    [
      "Gemini's permission",
      {
        hook_event_name: 'Notification',
        notification_type: 'ToolPermission',
        message: 'Tool run_shell_command requires confirmation',
        details: { type: 'exec' },
      },
      { state: 'waiting', text: 'Tool run_shell_command requires confirmation' },
    ],
    ["Gemini's turn", { hook_event_name: 'BeforeAgent', prompt: 'hi' }, { state: 'working', text: '' }],
    ["Gemini's answer", { hook_event_name: 'AfterAgent', prompt_response: 'x' }, { state: 'done', text: '' }],
    [
      "Codex's notify",
      { type: 'agent-turn-complete', 'turn-id': '1', 'last-assistant-message': 'done' },
      { state: 'done', text: '' },
    ],
    ["Copilot's prompt", copilot({ prompt: 'hi' }), { state: 'working', text: '' }],
    ["Copilot's start", copilot({ source: 'new', initialPrompt: 'hi' }), { state: 'idle', text: '' }],
    [
      "Copilot's tool",
      copilot({ toolName: 'bash', toolArgs: { command: 'ls' } }),
      { state: 'working', text: '' },
    ],
    [
      "Copilot's tool that asks",
      copilot({ toolName: 'ask_user', toolArgs: { message: 'Which colour?' } }),
      { state: 'waiting', text: 'Which colour?' },
    ],
    [
      'the same of an older version',
      copilot({ toolName: 'ask_user', toolArgs: '{"question":"Which colour?"}' }),
      { state: 'waiting', text: 'Which colour?' },
    ],
    [
      "Copilot's tool done",
      copilot({ toolName: 'ask_user', toolArgs: {}, toolResult: { resultType: 'success' } }),
      { state: 'working', text: '' },
    ],
    [
      "Copilot's rules, asked before its user",
      copilot({ hookName: 'permissionRequest', toolName: 'bash', toolInput: { command: 'ls' } }),
      undefined,
    ],
    [
      "Copilot's permission",
      copilot({
        hook_event_name: 'Notification',
        notification_type: 'permission_prompt',
        message: 'Run command: ls',
      }),
      { state: 'waiting', text: 'Run command: ls' },
    ],
    ["Copilot's end of a turn", copilot({ stopReason: 'end_turn' }), { state: 'done', text: '' }],
    ["Copilot's helper", copilot({ agentName: 'explore', stopReason: 'end_turn' }), undefined],
    ["Copilot's end", copilot({ reason: 'user_exit' }), { state: 'idle', text: '' }],
    [
      "Copilot's failure",
      copilot({ error: { name: 'E', message: 'no quota' }, recoverable: false }),
      { state: 'error', text: 'no quota' },
    ],
    ["Copilot's retry", copilot({ error: { message: 'try again' }, recoverable: true }), undefined],
    ["Copilot's event yet to come", copilot({ moon: 'full' }), undefined],
  ])('of %s', (_what, value, expected) => {
    const report = readHook(JSON.stringify(value));
    expect(report && { state: report.state, text: report.text }).toEqual(expected);
  });

  it.each([
    [{ hook_event_name: 'Stop', session_id: '1b-2' }, '1b-2'],
    [copilot({ prompt: 'go' }), 'a'],
    [{ hook_event_name: 'Stop' }, undefined],
    [{ hook_event_name: 'Stop', session_id: '--dangerously' }, undefined],
    [{ hook_event_name: 'Stop', session_id: 7 }, undefined],
    // Of a small request of Codex's own.
    [{ type: 'agent-turn-complete', 'thread-id': '1b-2' }, undefined],
  ])('%j tells which conversation it belongs to', (value, expected) => {
    expect(readHook(JSON.stringify(value))?.conversation).toBe(expected);
  });

  it.each(['', 'null', '[]', '7', '{', '{"hook_event_name":7}', '{"hook_event_name":"constructor"}'])(
    'that is no event says nothing: %s',
    (json) => {
      expect(readHook(json)).toBeUndefined();
    },
  );
});
