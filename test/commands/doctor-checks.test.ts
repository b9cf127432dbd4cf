import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { inspectSurroundings } from '../../src/commands/doctor/checks.js';
import { registry } from '../../src/commands/registry.js';
import { resolvePaths, type Environment } from '../../src/paths/paths.js';
import { newDirectory } from '../temporary-directory.js';

const inspect = (home: string, env: Environment = {}): ReturnType<typeof inspectSurroundings> =>
  inspectSurroundings({
    env,
    paths: resolvePaths({ QMUX_HOME: home }, { serverName: 'default' }),
    registry,
  });

describe('what doctor looks at', () => {
  it('is good where there is nothing yet, and nothing is made', async () => {
    const { paths, config, model, agents } = await inspect(join(newDirectory(), 'none'));
    expect(paths.map(({ mode, problem }) => [mode, problem])).toEqual(paths.map(() => [null, null]));
    expect(config.problems).toEqual([]);
    expect(model).toEqual({
      name: 'guide',
      from: 'no model is configured and no key was found',
      problem: null,
    });
    expect(agents).toEqual([]);
  });

  it('finds directories and files that others may open, and what is no directory', async () => {
    const home = newDirectory();
    mkdirSync(join(home, 'data/default'), { recursive: true });
    chmodSync(join(home, 'data/default'), 0o755);
    writeFileSync(join(home, 'data/default/server.log'), '');
    writeFileSync(join(home, 'data/default/sessions'), '', { mode: 0o600 });
    writeFileSync(join(home, 'config.toml'), '');
    // Whatever the umask is.
    for (const name of ['data/default/server.log', 'config.toml']) chmodSync(join(home, name), 0o644);
    const { paths } = await inspect(home);
    const found = Object.fromEntries(paths.map(({ what, mode, problem }) => [what, { mode, problem }]));
    expect(found).toMatchObject({
      config: { mode: '644', problem: null },
      data: { mode: '755', problem: 'is open to others; run chmod 700 on it' },
      sessions: { mode: '600', problem: 'is not a directory; move it away' },
      log: { mode: '644', problem: 'is open to others; run chmod 600 on it' },
      socket: { mode: null, problem: null },
    });
  });

  it('names the faults of config and model, and says why a model is chosen', async () => {
    const home = newDirectory();
    writeFileSync(join(home, 'config.toml'), 'modle = "x"\n');
    const wrong = await inspect(home, { QMUX_MODEL: 'nobody/x' });
    expect(wrong.config.problems).toEqual([expect.stringContaining('config.toml:1:1')]);
    expect(wrong.model.problem).toContain('unknown provider');
    writeFileSync(join(home, 'config.toml'), 'model = "openai/small"\n');
    expect((await inspect(home)).model).toMatchObject({ name: 'openai/small', from: 'set in the config' });
    writeFileSync(join(home, 'config.toml'), 'model = "local/a.gguf"\n');
    expect((await inspect(home)).model.problem).toMatch(/need node-llama-cpp: .*set local_module/);
    expect((await inspect(newDirectory(), { OPENAI_API_KEY: 'k' })).model).toMatchObject({
      from: 'its key is in the environment',
    });
  });

  it('finds the proxy before the model, its faults, and none before this machine', async () => {
    const env = { OPENAI_API_KEY: 'k', HTTPS_PROXY: 'http://me:secret@proxy.example:3128' };
    const { model } = await inspect(newDirectory(), env);
    expect(model).toMatchObject({ proxy: { address: 'proxy.example:3128', variable: 'HTTPS_PROXY' } });
    expect(JSON.stringify(model)).not.toContain('secret');
    const bad = await inspect(newDirectory(), { ...env, HTTPS_PROXY: 'socks5://127.0.0.1:1' });
    expect(bad.model.problem).toMatch(/^HTTPS_PROXY names a socks5 proxy/);
    const local = { ...env, OPENAI_BASE_URL: 'https://127.0.0.1:1/v1' };
    expect((await inspect(newDirectory(), local)).model).not.toHaveProperty('proxy');
  });

  it('finds the agents on PATH', async () => {
    const directory = newDirectory();
    writeFileSync(join(directory, 'codex'), '', { mode: 0o700 });
    expect((await inspect(newDirectory(), { PATH: directory })).agents).toEqual(['codex']);
  });
});
