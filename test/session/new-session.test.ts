// Who answers a new chat: the agent or the model that was asked for, that of its type, or that of the config.

import { describe, expect, it } from 'vitest';

import { describeNewSession, type CreateOptions } from '../../src/session/new-session.js';
import { mergeTypes } from '../../src/session/session-types.js';
import { NO_VIEW } from '../../src/panes/view.js';

const TYPES = mergeTypes({
  review: { agent: 'codex' },
  legal: { model: 'openai/law' },
});

function create(wishes: Partial<CreateOptions>, rules: { agent?: string; names?: string[] } = {}) {
  return describeNewSession(
    {
      kind: 'chat',
      type: undefined,
      name: undefined,
      model: undefined,
      cwd: '/',
      command: [],
      env: {},
      viewer: {
        id: 'v',
        view: NO_VIEW,
        rows: 24,
        cols: 80,
        hasFocus: true,
      },
      place: { at: 'tab' },
      ...wishes,
    },
    { types: TYPES, agents: ['claude', 'codex'], names: [], numbers: [], agent: undefined, ...rules },
    { id: 'id', now: 1, cwd: '/' },
  );
}

describe('a new chat', () => {
  it.each<[string, Partial<CreateOptions>, string | undefined, object]>([
    ['is answered by a model', {}, undefined, { name: 'chat-1' }],
    [
      'is answered by the agent that was named',
      { agent: 'claude' },
      undefined,
      { agent: 'claude', name: 'claude-1' },
    ],
    ['finds an agent without regard to case', { agent: 'CODEX' }, undefined, { agent: 'codex' }],
    [
      'has the agent of its type',
      { type: 'review' },
      undefined,
      { agent: 'codex', type: 'review', name: 'review-1' },
    ],
    ['has the agent of the config', {}, 'claude', { agent: 'claude' }],
    ['has the agent of its type before that of the config', { type: 'review' }, 'claude', { agent: 'codex' }],
    [
      'has the model of its type before the agent of the config',
      { type: 'legal' },
      'claude',
      { model: 'openai/law' },
    ],
    [
      'has the model that was asked for',
      { type: 'review', model: 'openai/x' },
      'claude',
      { model: 'openai/x' },
    ],
    [
      'keeps what was asked of the agent, and its session',
      { agent: 'claude', model: 'opus', effort: 'high', agentSession: 's1' },
      undefined,
      { agent: 'claude', agentSession: 's1', agentSettings: { model: 'opus', effort: 'high' } },
    ],
  ])('%s', (_, wishes, agent, expected) => {
    const record = create(wishes, agent === undefined ? {} : { agent });
    expect(record).toMatchObject(expected);
    expect('model' in record).toBe('model' in expected);
    expect('agent' in record).toBe('agent' in expected);
  });

  it('cannot have an agent that is not known, or the name of one', () => {
    expect(() => create({ agent: 'hal' })).toThrow('no agent hal; the agents are claude, codex');
    expect(() => create({ name: 'Claude' })).toThrow('name Claude is the name of a type or an agent');
    expect(create({}, { names: ['claude'] })).toMatchObject({ name: 'chat-1' });
  });
});

it('a program has no agent', () => {
  const record = create({ kind: 'program', command: ['make'] }, { agent: 'claude' });
  expect(record).not.toHaveProperty('agent');
});
