// A key never stands in the config, and is never repeated from it.

import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.js';

const SECRET = 'Zq3vXw81KfLm2NpRt7YbZq3v';

const parse = (line: string) => {
  const { config, problems } = parseConfig(`[providers.lab]\nmodels = ["a"]\n${line}\n`, 'config.toml');
  return { lab: config.providers['lab'], problems: problems.map(({ text }) => text) };
};

describe('a provider in the config', () => {
  it.each([
    [
      `api_key = "${SECRET}"`,
      /^config\.toml:3:1: providers\.lab\.api_key: keys do not belong .* env_key = "NAME"$/,
    ],
    [`token = "${SECRET}"`, /keys do not belong/],
    [`env_key = "sk-${SECRET}"`, /expected the name of an environment variable that holds the key, such as/],
    [`env_key = "gsk_${SECRET}"`, /expected the name of an environment variable/],
    [`base_url = "https://me:${SECRET}@lab.example/v1"`, /a password goes into headers as "\$\{VAR\}"/],
    [`base_url = "https://lab.example/v1?key=${SECRET}"`, /expected an address/],
    [
      `headers = { Authorization = "Bearer ${SECRET}" }`,
      /Authorization: expected headers without a key .*\$\{LAB_TOKEN\}/,
    ],
    [`headers = { x-api-key = "short" }`, /x-api-key: expected headers without a key/],
    [`headers = { Authorization = "Bearer ${SECRET}\${VAR}" }`, /expected headers without a key/],
    [`headers = { X-Session = "${SECRET}" }`, /expected headers without a key/],
  ])('cannot hold a key: %s', (line, message) => {
    const { lab, problems } = parse(line);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
    expect(JSON.stringify({ lab, problems })).not.toContain(SECRET);
    expect(JSON.stringify(lab)).not.toContain('short');
    // What else it says stays.
    expect(lab?.models).toEqual(['a']);
  });

  it.each([
    'env_key = "${LAB_KEY}"',
    'headers = { Authorization = "Bearer ${TOKEN}", "api-key" = "${KEY}" }',
    'headers = { anthropic-beta = "interleaved-thinking-2025-05-14", HTTP-Referer = "https://a.example/some/path-1" }',
  ])('names variables: %s', (line) => {
    expect(parse(line).problems).toEqual([]);
  });
});
