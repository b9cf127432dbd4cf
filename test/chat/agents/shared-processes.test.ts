// Processes that no entry asks for any more: they end once nothing is under way in them.

import { expect, it } from 'vitest';

import { SharedProcesses, type SharedProcess } from '../../../src/chat/agents/shared-processes.js';
import { isOutdated } from '../../../src/chat/mcp/mcp-entry.js';
import { SteppedClock } from './talking-process.js';

class FakeProcess implements SharedProcess {
  state = 'ready';
  isIdle = true;
  isForgettable = true;
  quietMs = 0;

  constructor(readonly changed: (process: FakeProcess) => void) {
    changed(this);
  }

  async sleep(): Promise<void> {
    this.state = 'stopped';
    this.changed(this);
  }

  become(to: Partial<Pick<FakeProcess, 'isIdle'>>): void {
    Object.assign(this, to);
    this.changed(this);
  }
}

function setUp() {
  const processes = new SharedProcesses<FakeProcess>(new SteppedClock());
  const find = (key: string): FakeProcess => processes.find(key, (changed) => new FakeProcess(changed));
  return { processes, find };
}

it('ends one that is idle at once, and makes it again when it is asked for', () => {
  const { processes, find } = setUp();
  const [old, other] = [find('old'), find('other')];
  processes.retire((process) => process === old);
  expect([old.state, other.state]).toEqual(['stopped', 'ready']);
  expect(find('old')).not.toBe(old);
  expect(find('other')).toBe(other);
});

it('ends one that is in use when that is over', () => {
  const { processes, find } = setUp();
  const old = find('old');
  old.become({ isIdle: false });
  processes.retire(() => true);
  expect(old.state).toBe('ready');
  old.become({ isIdle: true });
  expect(old.state).toBe('stopped');
});

it('leaves one that is asked for again before that', () => {
  const { processes, find } = setUp();
  const old = find('old');
  old.become({ isIdle: false });
  processes.retire(() => true);
  expect(find('old')).toBe(old);
  old.become({ isIdle: true });
  expect(old.state).toBe('ready');
});

it.each([
  ['of the config that is gone', 'the config', 'gone', true],
  ['of the config that is another', 'the config', 'changed', true],
  ['of the config that is the same', 'the config', 'same', false],
  ['of a project that has its name', '/project/.mcp.json', 'gone', false],
])('an entry %s', (_, source, name, expected) => {
  const before = { gone: { command: 'a' }, changed: { command: 'a' }, same: { command: 'a', args: ['x'] } };
  const now = { changed: { command: 'b' }, same: { command: 'a', args: ['x'] } };
  expect(isOutdated({ source, name }, before, now)).toBe(expected);
});
