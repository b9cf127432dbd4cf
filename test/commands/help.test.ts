import { describe, expect, it } from 'vitest';

import { helpFor, helpOverview } from '../../src/commands/help.js';
import { registry } from '../../src/commands/registry.js';

describe('help', () => {
  it('names every command, and each explains itself', () => {
    const listed = helpOverview(registry, 'Ctrl-b :')
      .split('\n')
      .map((line) => line.split(' ')[0]);
    for (const { name, unlisted } of registry.commands) {
      expect(listed.includes(name)).toBe(!unlisted);
      expect(helpFor(registry, name)).toContain(`usage: ${name}`);
    }
    expect(helpFor(registry, '/s')).toContain('usage: switch');
    expect(() => helpFor(registry, 'swich')).toThrow('did you mean switch');
  });

  it('says how a command is used: arguments, choices, flags, a program behind --, other names', () => {
    expect(helpFor(registry, 'split').split('\n')).toEqual([
      'usage: split right|below [--session X]',
      'put a new chat, or a session, beside the focused pane',
      '  --session X            show session X in the new pane',
    ]);
    expect(helpFor(registry, 'new')).toContain('usage: new [type-or-name…] [--model M]');
    expect(helpFor(registry, 'new')).toContain('[-- command…]');
    expect(helpFor(registry, 'ls')).toContain('also: ls, list-sessions\n  -a, --all ');
  });

  it('fits a line of the overview into 80 columns', () => {
    const [longest = ''] = helpOverview(registry, 'Ctrl-b :')
      .split('\n')
      .slice(0, registry.commands.filter(({ unlisted }) => !unlisted).length)
      .toSorted((a, b) => b.length - a.length);
    expect(longest.length).toBeLessThanOrEqual(80);
  });
});
