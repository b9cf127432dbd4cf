import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { applyPreset, nextPreset, PRESETS } from '../../src/panes/presets.js';
import type { Workspace } from '../../src/panes/workspace.js';
import { firstTab, onePane, panesInRow, picture } from './build-workspace.js';

const AREA = { rows: 12, cols: 29 };

const drawing = (name: string): string =>
  readFileSync(new URL(`../../fixtures/layouts/${name}.txt`, import.meta.url), 'utf8').trimEnd();

describe('a preset', () => {
  it.each(PRESETS)('%s arranges five panes as its picture shows', (preset) => {
    const tab = firstTab(applyPreset(panesInRow(5), 't1', preset));
    expect(picture(tab, AREA)).toBe(drawing(preset));
  });

  it('leaves a lone pane alone', () => {
    for (const preset of PRESETS) expect(applyPreset(onePane, 't1', preset)).toBe(onePane);
    expect(nextPreset(onePane, 't1')).toBe(onePane);
  });

  it('that the tab has already changes nothing', () => {
    const row = applyPreset(panesInRow(3), 't1', 'even-horizontal');
    expect(applyPreset(row, 't1', 'even-horizontal')).toBe(row);
    const once = applyPreset(row, 't1', 'tiled');
    expect(applyPreset(once, 't1', 'tiled')).toBe(once);
  });
});

describe('the next preset', () => {
  const walk = (workspace: Workspace, steps: number): string[] => {
    const seen: string[] = [];
    for (let now = workspace, step = 0; step < steps; step++) {
      now = nextPreset(now, 't1');
      seen.push(picture(firstTab(now), AREA));
    }
    return seen;
  };

  it('always looks different, also with two panes, where several presets are the same', () => {
    const two = panesInRow(2);
    const [below, beside, again] = walk(two, 3);
    expect(below).not.toBe(beside);
    expect(beside).toBe(picture(firstTab(two), AREA));
    expect(again).toBe(below);
  });

  it('comes back to the first one behind the last', () => {
    const seen = walk(panesInRow(5), PRESETS.length + 1);
    expect(new Set(seen).size).toBe(PRESETS.length);
    expect(seen[PRESETS.length]).toBe(seen[0]);
  });
});
