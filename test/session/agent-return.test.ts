import { describe, expect, it } from 'vitest';

import { AgentReturn } from '../../src/session/program/agent-return.js';
import { changeRecord, type ProgramRecord } from '../../src/store/session-record.js';

function shell(variables: readonly string[] = []): { agent: AgentReturn; record: () => ProgramRecord } {
  let record = { kind: 'program', command: ['bash'], cwd: '/home' } as unknown as ProgramRecord;
  const agent = new AgentReturn({
    record: () => record,
    update: (change) => (record = changeRecord(record, change)),
    isAlone: () => true,
    variables: () => variables,
  });
  return { agent, record: () => record };
}

describe('what is kept of an agent in a shell', () => {
  it('is its words, directory and conversation, until it is there no more', () => {
    const { agent, record } = shell();
    agent.holds(['claude', '--model', 'opus', 'fix it now'], '/src');
    agent.isIn('77-a');
    expect(record()).toMatchObject({
      inside: { command: ['claude', '--model', 'opus', 'fix it now'], cwd: '/src' },
      conversation: '77-a',
    });
    agent.holds(undefined, '/src');
    expect([record().inside, record().conversation]).toEqual([undefined, undefined]);
  });

  it('is nothing where its words are not all understood, as they may be secrets', () => {
    const { agent, record } = shell();
    agent.holds(['pi', '--api-key', 'sk-secret'], '/src');
    expect(JSON.stringify(record())).not.toContain('secret');
    agent.holds(['aider', '--model', 'x'], '/src');
    expect(record().inside).toBeUndefined();
  });

  it('is no conversation of a program that is none', () => {
    const { agent, record } = shell(['ANTHROPIC_API_KEY']);
    agent.isIn('77-a');
    expect(agent.starts(undefined, { isResumed: false })).toEqual([]);
    expect([record().conversation, record().variables, agent.words]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
