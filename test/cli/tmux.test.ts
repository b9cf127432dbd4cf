// `qmux import-tmux`: three files as they are in the wild, and what of any file becomes a config without faults.

import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { readTmuxCommands } from '../../src/cli/tmux/tmux-commands.js';
import { tmuxToConfig } from '../../src/cli/tmux/tmux-to-config.js';
import { checkConfig } from '../../src/commands/check-config.js';
import { registry } from '../../src/commands/registry.js';
import type { Config } from '../../src/config/options.js';
import { parseConfig } from '../../src/config/parse-config.js';

function convert(text: string): { config: Config; missing: string[] } {
  const made = tmuxToConfig(text, '~/.tmux.conf');
  const parsed = parseConfig(made, 'config.toml');
  expect(checkConfig(parsed, registry)).toEqual([]);
  const [, missing = ''] = made.split('# Without a counterpart:\n');
  return { config: parsed.config, missing: missing.split('\n').filter((line) => line !== '') };
}
const convertFile = (name: string) =>
  convert(readFileSync(new URL(`../../fixtures/tmux/${name}.conf`, import.meta.url), 'utf8'));
/** The reason that is given for this line. */
const reasonFor = (missing: readonly string[], line: number): string | undefined =>
  missing[missing.findIndex((each) => each.startsWith(`# ${line}: `)) + 1]?.replace(/^# +/, '');

describe('a plain set of options', () => {
  const { config, missing } = convertFile('plain');

  it('has its counterparts', () => {
    expect(config).toMatchObject({
      prefix: 'C-a',
      escapeTimeMs: 0,
      scrollbackLines: 50_000,
      mouse: true,
      tabBar: 'top',
      clipboard: 'on',
      rootBindings: {},
    });
    expect(config.bindings).toEqual({
      a: 'tab last',
      '"': 'none',
      '%': 'none',
      '|': 'split right',
      '-': 'split below',
      c: 'tab new',
      r: 'config reload',
      'C-p': 'tab previous',
      'C-n': 'tab next',
      X: 'close --ask',
      ',': 'tab rename',
    });
  });

  it('names what has none, by its line', () => {
    expect(reasonFor(missing, 33)).toBe('plugins of tmux do not run in qmux');
    expect(reasonFor(missing, 35)).toMatch(/^nothing is run when the config is read/);
    expect(reasonFor(missing, 27)).toBe('-r: this key does not repeat');
    expect(missing.filter((line) => /^# \d+: /.test(line))).toHaveLength(9);
  });
});

describe('keys that move between splits of vim and panes', () => {
  const { config, missing } = convertFile('vim-navigation');

  it('are root bindings that pass to vim', () => {
    const pass = ['vim', 'nvim', 'fzf'];
    expect(config.rootBindings).toMatchObject({
      'C-h': { command: 'focus left', pass },
      'C-l': { command: 'focus right', pass },
      'C-\\': { command: 'focus last', pass },
      'M-Left': { command: 'focus left' },
      'M-1': { command: 'tab 1' },
      'S-Left': { command: 'tab previous' },
    });
    expect(Object.keys(config.rootBindings)).toHaveLength(8);
    expect(config.rootBindings['M-1']?.pass).toBeUndefined();
    expect(reasonFor(missing, 12)).toMatch(/^x is a plain key/);
  });

  it('and the others, also of copy mode', () => {
    expect(config.bindings).toMatchObject({ H: 'resize left 5', h: 'focus left' });
    expect(config.copyModeKeys).toBe('vi');
    expect(config.copyModeBindings).toEqual({
      v: 'copy-mode begin-selection',
      'C-v': 'copy-mode rectangle-toggle',
      y: 'copy-mode copy-selection-and-cancel',
      'C-h': 'focus left',
    });
    expect(reasonFor(missing, 26)).toBe('there is no table of keys resize');
    expect(reasonFor(missing, 28)).toBe('not read: qmux import-tmux ~/.tmux/local.conf does');
  });
});

describe('a large file', () => {
  const { config, missing } = convertFile('large');

  it('has its counterparts', () => {
    expect(config.bindings).toMatchObject({
      'C-f': 'prompt switch',
      'S-Tab': 'switch --last',
      'C-S-h': 'tab move left',
      G: 'popup -w 90% -h 90% -- lazygit',
      T: 'run -b notify-send "$(date)"',
      g: "split right ; layout even-horizontal ; send-keys --here -l 'git status' Enter",
      ';': 'focus last',
      '\\': 'split right',
    });
  });

  it('names what has none: other shells of tmux, conditions, colours', () => {
    for (const line of [13, 32, 36, 38]) expect(reasonFor(missing, line)).toBe('its command speaks to tmux');
    for (const line of [52, 53, 54])
      expect(reasonFor(missing, line)).toBe('there are no conditions in the config');
    expect(reasonFor(missing, 28)).toMatch(/^-l: a split is half/);
    expect(reasonFor(missing, 22)).toBe('no counterpart of clear-history');
  });
});

it.each([
  ['a b # c\n  d', [['a', 'b'], ['d']], [1, 2]],
  ['a \'b c\' "d \\"e\\"" f\\ g', [['a', 'b c', 'd "e"', 'f g']], [1]],
  ['a b; c ; d', [['a', 'b'], ['c'], ['d']], [1, 1, 1]],
  ['a \\; b', [['a', ';', 'b']], [1]],
  ['a b\\; c "d"\\;\ne\\;f', [['a', 'b', ';', 'c', 'd', ';'], ['e;f']], [1, 2]],
  ['a \\\n  b\nc', [['a', 'b'], ['c']], [1, 3]],
  ['# note \\\nmore of it\nc', [['c']], [3]],
  ['bind g {\n  a ; b\n}\nc', [['bind', 'g', '\n  a ; b\n'], ['c']], [1, 4]],
  ['a #{b c} x#{?d,e f,g}', [['a', '#{b c}', 'x#{?d,e f,g}']], [1]],
  ["a 'b\nc", [['a', 'b\nc']], [1]],
  ['a\r\nb \\\r\n c', [['a'], ['b', 'c']], [1, 2]],
])('reads %j', (text, words, lines) => {
  const commands = readTmuxCommands(text);
  expect(commands.map((command) => command.words.map((word) => word.text))).toEqual(words);
  expect(commands.map(({ line }) => line)).toEqual(lines);
});

it.each([
  [
    'bind x run ls \\; next-window',
    'a command that takes the rest of the line, such as run, can only be the last',
  ],
  ['bind x send-keys C-c hello', 'a text after keys: send-keys types its text first'],
  ['set -g history-limit many', 'the value is not a number'],
  ['set -g status-position middle', 'expected "bottom" or "top", found "middle"'],
  ['bind NoKey zoom', 'no key NoKey can be bound'],
  ['set -g mouse', 'it has no value'],
  ['bind C-a send-prefix -2', 'there is one prefix'],
  ['bind r run \'"$TMUX_PROGRAM" source "$TMUX_CONF"\'', 'its command speaks to tmux'],
  ['bind e split-window -h "tmux attach"', 'its command speaks to tmux'],
  [
    'bind p display-popup -E "tmux new -A -s scratch"',
    'its command speaks to tmux; scratch shows and hides a shell, popup -n NAME a program',
  ],
  ['bind C new-window -n mail mutt', '-n mail: a tab is named after its program; tab rename names one'],
  ['new-session -s work', 'new-session is not a setting; qmux source runs a file of commands'],
])('says of %s why not', (text, reason) => {
  expect(reasonFor(convert(text).missing, 1)).toBe(reason);
});

it.each([
  ['bind y setw synchronize-panes\\; display "now #{?pane_synchronized,on,off}"', 'y', 'sync'],
  ['bind Y setw synchronize-panes on', 'Y', 'sync on'],
  ['bind C-e new-window "vim ~/.tmux.conf"', 'C-e', "program sh -c 'vim ~/.tmux.conf'"],
])('makes of %s what it does', (text, key, line) => {
  expect(convert(text).config.bindings).toEqual({ [key]: line });
});

it('makes a config without faults of any text', () => {
  const texts =
    'bind|bind -n|set -g|unbind| |\n|;|\\;|{|}|"|\'|#|%if|%endif|prefix|C-a|M-x|send-keys|split-window|-h|run|7|漢|\\|\x1b[31m|history-limit';
  const part = fc.constantFrom(...texts.split('|'));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
      const made = tmuxToConfig(parts.join(' '), 'x');
      expect(checkConfig(parseConfig(made, 'config.toml'), registry)).toEqual([]);
      expect(made).not.toContain('\x1b');
    }),
    { numRuns: 60 },
  );
});
