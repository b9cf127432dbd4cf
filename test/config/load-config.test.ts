import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { defaultConfig } from '../../src/config/options.js';
import { newDirectory } from '../temporary-directory.js';

const newFile = (): string => join(newDirectory(), 'config.toml');

describe('loadConfig', () => {
  it('gives the defaults where there is no file', async () => {
    const { config, problems } = await loadConfig(newFile());
    expect(config).toEqual(defaultConfig());
    expect(problems).toEqual([]);
  });

  it('reads a file and names it in its problems', async () => {
    const file = newFile();
    writeFileSync(file, 'tab_bar = "top"\nrestart = 1\n');
    const { config, problems } = await loadConfig(file);
    expect(config.tabBar).toBe('top');
    expect(problems.map((problem) => problem.text)).toEqual([
      'config.toml:2:1: restart: expected "never", "ask" or "always", found 1; the default is used: "ask"',
    ]);
  });

  it('tells of a file that cannot be read and gives the defaults', async () => {
    const file = newFile();
    mkdirSync(file);
    const { config, problems } = await loadConfig(file);
    expect(config).toEqual(defaultConfig());
    expect(problems.map((problem) => problem.text)).toEqual([
      expect.stringMatching(/^config\.toml:1:1: is a directory, not a file; the defaults are used$/),
    ]);
  });

  it('reads no file that nobody wrote by hand', async () => {
    const file = newFile();
    writeFileSync(file, `tab_bar = "top"\n${'#'.repeat(64 * 1024)}`);
    const { config, problems } = await loadConfig(file, 'before');
    expect(config).toEqual(defaultConfig());
    expect(problems.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^config\.toml:1:1: is too large: .*; what was set before stays$/),
    ]);
  });

  it.each([
    ['default', 'the file is ignored'],
    ['before', 'what was set before stays'],
  ] as const)('takes nothing of a file that is not UTF-8 (%s)', async (fallback, instead) => {
    const file = newFile();
    writeFileSync(file, Buffer.from('tab_bar = "top"\n# é\nagent = "caf\xe9"\nmouse = false\n', 'latin1'));
    const { config, problems } = await loadConfig(file, fallback);
    expect(config).toEqual(defaultConfig());
    expect(problems).toMatchObject([
      { text: `config.toml:2:3: not valid UTF-8; ${instead} until this is fixed`, drops: [] },
    ]);
    writeFileSync(file, 'tab_bar = "top"\nagent = "caf\u00e9 \ufffd 漢字"\n');
    expect((await loadConfig(file, fallback)).config).toMatchObject({
      tabBar: 'top',
      agent: 'café \ufffd 漢字',
    });
  });
});
