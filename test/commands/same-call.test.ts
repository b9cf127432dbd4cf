// The keys' side of the one registry: what a default key runs is what its command string does if a user types
// it.

import { describe, expect, it } from 'vitest';

import { DEFAULT_BINDINGS } from '../../src/keymap/default-bindings.js';
import type { KeyTable } from '../../src/keymap/key-table.js';
import { pressKey, ROOT } from '../../src/keymap/key-table.js';
import { parseKeyName, plainKey } from '../../src/keymap/key.js';
import { createRecorder, WAYS } from '../server/recording-runner.js';

const table: KeyTable = {
  prefix: { ...plainKey('q'), ctrl: true },
  bindings: new Map(DEFAULT_BINDINGS.map((binding) => [binding.key, binding])),
  root: new Map(),
  repeatTimeMs: 500,
};

/** The command string of the key after the prefix. */
function commandBehind(keyName: string): string {
  const key = parseKeyName(keyName);
  const { state } = pressKey(table, ROOT, table.prefix, 0);
  const action = key && pressKey(table, state, key, 0).action;
  if (action?.type !== 'command') throw new Error(`Ctrl-q ${keyName} runs no command`);
  return action.command;
}

describe('a key behind the prefix', () => {
  it.each(DEFAULT_BINDINGS)(
    '$key causes what `$command` causes, typed anywhere',
    async ({ key, command }) => {
      const caused: { calls: string[]; dialogs: string[] }[] = [];
      // In a shell they list, and take no terminal's keys, or want words.
      const isOther = ['inbox', 'templates', 'tree', 'buffers', 'keys', 'clients', 'search', 'pipe'];
      const ways = Object.entries(WAYS).filter(([way]) => !isOther.includes(command) || way !== 'cli');
      for (const [way, run] of ways) {
        const recorder = createRecorder();
        await run(recorder, way === 'key' ? commandBehind(key) : command);
        caused.push({ calls: recorder.calls, dialogs: recorder.dialogs });
      }
      const [byKey] = caused;
      expect([...(byKey?.calls ?? []), ...(byKey?.dialogs ?? [])]).toHaveLength(1);
      expect(caused).toEqual(ways.map(() => byKey));
    },
  );

  it('never causes what another one causes, but for the two keys of a direction', () => {
    const commands = DEFAULT_BINDINGS.map(({ command }) => command);
    const twice = new Set(commands.filter((command, at) => commands.indexOf(command) !== at));
    expect([...twice].sort()).toEqual(['focus down', 'focus left', 'focus right', 'focus up']);
  });
});
