import { describe, expect, it } from 'vitest';

import { checkConfig } from '../../src/commands/check-config.js';
import { registry } from '../../src/commands/registry.js';
import { parseConfig } from '../../src/config/parse-config.js';

const faultsOf = (...lines: string[]): string[] =>
  checkConfig(parseConfig(lines.join('\n'), 'config.toml'), registry);

describe('a config', () => {
  it('has no faults as it comes', () => {
    expect(faultsOf()).toEqual([]);
    expect(
      faultsOf(
        'prefix = "C-b"',
        '[bindings]',
        '"M-a" = "split right ; new debug"',
        'z = "none"',
        '[types.story]',
      ),
    ).toEqual([]);
  });

  it.each([
    ['"C-nothing" = "zoom"', 'no key C-nothing; keys are named like C-q, M-Left, F5 or %'],
    ['F5 = "zom"', 'no command zom; did you mean zoom?'],
    ['F5 = "split sideways"', 'split takes right or below, not sideways'],
    ['F5 = "new --bogus"', 'new does not know --bogus'],
    ['F5 = "rename \'x"', "the quote ' is not closed"],
    ['F5 = ""', 'expected a command as text, or "none"'],
    ['F5 = "  "', "no command ''"],
    ['F5 = "zoom ; split sideways"', '2nd of 2, split: split takes right or below, not sideways'],
  ])('has a fault in the binding %s', (line, message) => {
    const [fault, ...others] = faultsOf('[bindings]', 'F6 = "zoom"', line);
    expect(fault).toMatch(/^config\.toml:3:\d+: /);
    expect(fault).toContain(message);
    expect(others).toEqual([]);
  });

  it('has faults in the keys of copy mode too', () => {
    expect(faultsOf('[copy_mode_bindings]', 'K = "copy-mode halfpage-up"', 'q = "none"')).toEqual([]);
    expect(faultsOf('[copy_mode_bindings]', 'K = "copy-mode halfpage"', 'C-nothing = "none"')).toEqual([
      expect.stringContaining('config.toml:2:1: copy_mode_bindings.K: '),
      expect.stringContaining('no key C-nothing'),
    ]);
  });

  it.each([
    ['"C-q" = "zoom"', 'C-q is the prefix; choose another key, or another prefix'],
    ['h = "focus left"', 'h is a plain key, which programs and prompts need; add C- or M-'],
    ['S-h = "focus left"', 'H is a letter with Shift, which programs and prompts need'],
    ['"?" = "keys"', '? is a plain key'],
    ['Enter = "zoom"', 'Enter is a plain key'],
    ['S-Space = "zoom"', 'S-Space is a plain key'],
    ['"M-h" = "focus sideways"', 'focus takes left, right, up, down, next'],
    ['"M-h" = { pass = ["vim"] }', 'expected a command as text, found nothing; its table is ignored'],
    ['"M-h" = { command = "zoom", pass = "vim" }', 'expected a list of names of programs'],
    ['"Alt-1" = "tab 1"\n"M-1" = "tab 1"', 'the same key as Alt-1; remove one of the two'],
  ])('has a fault in the key without the prefix %s', (lines, message) => {
    const [fault, ...others] = faultsOf('[root_bindings]', 'F6 = "zoom"', lines);
    expect(fault).toMatch(/^config\.toml:[34]:\d+: root_bindings\./);
    expect(fault).toContain(message);
    expect(others).toEqual([]);
  });

  it('has its faults in the order of the file, hosts that ssh takes for options among them', () => {
    const lines = ['[hosts]', '"-oProxyCommand=x" = {}', 'good = { comand = "x" }', '"" = {}'];
    expect(
      faultsOf('prefix = "nothing"', 'mouse = 1', ...lines).map((fault) => fault.split(': ')[0]),
    ).toEqual([1, 2, 4, 5, 6].map((line) => expect.stringContaining(`config.toml:${line}:`)));
  });

  it('may bind other keys without the prefix', () => {
    const keys = ['M-h', 'C-l', 'F5', 'S-Left', 'C-i', 'C-Space', 'C-M-x', 'Menu', 'Pause'];
    const lines = keys.map((key) => `"${key}" = { command = "zoom", pass = ["vim"] }`);
    expect(faultsOf('root_pass = ["fzf"]', '[root_bindings]', ...lines)).toEqual([]);
  });

  it('has faults in the templates of the status line', () => {
    const lines = ['[status]', 'left = "{host} {tabs}"', '  right = "{contxt} {clock"', 'drop = ["tabs"]'];
    expect(faultsOf(...lines)).toEqual([
      'config.toml:3:3: status.right: a { without its }; write {{ for a brace',
      expect.stringMatching(
        /^config\.toml:3:3: status\.right: unknown value \{contxt\}; known are \{tabs\}, /,
      ),
      'config.toml:4:1: status.drop: tabs is always shown, and cannot be dropped',
    ]);
  });

  it('has faults in what it says of providers', () => {
    expect(
      faultsOf(
        'model = "lab/m"',
        '[types.legal]',
        'model = "azure/deployment"',
        '[providers.groq]',
        'models = ["m"]',
        '[providers.lab]',
        'base_url = "https://lab.example/v1"',
      ),
    ).toEqual([]);
    expect(faultsOf('[providers.lab]', 'models = ["m"]', '[providers.guide]', 'models = ["m"]')).toEqual([
      expect.stringContaining('providers.lab: lab is not known to qmux; give its base_url'),
      expect.stringContaining('providers.guide: guide cannot name a provider'),
    ]);
  });

  it('has faults in what it says of agents', () => {
    expect(
      faultsOf(
        'agent = "mine"',
        '[types.review]',
        'agent = "codex"',
        '[agents.mine]',
        'command = "my-agent"',
      ),
    ).toEqual([]);
    expect(
      faultsOf(
        'agent = "hal"',
        '[types.review]',
        'agent = "eliza"',
        '[agents.debug]',
        'command = "x"',
        '[agents."my own"]',
        'command = "x"',
        '[agents.other]',
        'mode = "ask"',
        '[agents.claude]',
        'modes = "ask"',
      ).map((fault) => fault.replace(/^config\.toml:/, '')),
    ).toEqual([
      expect.stringMatching(/^1:1: agent: no agent hal; the agents are claude, /),
      expect.stringMatching(/^3:1: types\.review\.agent: no agent eliza; the agents are claude, /),
      expect.stringContaining('4:9: agents.debug: debug is the name of a type; choose another name'),
      expect.stringContaining('agents.my own: an agent must be one word'),
      expect.stringContaining('agents.other: other is not known to qmux; give its command'),
      expect.stringMatching(/^11:1: agents\.claude\.modes: unknown setting; did you mean mode\?/),
    ]);
  });

  it('names a notification command that is missing', () => {
    expect(faultsOf('notify = "command"', 'notification_command = "true"')).toEqual([]);
    expect(faultsOf('tab_bar = "top"', 'notify = "command"')).toEqual([
      expect.stringMatching(/^config\.toml:2:\d+: notify: command needs notification_command; set it/),
    ]);
  });

  it('names a prefix that is no key, and a type that is none of chats', () => {
    expect(faultsOf('prefix = "Ctrl"')).toEqual([
      expect.stringMatching(/^config\.toml:1:\d+: prefix: no key Ctrl; keys are named like/),
    ]);
    expect(faultsOf('[types.Program]', 'colour = "#ffffff"')).toEqual([
      expect.stringMatching(
        /^config\.toml:1:\d+: types.Program: Program is not a type of chats; choose another name$/,
      ),
    ]);
  });

  it.each([
    ['model = "gpt-4"', 'model: model "gpt-4" does not name a provider; use openai/NAME'],
    ['model = "nobody/gpt"', 'model: model "nobody/gpt" has an unknown provider'],
    ['model = "openai/"', 'model: model "openai/" is not a model name'],
    ['prefix = "C-C-x"', 'prefix: no key C-C-x'],
    [
      'prefix = "Ctrl-M"',
      'prefix: most terminals send Enter for Ctrl-M, which would leave you without a prefix',
    ],
    ['prefix = "M-Alt-x"', 'prefix: no key M-Alt-x'],
    ['bindings = { "C-C-x" = "zoom" }', 'no key C-C-x'],
    ['bindings = { "Ctrl-x" = "zoom", "C-x" = "hide" }', 'the same key as Ctrl-x; remove one of the two'],
    ['bindings = { "S-a" = "zoom", "A" = "none" }', 'the same key as S-a'],
    ['copy_mode_bindings = { "S-S-F1" = "none" }', 'no key S-S-F1'],
    ['types = { "my type" = {} }', 'a type must be one word of letters, digits, - _ .'],
    ['types = { "-x" = {} }', 'a type must be one word'],
    ['types = { "42" = {} }', 'a type must be one word'],
    ['types = { "" = {} }', 'a type must be one word'],
    ['types = { law = { model = "gpt-4" } }', 'types.law.model: model "gpt-4" does not name a provider'],
    ['auto_name = "answer"', 'expected "question" or "off"'],
    ['login_shell = "yes"', 'expected true or false'],
  ])('has a fault in %s', (line, message) => {
    const [fault, ...others] = faultsOf(line);
    expect(fault).toMatch(/^config\.toml:1:\d+: /);
    expect(fault).toContain(message);
    expect(others).toEqual([]);
  });

  it('has none in names and models as they may be', () => {
    expect(
      faultsOf(
        'prefix = "C-M-Left"',
        'model = "openai/gpt-4.1"',
        'auto_name = "off"',
        'login_shell = false',
        '[bindings]',
        '"C--" = "zoom"',
        '"S-F1" = "zoom"',
        '[types."日本語"]',
        'model = "guide"',
        '[types.code-review_2]',
      ),
    ).toEqual([]);
  });
});
