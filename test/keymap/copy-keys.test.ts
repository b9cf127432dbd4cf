import { describe, expect, it } from 'vitest';

import { parseArguments } from '../../src/commands/line/parse-command.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import { registry } from '../../src/commands/registry.js';
import type { CopyKeyState, CopyKeyStyle } from '../../src/keymap/copy-keys.js';
import {
  copyBindings,
  EMACS_COPY_BINDINGS,
  NO_COPY_KEYS,
  pressCopyKey,
  VI_COPY_BINDINGS,
} from '../../src/keymap/copy-keys.js';
import { formatKeyName, parseKeyName } from '../../src/keymap/key.js';

/** What the keys ran, as `command count character`. */
function press(style: CopyKeyStyle, ...names: string[]): string[] {
  return pressWith(copyBindings(style), style, ...names);
}

function pressWith(
  bindings: ReturnType<typeof copyBindings>,
  style: CopyKeyStyle,
  ...names: string[]
): string[] {
  let state: CopyKeyState = NO_COPY_KEYS;
  return names.flatMap((name) => {
    const key = parseKeyName(name);
    if (!key) throw new Error(`no key ${name}`);
    const step = pressCopyKey(bindings, style, state, key);
    ({ state } = step);
    if (!step.command) return [];
    const { line, count, character } = step.command;
    return [
      [line.replace('copy-mode ', ''), count, character].filter((part) => part !== undefined).join(' '),
    ];
  });
}

describe('the keys of copy mode', () => {
  it.each(['vi', 'emacs'] as const)('of %s run commands that there are, each key one', (style) => {
    const bindings = style === 'vi' ? VI_COPY_BINDINGS : EMACS_COPY_BINDINGS;
    expect(new Set(bindings.map(({ key }) => key)).size).toBe(bindings.length);
    for (const { key, command: line } of bindings) {
      expect(formatKeyName(parseKeyName(key) ?? { name: '', ctrl: false, alt: false, shift: false })).toBe(
        key,
      );
      const { command, rest } = registry.get(splitWords(line));
      expect(() => parseArguments(command, rest)).not.toThrow();
    }
  });

  it('are what the config makes of them', () => {
    const bindings = copyBindings('vi', {
      K: 'copy-mode halfpage-up',
      'Ctrl-j': 'copy-mode jump-forward',
      q: 'none',
      nonsense: 'zoom',
      x: 'detach',
    });
    expect(pressWith(bindings, 'vi', '3', 'K', 'q', 'C-j', 'z', 'k', 'x')).toEqual([
      'halfpage-up 3',
      'jump-forward z',
      'cursor-up',
      'detach',
    ]);
    expect(bindings.has('nonsense')).toBe(false);
  });

  it('count, with zero as a motion and as a digit', () => {
    expect(press('vi', '1', '0', 'j', '0', '3', 'w', 'k')).toEqual([
      'cursor-down 10',
      'start-of-line',
      'next-word 3',
      'cursor-up',
    ]);
    expect(press('vi', ...'99999999999', 'j')).toEqual(['cursor-down 999999']);
    expect(press('emacs', 'M-1', 'M-2', 'C-n', '3')).toEqual(['cursor-down 12']);
  });

  it('take the next character, whatever it is bound to', () => {
    expect(press('vi', '2', 'f', '漢', 't', 'q', 'F', 'Space', 'j')).toEqual([
      'jump-forward 2 漢',
      'jump-to-forward q',
      'jump-backward  ',
      'cursor-down',
    ]);
    expect(press('vi', 'f', 'Escape', 'f', 'C-a', 'j')).toEqual(['cursor-down']);
  });

  it('that are bound to nothing drop the count', () => {
    expect(press('vi', '3', 'F5', 'j')).toEqual(['cursor-down']);
  });
});
