// Templates as a user meets them: what is asked for, what is opened, and that nothing is sent unasked.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { parseTemplate } from '../../src/config/templates/parse-template.js';
import type { Template } from '../../src/config/templates/template.js';
import { isProgram } from '../../src/session/any-session.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PATH = process.env['PATH'] ?? '';
const PREFIX = '\x11';

let server: StartedServer;
let client: TestClient;
let directory: string;

beforeAll(async () => {
  directory = realpathSync(newDirectory());
  mkdirSync(join(directory, 'templates'), { mode: 0o700 });
  server = await startServer({
    directory,
    env: { PATH, SHELL: '/bin/sh', HOME: directory },
    config: { loginShell: false, model: 'guide' },
  });
  client = server.attach({ rows: 24, cols: 80 });
});

beforeEach(async () => {
  for (const session of server.coordinator.sessions.slice(1)) await server.coordinator.closeSession(session);
});

afterAll(() => server.workspace.stop());

const fileOf = (name: string): string => join(directory, 'templates', `${name}.toml`);
const write = (name: string, text: string): void => writeFileSync(fileOf(name), text, { mode: 0o600 });

/** `qmux LINE` in this directory: what it prints, with its exit code unless that is 0. */
async function run(line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await server.call(line, { PATH, HOME: directory });
  return exitCode === 0 ? stdout.trimEnd() : `${exitCode}: ${(stdout + stderr).trimEnd()}`;
}

const namesOf = (): string[] => server.coordinator.sessions.slice(1).map(({ name }) => name);

function chat(name: string): ChatSession {
  const session = server.coordinator.resolve(name);
  if (isProgram(session)) throw new Error(`${name} is a program`);
  return session;
}

describe('new --template', () => {
  it('puts the first question into the prompt and sends nothing', async () => {
    write(
      'fix',
      `type = "debug"
name = "fix-{issue}"
files = ["*.md"]
instruction = "It is issue {issue}."
tools = false
prompt = "Find the cause of {issue}: {title}"
ask.title = "what it is about"
`,
    );
    expect(await run('new --template fix -d issue=7')).toBe('2: template fix needs title; add title=VALUE');
    expect(await run("new --template fix -d issue=7 title=' '")).toBe('2: title needs a value');
    expect(await run('new --template fix')).toBe(
      '2: template fix needs title and issue; add title=VALUE issue=VALUE',
    );
    expect(namesOf()).toEqual([]);
    expect(await run("new --template fix -d issue='#7 漢字' 'title=$(id) {issue} @x'")).toBe(
      'created #2 fix-7-漢字 from template fix; its question stands in the prompt, not sent',
    );
    const made = chat('fix-7-漢字');
    expect(made.record).toMatchObject({
      type: 'debug',
      standing: ['*.md'],
      instruction: 'It is issue #7 漢字.',
      tools: false,
      turns: 0,
      cwd: directory,
    });
    expect(made.prompt.draft).toBe('Find the cause of #7 漢字: $(id) {issue} @x');
    expect([made.prompt.queued, made.running]).toEqual([[], undefined]);
    expect(await run("new --template fix -d issue='#7 漢字' title=a")).toContain('created #3 fix-7-漢字-2');
  });

  it('opens nothing of a template of the config that names what there is not', async () => {
    const { template: web } = parseTemplate(
      '[[background]]\nname = "a"\n[[background]]\nname = "b"\ntype = "none"',
      'web',
      'web',
    );
    server.live.use({ ...server.live.values, templates: { web: web as Template } });
    expect(await run('new --template web -d')).toMatch(
      /^1: \[templates.web\] cannot be used: no type none; /,
    );
    expect(await run('new --template constructor -d')).toMatch(/^2: no template constructor; /);
    expect(await run('templates')).toMatch(/^web +not usable/m);
    write('web', 'type = "chat"');
    expect(await run('templates')).toContain('config.toml has [templates.web] too, which is used');
    expect(await run('template save web')).toContain('[templates.web] of config.toml would be used instead');
    expect(await run('template delete other')).toMatch(/^2: no template other; /);
    server.live.use({ ...server.live.values, templates: {} });
    expect(namesOf()).toEqual([]);
  });

  it('says what is wrong with one of the config, and takes no file in its place', async () => {
    const config = join(directory, 'config.toml');
    writeFileSync(config, '[templates.broken]\nprompt = "x"\nsend = "no"\npromt = "y"\n', { mode: 0o600 });
    await server.reload.reload();
    write('broken', 'prompt = "another"');
    expect(await run('new --template broken -d')).toMatch(
      /^1: \[templates.broken\] cannot be used:\nconfig.toml:3:1: .*send: .* found "no"\nconfig.toml:4:1: .*promt: unknown/,
    );
    expect(await run('templates')).toMatch(/^broken +not usable .*\n  config.toml:3:1: /m);
    writeFileSync(config, 'templates = 1');
    await server.reload.reload();
    expect(await run('new --template other -d')).toMatch(
      /^2: no template other; config.toml:1:1: templates: /,
    );
    rmSync(config);
    await server.reload.reload();
    expect(await run('new --template broken -d')).toContain('stands in the prompt, not sent');
    rmSync(fileOf('broken'));
  });

  it('sends it where the template says so', async () => {
    write('say', 'prompt = "{x}"\nsend = true\n');
    expect(await run('new --template say -d x=/quit')).toBe(
      'created #2 chat-2 from template say; its question was sent',
    );
    const made = server.coordinator.sessions[1] as ChatSession;
    expect(made.turns().map(({ question }) => question)).toEqual([' /quit']);
    expect(server.quits).toBe(0);
  });

  it('runs a value as a word, never in a shell', async () => {
    write('show', 'command = ["sh", "-c", "printf %s \\"$1\\"; cat", "sh", "{text}"]\nname = "show"\n');
    const hit = join(directory, 'hit');
    expect(await run(`new --template show -d "text=\\"; touch ${hit}; \\$(touch ${hit}) '"`)).toContain(
      '#2 show',
    );
    const shown = await waitUntil('it is printed', async () => {
      const { stdout } = await server.call('capture show');
      return stdout.includes('touch') ? stdout : undefined;
    });
    expect(shown.replace(/\s+/g, '')).toContain(`";touch${hit};$(touch${hit})'`);
    expect(existsSync(hit)).toBe(false);
    expect(await run('new --template show -d text=a\x1b[2J')).toMatch(/^2: text holds a control character/);
  });

  it('opens several sessions, with names that are free', async () => {
    mkdirSync(join(directory, 'web'));
    write(
      'web',
      `cwd = "{where}"
[[tab]]
name = "web"
layout = {split = "right", panes = [
  {name = "server", command = ["cat", "-"]},
  {name = "look", type = "review", prompt = "look at {where}"},
]}
[[background]]
name = "db"
command = ["cat"]
`,
    );
    const tabs = server.coordinator.arrangement.workspace.tabs.length;
    expect(await run('new --template web -h where=web')).toBe(
      '2: template web opens tabs; leave out -h and -v',
    );
    expect(await run('new --template web where=gone')).toBe(
      `1: template web: there is no directory ${join(directory, 'gone')}; nothing was opened`,
    );
    write(
      'mix',
      '[[background]]\nname = "first"\nprompt = "x"\n[[background]]\nname = "last"\ncommand = ["./gone"]',
    );
    expect(await run('new --template mix')).toBe(
      '1: template mix: cannot run ./gone: no such program; nothing was opened',
    );
    expect(namesOf()).toEqual([]);
    expect(await run('new --template web where=web')).toContain('created #2 server, #3 look, #4 db');
    expect(await run('new --template web where=web')).toContain('server-2, #6 look-2, #7 db-2');
    expect(server.coordinator.arrangement.workspace.tabs).toHaveLength(tabs + 2);
    expect(chat('look').prompt.draft).toBe('look at web');
    expect(server.coordinator.resolve('server').record.cwd).toBe(join(directory, 'web'));
  });

  it('asks in a form, and takes what is typed there', async () => {
    write(
      'ask',
      'prompt = "{what} in {where}"\nask.where = {title = "which part", default = "web", choices = ["web", "api"]}\n',
    );
    // On the terminal of a shell the same is asked line by line.
    const { confirm, exitCode } = await server.call('new -d --template ask --json where=api');
    expect([exitCode, confirm]).toEqual([
      2,
      {
        question: 'template ask (Ctrl-C opens nothing)',
        words: ['new', '--template', 'ask', '-d', '--json', 'where=api'],
        values: [{ name: 'what', question: 'what: ' }],
      },
    ]);
    const { confirm: all } = await server.call('new -d --template ask');
    expect(all?.values?.[0]).toEqual({
      name: 'where',
      question: 'where (which part: web, api) [web]: ',
      preset: 'web',
    });
    client.type(`${PREFIX}T`);
    await client.waitForText('Enter chooses');
    client.type('ask\r');
    await client.waitForText('which part: 1 web  2 api');
    client.type('2\r');
    await client.waitForText('Enter opens it');
    client.type('\r');
    await client.waitForText('what needs a value');
    client.type("it's {where} \x1b[200~a\nb\x1b[201~");
    await client.waitForText("it's {where} a b in api");
    client.type('\r');
    await client.waitForText('not sent');
    const made = server.coordinator.sessions.at(-1) as ChatSession;
    expect([made.prompt.draft, made.record.turns]).toEqual(["it's {where} a b in api", 0]);
  });

  it('sends nothing that stood in another prompt for an Enter that was typed too much', async () => {
    write('dup', 'prompt = "first"\n');
    const home = server.coordinator.sessions[0] as ChatSession;
    server.coordinator.showSession(server.coordinator.arrangement.viewers.current, home);
    home.prompt.begin('half a question');
    client.type(`${PREFIX}T`);
    // Read by then.
    await client.waitForText(' first');
    client.type('dup\r\r');
    await client.waitForText('from template dup');
    const made = server.coordinator.sessions.at(-1) as ChatSession;
    expect([made.prompt.draft, made.record.turns]).toEqual(['first', 0]);
    expect([home.prompt.draft, home.record.turns]).toEqual(['half a question', 0]);
    client.type('\x03');
  });

  it('refuses a file that somebody else could have written, and one with a fault', async () => {
    write('open', 'prompt = "x"');
    chmodSync(fileOf('open'), 0o666);
    expect(await run('new --template open -d')).toContain('can be written by other users; chmod go-w it');
    chmodSync(fileOf('open'), 0o600);
    write('open', 'type = "none"\nmodel = "nobody/x"\n');
    expect(await run('new --template open -d')).toMatch(
      /^1: templates\/open.toml:1:1: type: no type none; .*\ntemplates\/open.toml:2:1: model: /,
    );
    expect(await run('new --template opn -d')).toBe('2: no template opn; did you mean open?');
    expect(await run('new --template open --model x')).toContain('leave out --model');
    expect(await run('new --template open -- ls')).toContain('leave out --');
    expect(namesOf()).toEqual([]);
    expect(await run('templates')).toContain(`open  not usable (${fileOf('open')})`);
    write('a b', 'prompt = "x"');
    expect(await run('templates')).toMatch(/^a b +not usable .*\n  it cannot name a template; use one word/m);
    rmSync(fileOf('a b'));
    const listed = JSON.parse(await run('templates --json')) as { name: string; problem?: string }[];
    expect(listed.find(({ name }) => name === 'open')?.problem).toContain('no type none');
  });
});

describe('template save', () => {
  it('keeps a chat, which can be opened again', async () => {
    await run('new -d review kept');
    const kept = chat('kept');
    kept.update({ standing: ['a/*.md'], tools: false, instruction: 'Say {{x}}.' });
    kept.prompt.begin('first {line}\n"second"');
    server.coordinator.showSession(server.coordinator.arrangement.viewers.current, kept);
    expect(await run('template save again')).toBe(`saved kept as the template again: ${fileOf('again')}`);
    expect(statSync(fileOf('again')).mode & 0o777).toBe(0o600);
    expect(await run('template save again')).toBe(
      `1: there is a template again (${fileOf('again')}); --force replaces it`,
    );
    expect(await run('template save again --force')).toContain('saved kept');
    await run('new -d --template again');
    const made = server.coordinator.sessions.at(-1) as ChatSession;
    expect(made.record).toMatchObject({
      type: 'review',
      standing: ['a/*.md'],
      tools: false,
      instruction: 'Say {{x}}.',
      cwd: directory,
    });
    expect(made.prompt.draft).toBe('first {line}\n"second"');
  });

  it('keeps a tab with its layout, and deletes what it is told to', async () => {
    await run('new -d review look');
    await run('new -d top -- cat {a}');
    chat('look').prompt.begin('see {this}');
    await run('join look top --tab new');
    await run('tab rename {web}');
    expect(await run('template save both --tab')).toBe(
      `saved the tab with 2 sessions as the template both: ${fileOf('both')}`,
    );
    expect(await run('template save both --tab')).toContain('--force replaces it');
    await run('close look top');
    expect(await run('new --template both')).toBe(
      'created #2 look, #3 top from template both; 1 question stands in the prompt, not sent',
    );
    expect(chat('look').prompt.draft).toBe('see {this}');
    expect(chat('look').record.type).toBe('review');
    expect(server.coordinator.resolve('top').record).toMatchObject({ command: ['cat', '{a}'] });
    expect(server.coordinator.arrangement.workspace.tabs.at(-1)).toMatchObject({
      name: '{web}',
      root: { type: 'split', direction: 'below' },
    });
    chat('look').prompt.begin('x'.repeat(17_000));
    expect(await run('template save large --tab')).toContain('at most 16 KB; nothing was saved');
    expect(existsSync(fileOf('large'))).toBe(false);
    const { confirm } = await server.call('template delete both');
    expect(confirm).toMatchObject({ words: ['template', 'delete', 'both', '--yes'] });
    expect(existsSync(fileOf('both'))).toBe(true);
    expect(await run('template delete both --yes')).toBe(`deleted the template both: ${fileOf('both')}`);
    expect(await run('template delete both --yes')).toMatch(/^2: no template both; /);
    expect(existsSync(fileOf('both'))).toBe(false);
  });

  it('keeps a program with its words, but no key', async () => {
    await run("new -d run -- sh -c 'echo {a}; cat' sh {b} {{c}}");
    const show = (name: string): void =>
      server.coordinator.showSession(
        server.coordinator.arrangement.viewers.current,
        server.coordinator.resolve(name),
      );
    show('run');
    expect(await run('template save run')).toContain('saved run as the template run');
    expect(await run('new -d --template run')).toContain('created #3 sh-3');
    expect(server.coordinator.resolve('sh-3').record).toMatchObject({
      command: ['sh', '-c', 'echo {a}; cat', 'sh', '{b}', '{{c}}'],
    });
    await run('new -d secret -- cat sk-ant-api03-0123456789abcdefghijklmnopqrstuvwxyz');
    show('secret');
    expect(await run('template save secret')).toBe(
      '1: the command of secret seems to hold a key; nothing was saved',
    );
    expect(existsSync(fileOf('secret'))).toBe(false);
    expect(await run('template save')).toBe('2: template save needs a name for the template');
    expect(await run('template save ../x')).toMatch(/^2: .*cannot name a template/);
    expect(readFileSync(fileOf('run'), 'utf8')).not.toContain('send = true\nprompt');
  });
});
