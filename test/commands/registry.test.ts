import { describe, expect, it } from 'vitest';

import { parseArguments } from '../../src/commands/line/parse-command.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import { registry } from '../../src/commands/registry.js';
import { DEFAULT_BINDINGS } from '../../src/keymap/default-bindings.js';

describe('the registry', () => {
  it('has every name and alias once, with a summary of one line in lower case', () => {
    expect(new Set(registry.names).size).toBe(registry.names.length);
    for (const { name, summary } of registry.commands) {
      expect([name, summary]).toEqual([name, expect.stringMatching(/^[^A-Z\n][^\n]*[^.\n]$/)]);
    }
  });

  it.each([
    ['2', 'switch', ['2']],
    ['#2', 'switch', ['#2']],
    ['02', 'switch', ['02']],
    ['next', 'switch', ['--next']],
    ['prev', 'switch', ['--prev']],
    ['last', 'switch', ['--last']],
    ['ls --json', 'sessions', ['--json']],
    ['kill-server -y', 'quit', ['-y']],
    ['split-window -v', 'split', ['below']],
    ['split-window -h --session 2', 'split', ['right', '--session', '2']],
    ['select-pane -R', 'focus', ['right']],
    ['select-pane -U', 'focus', ['up']],
    ['select-pane -D', 'focus', ['down']],
    ['last-pane', 'focus', ['last']],
    ['resize-pane -L 5', 'resize', ['left', '5']],
    ['resize-pane -R', 'resize', ['right']],
    ['resize-pane -U', 'resize', ['up']],
    ['resize-pane -D', 'resize', ['down']],
    ['resize-pane -Z', 'zoom', []],
    ['swap-pane -U', 'swap', ['previous']],
    ['swap-pane -D', 'swap', ['next']],
    ['swap-pane', 'swap', []],
    ['rotate-window', 'rotate', []],
    ['rotate-window -D', 'rotate', ['down']],
    ['rotate -U', 'rotate', ['up']],
    ['select-pane -m', 'pane', ['mark']],
    ['select-layout -E', 'equalise', []],
    ['select-layout tiled', 'layout', ['tiled']],
    ['move-window -t 3', 'tab', ['move', '-t', '3']],
    ['swap-window -s 2 -t -1', 'tab', ['swap', '-s', '2', '-t', '-1']],
    ['break-pane', 'break', []],
    ['join-pane 2', 'join', ['2']],
    ['select-layout tiled', 'layout', ['tiled']],
    ['next-window', 'tab', ['next']],
    ['previous-window', 'tab', ['previous']],
    ['last-window', 'tab', ['last']],
    ['select-window 3', 'tab', ['3']],
    ['rename-window my tab', 'tab', ['rename', 'my', 'tab']],
    ['kill-window', 'tab', ['close']],
    ['kill-pane', 'close', []],
    ['kill-session 2', 'close', ['2']],
    ['new-session debug', 'new', ['debug']],
    ['switch-client 2', 'switch', ['2']],
    ['rename-session 2 x', 'rename', ['2', 'x']],
    ['list-sessions', 'sessions', []],
    ['list-keys', 'keys', []],
    ['capture-pane 2', 'capture', ['2']],
    ['send-keys -t 2 C-c', 'send-keys', ['2', 'C-c']],
    ['show-messages', 'messages', []],
    ['refresh-client', 'redraw', []],
    ['command-prompt', 'prompt', []],
    ['split-window -h', 'split', ['right']],
    ['split-window', 'split', ['below']],
    ['select-pane -L', 'focus', ['left']],
    ['new-window', 'tab', ['new']],
    ['detach-client', 'detach', []],
    ['s build', 'switch', ['build']],
  ])('knows %s', (line, name, rest) => {
    const found = registry.get(splitWords(line));
    expect([found.command.name, found.rest]).toEqual([name, rest]);
    expect(() => parseArguments(found.command, found.rest)).not.toThrow();
  });

  it('has every name that it lists', () => {
    for (const name of registry.names) expect(() => registry.get([name])).not.toThrow();
  });

  it.each([
    ['', "no command ''; "],
    ['a b', "no command 'a b'; /help lists the commands"],
    ['swich', 'no command swich; did you mean switch?'],
    ['new-windwo', 'no command new-windwo; did you mean new-window or next-window?'],
    ['-2', 'no command -2; /help lists the commands'],
    ['#', 'no command #; '],
    ['SPLIT', 'no command SPLIT; did you mean split'],
  ])('does not know %j, and says what may be meant', (word, message) => {
    expect(() => registry.get([word])).toThrow(message);
    expect(() => registry.get([word])).toThrow(expect.objectContaining({ name: 'UserError', exitCode: 2 }));
  });

  it('has a command with fitting arguments for every key', () => {
    for (const { command: line } of DEFAULT_BINDINGS) {
      const { command, rest } = registry.get(splitWords(line));
      expect(() => parseArguments(command, rest)).not.toThrow();
    }
  });
});
