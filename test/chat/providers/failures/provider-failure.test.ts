import { APICallError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import type { FailureContext } from '../../../../src/chat/providers/failures/failure-context.js';
import { describeFailure } from '../../../../src/chat/providers/failures/provider-failure.js';

const KEY = 'abcdef0123456789';
const context: FailureContext = { modelName: 'm', baseUrl: 'https://host.example/v1', apiKey: KEY };

function refusal(
  statusCode: number,
  extra: { message?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const { message = 'no', headers = {}, body = '' } = extra;
  return new APICallError({
    message,
    statusCode,
    url: `${context.baseUrl}/chat/completions`,
    requestBodyValues: {},
    responseHeaders: headers,
    responseBody: body,
  });
}

describe('a refusal', () => {
  it.each([
    [
      401,
      true,
      'host.example does not accept the key in OPENAI_API_KEY (401): no; export the right one and ask again',
    ],
    [402, true, 'the credit at host.example is used up (402): no; top it up and ask again'],
    [403, true, 'host.example does not let this key use the model m (403): no; use another key or model'],
    [
      404,
      true,
      'https://host.example/v1 does not answer chat requests (404): no; check OPENAI_BASE_URL, or whether the server knows the model m',
    ],
    [429, true, 'too many requests for host.example, or its quota is used up (429): no; ask again later'],
    [400, false, 'host.example refused the request (400): no; change the question or the model'],
    [503, false, 'host.example failed (503): no; ask again'],
  ])('with %i is one clear line', (status, needsUser, message) => {
    expect(describeFailure(refusal(status), context)).toEqual({ type: 'error', message, needsUser });
  });

  it.each([
    ['17', 'in 17 s'],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 'after 2026-10-21T07:28:00.000Z'],
    ['soon', 'later'],
  ])('with retry-after %s says when to ask again', (value, when) => {
    const { message } = describeFailure(refusal(429, { headers: { 'retry-after': value } }), context);
    expect(message.endsWith(`ask again ${when}`)).toBe(true);
  });

  it('of a wrong key is known by its body where the status says something else', () => {
    const body = '{"error":{"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}';
    expect(describeFailure(refusal(400, { body }), { ...context, provider: 'google' })).toEqual({
      type: 'error',
      message:
        'host.example does not accept the key in GEMINI_API_KEY (400); export the right one and ask again',
      needsUser: true,
    });
  });

  it('for a used-up quota does not send the user into waiting', () => {
    const body = '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}';
    expect(describeFailure(refusal(429, { body }), context).message).toContain('check plan and billing');
  });
});

describe('what the provider said', () => {
  const detail = (message: string): string => describeFailure(refusal(500, { message }), context).message;

  it('is repeated on one line without controls', () => {
    expect(detail('one\r\n\ttwo\x1b[31m three\u202e')).toBe(
      'host.example failed (500): one two [31m three; ask again',
    );
  });

  it('never holds our key, another key, or the credentials of an address', () => {
    const message = detail(`Bearer ${KEY} and sk-proj-abcd1234 and sk-ab***wxyz at https://me:pw@host/`);
    expect(message).toContain('Bearer (key) and (key) and (key) at https://(key)@host/');
  });

  it('is cut where it goes on for long', () => {
    expect(detail('word '.repeat(500)).length).toBeLessThan(220);
  });
});

describe('a failure of the network', () => {
  it('is told by the code of its innermost cause', () => {
    const cause = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    expect(describeFailure(new TypeError('fetch failed', { cause }), context)).toEqual({
      type: 'error',
      message:
        'cannot reach https://host.example/v1 (ENOTFOUND); check that the server is running and that OPENAI_BASE_URL names it',
      needsUser: true,
    });
  });
});
