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
      expect.stringMatching(/^config\.toml:1:1: is a directory, not a file, so the defaults are used$/),
    ]);
  });
});
