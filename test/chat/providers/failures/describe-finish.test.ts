import { describe, expect, it } from 'vitest';
import { describeFinish, describeNoFinish } from '../../../../src/chat/providers/failures/describe-finish.js';

const context = { modelName: 'm', baseUrl: 'http://host.example:8080/v1', apiKey: undefined };
const NOTHING = { hasText: false, hasReasoning: false, toolName: undefined };
const TEXT = { ...NOTHING, hasText: true };
const REASONING = { ...NOTHING, hasReasoning: true };
const TOOL = { ...NOTHING, toolName: 'read_file' };

/** What every finish reason of the AI SDK becomes, with each provider's own words for it. */
const CASES = [
  ['stop', 'stop', TEXT, undefined],
  ['stop', 'end_turn', TEXT, undefined],
  [
    'stop',
    'stop',
    NOTHING,
    /^the model sent no text \(stop\); ask m at host\.example:8080 again, or .*\/new --model/,
  ],
  ['stop', 'STOP', REASONING, /^the model sent no text, only reasoning \(STOP\); ask m at host/],
  ['stop', 'stop', TOOL, /only a call to the tool read_file \(stop\).*has no tools; ask it/],
  ['tool-calls', 'tool_calls', TOOL, /only a call to the tool read_file \(tool_calls\)/],
  ['tool-calls', 'tool_use', { ...TOOL, hasText: true }, /^the model stopped to call the tool read_file/],
  ['length', 'length', TEXT, /^the answer reached the model's output limit; \/continue goes on/],
  ['length', 'MAX_TOKENS', NOTHING, /no text before it reached its output limit \(MAX_TOKENS\); raise/],
  ['length', 'max_tokens', REASONING, /its reasoning alone reached the output limit/],
  [
    'length',
    'model_context_window_exceeded',
    TEXT,
    /^the conversation fills the context window of m .*\/new/,
  ],
  [
    'content-filter',
    'content_filter',
    TEXT,
    /^the content filter of host.* stopped the answer \(content_filter\); rephrase/,
  ],
  ['content-filter', 'SAFETY', NOTHING, /blocked the whole answer \(SAFETY\); rephrase/],
  ['content-filter', 'guardrail_intervened', TEXT, /\(guardrail_intervened\); rephrase/],
  ['content-filter', 'refusal', TEXT, /^the model m refused to answer \(refusal\); rephrase/],
  ['content-filter', 'stop', TEXT, /^the model m refused to answer \(refusal, stop\); rephrase/],
  [
    'error',
    'MALFORMED_FUNCTION_CALL',
    TEXT,
    /^host.* ended the answer early \(MALFORMED_FUNCTION_CALL\); ask again/,
  ],
  ['error', undefined, TEXT, /closed the connection before the answer was complete; ask again/],
  ['other', 'network_error', NOTHING, /ended the answer before any text \(network_error\); ask again/],
  ['other', 'OTHER', TEXT, /ended the answer early \(OTHER\); ask again/],
  ['other', '\x1b[31m\nlong', TEXT, /early \(an unreadable reason\)/],
  ['other', undefined, NOTHING, /closed the connection before it sent any text; ask again/],
] as const;

describe('the end of an answer', () => {
  it.each(CASES)('%s (%s) after %j', (unified, raw, received, message) => {
    const event = describeFinish({ unified, raw }, received, context);
    expect(event.complete).toBe(message === undefined);
    if (message !== undefined) expect(event).toHaveProperty('message', expect.stringMatching(message));
  });

  it('without a reason names the server', () => {
    expect(describeNoFinish(TEXT, context)).toEqual({
      type: 'finish',
      complete: false,
      reason: 'none given',
      message:
        'the server closed the connection before the answer was complete; ask again (host.example:8080)',
    });
  });
});
