import { expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { describeTranscript } from '../../src/store/describe-transcript.js';

const head = {
  type: 'session',
  version: 1,
  id: 's',
  name: 'x',
  kind: 'chat',
  sessionType: 'chat',
  created: 1,
} as const;
const begin = (model: string): TranscriptRecord => ({ type: 'begin', id: 't', model, at: 1 });
const describe = (...records: TranscriptRecord[]) =>
  describeTranscript(records, { id: 's', cwd: '/', lastUsed: 1 });

it('has the model that answered last, or the agent with its own id of the conversation', () => {
  expect(describe(head, begin('openai/x'))).toMatchObject({ model: 'openai/x' });
  const ofAgent = describe(head, begin('claude'), { ...head, agentSession: 'abc' });
  expect(ofAgent).toMatchObject({ agent: 'claude', agentSession: 'abc' });
  expect(ofAgent).not.toHaveProperty('model');
  const ofModel = describe({ ...head, agentSession: 'abc' }, begin('claude'), begin('ollama/y'));
  expect(ofModel).toMatchObject({ model: 'ollama/y' });
  expect(ofModel).not.toHaveProperty('agent');
});
