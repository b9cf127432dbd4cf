import { describe, expect, it } from 'vitest';
import { chooseModel, describeChoice, type FoundModel } from '../../../src/chat/providers/choose-model.js';
import { UserError } from '../../../src/text/user-error.js';

const KEY = { OPENAI_API_KEY: 'sk-x' };

describe('a model in a file', () => {
  it('is named by its path, and shown by its last part', () => {
    const choice = chooseModel({ flag: 'local/~/my models/a.GGUF', env: {} });
    expect(choice).toEqual({
      provider: 'local',
      name: 'local/~/my models/a.GGUF',
      source: 'flag',
      file: '~/my models/a.GGUF',
    });
    expect(describeChoice(choice)).toBe('local/a.GGUF');
    expect(() => chooseModel({ flag: 'local/a.bin', env: {} })).toThrow(/no file of a model; use local/);
  });

  it('is none where the config gives that name to a server', () => {
    const providers = { local: { base_url: 'http://127.0.0.1:8080/v1' } };
    expect(chooseModel({ flag: 'local/a.gguf', env: {}, providers })).toMatchObject({ modelName: 'a.gguf' });
  });
});

describe('the place that decides on the model', () => {
  it.each([
    [
      '--model',
      { flag: 'openai/a', env: { ...KEY, QMUX_MODEL: 'openai/b' }, configured: 'openai/c' },
      'openai/a',
      'flag',
    ],
    [
      'QMUX_MODEL',
      { env: { ...KEY, QMUX_MODEL: 'openai/b' }, configured: 'openai/c' },
      'openai/b',
      'QMUX_MODEL',
    ],
    ['the config', { env: KEY, configured: 'openai/c' }, 'openai/c', 'config'],
    ['a key alone', { env: KEY }, 'openai/gpt-4.1-mini', 'key'],
    ['nothing', { env: {} }, 'guide', 'nothing found'],
    [
      'an address without a key or a name',
      { env: { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' } },
      'guide',
      'nothing found',
    ],
    [
      'guide by name, whatever keys there are',
      { env: { ...KEY, QMUX_MODEL: 'guide' } },
      'guide',
      'QMUX_MODEL',
    ],
    [
      'nothing when all are empty',
      { flag: '', env: { QMUX_MODEL: '', OPENAI_API_KEY: ' ' }, configured: '' },
      'guide',
      'nothing found',
    ],
  ])('is %s', (_, wishes, name, source) => {
    expect(chooseModel(wishes)).toMatchObject({ name, source });
  });
});

describe('a key without a name', () => {
  it.each([
    [{ ANTHROPIC_API_KEY: 'k' }, 'anthropic/claude-haiku-4-5'],
    [{ GEMINI_API_KEY: 'k' }, 'google/gemini-2.5-flash'],
    [{ GOOGLE_GENERATIVE_AI_API_KEY: 'k' }, 'google/gemini-2.5-flash'],
    [{ AWS_BEARER_TOKEN_BEDROCK: 'k' }, 'bedrock/global.anthropic.claude-haiku-4-5-20251001-v1:0'],
    [{ ANTHROPIC_API_KEY: 'k', ...KEY }, 'openai/gpt-4.1-mini'],
    [{ OPENROUTER_API_KEY: 'k' }, 'openrouter/openai/gpt-4.1-mini'],
    [{ MISTRAL_API_KEY: 'k' }, 'mistral/mistral-small-latest'],
    [{ DEEPSEEK_API_KEY: 'k', XAI_API_KEY: 'k' }, 'deepseek/deepseek-chat'],
    [{ XAI_API_KEY: 'k' }, 'xai/grok-3-mini'],
    [{ AZURE_OPENAI_API_KEY: 'k' }, 'guide'],
    [{ ANTHROPIC_API_KEY: ' ', GEMINI_API_KEY: 'k' }, 'google/gemini-2.5-flash'],
    [{ AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 'k' }, 'guide'],
  ])('%o means %s', (env, name) => {
    expect(chooseModel({ env }).name).toBe(name);
  });
});

describe('a model found on this machine', () => {
  const found: FoundModel = { provider: 'ollama', modelName: 'llama3.2:latest', port: 11434 };

  it('is chosen when nothing names one, and its title says where it was found', () => {
    const choice = chooseModel({ env: {}, found });
    expect(choice).toMatchObject({
      name: 'ollama/llama3.2:latest',
      source: 'found',
      baseUrl: 'http://127.0.0.1:11434/v1',
    });
    expect(describeChoice(choice)).toBe('ollama/llama3.2:latest (found on 11434)');
  });

  it('goes before keys that older versions did not know', () => {
    const env = { GROQ_API_KEY: 'k' };
    expect(chooseModel({ env }).name).toBe('groq/openai/gpt-oss-20b');
    expect(chooseModel({ env, found }).source).toBe('found');
    expect(chooseModel({ env: { ...env, ...KEY }, found }).source).toBe('key');
  });

  it('gives way to everything that names one', () => {
    expect(chooseModel({ env: KEY, found }).source).toBe('key');
    expect(chooseModel({ env: {}, configured: 'guide', found }).name).toBe('guide');
    const named = chooseModel({ env: {}, flag: 'ollama/llama3.2:latest', found });
    expect(describeChoice(named)).toBe('ollama/llama3.2:latest');
  });
});

describe('an address', () => {
  it.each([
    ['ollama/m', {}, 'http://127.0.0.1:11434/v1'],
    ['ollama/m', { OLLAMA_HOST: '0.0.0.0' }, 'http://127.0.0.1:11434/v1'],
    ['ollama/m', { OLLAMA_HOST: ':8000' }, 'http://127.0.0.1:8000/v1'],
    ['ollama/m', { OLLAMA_HOST: 'box.lan' }, 'http://box.lan:11434/v1'],
    ['ollama/m', { OLLAMA_HOST: 'box.lan:80' }, 'http://box.lan/v1'],
    ['ollama/m', { OLLAMA_HOST: 'https://box.lan' }, 'https://box.lan/v1'],
    ['ollama/m', { OLLAMA_HOST: 'http://[::]:1' }, 'http://[::1]:1/v1'],
    ['lmstudio/m', {}, 'http://127.0.0.1:1234/v1'],
    ['anthropic/m', {}, 'https://api.anthropic.com/v1'],
    ['anthropic/m', { ANTHROPIC_BASE_URL: 'http://x:1' }, 'http://x:1/v1'],
    ['anthropic/m', { ANTHROPIC_BASE_URL: 'http://x:1/v1/' }, 'http://x:1/v1'],
    ['google/m', {}, 'https://generativelanguage.googleapis.com/v1beta'],
    ['google/m', { GOOGLE_GEMINI_BASE_URL: 'http://x:1' }, 'http://x:1/v1beta'],
    ['bedrock/m', { AWS_REGION: 'eu-west-1' }, 'https://bedrock-runtime.eu-west-1.amazonaws.com'],
    [
      'bedrock/m',
      { AWS_DEFAULT_REGION: 'cn-north-1' },
      'https://bedrock-runtime.cn-north-1.amazonaws.com.cn',
    ],
    ['bedrock/m', {}, 'https://bedrock-runtime.us-east-1.amazonaws.com'],
    ['openrouter/a/b', {}, 'https://openrouter.ai/api/v1'],
    [
      'azure/mine',
      { AZURE_OPENAI_ENDPOINT: 'https://r.openai.azure.com/' },
      'https://r.openai.azure.com/openai/v1',
    ],
  ])('of %s with %o is %s', (flag, env, baseUrl) => {
    expect(chooseModel({ flag, env })).toMatchObject({ baseUrl });
  });

  it.each([
    ['ollama/m', { OLLAMA_HOST: 'http://' }, /^OLLAMA_HOST is not a URL; give one like 127/],
    ['anthropic/m', { ANTHROPIC_BASE_URL: 'x' }, /^ANTHROPIC_BASE_URL is not a URL/],
    ['bedrock/m', { AWS_REGION: 'evil.example/' }, /^AWS_REGION is not a region/],
  ])('of %s that is none is refused: %o', (flag, env, message) => {
    expect(() => chooseModel({ flag, env })).toThrow(message);
  });
});

describe('an openai model', () => {
  it('goes to OpenAI, or to the address in OPENAI_BASE_URL', () => {
    expect(chooseModel({ flag: 'openai/m', env: {} })).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
    });
    const env = { OPENAI_BASE_URL: ' http://127.0.0.1:8080/v1 ' };
    expect(chooseModel({ flag: 'openai/m', env })).toMatchObject({ baseUrl: 'http://127.0.0.1:8080/v1' });
  });

  it('may have slashes and colons in its name', () => {
    expect(chooseModel({ flag: 'openai/meta/llama3:8b', env: {} })).toMatchObject({
      modelName: 'meta/llama3:8b',
    });
  });
});

describe('a bad name', () => {
  it.each(['gpt-4.1', 'opnai/gpt', 'openai/', 'openai/two words', '/x', 'Guide'])(
    '%s is refused with what is known',
    (flag) => {
      expect(() => chooseModel({ flag, env: {} })).toThrow(UserError);
      expect(() => chooseModel({ flag, env: {} })).toThrow(/use openai\/NAME .* or guide/);
    },
  );

  it('is blamed on the place it came from', () => {
    expect(() => chooseModel({ env: { QMUX_MODEL: 'x' } })).toThrow(/^QMUX_MODEL "x"/);
    expect(() => chooseModel({ env: {}, configured: 'x' })).toThrow(/^model in the config "x"/);
  });

  it.each(['127.0.0.1:8080', 'ftp://host/v1', 'not a url'])('%s as OPENAI_BASE_URL is refused', (url) => {
    expect(() => chooseModel({ flag: 'openai/m', env: { OPENAI_BASE_URL: url } })).toThrow(
      /^OPENAI_BASE_URL /,
    );
  });

  it.each(['sk-proj-Zq3vXw81KfLm2NpRt7Yb', 'Zq3vXw81KfLm2NpRt7YbCd9', 'openai/ Zq3vXw81KfLm2NpRt7YbCd9'])(
    'that is a key in the wrong variable is not shown',
    (name) => {
      const env = { QMUX_MODEL: name, OPENAI_API_KEY: 'Zq3vXw81KfLm2NpRt7YbCd9' };
      expect(() => chooseModel({ env })).toThrow(/^QMUX_MODEL .*\(key\)/);
      expect(() => chooseModel({ env })).not.toThrow(/Zq3vXw81/);
    },
  );
});

describe('the config', () => {
  const providers = {
    lab: { base_url: 'https://lab.example/v1' },
    openai: { base_url: 'https://gate.example/v1', env_key: 'GATE_KEY' },
    broken: {},
  };

  it('adds providers and changes known ones; an address in the environment goes first', () => {
    const urlOf = (flag: string, env = {}): unknown => {
      const choice = chooseModel({ flag, env, providers });
      return 'baseUrl' in choice && choice.baseUrl;
    };
    expect(urlOf('lab/some/model')).toBe('https://lab.example/v1');
    expect(urlOf('openai/m')).toBe('https://gate.example/v1');
    expect(urlOf('openai/m', { OPENAI_BASE_URL: 'https://mine.example/v1' })).toBe('https://mine.example/v1');
  });

  it('lets only its own variable choose a provider', () => {
    expect(chooseModel({ env: KEY, providers }).name).toBe('guide');
    expect(chooseModel({ env: { GATE_KEY: 'k' }, providers }).name).toBe('openai/gpt-4.1-mini');
  });

  it('names what is missing', () => {
    expect(() => chooseModel({ flag: 'broken/m', env: {}, providers })).toThrow(
      'models of broken need an address; set base_url of [providers.broken] in config.toml',
    );
    expect(() => chooseModel({ flag: 'other/m', env: {}, providers })).toThrow(
      /unknown provider; use .* lab\/NAME/,
    );
    expect(() => chooseModel({ flag: 'constructor/m', env: {}, providers })).toThrow(/unknown provider/);
  });
});
