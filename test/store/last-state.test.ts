import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LastState } from '../../src/store/last-state.js';
import { emptyIndex } from '../../src/store/schema.js';
import { newDirectory } from '../temporary-directory.js';

describe('the last state', () => {
  it('counts only when it is newer than the index', () => {
    const state = new LastState(join(newDirectory(), 'last-state.json'));
    expect(state.findNewer(0)).toBeUndefined();
    state.write({ index: { ...emptyIndex(), saves: 4, prefixSeen: true }, closed: [] });
    expect(state.findNewer(3)?.index.prefixSeen).toBe(true);
    expect(state.findNewer(4)).toBeUndefined();
  });

  it('counts for nothing when it is torn, and goes when the index has it all', () => {
    const file = join(newDirectory(), 'last-state.json');
    const state = new LastState(file);
    writeFileSync(file, '{"index":"{\\"versi');
    expect(state.findNewer(0)).toBeUndefined();
    state.remove();
    expect(existsSync(file)).toBe(false);
  });
});
