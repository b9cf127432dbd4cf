import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfigText } from '../../src/config/default-config-text.js';
import { defaultConfig, OPTIONS } from '../../src/config/options.js';
import { readStatus } from '../../src/config/status-template.js';
import { findConfigProblems } from '../../src/commands/check-config.js';
import { registry } from '../../src/commands/registry.js';
import { parseConfig, parseConfigInSteps } from '../../src/config/parse-config.js';

const parse = (text: string) => parseConfig(text, 'config.toml');
const problemsOf = (text: string): string[] => parse(text).problems.map((problem) => problem.text);

describe('parseConfig', () => {
  it('gives the defaults for an empty file', () => {
    expect(parse('').config).toEqual(defaultConfig());
    expect(problemsOf('')).toEqual([]);
  });

  it('reads every option', () => {
    const { config, problems } = parse(`
prefix = "C-b"
model = "openai/x"
agent = "mine"
scrollback_lines = 500
restart = "never"
tab_bar = "top"
notify = "osc9"
plain = true
multi_session = true
mouse = false
login_shell = false
auto_name = "off"
compact_at = 70
notification_command = "bell"
max_sessions = 3
session_notice_at = 2
agent_idle_minutes = 5
escape_time_ms = 0
repeat_time_ms = 0
tools = true
rules = false
prompt_keys = "vi"
copy_mode_keys = "emacs"
root_pass = ["fzf"]
key_hints_ms = 0
clipboard = "off"
program_clipboard = "on"
ssh_agent = "follow"
worktree_directory = "~/trees/{name}"
[theme]
base = "light"
accent = "#ff8800"
[bindings]
"|" = "split right"
x = "none"
[root_bindings]
"M-h" = "focus left"
"C-l" = { command = "focus right", pass = ["vim"] }
[copy_mode_bindings]
K = "copy-mode page-up"
[agents.mine]
command = "my-agent"
args = ["acp", ""]
env = { NO_COLOR = "" }
mode = "ask"
[mcp.files]
command = "files"
args = ["."]
env = { A = "\${B}" }
[types.legal]
prefix = "law"
colour = "#d7AF5f"
instruction = "Cite."
model = "openai/y"
agent = "mine"
[programs.htop]
restart = "always"
[hosts.devbox]
command = "/opt/qmux"
[templates.fix]
prompt = "look at {issue}"
ask.issue = "its number"
[providers.lab]
base_url = "https://lab.example/v1"
env_key = "LAB_KEY"
models = ["a", "b"]
headers = { Authorization = "Bearer \${LAB_TOKEN}", "X-Team" = "blue" }
insecure = true
context_window = 8192
[prices]
"lab/a" = { input = 0.5, output = 2, cached = 0 }
[status]
left = ""
right = "{clock}"
drop = ["host", "run:load"]
[status.run.load]
command = "uptime"
every_s = 5
`);
    expect(problems).toEqual([]);
    expect(config).toEqual({
      prefix: 'C-b',
      model: 'openai/x',
      agent: 'mine',
      scrollbackLines: 500,
      restart: 'never',
      tabBar: 'top',
      notify: 'osc9',
      plain: true,
      theme: { base: 'light', accent: 0xff8800 },
      multiSession: true,
      mouse: false,
      loginShell: false,
      autoName: 'off',
      compactAt: 70,
      notificationCommand: 'bell',
      maxSessions: 3,
      sessionNoticeAt: 2,
      agentIdleMinutes: 5,
      escapeTimeMs: 0,
      repeatTimeMs: 0,
      rules: false,
      promptKeys: 'vi',
      tools: true,
      copyModeKeys: 'emacs',
      clipboard: 'off',
      programClipboard: 'on',
      sshAgent: 'follow',
      worktreeDirectory: '~/trees/{name}',
      bindings: { '|': 'split right', x: 'none' },
      rootBindings: {
        'M-h': { command: 'focus left' },
        'C-l': { command: 'focus right', pass: ['vim'] },
      },
      rootPass: ['fzf'],
      keyHintsMs: 0,
      copyModeBindings: { K: 'copy-mode page-up' },
      types: {
        legal: { prefix: 'law', colour: 0xd7af5f, instruction: 'Cite.', model: 'openai/y', agent: 'mine' },
      },
      agents: { mine: { command: 'my-agent', args: ['acp', ''], env: { NO_COLOR: '' }, mode: 'ask' } },
      mcp: { files: { command: 'files', args: ['.'], env: { A: '${B}' } } },
      programs: { htop: { restart: 'always' } },
      hosts: { devbox: { command: '/opt/qmux' } },
      providers: {
        lab: {
          base_url: 'https://lab.example/v1',
          env_key: 'LAB_KEY',
          models: ['a', 'b'],
          headers: { Authorization: 'Bearer ${LAB_TOKEN}', 'X-Team': 'blue' },
          insecure: true,
          context_window: 8192,
        },
      },
      templates: {
        fix: {
          name: 'fix',
          send: false,
          asks: [{ name: 'issue', title: 'its number', preset: undefined, choices: [] }],
          opens: { type: 'one', session: { at: [], prompt: 'look at {issue}' } },
        },
      },
      prices: { 'lab/a': { input: 0.5, output: 2, cached: 0 } },
      status: {
        left: '',
        right: '{clock}',
        drop: ['host', 'run:load'],
        run: { load: { command: 'uptime', every_s: 5 } },
      },
    });
  });

  it('replaces a bad value by its default, tells its place and keeps the rest', () => {
    const { config, problems } = parse('# mine\nrestart = "always"\n  prefix = 5\ntab_bar = "left"\n');
    expect(config).toEqual({ ...defaultConfig(), restart: 'always' });
    expect(problems.map((problem) => problem.text)).toEqual([
      'config.toml:3:3: prefix: expected the name of a key, like "C-q", found 5; the default is used: "C-q"',
      'config.toml:4:1: tab_bar: expected "bottom" or "top", found "left"; the default is used: "bottom"',
    ]);
    expect(problems[0]).toMatchObject({ line: 3, column: 3 });
  });

  it.each([
    ['escape_time_ms = -1', 'a whole number from 0 to 1000'],
    ['escape_time_ms = 1001', 'a whole number from 0 to 1000'],
    ['escape_time_ms = 1.5', 'a whole number from 0 to 1000'],
    ['escape_time_ms = nan', 'a whole number from 0 to 1000'],
    ['max_sessions = 0', 'a whole number from 1'],
    ['prefix = ""', 'the name of a key'],
    ['prefix = 2026-01-01', 'the name of a key'],
    ['bindings = [1]', 'a table of keys and commands'],
    ['types = "x"', 'a table of types'],
  ])('refuses %s', (text, expected) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(`expected ${expected}`)]);
    expect(parse(text).config).toEqual(defaultConfig());
  });

  it('leaves out only the bad entries of a table', () => {
    const { config, problems } = parse(
      '[bindings]\na = "zoom"\nb = 7\n[types.one]\ncolour = "red"\nmodel = "m/n"\n[types]\ntwo = { prefix = "p", instruction = [] }\nthree = 3\n',
    );
    expect(config.bindings).toEqual({ a: 'zoom' });
    expect(config.types).toEqual({ one: { model: 'm/n' }, two: { prefix: 'p' } });
    expect(problems.map((problem) => problem.text.replace(/: expected.*/, ''))).toEqual([
      'config.toml:3:1: bindings.b',
      'config.toml:5:1: types.one.colour',
      'config.toml:8:23: types.two.instruction',
      'config.toml:9:1: types.three',
    ]);
  });

  it('leaves out an entry that lacks what it must have', () => {
    const text =
      '[prices]\n"a/b" = { input = 1 }\n"a/c" = { inputs = 1, output = 2 }\n"a/d" = { input = 1, output = 2 }';
    const { config, problems } = parse(text);
    expect(config.prices).toEqual({ 'a/d': { input: 1, output: 2 } });
    expect(problems.map((problem) => problem.text)).toEqual([
      'config.toml:2:1: prices.a/b.output: expected the price of a million tokens in USD, found nothing; its table is ignored',
      expect.stringContaining('prices.a/c.input'),
      expect.stringContaining('prices.a/c.inputs: unknown setting; did you mean input'),
    ]);
  });

  it('names the least time between two runs of a command for the status line', () => {
    const { config, problems } = parse('[status.run.load]\ncommand = "uptime"\nevery_s = 4\n');
    expect(problems.map(({ text }) => text)).toEqual([
      'config.toml:3:1: status.run.load.every_s: expected a whole number from 5 to 86400, found 4; it is ignored',
    ]);
    expect(config.status).toEqual({ run: { load: { command: 'uptime' } } });
  });

  it('ignores a list with a bad item, and nothing else of its table', () => {
    const { config, problems } = parse('[status]\nleft = "{tabs}"\ndrop = ["host", 5]\n');
    expect(problems.map(({ text }) => text)).toEqual([
      'config.toml:3:1: status.drop: expected a list of names of values, such as ["host", "clock"], ' +
        'found ["host",5]; it is ignored',
    ]);
    expect(config.status).toEqual({ left: '{tabs}' });
  });

  it('names the nearest option for an unknown one, in tables too', () => {
    expect(problemsOf('[programs.vim]\nrestrat = "ask"\n')).toEqual([
      'config.toml:2:1: programs.vim.restrat: unknown setting; did you mean restart?',
    ]);
    expect(problemsOf('tabbar = "top"')).toEqual([
      'config.toml:1:1: tabbar: unknown option; did you mean tab_bar?',
    ]);
    expect(problemsOf('qqqqqqqqqq = 1')).toEqual([expect.stringContaining('known are prefix, model')]);
  });

  it('tells one problem with its place where the text is no TOML, and takes all defaults', () => {
    const { config, problems } = parse('prefix = "C-b"\nmodel = = 3\n');
    expect(config).toEqual(defaultConfig());
    expect(problems).toHaveLength(1);
    expect(problems[0]?.text).toMatch(/^config\.toml:2:\d+: not valid TOML: [a-z]/);
    expect(problems[0]?.text).not.toContain('\n');
  });

  it('makes problems for keys that only others can judge', () => {
    const parsed = parse('[bindings]\n"|" = "splt"\n');
    expect(parsed.problemAt(['bindings', '|'], 'unknown command splt').text).toBe(
      'config.toml:2:1: bindings.|: unknown command splt',
    );
  });

  it('gives a whole config for any text', () => {
    const value = fc
      .oneof(fc.jsonValue(), fc.constantFrom('ask', 'top', 'C-b'))
      .map((json) => JSON.stringify(json));
    const name = fc.constantFrom(
      ...Object.values(OPTIONS).map((option) => option.name),
      'other',
      '[types.x]\nprefix',
      '[prices.x]\ninput',
    );
    const lines = fc.array(fc.tuple(name, value).map(([key, text]) => `${key} = ${text}`));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          lines.map((all) => all.join('\n')),
        ),
        (text) => {
          const { config } = parse(text);
          expect(Object.keys(config).sort()).toEqual(Object.keys(OPTIONS).sort());
          expect(config.prefix).toBeTypeOf('string');
          expect(config.bindings).toBeTypeOf('object');
        },
      ),
    );
  });
});

describe('the theme', () => {
  it('is a name, or a table with colours of roles', () => {
    expect(parse('theme = "light"').config.theme).toEqual({ base: 'light' });
    expect(parse('[theme]\nline = "#102030"').config.theme).toEqual({ line: 0x102030 });
  });

  it.each([
    ['theme = "dark"', 'config.toml:1:1: theme: expected the name of a theme (auto, default, ', {}],
    ['theme = "dark"', 'or a table with base and colours of roles, found "dark"; the default is used', {}],
    [
      '[theme]\naccent = "red"\nbase = "mono"',
      'config.toml:2:1: theme.accent: expected a colour',
      { base: 'mono' },
    ],
    ['[theme]\nacent = "#ffffff"', 'config.toml:2:1: theme.acent: unknown setting; did you mean accent', {}],
  ])('has %j reported', (text, problem, theme) => {
    const { config, problems } = parse(text);
    expect(problems.map((each) => each.text).join()).toContain(problem);
    expect(config.theme).toEqual(theme);
  });
});

describe('defaultConfigText', () => {
  it('is all comments, and names every option', () => {
    const lines = defaultConfigText().split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
    for (const { name } of Object.values(OPTIONS))
      expect(defaultConfigText()).toMatch(new RegExp(`^#\\[?${name}\\b`, 'm'));
  });

  it('is valid without its comment marks and says the defaults', () => {
    const { config, problems } = parse(defaultConfigText().replace(/^#(?! )/gm, ''));
    expect(problems).toEqual([]);
    const unset = {
      model: undefined,
      agent: undefined,
      localModule: undefined,
      notificationCommand: undefined,
      multiSession: undefined,
      maxSessions: undefined,
    };
    const tables = {
      theme: {},
      bindings: {},
      rootBindings: {},
      rootPass: [],
      keyHintsMs: 500,
      copyModeBindings: {},
      types: {},
      agents: {},
      providers: {},
      mcp: {},
      prices: {},
      programs: {},
      hosts: {},
      status: {},
      templates: {},
    };
    expect({ ...config, ...unset, ...tables }).toEqual(defaultConfig());
    const { layout, faults } = readStatus(config.status);
    expect(faults).toEqual([]);
    expect(layout).toEqual(readStatus({}).layout);
    expect(config.types['legal']?.colour).toBe(0xd7af5f);
  });
});

describe('a large file', () => {
  const rows = (count: number, row: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => row(at)).join('');
  const stepsOf = (work: Generator<unknown, unknown>): number => {
    let steps = 1;
    while (!work.next().done) steps++;
    return steps;
  };
  const checkOf = (text: string): Generator<unknown, unknown> => findConfigProblems(parse(text), registry);

  it.each([
    ['types', rows(1_000, (at) => `[types.t${at}]\ninstruction = "Be brief."\n`)],
    ['wrong values of types', rows(1_000, (at) => `[types.t${at}]\ninstruction = ${at}\n`)],
    ['bindings', `[bindings]\n${rows(1_000, (at) => `k${at} = "zoom"\n`)}`],
    ['agents', rows(1_000, (at) => `[agents.a${at}]\ncommand = "a"\n`)],
    ['unknown options', rows(1_000, (at) => `o${at} = 1\n`)],
    ['templates', rows(1_000, (at) => `[templates.t${at}]\nprompt = "see {file}"\n`)],
  ])('is read in steps: %s', (_, text) => {
    expect(stepsOf(parseConfigInSteps(text, 'config.toml'))).toBeGreaterThanOrEqual(50);
  });

  it.each([
    ['commands', `[bindings]\n${rows(1_000, (at) => `"M-${String.fromCodePoint(0x4e00 + at)}" = "x"\n`)}`],
    ['types', rows(1_000, (at) => `[types.t${at}]\nmodel = "no/${at}"\n`)],
    ['agents', rows(1_000, (at) => `[agents.a${at}]\ncommand = "a"\n`)],
    ['providers', rows(1_000, (at) => `[providers.p${at}]\n`)],
    ['templates', rows(1_000, (at) => `[templates.t${at}]\ntype = "none"\n`)],
  ])('is checked in steps: %s', (_, text) => {
    expect(stepsOf(checkOf(text))).toBeGreaterThanOrEqual(1_000);
  });

  it('says of each fault what it says of it in a small one', () => {
    const bad = (at: number): string => `[types.t${at}]\ncolour = ${at}\nprefix = "p${at}"\n`;
    const { config, problems } = parse(rows(100, bad));
    const alone = parse(bad(77));
    expect(problems).toHaveLength(100);
    expect(problems[77]?.message).toBe(alone.problems[0]?.message);
    expect(problems[77]?.drops).toEqual(['types', 't77', 'colour']);
    expect(config.types['t77']).toEqual(alone.config.types['t77']);
    expect(Object.keys(config.types)).toHaveLength(100);
  });

  it('has suggestions for the first faults only, in however many tables they are', () => {
    const found = problemsOf(rows(300, (at) => `[templates.t${at}]\npromt = "a"\n`));
    expect(found).toHaveLength(300);
    expect(found.filter((text) => text.includes('did you mean prompt?'))).toHaveLength(100);
  });
});
