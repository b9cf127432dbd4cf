import { describe, expect, it } from 'vitest';

import { findResumeCommand, resumableAgent } from '../../src/session/program/resume-command.js';

const resume = (
  line: string | readonly string[],
  { conversation, isAlone = true }: { conversation?: string; isAlone?: boolean } = {},
): string | undefined =>
  findResumeCommand(
    {
      command: typeof line === 'string' ? line.split(' ') : line,
      exit: 'ended-with-server',
      conversation,
    },
    { isAlone },
  )?.join(' ');

describe('an agent that is run again', () => {
  it.each([
    ['claude', 'claude --continue'],
    ['/opt/bin/claude', '/opt/bin/claude --continue'],
    ['npx claude-code', 'npx claude-code --continue'],
    ['node /opt/pi.js', 'node /opt/pi.js --continue'],
    ['codex', 'codex resume --last'],
    ['gemini', 'gemini --resume'],
    ['qwen', 'qwen --continue'],
    ['opencode', 'opencode --continue'],
    ['copilot', 'copilot --continue'],
    ['pi', 'pi --continue'],
  ])('goes on with its last conversation: %s', (line, expected) => {
    expect(resume(line)).toBe(expected);
  });

  it.each([
    ['claude', 'claude --resume 1b2c-3'],
    ['codex', 'codex resume 1b2c-3'],
    ['gemini', 'gemini --resume 1b2c-3'],
    ['qwen', 'qwen --resume 1b2c-3'],
    ['opencode', 'opencode --session 1b2c-3'],
    ['copilot', 'copilot --resume 1b2c-3'],
    // It has files, no ids.
    ['pi', 'pi --continue'],
  ])('goes on with its own, where its hooks have told which: %s', (line, expected) => {
    expect(resume(line, { conversation: '1b2c-3' })).toBe(expected);
  });

  it.each([
    ['claude', 'claude --resume'],
    ['codex', 'codex resume'],
    ['qwen', 'qwen --resume'],
    ['pi', 'pi --resume'],
    ['gemini', undefined],
    ['opencode', undefined],
  ])('leaves the choice to its user where the last one may be that of another: %s', (line, expected) => {
    expect(resume(line, { isAlone: false })).toBe(expected);
    if (line !== 'pi') expect(resume(line, { isAlone: false, conversation: 'x1' })).toContain('x1');
  });

  it('keeps its options', () => {
    expect(resume('claude --model opus --verbose --permission-mode=plan')).toBe(
      'claude --continue --model opus --verbose --permission-mode=plan',
    );
    expect(resume('codex -c model_reasoning_effort=high --search -m o3')).toBe(
      'codex resume --last -c model_reasoning_effort=high --search -m o3',
    );
    expect(resume('claude --add-dir ../a ../b --verbose')).toBe(
      'claude --continue --add-dir ../a ../b --verbose',
    );
    expect(resume('opencode ../project --model x/y')).toBe('opencode --continue ../project --model x/y');
    expect(resume('claude --safe-mode --betas a b --bare')).toBe(
      'claude --continue --safe-mode --betas a b --bare',
    );
    expect(resume('codex --approve-for-me')).toBe('codex resume --last --approve-for-me');
    expect(resume('gemini --skip-trust --policy p.toml')).toBe(
      'gemini --resume --skip-trust --policy p.toml',
    );
    expect(resume('opencode --pure --auto')).toBe('opencode --continue --pure --auto');
  });

  it('is not given again what an option asked first', () => {
    expect(resume(['gemini', '-i', 'fix it', '-y'])).toBe('gemini --resume -y');
    expect(resume(['gemini', '--prompt-interactive=fix it'])).toBe('gemini --resume');
    expect(resume(['opencode', '--prompt', 'fix it', '-m', 'x/y'])).toBe('opencode --continue -m x/y');
    expect(resume(['codex', '-i', 'a.png', 'what is this?'])).toBe('codex resume --last');
    expect(resume('gemini -i')).toBe('gemini --resume');
  });

  it('is not asked its first prompt again', () => {
    expect(resume(['claude', '--model', 'opus', 'delete the old logs'])).toBe(
      'claude --continue --model opus',
    );
    expect(resume(['codex', 'Fix it.'])).toBe('codex resume --last');
    expect(resume(['pi', '@notes.md', 'go on!'])).toBe('pi --continue');
  });

  it('is run as it was where its words are not understood', () => {
    // The word may be the option's value, or a prompt.
    expect(resume('claude --new-option word')).toBeUndefined();
    expect(resume('claude -p hello')).toBeUndefined();
    expect(resume('claude --model')).toBeUndefined();
    expect(resume('claude mcp')).toBeUndefined();
    expect(resume('codex exec tests')).toBeUndefined();
    expect(resume('gemini -- hello')).toBeUndefined();
  });

  it('is run as it was where its own words go on with a conversation', () => {
    for (const line of ['claude -c', 'claude --resume 77', 'codex resume --last', 'pi -r', 'opencode -s x'])
      expect(resume(line)).toBeUndefined();
  });

  it('goes on with the conversation that its words named', () => {
    expect(resume('claude --session-id 5f-1 --verbose')).toBe('claude --resume 5f-1 --verbose');
    expect(resume('claude --session-id=5f-1')).toBe('claude --resume 5f-1');
    expect(resume('claude --session-id 5f-1', { conversation: 'later' })).toBe('claude --resume later');
    expect(resume('claude --session-id --verbose')).toBeUndefined();
  });

  it('is so after an end that nobody wanted', () => {
    const after = (exit: Parameters<typeof findResumeCommand>[0]['exit']) =>
      findResumeCommand({ command: ['claude'], exit, conversation: undefined }, { isAlone: true });
    expect(after({ signal: 9, afterMs: 1 })).toEqual(['claude', '--continue']);
    expect(after({ code: 1, afterMs: 1 })).toEqual(['claude', '--continue']);
    expect(after({ code: 0, afterMs: 1 })).toBeUndefined();
    expect(after(undefined)).toBeUndefined();
  });

  it('is nothing else than an agent', () => {
    expect(resume('bash')).toBeUndefined();
    expect(resume('vim claude')).toBeUndefined();
    expect(resume('sh -c claude')).toBeUndefined();
    expect(['qwen-code', 'aider', ''].map((word) => resumableAgent([word]))).toEqual([
      'qwen',
      undefined,
      undefined,
    ]);
    expect(resumableAgent([])).toBeUndefined();
  });
});
