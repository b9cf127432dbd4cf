import { describe, expect, it, onTestFinished } from 'vitest';
import { ModelSource } from '../../src/chat/providers/model-source.js';
import { startLocalModel } from '../harness/local-model.js';

async function setUp(env: Record<string, string>, configured?: string) {
  const local = await startLocalModel('llama:1', 'qwen:2');
  onTestFinished(() => local.stop());
  let changes = 0;
  const models = new ModelSource({ env, configured, providers: {}, onChange: () => changes++ });
  const searchFor = async (name: string): Promise<void> => {
    models.search();
    await models.settled();
    expect(models.choose(undefined).name).toBe(name);
  };
  return { local, models, changes: () => changes, searchFor };
}

describe.runIf(process.platform === 'linux')('the models of a workspace', () => {
  it('are the guide until a later client finds one, which is told once', async () => {
    const { local, models, changes, searchFor } = await setUp({ QMUX_PROBE: '0' });
    models.search();
    await models.settled();
    expect(models.choose(undefined).name).toBe('guide');
    models.use({ OLLAMA_HOST: local.host, QMUX_PROBE: '5000' });
    await searchFor('ollama/llama:1');
    expect(changes()).toBe(1);
  });

  it('keep the one that was found while it is offered', async () => {
    const { local, models, searchFor } = await setUp({});
    models.use({ OLLAMA_HOST: local.host, QMUX_PROBE: '5000' });
    await searchFor('ollama/llama:1');
    local.offer('qwen:2', 'llama:1');
    models.search();
    await models.settled();
    expect(models.choose(undefined).name).toBe('ollama/llama:1');
    local.offer('qwen:2');
    await searchFor('ollama/qwen:2');
  });

  it('are not looked for while something names one', async () => {
    const { local, models } = await setUp({ OPENAI_API_KEY: 'k' }, undefined);
    models.use({ OPENAI_API_KEY: 'k', OLLAMA_HOST: local.host });
    await models.settled();
    const configured = await setUp({}, 'guide');
    configured.models.use({ OLLAMA_HOST: configured.local.host });
    await configured.models.settled();
    expect(local.asked() + configured.local.asked()).toBe(0);
    expect(configured.models.choose(undefined)).toMatchObject({ name: 'guide', source: 'config' });
    expect(configured.models.choose('openai/m').name).toBe('openai/m');
  });

  it('stay what they are after a bad name in the environment', async () => {
    const { models } = await setUp({ QMUX_MODEL: 'nonsense' });
    models.search();
    await models.settled();
    expect(() => models.choose(undefined)).toThrow(/^QMUX_MODEL "nonsense"/);
  });
});

it('is chosen once for all that wish the same, and again when keys or the config are others', () => {
  const options = { env: {}, configured: undefined as string | undefined, providers: {}, onChange: () => {} };
  const models = new ModelSource(options);
  const chosen = models.choose('openai/m');
  expect(models.choose('openai/m')).toBe(chosen);
  expect(models.choose('openai/n').name).toBe('openai/n');
  models.use({ OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', QMUX_PROBE: '0' });
  expect(models.choose('openai/m')).toMatchObject({ baseUrl: 'http://127.0.0.1:9/v1' });
  expect(models.choose(undefined).name).toBe('guide');
  options.configured = 'openai/of-config';
  expect(models.choose(undefined).name).toBe('openai/of-config');
  expect(() => models.choose('nothing')).toThrow('does not name a provider');
  expect(() => models.choose('nothing')).toThrow('does not name a provider');
});
