import { describe, expect, it } from 'vitest';

import {
  findLiveness,
  identifyProcess,
  isRunning,
  parseIdentity,
  type ProcessIdentity,
  type ProcessPlace,
} from '../../src/process/identity.js';

const MACHINE = 'pid:[4026531836]';
const HERE: ProcessPlace = { host: 'laptop', bootId: 'boot2', pidNamespace: MACHINE, machineId: 'm1' };
const holder = (change: Partial<ProcessIdentity> = {}): ProcessIdentity => ({
  pid: 7,
  startTime: '100',
  ...HERE,
  ...change,
});
const look = (process: ProcessIdentity, here: Partial<ProcessPlace> = {}) =>
  findLiveness(process, { ...HERE, ...here }, (pid) => (pid === 7 ? '100' : undefined));

describe('findLiveness', () => {
  it.each<[string, Partial<ProcessIdentity>, Partial<ProcessPlace>, string]>([
    ['the same process', {}, {}, 'running'],
    ['a later process with its pid', { startTime: '99' }, {}, 'gone'],
    ['a pid that nothing has', { pid: 8 }, {}, 'gone'],
    ['the machine under another name', { host: 'old-name' }, {}, 'running'],
    ['the machine under another name, its process gone', { host: 'old-name', pid: 8 }, {}, 'gone'],
    ['a boot before', { bootId: 'boot1' }, {}, 'gone'],
    ['a boot before, under another name', { bootId: 'boot1', host: 'old-name' }, {}, 'gone'],
    ['another machine', { bootId: 'x', host: 'other', machineId: 'm2' }, {}, 'unknown'],
    ['another machine of the same name', { bootId: 'x', machineId: 'm2' }, {}, 'unknown'],
    ['another container of this machine', { pidNamespace: 'pid:[1]' }, {}, 'unknown'],
    ['another container of its name', { pidNamespace: 'pid:[1]', host: 'laptop' }, {}, 'unknown'],
    [
      "another machine's container of the same image",
      { bootId: 'x', host: 'c1', pidNamespace: 'pid:[1]' },
      { host: 'c2', pidNamespace: 'pid:[2]' },
      'unknown',
    ],
    [
      'the same container after a boot',
      { bootId: 'boot1', pidNamespace: 'pid:[1]' },
      { pidNamespace: 'pid:[2]' },
      'gone',
    ],
    ['a version before, on this boot', { machineId: '', pidNamespace: '' }, {}, 'running'],
    ['a version before, of a boot before', { machineId: '', pidNamespace: '', bootId: 'b' }, {}, 'gone'],
    [
      'a version before, elsewhere',
      { machineId: '', pidNamespace: '', bootId: 'b', host: 'o' },
      {},
      'unknown',
    ],
    ['a system without boot ids', { bootId: '' }, { bootId: '' }, 'running'],
    [
      'a system without boot ids, elsewhere',
      { bootId: '', host: 'o', machineId: '' },
      { bootId: '' },
      'unknown',
    ],
  ])('%s', (_what, then, now, expected) => {
    expect(look(holder(then), now)).toBe(expected);
  });

  it('knows this very process, and what is written of it', () => {
    const self = identifyProcess(process.pid);
    expect(self && isRunning(self)).toBe(true);
    expect(parseIdentity(JSON.parse(JSON.stringify(self)))).toEqual(self);
    expect(self?.pidNamespace).toMatch(/^pid:\[\d+\]$/);
  });
});
