import { describe, expect, it } from 'vitest';
import { findSecrets, redact } from '../../src/log/redact.js';

describe('findSecrets', () => {
  it('takes the values of variables named like secrets', () => {
    const env = {
      OPENAI_API_KEY: 'abcdef1',
      GH_TOKEN: 'abcdef2',
      My_Secret: 'abcdef3',
      HOME: '/home/someone',
      KEYMAP: 'us-intl',
    };
    expect(findSecrets(env).sort()).toEqual(['abcdef1', 'abcdef2', 'abcdef3']);
  });

  it('leaves out short values, which would be taken out of every line', () => {
    expect(findSecrets({ USE_TOKEN: '1', A_KEY: '', B_KEY: undefined })).toEqual([]);
  });
});

describe('redact', () => {
  it.each([
    ['key sk-proj-abc_DEF-123456 refused', 'key [redacted] refused'],
    ['sk_live_0123456789', '[redacted]'],
    ['Authorization: Bearer eyJhbGciOi.J9-x_y==', 'Authorization: Bearer [redacted]'],
    ['a task-list and a disk-usage report', 'a task-list and a disk-usage report'],
  ])('turns %j into %j', (text, clean) => {
    expect(redact(text, [])).toBe(clean);
  });

  it('leaves nothing of a secret that contains another', () => {
    const secrets = findSecrets({ A_KEY: 'secret', B_KEY: 'secret-and-more' });
    expect(redact('secret-and-more, secret', secrets)).toBe('[redacted], [redacted]');
  });

  it('takes a secret with characters of regular expressions literally', () => {
    expect(redact('x a+b(c)$& y', ['a+b(c)$&'])).toBe('x [redacted] y');
  });
});
