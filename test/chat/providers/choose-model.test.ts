import { describe, expect, it } from 'vitest';
import { chooseModel, DEFAULT_OPENAI_MODEL } from '../../../src/chat/providers/choose-model.js';
import { UserError } from '../../../src/text/user-error.js';

const KEY = { OPENAI_API_KEY: 'sk-x' };

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
    ['a key alone', { env: KEY }, `openai/${DEFAULT_OPENAI_MODEL}`, 'key'],
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
      expect(() => chooseModel({ flag, env: {} })).toThrow(/known are openai\/NAME .* and guide/);
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
});
