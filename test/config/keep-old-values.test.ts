import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findConfigProblems } from '../../src/commands/check-config.js';
import { registry } from '../../src/commands/registry.js';
import { finishNow } from '../../src/loop/in-turns.js';
import { keepOldValues } from '../../src/config/keep-old-values.js';
import { LiveConfig } from '../../src/config/live-config.js';
import type { Config } from '../../src/config/options.js';
import { parseConfig } from '../../src/config/parse-config.js';

const parse = (text: string): Config => parseConfig(text, 'config.toml').config;

function reload(before: string, after: string): { config: Config; problems: string[] } {
  const read = parseConfig(after, 'config.toml', 'before');
  const problems = finishNow(findConfigProblems(read, registry));
  return {
    config: keepOldValues(parse(before), read.config, problems),
    problems: problems.map(({ text }) => text),
  };
}

const GOOD = `
tab_bar = "top"
prefix = "C-b"
[bindings]
x = "detach"
[types.law]
prefix = "law"
colour = "#ff0000"
[theme]
base = "light"
accent = "#ff8800"
[mcp.files]
command = "files"
[status.run.load]
command = "uptime"
every_s = 7
`;

describe('keepOldValues', () => {
  it('takes over a file without faults', () => {
    const { config, problems } = reload(GOOD, 'mouse = false');
    expect(problems).toEqual([]);
    expect(config).toEqual(parse('mouse = false'));
  });

  it('keeps everything where the file is not TOML', () => {
    const { config, problems } = reload(GOOD, 'mouse = false\ntab_bar = ');
    expect(config).toEqual(parse(GOOD));
    expect(problems).toEqual([expect.stringMatching(/^config\.toml:2:11: not valid TOML: /)]);
  });

  it('keeps the old value of an option with a wrong one, not its default', () => {
    const { config, problems } = reload(GOOD, GOOD.replace('"top"', '3').replace('C-b', 'nothing'));
    expect(config).toEqual(parse(GOOD));
    expect(problems).toEqual([
      'config.toml:2:1: tab_bar: expected "bottom" or "top", found 3; what was set before stays',
      'config.toml:3:1: prefix: no key nothing; keys are named like C-a, M-a or F5',
    ]);
  });

  it('keeps the old value of one entry of a table, and takes the others', () => {
    const wrong = GOOD.replace('"detach"', '"detahc"\ny = "redraw"')
      .replace('"#ff0000"', '"red"\ninstruction = "Cite."')
      .replace('"#ff8800"', '1')
      .replace('command = "files"', 'command = 3')
      .replace('every_s = 7', 'every_s = 1');
    const { config, problems } = reload(GOOD, wrong);
    expect(config).toEqual(
      parse(
        GOOD.replace('"detach"', '"detach"\ny = "redraw"').replace(
          '"#ff0000"',
          '"#ff0000"\ninstruction = "Cite."',
        ),
      ),
    );
    expect(problems.map((text) => text.split(': ')[1])).toEqual([
      'bindings.x',
      'types.law.colour',
      'theme.accent',
      'mcp.files.command',
      'status.run.load.every_s',
    ]);
  });

  it('leaves out a wrong entry that was not there before', () => {
    const { config } = reload(GOOD, `${GOOD}[agents.mine]\nargs = ["acp"]\n[types.new]\ncolour = 3\n`);
    expect(config.agents).toEqual({});
    expect(config.types).toEqual({ ...parse(GOOD).types, new: {} });
  });

  it('uses of each option what the file has, or what was before, however the file is cut', () => {
    const before = parse(GOOD);
    fc.assert(
      fc.property(fc.nat(GOOD.length), (length) => {
        const cut = GOOD.slice(0, length);
        const { config } = reload(GOOD, cut);
        for (const key of ['tabBar', 'prefix', 'bindings', 'theme'] as const)
          expect([before[key], parse(cut)[key]]).toContainEqual(config[key]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('LiveConfig', () => {
  it('replaces values in one object, and tells which', () => {
    const live = new LiveConfig(parse(GOOD));
    const { values } = live;
    const told: string[][] = [];
    const undo = live.onChange((changed) => void told.push([...changed]));
    expect([...live.use(parse(GOOD.replace('top', 'bottom')))]).toEqual(['tabBar']);
    expect(values.tabBar).toBe('bottom');
    expect([...live.use(parse(GOOD.replace('top', 'bottom')))]).toEqual([]);
    undo();
    live.use(parse(''));
    expect(told).toEqual([['tabBar']]);
    expect(values).toEqual(parse(''));
  });

  it('keeps the tables that did not change', () => {
    const live = new LiveConfig(parse(GOOD));
    const { bindings } = live.values;
    live.use(parse(`mouse = false\n${GOOD}`));
    expect(live.values.bindings).toBe(bindings);
  });
});
