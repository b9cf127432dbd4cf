import { describe, expect, it } from 'vitest';
import { maskEchoes } from '../../src/log/key-echoes.js';
import { findSecrets, redact } from '../../src/log/redact.js';

/** With the length and letters of each provider's keys; none of them is a real one. */
const KEYS = {
  openai: 'sk-proj-Zq3vXw81KfLm2NpRt7Yb',
  anthropic: 'sk-ant-api03-Hh2kQw9Zx7Vb4Nm1',
  google: 'AIzaSyD3vXw81KfLm2NpRt7YbQc5',
  bedrock: 'ABSKQmVkcm9ja0FQSUtleS1hYmNk',
  aws: 'wJalrXUtnFEMIK7MDENGbPxRfiCY',
};

describe.each(Object.entries(KEYS))('a key of %s', (_name, key) => {
  it.each([
    ['whole', key],
    ['its first half', key.slice(0, key.length / 2)],
    ['its second half', key.slice(key.length / 2)],
    ['its middle', key.slice(8, 18)],
    ['its end', key.slice(-4)],
    ['both ends around asterisks', `${key.slice(0, 3)}****************${key.slice(-4)}`],
    ['both ends around dots', `${key.slice(0, 5)}...${key.slice(-3)}`],
    ['its beginning before an ellipsis', `${key.slice(0, 5)}…`],
  ])('is masked where a server repeats %s', (_how, part) => {
    const text = redact(`Incorrect API key provided: ${part}. See the dashboard.`, [key], '(key)');
    expect(text).not.toContain(part);
    for (let length = 6; length <= part.length; length++) {
      if (key.includes(part.slice(0, length))) expect(text).not.toContain(part.slice(0, length));
    }
    expect(text).toContain('Incorrect API key provided: ');
    expect(text).toContain('See the dashboard.');
  });

  it('is masked by its form alone, or as a variable named like a secret', () => {
    const secrets = findSecrets({ SOME_API_KEY: key });
    expect(redact(`x ${key} y`, secrets)).toBe('x [redacted] y');
  });
});

describe('what is no key', () => {
  it.each(['/home/me/keys/id_rsa', './token-file', 'short'])('%s leaves other words alone', (value) => {
    expect(maskEchoes('in /home/me/keys and ./token-files', [value], '(key)')).toBe(
      'in /home/me/keys and ./token-files',
    );
  });

  it('stays readable', () => {
    const text = 'The model `gpt-4.1-mini` does not exist or you do not have access to it...';
    expect(redact(text, Object.values(KEYS))).toBe(text);
  });
});

it('takes user and password of an address out of everything', () => {
  const secrets = findSecrets({ HTTPS_PROXY: 'http://me:hunter2-hunter2@proxy:3128' });
  expect(redact('407 for me:hunter2-hunter2, http://other:pw@proxy', secrets)).toBe(
    '407 for [redacted], http://[redacted]@proxy',
  );
});
