// Project files as a user meets them: asked about once, opened once, and what is said of what differs.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { layoutTab } from '../../src/panes/geometry.js';
import { panesIn, panesOf, type LayoutNode } from '../../src/panes/workspace.js';
import type { Config } from '../../src/config/options.js';
import { isProgram } from '../../src/session/any-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { openProject } from '../../src/session/projects/open-project.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer } from './start-client.js';
import { countProcessorTime } from '../harness/processor-time.js';

const PATH = process.env['PATH'] ?? '';

interface Started {
  server: StartedServer;
  /** Of the project. */
  directory: string;
  file: string;
  write(text: string): void;
  /** `qmux LINE` in the project's directory: what it prints, with its exit code unless that is 0. */
  run(line: string): Promise<string>;
  /** The same, agreed to. */
  agree(line?: string): Promise<string>;
}

async function start(config: Partial<Config> = {}): Promise<Started> {
  const directory = realpathSync(newDirectory());
  chmodSync(directory, 0o755);
  const server = await startServer({
    directory,
    env: { PATH, SHELL: '/bin/sh', HOME: directory },
    config: { loginShell: false, ...config },
  });
  onTestFinished(() => server.workspace.stop());
  const file = join(directory, 'qmux.toml');
  const run = async (line: string): Promise<string> => {
    const { stdout, stderr, exitCode, confirm } = await server.call(line, { PATH, HOME: directory });
    if (confirm) return `asks: ${confirm.words.join(' ')}`;
    return exitCode === 0 ? stdout.trimEnd() : `${exitCode}: ${(stdout + stderr).trimEnd()}`;
  };
  return {
    server,
    directory,
    file,
    write: (text) => writeFileSync(file, text, { mode: 0o644 }),
    run,
    agree: (line = 'up --yes -d') => run(line),
  };
}

/** Names of the sessions in a tree, with their directions: `a | (b / c)`. */
function treeOf({ server }: Started, at: number): string {
  const { coordinator } = server;
  const spell = (node: LayoutNode): string =>
    node.type === 'pane'
      ? (coordinator.find(node.session)?.name ?? '?')
      : `(${node.children.map(spell).join(node.direction === 'right' ? ' | ' : ' / ')})`;
  const tab = coordinator.arrangement.workspace.tabs[at];
  return tab ? spell(tab.root) : 'no tab';
}

/** The session in the open pane of a tab that is a stack. */
function openIn({ server }: Started, at: number): string | undefined {
  const root = server.coordinator.arrangement.workspace.tabs[at]?.root;
  const pane = root?.type === 'split' ? panesIn(root).find(({ id }) => id === root.open) : undefined;
  return pane && server.coordinator.find(pane.session)?.name;
}

/** A child has the directory of the server for a moment. */
const haveStarted = ({ server, directory }: Started): Promise<unknown> =>
  waitUntil('every program is in its directory', () =>
    server.coordinator.sessions.every(
      (session) => !isProgram(session) || session.directory.startsWith(directory),
    ),
  );

const namesOf = ({ server }: Started): string[] => server.coordinator.sessions.map(({ name }) => name);

const PROJECT = `version = 1
[[tab]]
name = "web"
layout = {split = "right", ratio = [2, 1], panes = [
  {name = "server", command = ["sh", "-c", "echo served > ran; cat"], cwd = "web"},
  {split = "below", panes = [
    {name = "watch", command = "cat"},
    {name = "look", type = "review", draft = "two\\u202e\\nlines"},
  ]},
]}
[[background]]
name = "db"
command = ["cat"]
`;

describe('up', () => {
  it('opens tabs, splits and sessions, and the second time nothing', async () => {
    const started = await start();
    const { server, directory, write, run, agree } = started;
    mkdirSync(join(directory, 'web'));
    write(PROJECT);
    expect(await agree()).toBe('opened server, watch, look, db');
    expect(treeOf(started, 0)).toBe('(server | (watch / look))');
    const { coordinator } = server;
    const { workspace, viewers } = coordinator.arrangement;
    const [tab] = workspace.tabs;
    if (!tab) throw new Error('there is no tab');
    expect(tab.name).toBe('web');
    const boxes = layoutTab(tab, viewers.areaOf(tab.id)).boxes;
    expect(boxes.map(({ box }) => box.cols)).toEqual([79, 40, 40]);
    // Programs have the size of their pane from the start.
    expect(coordinator.resolve('server').record).toMatchObject({
      rows: 38,
      cols: 79,
      cwd: join(directory, 'web'),
    });
    const look = coordinator.resolve('look');
    if (isProgram(look)) throw new Error('it is a program');
    expect(look.record).toMatchObject({ type: 'review', turns: 0, name: 'look' });
    expect(look.prompt.queued).toEqual([]);
    expect(coordinator.arrangement.paneOf(coordinator.resolve('db').id)).toBeUndefined();
    expect(await run('up -d')).toBe(`all of ${started.file} is open`);
    expect(await Promise.all([run('up -d'), run('up -d')])).toHaveLength(2);
    expect(namesOf(started)).toEqual(['server', 'watch', 'look', 'db']);
    expect(coordinator.arrangement.workspace).toBe(workspace);
    const client = server.attach({ rows: 40, cols: 120 });
    await client.waitForText('lines');
  });

  it('opens what was closed beside its neighbours, and leaves hidden what was hidden', async () => {
    const started = await start();
    const { server, directory, write, run, agree } = started;
    mkdirSync(join(directory, 'web'));
    write(PROJECT);
    await agree();
    await run('close watch');
    await run('close db');
    server.coordinator.arrangement.removeSession(server.coordinator.resolve('server').id);
    expect(treeOf(started, 0)).toBe('look');
    expect(await run('up -d')).toBe('opened watch, db');
    expect(treeOf(started, 0)).toBe('(watch / look)');
    expect(server.coordinator.arrangement.workspace.tabs).toHaveLength(1);
    // A tab of which nothing is in a pane comes back whole.
    for (const name of ['look', 'watch'])
      server.coordinator.arrangement.removeSession(server.coordinator.resolve(name).id);
    expect(await run('up -d')).toBe(`all of ${started.file} is open`);
    expect(treeOf(started, 0)).toBe('(server | (watch / look))');
  });

  it('runs nothing of a file unasked, and asks again once it has changed', async () => {
    const started = await start();
    const { directory, file, write, run } = started;
    const ran = (): boolean => existsSync(join(directory, 'ran'));
    write(
      `version = 1\n[[background]]\nname = "a"\ncommand = "echo \\u202e > ran; cat"\n[[tab]]\nname = "t\\nOpen it?"\nlayout = {name = "c"}`,
    );
    const { stderr, exitCode, confirm } = await started.server.call('up', { PATH, HOME: directory });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('sh -c: echo <U+202E> > ran; cat');
    // Nothing of the file can stand where qmux asks.
    expect(stderr).toMatch(/^tab t.Open it\?$/m);
    expect(stderr).not.toMatch(/^Open it/m);
    expect(stderr).toContain(`was not opened here before. qmux up ${file} --yes opens it without a question`);
    expect(confirm?.question).toContain('sh -c: echo <U+202E> > ran; cat');
    expect(namesOf(started)).toEqual([]);
    // What was shown is what runs: the answer to an earlier text is none to this one.
    const words = confirm?.words.join(' ') ?? '';
    write(`version = 1\n[[background]]\nname = "b"\ncommand = "echo > ran; cat"`);
    expect(await run(words)).toMatch(/^asks: up .* --sha256 [0-9a-f]{64}$/);
    expect(namesOf(started)).toEqual([]);
    expect(ran()).toBe(false);
    expect(await run(`up --yes --sha256 ${'0'.repeat(64)}`)).toContain('asks: ');
    const again = await run('up');
    expect(await run(again.replace('asks: ', ''))).toBe('opened b');
    await run('close b');
    expect(await run('up -d')).toBe('opened b');
    const consents = join(directory, 'data', 'default', 'projects.json');
    expect(JSON.parse(readFileSync(consents, 'utf8'))).toMatchObject({ consents: [{ path: file }] });
    // Consent to its text of before is none.
    const agreed = readFileSync(file);
    write(`version = 1\n[[background]]\nname = "b"\ncommand = "echo 2 > ran; cat"`);
    await run('close b');
    const changed = await started.server.call('up', { PATH, HOME: directory });
    expect(changed.confirm?.question).toContain('This file has changed since you agreed to it.');
    writeFileSync(file, agreed);
    expect(await run('up -d')).toBe('opened b');
    // Nor is consent to the same text elsewhere, where it would run in another directory.
    mkdirSync(join(directory, 'else'));
    writeFileSync(join(directory, 'else', 'qmux.toml'), agreed, { mode: 0o644 });
    await run('close b');
    expect(await run('up else')).toContain('asks: ');
    // A file that cannot be read is no consent.
    writeFileSync(consents, '{');
    expect(await run('up')).toContain('asks: ');
    // Nor is that all was open when it was looked at: by now a session may be closed.
    const { coordinator } = started.server;
    const project = { tabs: [], background: [{ name: 'b', command: 'echo > ran', at: [] }] };
    const { viewers } = coordinator.arrangement;
    const given = { coordinator, viewer: viewers.current, env: {}, directory, agreed: false };
    expect(await openProject(project, given)).toMatchObject({ opened: [], failed: [] });
    expect(namesOf(started)).not.toContain('b');
  });

  it('asks in a dialog that is to be read to its end, and nothing runs for a read-only client', async () => {
    const started = await start();
    const { server, write } = started;
    const lines = Array.from({ length: 70 }, (_, at) => `line ${at}.`);
    write(`version = 1\n[[background]]\nname = "long"\ndraft = ${JSON.stringify(lines.join('\n'))}`);
    await server.create({ name: 'mine' });
    const reader = server.attach({ readOnly: true });
    reader.type('\x11:up --yes\r');
    await reader.waitForText('attached read-only');
    const client = server.attach({ rows: 24, cols: 80 });
    client.type('\x11:up\r');
    await client.waitForText('open this project?');
    client.type('y');
    await client.waitForText('Space reads on  1-');
    expect(namesOf(started)).toEqual(['mine']);
    client.type('G');
    await client.waitForText('line 69.');
    client.type('y');
    expect(namesOf(started)).toEqual(['mine']);
    client.type('g');
    await client.waitForText('line 1.');
    const part = (): string => /\d+-\d+ of/.exec(client.screen().join('\n'))?.[0] ?? '';
    while (!client.screen().join('\n').includes('y opens it')) {
      const before = part();
      client.type(' ');
      await waitUntil('the next page is shown', () => part() !== before);
    }
    await client.waitForText('y opens it');
    // Not at once: it may have been typed for something else.
    await waitUntil('y counts', () => {
      if (client.screen().join('\n').includes('y opens it')) client.type('y');
      return namesOf(started).length > 1;
    });
    expect(namesOf(started)).toEqual(['mine', 'long']);
  });

  it('says what differs and does not restart it', async () => {
    const started = await start();
    const { write, run, agree } = started;
    write(
      'version = 1\n[[background]]\nname = "a"\ncommand = ["cat"]\n[[background]]\nname = "c"\nmodel = "openai/x"\n[[background]]\nname = "e"\ncommand = ["true"]',
    );
    await agree();
    const gone = started.server.coordinator.resolve('e');
    await waitUntil('e has ended', () => gone.state === 'completed');
    const { pid } = started.server.coordinator.resolve('a');
    write(
      'version = 1\n[[background]]\nname = "A"\ncommand = ["sleep", "9"]\n[[background]]\nname = "c"\nmodel = "openai/y"\ncwd = "/"\n[[background]]\nname = "e"\ncommand = ["true"]',
    );
    expect((await run('up -d')).split('\n')).toEqual([
      `all of ${started.file} is open`,
      'a runs cat, not sleep 9; it goes on as it is',
      `c has model openai/x, not openai/y, is in ${started.directory}, not /; it goes on as it is`,
      'e has ended; Enter in the pane runs it again',
    ]);
    expect(started.server.coordinator.resolve('a').pid).toBe(pid);
  });

  it('opens nothing of a file with an error, and says where each is', async () => {
    const started = await start();
    const { file, write, run } = started;
    write(
      'version = 1\n[[background]]\nname = "a"\ntype = "nosuch"\ncwd = "nowhere"\n[[background]]\nname = "debug"\nagent = "nobody"',
    );
    const said = await run('up --yes -d');
    expect(said).toContain(`1: ${file}:4:1: background[1].type: no type nosuch; the types are chat, `);
    expect(said).toContain(`${file}:5:1: background[1].cwd: there is no directory `);
    expect(said).toContain(`${file}:7:1: background[2].name: name debug is the name of a type or an agent`);
    expect(said).toContain(`${file}:8:1: background[2].agent: no agent nobody`);
    write('version = 1\n[env]\nA = "1"');
    expect(await run('up --yes')).toBe(
      `1: ${file}:2:2: env: a project file holds tabs, splits and sessions, nothing else`,
    );
    expect(namesOf(started)).toEqual([]);
    expect(await run('up nothing.toml')).toContain('2: there is no file');
  });

  it('says what was opened and what not when one cannot be started', async () => {
    const started = await start();
    const { write, run, agree } = started;
    const panes =
      '{name = "a", command = ["cat"]}, {name = "b", command = ["no-such-program"]}, {name = "c"}';
    write(`version = 1\n[[tab]]\nlayout = {split = "right", panes = [${panes}]}`);
    expect(await agree()).toMatch(/^1: not opened: b \(.*no-such-program.*\); opened: a, c$/);
    expect(treeOf(started, 0)).toBe('(a | c)');
    expect(await run('up')).toContain('1: not opened: b');
    expect(namesOf(started)).toEqual(['a', 'c']);
  });

  it('opens a stack with its open pane, and its programs at the size that this one has', async () => {
    const started = await start();
    const { server, write, run, agree } = started;
    const panes =
      '{name = "a", command = ["cat"]}, {name = "b", command = ["cat"]}, {name = "c", command = ["cat"]}';
    write(
      `version = 1\n[[tab]]\nlayout = {split = "stacked", open = "b", panes = [${panes}]}\n[[tab]]\nlayout = {name = "d"}`,
    );
    await agree();
    const { coordinator } = server;
    // To begin with there is nothing to stay at.
    const focused = () => coordinator.focused(coordinator.arrangement.viewers.current);
    expect(focused()?.name).toBe('b');
    // Whoever stays goes on looking at what they look at.
    await run('tab new');
    const mine = focused();
    const sizes = (): unknown[] => coordinator.sessions.map(({ record }) => 'rows' in record && record.rows);
    expect(sizes()).toEqual([36, 36, 36, false, false]);
    expect(openIn(started, 0)).toBe('b');
    // Beside its neighbour, in the stack.
    await run('close c');
    expect(await run('up -d')).toBe('opened c');
    expect(treeOf(started, 0)).toBe('(a / b / c)');
    expect(sizes().filter(Boolean)).toEqual([36, 36, 36]);
    expect(openIn(started, 0)).toBe('b');
    expect(focused()).toBe(mine);
  });

  it('opens nothing beyond max_sessions', async () => {
    const started = await start({ maxSessions: 1 });
    started.write('version = 1\n[[background]]\nname = "a"\n[[background]]\nname = "b"');
    expect(await started.agree()).toContain(
      'has 2 sessions to open, and max_sessions is 1; nothing was opened',
    );
    expect(namesOf(started)).toEqual([]);
  });

  it('prints what it would open', async () => {
    const started = await start();
    mkdirSync(join(started.directory, 'web'));
    started.write(PROJECT);
    expect((await started.run('up --dry-run')).split('\n')).toEqual([
      `${started.file} would open this:`,
      `Relative directories begin at ${started.directory}.`,
      '',
      'tab web: (server | (watch / look))',
      `  server: runs, in ${started.directory}/web`,
      "      sh -c 'echo served > ran; cat'",
      '  watch: runs in a shell',
      '      sh -c: cat',
      '  look: a chat (type review)',
      '    with a draft, which is not sent:',
      expect.stringMatching(/^ {6}two<U\+202E>.$/),
      '      lines',
      '',
      'in the background',
      '  db: runs',
      '      cat',
    ]);
    expect(namesOf(started)).toEqual([]);
  });

  it('opens a frozen workspace as it was', async () => {
    const started = await start();
    const { directory, write, run, agree, server } = started;
    mkdirSync(join(directory, 'web'));
    write(PROJECT);
    await agree();
    await run('new mine');
    await haveStarted(started);
    const text = await run('freeze --drafts');
    expect(text).toContain('name = "watch", command = ["sh", "-c", "cat"]}');
    expect(text).toContain('draft = "two\\nlines"');
    expect(await run('freeze')).not.toContain('draft =');
    const other = await start();
    mkdirSync(join(other.directory, 'web'));
    other.write(text);
    await other.agree();
    const names = (of: Started): string[] => namesOf(of).sort();
    expect(names(other)).toEqual(names(started));
    const { tabs } = server.coordinator.arrangement.workspace;
    expect(tabs.map((_, at) => treeOf(other, at))).toEqual(tabs.map((_, at) => treeOf(started, at)));
    await haveStarted(other);
    expect(await other.run('freeze --drafts')).toBe(text);
  });

  it('opens 20 sessions in little time, and others have their turns meanwhile', async () => {
    const started = await start();
    const panes = Array.from({ length: 20 }, (_, at) => `{name = "s${at}"}`).join(', ');
    started.write(`version = 1\n[[tab]]\nlayout = {split = "below", panes = [${panes}]}`);
    const spentMs = countProcessorTime();
    const counts = new Set<number>();
    const look = (): void => void counts.add(namesOf(started).length);
    let turn = setImmediate(function next() {
      look();
      turn = setImmediate(next);
    });
    await started.agree();
    clearImmediate(turn);
    expect(counts.size).toBeGreaterThan(2);
    const tookMs = spentMs();
    expect(namesOf(started)).toHaveLength(20);
    expect(panesOf(started.server.coordinator.arrangement.workspace.tabs[0] as never)).toHaveLength(20);
    // A tenth of this.
    expect(tookMs).toBeLessThan(1_000);
  });
});

describe('layout save and load', () => {
  it('opens a saved tab again in a new tab, with names that are free', async () => {
    const started = await start();
    const { directory, write, run, agree, server } = started;
    mkdirSync(join(directory, 'web'));
    write(`version = 1
[[tab]]
name = "web"
layout = {split = "stacked", open = "look", panes = [{name = "server", command = ["cat"], cwd = "web"}, {name = "look"}]}
`);
    await agree();
    await haveStarted(started);
    expect(await run('layout list')).toBe('no layout was saved yet');
    expect(await run('layout save work')).toBe('saved the layout work');
    const file = join(directory, 'data', 'default', 'layouts', 'work.toml');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(`cwd = "${directory}/web"`);
    expect(await run('layout load work')).toBe('loaded the layout work: server-2, look-2');
    expect(treeOf(started, 1)).toBe('(server-2 / look-2)');
    const { coordinator } = server;
    // Under its new name, too.
    expect(openIn(started, 1)).toBe('look-2');
    expect(coordinator.arrangement.workspace.tabs[1]?.name).toBe('web');
    expect(coordinator.resolve('server-2').record).toMatchObject({ cwd: join(directory, 'web') });
    await run('close server');
    expect(await run('layout load work')).toBe('loaded the layout work: server, look-3');
    expect(await run('layout save work')).toBe('replaced the layout work');
    expect(await run('layout list --json')).toBe('[\n  "work"\n]');
    const client = server.attach();
    client.type('\x11:layout load w');
    await client.waitForText('work');
    client.type('\t');
    await client.waitForText(':layout load work');
    expect(await run('layout load wrok')).toBe('2: no saved layout wrok; did you mean work?');
    expect(await run('layout save ../x')).toContain('2: ../x cannot name a layout');
    expect(await run('layout tiled work')).toBe('2: layout tiled does not take work');
    expect(await run('layout delete work')).toBe('deleted the layout work');
    expect(await run('layout load work')).toBe('2: no saved layout work; qmux layout list lists them');
    expect(await run('layout save')).toBe('2: layout save needs the name of a layout');
  });
});
