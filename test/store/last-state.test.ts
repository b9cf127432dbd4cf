import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDisk } from '../../src/files/disk.js';
import { LastState } from '../../src/store/last-state.js';
import { emptyIndex } from '../../src/store/schema.js';
import { newDirectory } from '../temporary-directory.js';

describe('the last state', () => {
  it('counts only when it is not older than the index', () => {
    const state = new LastState(join(newDirectory(), 'last-state.json'), openDisk());
    expect(state.find(0)).toBeUndefined();
    state.write({ index: { ...emptyIndex(), saves: 4, prefixSeen: true }, closed: [], left: [] });
    expect(state.find(3)?.index.prefixSeen).toBe(true);
    expect(state.find(4)?.index.prefixSeen).toBe(true);
    expect(state.find(5)).toBeUndefined();
  });

  it('is told and set aside when it is torn, and goes when the index has it all', () => {
    const file = join(newDirectory(), 'last-state.json');
    const disk = openDisk({ now: () => 99 });
    const state = new LastState(file, disk);
    writeFileSync(file, '{"index":"{\\"versi');
    expect(state.find(0)).toBeUndefined();
    expect(disk.damage.all).toEqual([
      expect.stringMatching(/^last-state\.json is damaged .*; set aside as last-state\.json\.damaged-99$/),
    ]);
    state.write({ index: { ...emptyIndex(), saves: 4 }, closed: [], left: [] });
    state.remove();
    state.remove();
    expect(readdirSync(join(file, '..'))).toEqual(['last-state.json.damaged-99']);
  });
});
