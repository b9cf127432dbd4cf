// Templates: what they may hold and where an error is, where a value goes, and that it is never more than text.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseConfig } from '../../src/config/parse-config.js';
import { parseProject } from '../../src/config/project/parse-project.js';
import { fillTemplate } from '../../src/config/templates/fill-template.js';
import { parseTemplate } from '../../src/config/templates/parse-template.js';
import { escapePlaceholders, fillText, placeholdersIn } from '../../src/config/templates/placeholders.js';
import type { OnlySession, Template } from '../../src/config/templates/template.js';
import { sessionsOfTemplate } from '../../src/config/templates/template.js';
import { spellTemplate } from '../../src/config/templates/spell-template.js';
import { readValues } from '../../src/config/templates/values.js';

const parse = (text: string): ReturnType<typeof parseTemplate> => parseTemplate(text, 'fix.toml', 'fix');
const problemsOf = (text: string): readonly string[] => parse(text).problems;

function get(text: string): Template {
  const { template, problems } = parse(text);
  if (!template) throw new Error(problems.join('\n'));
  return template;
}

/** The sessions with these values, names as they are filled. */
function filled(text: string, ...words: string[]): readonly OnlySession[] {
  const template = get(text);
  const { values, missing } = readValues(template, words);
  expect(missing).toEqual([]);
  const nameOf = (pattern: string): string => fillText(pattern, (name) => values.get(name) ?? '');
  return sessionsOfTemplate(fillTemplate(template, { values, nameOf }));
}

const only = (text: string, ...words: string[]): OnlySession => filled(text, ...words)[0] as OnlySession;

const messageOf = (run: () => unknown): string => {
  try {
    run();
    return 'nothing was thrown';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const WHOLE = `description = "an issue"
type = "debug"
model = "openai/x"
name = "fix-{issue}"
cwd = "~/src/{repo}"
files = ["docs/*.md"]
instruction = "It is in {repo}."
prompt = """
Find the cause of {issue}: {title}
{"a": {"b": 1}} {{title}} \${x y}"""
tools = false
send = true
ask.title = "what it is about"
ask.repo = {title = "where", default = "web", choices = ["web", "api"]}
`;

describe('a template', () => {
  it('has a session, and asks for what it does not know', () => {
    const template = get(WHOLE);
    expect(template).toMatchObject({ name: 'fix', description: 'an issue', send: true });
    expect(template.asks).toEqual([
      { name: 'title', title: 'what it is about', preset: undefined, choices: [] },
      { name: 'repo', title: 'where', preset: 'web', choices: ['web', 'api'] },
      { name: 'issue', title: '', preset: undefined, choices: [] },
    ]);
    expect(readValues(template, ['issue=1']).missing.map(({ name }) => name)).toEqual(['title']);
    expect(only(WHOLE, 'issue=7', 'title=a b', 'repo=api')).toEqual({
      at: [],
      type: 'debug',
      model: 'openai/x',
      name: 'fix-7',
      cwd: '~/src/api',
      files: ['docs/*.md'],
      instruction: 'It is in api.',
      prompt: 'Find the cause of 7: a b\n{"a": {"b": 1}} {title} ${x y}',
      tools: false,
    });
  });

  it('does not send unless it says so', () => {
    expect(get('prompt = "hi"').send).toBe(false);
    expect(problemsOf('prompt = "hi"\nsend = "yes"')).toEqual([
      'fix.toml:2:1: send: expected true or false, found "yes"',
    ]);
    expect(problemsOf('type = "chat"\nsend = true')).toEqual([
      'fix.toml:2:1: send: there is no prompt to send',
    ]);
  });

  it('has several sessions in the form of a project file', () => {
    const text = `cwd = "/srv/{app}"
[[tab]]
name = "{app}"
layout = {split = "stacked", open = "Log-{app}", panes = [
  {name = "chat-{app}", type = "review", prompt = "look at {app}"},
  {name = "log-{app}", command = ["tail", "-f", "{file}"], cwd = "log"},
]}
[[background]]
name = "db"
command = "db | awk '{print}'"
`;
    const template = get(text);
    expect(template.asks.map(({ name }) => name)).toEqual(['app', 'file']);
    const { values } = readValues(template, ['app=x', 'file=y']);
    const { cwd, opens } = fillTemplate(template, {
      values,
      nameOf: (pattern) => (pattern === 'log-{app}' ? 'second' : pattern),
    });
    expect(cwd).toBe('/srv/x');
    expect(opens).toMatchObject({
      project: {
        tabs: [
          { name: 'x', layout: { open: 'second', panes: [{ prompt: 'look at x' }, { name: 'second' }] } },
        ],
        background: [{ command: "db | awk '{print}'" }],
      },
    });
  });

  it.each([
    ['typ = "x"', '1:1: typ: unknown setting; did you mean type?'],
    ['env = {A = "1"}', '1:1: env: a template opens sessions, nothing else'],
    ['draft = "x"', '1:1: draft: call it prompt; it is not sent without send = true'],
    ['prompt = 3', '1:1: prompt: expected the first question as text, found 3'],
    ['prompt = "!ls"', '1:1: prompt: it is a question, not a command; it cannot begin with / or !'],
    ['prompt = "/quit"', '1:1: prompt: it is a question, not a command; it cannot begin with / or !'],
    ['prompt = "/quit {x}"', '1:1: prompt: it is a question, not a command; it cannot begin with / or !'],
    ['command = ["a"]\nprompt = "x"', '2:1: prompt: a program has no prompt; leave out one of the two'],
    ['command = []', '1:1: command: it has no first word, the program'],
    ['agent = "claude"\ntools = true', '2:1: tools: an agent brings its own tools; leave out one of the two'],
    ['files = ["!a"]', '1:1: files: "!a" names no files; leave out the !'],
    ['[ask]\nx = "?"', '2:1: ask.x: there is no {x} in this template'],
    [
      'prompt = "{x}"\nask.x = {choices = ["a"], default = "b"}',
      '2:27: ask.x.default: "b" is not among the choices',
    ],
    [
      'type = "review"\n[[tab]]\nlayout = {name = "a"}',
      '1:1: type: with [[tab]] or [[background]] each session has its own type; leave this one out',
    ],
    [
      '[[tab]]\nlayout = {split = "right", panes = [{name = "a"}, {name = "b", env = {}}]}',
      '2:64: tab[1].layout.panes[2].env: a template opens sessions, nothing else',
    ],
    [
      '[[background]]\nname = "a"\ndraft = "x"',
      '3:1: background[1].draft: in a template call it prompt; it is not sent without send = true',
    ],
    ['tab = []', '1:1: it opens no session'],
    ['name = ', '1:8: not valid TOML: invalid value'],
  ])('refuses %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([`fix.toml:${problem}`]);
  });

  it('is refused with its place in the config, and then none of it counts', () => {
    const { config, problems } = parseConfig(
      `[templates.good]
prompt = "hi"
[templates.bad]
prompt = "{x}"
send = "yes"
[templates.worse]
[[templates.worse.tab]]
layout = {name = "a", command = ["sh", "-c", "{x}"]}
`,
      'config.toml',
    );
    expect(Object.keys(config.templates)).toEqual(['good']);
    expect(problems.map(({ text, drops }) => [text, drops])).toEqual([
      [
        'config.toml:5:1: templates.bad.send: expected true or false, found "yes"; its table is ignored',
        ['templates', 'bad'],
      ],
      [
        'config.toml:8:23: templates.worse.tab[1].layout.command: a shell would run {x}; give it to a script as a word: ["sh", "-c", "… \\"$1\\"", "sh", "{…}"]; its table is ignored',
        ['templates', 'worse'],
      ],
    ]);
  });

  it('may have any name that is a word', () => {
    const text =
      '[templates.constructor]\ntype = "a"\n[templates."7"]\n[templates."a b"]\n[templates.漢字]\ntype = "b"\n';
    const { config, problems } = parseConfig(text.replace('漢字', '"漢字"'), 'config.toml');
    expect(Object.keys(config.templates)).toEqual(['constructor', '漢字']);
    expect(problems.map(({ line }) => line)).toEqual([3, 4]);
    expect(parseConfig('[templates.__proto__]\ntype = "a"', 'config.toml').config.templates).toEqual({});
  });

  it('is refused in a project file, as a table and in a session', () => {
    const at = (text: string): readonly string[] =>
      parseProject(`version = 1\n${text}`, 'qmux.toml').problems;
    expect(at('[templates.a]\nprompt = "x"\nsend = true')).toEqual([
      'qmux.toml:2:2: templates: a project file holds tabs, splits and sessions, nothing else',
    ]);
    for (const key of ['prompt', 'instruction', 'template', 'send', 'tools', 'files'])
      expect(at(`[[background]]\nname = "a"\n${key} = "x"`)).toHaveLength(1);
  });
});

describe('a template that is written', () => {
  const text = fc.string({ unit: 'binary', minLength: 1 }).filter((each) => !/[\0\ud800-\udfff]/.test(each));
  const brace = fc.constantFrom('{x}', '{{x}}', '{{{x}', '{', '"', "'", '\\', '\n');
  const any = fc.array(fc.oneof(text, brace), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

  it('is read again as the session that it was made of', () => {
    const session = fc.oneof(
      fc.record({
        cwd: any,
        instruction: any,
        prompt: any.map((each) => `a${each}`),
        files: fc.array(
          any.map((each) => `f${each}`),
          { minLength: 1, maxLength: 3 },
        ),
        tools: fc.boolean(),
        model: any,
      }),
      fc.record({ command: fc.array(any, { minLength: 1, maxLength: 4 }) }),
    );
    fc.assert(
      fc.property(session, (given) => {
        expect(filled(spellTemplate(given, ['a\nb']))).toEqual([{ ...given, at: [] }]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a value', () => {
  const HOSTILE = [
    `"'; touch hit #`,
    '$(touch hit)',
    '`touch hit`',
    'a\nb',
    '{other}',
    '{{other}}',
    '{word}',
    '$1 $& $`',
    '~ * ? \\ %s',
    '漢字 é 👩‍👩‍👧',
  ];

  it.each(HOSTILE)('%j is a whole word, and text', (value) => {
    expect(only('command = ["grep", "-e", "{word}", "{other}"]', `word=${value}`, 'other=b').command).toEqual(
      ['grep', '-e', value, 'b'],
    );
    expect(only('prompt = "is {word} {other}?"', `word=${value}`, 'other=b').prompt).toBe(`is ${value} b?`);
  });

  it('may be empty only where there is a default', () => {
    expect(messageOf(() => only('prompt = "is {word}?"', 'word='))).toBe('word needs a value');
    expect(messageOf(() => only('prompt = "is {word}?"', 'word= \n'))).toBe('word needs a value');
    expect(only('command = ["grep", "{word}"]\nask.word = {default = "x"}', 'word=').command).toEqual([
      'grep',
      '',
    ]);
  });

  it('is filled in one pass, whatever is in it', () => {
    const name = fc.constantFrom('a', 'b', '名前');
    const piece = fc.oneof(
      name.map((each) => `{${each}}`),
      name.map((each) => `{{${each}}}`),
      fc.constantFrom('{', '}', '{}', '$&', ' ', '\n', 'x', '{ a }'),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.dictionary(name, text), (pattern, values) => {
        const marks = fillText(pattern, (each) => `\0${each}\0`);
        // What a value holds is nowhere looked at again.
        expect(fillText(pattern, (each) => values[each] ?? '')).toBe(
          marks.replace(/\0([^\0]*)\0/g, (_all, each: string) => values[each] ?? ''),
        );
        expect(fillText(escapePlaceholders(pattern), () => 'filled')).toBe(pattern);
        expect(placeholdersIn(escapePlaceholders(pattern))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['["{word}", "x"]', 'the program itself cannot be {word}'],
    [
      '["grep", "-e{word}"]',
      'a value fills a whole word; make {word} a word of its own, or write {{word}} for the text',
    ],
    ['["bash", "-lc", "{word}"]', 'a shell would run {word}'],
    ['["env", "/bin/sh", "-c", "{word}"]', 'a shell would run {word}'],
    ['["sh", "-c", "echo {word}"]', 'a value fills a whole word'],
    ['["su", "me", "-c", "{word}"]', 'a shell would run {word}'],
    ['["sh", "-ce", "{word}"]', 'a shell would run {word}'],
    ['["sh", "-c", "--", "{word}"]', 'a shell would run {word}'],
    ['["bash", "-c", "-o", "pipefail", "{word}"]', 'a shell would run {word}'],
    ['["ssh", "-p", "22", "box", "{word}"]', 'a shell that ssh starts would read {word}'],
    ['["watch", "-n", "2", "ls", "{word}"]', 'a shell that watch starts would read {word}'],
    ['["eval", "{word}"]', 'a shell that eval starts would read {word}'],
  ])('never gets into a script: %s', (command, message) => {
    expect(problemsOf(`command = ${command}`)).toHaveLength(1);
    expect(problemsOf(`command = ${command}`)[0]).toContain(`command: ${message}`);
  });

  it.each([
    '["sh", "-c", "echo \\"$1\\"", "sh", "{word}"]',
    '["env", "bash", "-lc", "ls -- \\"$@\\"", "bash", "{word}"]',
    '["sh", "script.sh", "{word}"]',
    '["ssh", "{word}"]',
    '["ssh", "-t", "-p", "22", "{word}", "top"]',
    '["watch", "-n", "{word}", "date"]',
    '["cc", "-c", "{word}"]',
  ])('may be a word of %s', (command) => {
    expect(problemsOf(`command = ${command}`)).toEqual([]);
  });

  it('never gets into the text of a shell', () => {
    const tab = (command: string): readonly string[] =>
      problemsOf(`[[tab]]\nlayout = {name = "a-{word}", command = "${command}"}`);
    expect(tab('echo {word}')).toEqual([
      'fix.toml:2:30: tab[1].layout.command: a shell would read what is given for {word}; give the command as a list of words, or write {{word}} for the text',
    ]);
    expect(tab('echo {{word}} {else}')).toEqual([]);
  });

  it('makes no command of the first question', () => {
    for (const value of ['/quit', '//x', '!rm -rf ~', '!!ls'])
      expect(only('prompt = "{x}"', `x=${value}`).prompt).toBe(` ${value}`);
    expect(only('prompt = "{x}"', 'x=a/b').prompt).toBe('a/b');
  });

  it('is refused where it cannot be meant', () => {
    const template = get('prompt = "{one} {two}"\nask.two = {choices = ["a", "b"]}');
    const refusal = (...words: string[]): string => messageOf(() => readValues(template, words));
    expect(refusal('on=1')).toBe('template fix has no {on}; did you mean one?');
    expect(refusal('unknown=1')).toBe('template fix has no {unknown}; it has {two}, {one}');
    expect(refusal('one')).toBe('new --template takes KEY=VALUE, not one; quote a value that has spaces');
    expect(refusal('=1')).toBe('new --template takes KEY=VALUE, not =1; quote a value that has spaces');
    expect(refusal('one=1', 'one=2')).toBe('one is given twice; give it once');
    expect(refusal('two=c')).toBe('two must be a or b, not c');
    for (const sign of ['\0', '\x1b[2J', '\x07', '\r', '\x7f', '\u009b'])
      expect(refusal(`one=a${sign}`)).toContain('one holds a control character (U+');
    expect(readValues(template, ['one=a=b\tc\n', 'two=a']).values.get('one')).toBe('a=b\tc\n');
  });
});
