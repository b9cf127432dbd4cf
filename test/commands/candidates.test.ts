import { describe, expect, it } from 'vitest';

import {
  archivedCandidate,
  modelCandidates,
  sessionCandidate,
  typeCandidates,
} from '../../src/commands/completion/candidates.js';
import { BUILT_IN_TYPES } from '../../src/session/session-types.js';

describe('a candidate says what it is', () => {
  it('of a session: type, state and what was asked last', () => {
    const session = { name: 'login', type: 'debug', state: 'processing', lastQuestion: 'why\tis it\nslow' };
    expect(sessionCandidate(session)).toEqual({
      value: 'login',
      summary: 'debug · processing · why is it slow',
    });
    expect(sessionCandidate({ ...session, lastQuestion: null }).summary).toBe('debug · processing');
    expect(sessionCandidate({ ...session, lastQuestion: 'x'.repeat(999) }).summary.length).toBeLessThan(130);
  });

  it('of a closed one: type and when', () => {
    const closed = { name: 'old', type: 'chat', ageMs: 3 * 3_600_000, lastQuestion: 'hi' };
    expect(archivedCandidate(closed).summary).toMatch(/^chat · closed 3 ?h ago · hi$/);
  });

  it('of a type: what it tells the model, and for an alias which type it is', () => {
    const all = BUILT_IN_TYPES.flatMap(typeCandidates);
    expect(all.every(({ summary }) => summary.length > 3)).toBe(true);
    expect(all.find(({ value }) => value === 'dev')?.summary).toBe('the same as development');
  });

  it('of a model: where it is named first', () => {
    const models = modelCandidates([
      { model: 'openai/a', where: 'of the config' },
      { model: 'openai/a', where: 'of #2 x' },
      { model: 'no model', where: 'of #3 y' },
      { model: null, where: 'nowhere' },
    ]);
    expect(models.map(({ value }) => value)).toEqual(['openai/a', 'guide']);
    expect(models[0]?.summary).toBe('of the config');
  });
});
