// The config read again while the server runs: that each option takes effect, for those who are attached and
// in chats that are open, and what is said of it.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { findConfigProblems } from '../../src/commands/check-config.js';
import { registry } from '../../src/commands/registry.js';
import { finishNow } from '../../src/loop/in-turns.js';
import { ModelSource } from '../../src/chat/providers/model-source.js';
import { defaultConfigText } from '../../src/config/default-config-text.js';
import { LiveConfig, type OptionKey } from '../../src/config/live-config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { OPTIONS } from '../../src/config/options.js';
import type { ClientView } from '../../src/server/view/client-view.js';
import { Notifications } from '../../src/server/workspace/notifications.js';
import { ConfigReload } from '../../src/server/workspace/reload/config-reload.js';
import { modelOptions } from '../../src/server/workspace/reload/live-options.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { newRepository, type TemporaryRepository } from '../git/temporary-repository.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';
import { countProcessorTime } from '../harness/processor-time.js';

const PREFIX = '\x11';
const CTRL_C = '\x03';
const PATH = process.env['PATH'] ?? '';

interface Attached {
  server: StartedServer;
  client: TestClient;
  view: ClientView;
  chat: ChatSession;
  /** What a notification sends to the terminal. */
  notified: () => string;
}

/** What an option does, seen from outside. */
interface Effect {
  /** Lines of the file. */
  toml: string;
  /** Of what is seen with it, and of nothing else, this is true. */
  shows: (attached: Attached) => unknown;
  /** It starts something: that it is not true without these lines is not looked at. */
  isCostly?: true;
}

/** Options that a running server does not read. */
interface NoEffect {
  because: string;
}

/** Whether these keys open a dialog. */
async function opens({ client, view }: Attached, keys: string): Promise<boolean> {
  client.type(keys);
  // The command runs in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  const { isOpen } = view.dialog;
  client.type(CTRL_C);
  return isOpen;
}

async function failure(run: () => Promise<unknown>): Promise<string> {
  return run().then(
    () => '',
    (error: unknown) => String(error),
  );
}

/** A program that ends does not offer to run again. */
async function saysNothingOfEnter({ server }: Attached): Promise<boolean> {
  const command = ['/bin/sh', '-c', 'exit 3'];
  const program = await server.create({
    kind: 'program',
    command,
    env: { PATH },
    place: { at: 'background' },
  });
  const said = await waitUntil('it has ended', async () => {
    const { stdout } = await server.call(`capture ${program.id}`);
    return stdout.includes('exited 3') ? stdout : undefined;
  });
  await server.coordinator.closeSession(program);
  return !said.includes('Enter runs');
}

let repository: TemporaryRepository | undefined;

/** How a new option is answered: one line with what it changes for those who are attached, or why nothing. */
const EFFECTS: Readonly<Record<OptionKey, Effect | NoEffect>> = {
  prefix: { toml: 'prefix = "C-b"', shows: (at) => opens(at, '\x02?') },
  bindings: { toml: '[bindings]\nE = "keys"', shows: (at) => opens(at, `${PREFIX}E`) },
  rootBindings: { toml: '[root_bindings]\n"M-y" = "keys"', shows: (at) => opens(at, '\x1by') },
  rootPass: {
    toml: 'root_pass = ["vi"]\n[root_bindings]\n"M-y" = "keys"',
    shows: ({ server }) => server.keys.table.root.get('M-y')?.pass.includes('vi'),
  },
  keyHintsMs: {
    toml: 'key_hints_ms = 20',
    isCostly: true,
    async shows({ client }) {
      client.type(PREFIX);
      const isShown = (): boolean => client.screen().some((row) => row.includes('split right'));
      const isSoon = await waitUntil('the keys are listed', isShown, { timeoutMs: 150 }).catch(() => false);
      client.type(CTRL_C);
      return isSoon;
    },
  },
  repeatTimeMs: { toml: 'repeat_time_ms = 7', shows: ({ server }) => server.keys.table.repeatTimeMs === 7 },
  escapeTimeMs: {
    toml: 'escape_time_ms = 60',
    async shows({ client, view }) {
      // The terminal has answered everything: an Escape waits no longer than the option says.
      client.type('\x1b[?62c');
      client.type(`${PREFIX}?`);
      const startedAt = performance.now();
      client.type('\x1b');
      await waitUntil('Escape has closed the dialog', () => !view.dialog.isOpen);
      return performance.now() - startedAt > 40;
    },
  },
  theme: {
    toml: 'theme = "mono"',
    async shows({ client, view }) {
      const before = client.sent().length;
      view.redraw();
      await waitUntil('a frame was sent', () => client.sent().length > before);
      return !client.sent().slice(before).includes('38;5;');
    },
  },
  plain: { toml: 'plain = true', shows: ({ client }) => client.screen()[0]?.startsWith('>#1') },
  tabBar: { toml: 'tab_bar = "top"', shows: ({ client }) => client.screen()[0]?.startsWith(' 1:') },
  status: {
    toml: '[status]\nleft = "on {host}"',
    shows: ({ client }) => client.bottom().includes(`on ${hostname().replace(/\..*/, '')}`),
  },
  mouse: { toml: 'mouse = false', shows: ({ view }) => !view.mouse.isOn },
  copyModeKeys: { toml: 'copy_mode_keys = "emacs"', shows: ({ view }) => view.copy.bindings.has('C-n') },
  copyModeBindings: {
    toml: '[copy_mode_bindings]\nK = "copy-mode page-up"',
    shows: ({ view }) => view.copy.bindings.get('K')?.command === 'copy-mode page-up',
  },
  promptKeys: {
    toml: 'prompt_keys = "vi"',
    isCostly: true,
    shows({ client }) {
      client.type('\x1b[27u');
      const isNormal = (): boolean => client.screen().some((row) => row.trimStart().startsWith('<'));
      return waitUntil('vi is in its normal mode', isNormal, { timeoutMs: 100 }).catch(() => false);
    },
  },
  clipboard: {
    toml: 'clipboard = "off"',
    async shows({ client, view }) {
      const before = client.sent().length;
      await view.copyText('copied');
      return !client.sent().slice(before).includes('\x1b]52;');
    },
  },
  programClipboard: {
    toml: 'program_clipboard = "on"',
    shows({ chat, server }) {
      const before = server.workspace.buffers.all.length;
      (chat.screen as unknown as { write(bytes: Uint8Array): void }).write(
        new TextEncoder().encode('\x1b]52;c;aGk=\x07'),
      );
      return server.workspace.buffers.all.length > before;
    },
  },
  loginShell: {
    toml: 'login_shell = false',
    async shows({ client, view }) {
      client.type(`${PREFIX}C`);
      await waitUntil('it asks for a program', () => view.dialog.isOpen);
      const shown = JSON.stringify(view.dialog.view({ rows: 20, cols: 80 }));
      client.type(CTRL_C);
      return !shown.includes('/bin/sh -l');
    },
  },
  types: {
    toml: '[types.law]\nprefix = "law"',
    shows: ({ server }) => server.coordinator.types.some(({ name }) => name === 'law'),
  },
  templates: {
    toml: '[templates.fix]\ncwd = "/"',
    shows: async ({ server }) => (await server.call('templates')).stdout.includes('fix'),
  },
  agents: {
    toml: '[agents.mine]\ncommand = "mine"',
    shows: ({ server: { coordinator, workspace } }) =>
      coordinator.agents.includes('mine') && workspace.agents.known.some(({ name }) => name === 'mine'),
  },
  agent: {
    toml: 'agent = "claude"',
    shows: async ({ server }) => {
      const { record } = await server.create({ place: { at: 'background' } });
      return 'agent' in record && record.agent === 'claude';
    },
  },
  maxSessions: {
    toml: 'max_sessions = 1',
    shows: async ({ server }) =>
      (await failure(() => server.create({ place: { at: 'background' } }))).includes('limit of max_sessions'),
  },
  sessionNoticeAt: {
    toml: 'session_notice_at = 3',
    async shows({ server, view }) {
      const { coordinator } = server;
      for (const each of coordinator.sessions.slice(2)) await coordinator.closeSession(each);
      const before = view.messages().length;
      await server.create({ place: { at: 'background' } });
      return view.messages().length > before;
    },
  },
  tools: { toml: 'tools = true', shows: ({ server, chat }) => server.workspace.tools.areOn(chat) },
  rules: {
    toml: 'rules = false',
    shows: async ({ chat }) => !(await chat.reportContext()).includes('AGENTS.md'),
  },
  mcp: {
    toml: '[mcp.files]\ncommand = "files"',
    shows: async ({ server, chat }) =>
      (await server.workspace.tools.servers(chat).list()).servers.length === 1,
  },
  model: { toml: 'model = "ollama/zed"', shows: ({ client }) => client.screen()[0]?.includes('zed') },
  providers: {
    toml: '[providers.lab]\nbase_url = "http://127.0.0.1:9/v1"',
    shows: async ({ server }) =>
      (await failure(() => server.create({ model: 'lab/x', place: { at: 'background' } }))) === '',
  },
  prices: {
    toml: '[prices]\n"openai/gpt-4.1" = { input = 77, output = 78 }',
    shows: ({ server }) => {
      const given = { env: { OPENAI_API_KEY: 'k' }, onChange: () => undefined };
      const source = new ModelSource(modelOptions(server.live.values, given));
      return JSON.stringify(source.choose('openai/gpt-4.1')).includes('77');
    },
  },
  localModule: {
    toml: 'local_module = "/no/module"',
    shows: async ({ server }) =>
      (
        await failure(() => server.workspace.files.open({ name: 'file/x.gguf', file: '/x.gguf' }, new Set()))
      ).includes('/no/module'),
  },
  agentIdleMinutes: {
    toml: 'agent_idle_minutes = 7',
    shows: ({ server: { live, workspace } }) => {
      const told = vi.spyOn(workspace.agents, 'idleTimeChanged');
      workspace.configChanged(new Set(['agentIdleMinutes']));
      const calls = told.mock.calls.length;
      told.mockRestore();
      return calls === 1 && live.values.agentIdleMinutes === 7;
    },
  },
  scrollbackLines: {
    toml: 'scrollback_lines = 33',
    isCostly: true,
    async shows({ server }) {
      const session = await server.create();
      const emulator = await waitUntil('the chat has a screen', () => session.screen);
      const { lines, rows } = (
        emulator as unknown as { floodRoom(): { lines: number; rows: number } }
      ).floodRoom();
      await server.coordinator.closeSession(session);
      return lines === 33 + 2 * rows + 2;
    },
  },
  notify: { toml: 'notify = "none"', shows: ({ notified }) => notified() === '' },
  notificationCommand: { toml: 'notification_command = "true"', shows: ({ notified }) => notified() === '' },
  sshAgent: {
    toml: 'ssh_agent = "follow"',
    isCostly: true,
    async shows({ server }) {
      const program = await server.create({
        kind: 'program',
        command: ['/bin/sh', '-c', 'echo "agent $SSH_AUTH_SOCK."; exec cat'],
        env: { PATH, SSH_AUTH_SOCK: '/own' },
        place: { at: 'background' },
      });
      const said = await waitUntil('the program has named its agent', async () => {
        const { stdout } = await server.call(`capture ${program.id}`);
        return /agent ([^]*?)\./.exec(stdout)?.[1];
      });
      await server.coordinator.closeSession(program);
      return said !== '/own';
    },
  },
  worktreeDirectory: {
    toml: 'worktree_directory = "/dev/null/{name}"',
    isCostly: true,
    async shows({ server }) {
      // Something is in the way at both places.
      if (!repository) writeFileSync(`${(repository = newRepository()).root}-tree`, '');
      const { stderr } = await server.call(`new -d --worktree tree --cwd '${repository.root}'`, { PATH });
      return stderr.includes('/dev/null/tree');
    },
  },
  autoName: {
    toml: 'auto_name = "off"',
    async shows({ server }) {
      const chat = await server.create({ place: { at: 'background' } });
      await server.call(`send ${chat.id} how do I split a pane`);
      return !chat.name.includes('split-pane');
    },
  },
  hosts: { because: 'qmux ssh reads them each time' },
  compactAt: { because: 'read after each turn; test/chat/branches/compaction.test.ts' },
  restart: { toml: 'restart = "never"', isCostly: true, shows: saysNothingOfEnter },
  programs: { toml: '[programs.sh]\nrestart = "never"', isCostly: true, shows: saysNothingOfEnter },
  multiSession: { because: 'qmux chat reads it each time' },
};

let attached: Attached;

const fileOf = ({ server }: Attached): string => join(server.directory, 'config.toml');

beforeAll(async () => {
  const server = await startServer({ env: { PATH, SHELL: '/bin/sh', SSH_AUTH_SOCK: '/run/of-the-client' } });
  writeFileSync(join(server.directory, 'AGENTS.md'), 'Be brief.');
  const client = server.attach({ cols: 120 });
  await client.waitForText('#1');
  // With a draft Escape does nothing in readline.
  client.type('a draft');
  const [view] = server.workspace.clients;
  const [chat] = server.coordinator.sessions;
  let sent = '';
  const notifications = new Notifications({
    config: server.live.values,
    terminals: () => [{ env: {}, send: (text) => (sent += text) }],
    env: () => ({}),
    onProblem: () => undefined,
    record: () => undefined,
  });
  const notified = (): string => {
    sent = '';
    notifications.tell({ id: 'id', name: 'one' }, { type: 'attention', reason: 'bell', text: '' } as never);
    return sent;
  };
  attached = { server, client, view: view as ClientView, chat: chat as ChatSession, notified };
});

async function takeBack(): Promise<void> {
  rmSync(fileOf(attached), { force: true });
  await attached.server.reload.reload();
}

afterAll(async () => {
  attached.client.detach();
  await attached.server.workspace.stop();
});

const effects = Object.entries(EFFECTS).flatMap(([key, effect]) =>
  'toml' in effect ? [{ key: key as OptionKey, ...effect }] : [],
);

describe('a reload', () => {
  it('has an answer for every option', () => {
    // A line in EFFECTS is missing: what the option changes for those who are attached, or why nothing.
    expect(Object.keys(EFFECTS).sort()).toEqual(Object.keys(OPTIONS).sort());
  });

  it.each(effects)('puts $key into effect, and takes it back', async ({ key, toml, shows, isCostly }) => {
    const { server } = attached;
    const { name } = OPTIONS[key];
    const waitFor = (expected: boolean): Promise<unknown> =>
      waitUntil(
        `${name} ${expected ? 'has' : 'has no'} effect`,
        async () => Boolean(await shows(attached)) === expected,
        { describe: () => attached.client.screen().join('\n') },
      );
    onTestFinished(takeBack);
    if (!isCostly) await waitFor(false);
    writeFileSync(fileOf(attached), toml);
    expect(await server.reload.reload()).toMatchObject({
      changed: expect.arrayContaining([name]),
      problems: [],
    });
    await waitFor(true);
    rmSync(fileOf(attached));
    expect(await server.reload.reload()).toMatchObject({
      changed: expect.arrayContaining([name]),
      isMissing: true,
    });
    if (!isCostly) await waitFor(false);
  });
});

describe('what is said of a reload', () => {
  /** What the file has is read, as after a change. */
  async function change(toml: string): Promise<string[]> {
    const { server, view } = attached;
    const before = view.messages().length;
    writeFileSync(fileOf(attached), toml);
    await server.reload.fileChanged();
    return view.messages().slice(before);
  }

  it('names what changed, and each problem once, with its place', async () => {
    onTestFinished(takeBack);
    expect(await change('theme = "light"\nmouse = false')).toEqual([
      'config.toml was read again; changed: mouse, theme',
    ]);
    expect(await change('# the same\nmouse = false\ntheme = "light"')).toEqual([]);
    const wrong = 'theme = "light"\nmouse = 3\n[bindings]\nx = "nothing"';
    const problems = [
      'config.toml:2:1: mouse: expected true or false, found 3; what was set before stays',
      'config.toml:4:1: bindings.x: no command nothing; qmux help lists the commands',
    ];
    expect(await change(wrong)).toEqual([...problems, expect.stringContaining('2 problems')]);
    expect(attached.server.live.values.mouse).toBe(false);
    expect(await change(`# moved\n${wrong}`)).toEqual([]);
    expect(await change(`${wrong} and no end`)).toEqual([
      expect.stringMatching(
        /^config\.toml:4:\d+: not valid TOML: .*; what was set before stays until this is fixed$/,
      ),
    ]);
    expect(attached.server.live.values.theme).toEqual({ base: 'light' });
    expect(await change('theme = "light"\nmouse = false')).toEqual([
      'config.toml was read again; nothing changed since the last time',
    ]);
  });

  it.each<[string, string | Buffer | undefined]>([
    ['is a directory', undefined],
    ['is too large', '#'.repeat(300 * 1024)],
    ['is not UTF-8', Buffer.from([0x61, 0xff])],
    ['is not TOML', 'mouse = '],
    [
      'has a wrong value',
      'mouse = 3\ntheme = "dark"\n[types.law]\ncolour = "red"\nx = 1\n[prices.x]\ninput = 1',
    ],
    ['has a wrong command', 'agent = "hal"\nmodel = "x"\n[bindings]\nx = "nothing"\n[status]\nleft = "{"'],
  ])('says nothing again of a file that %s since the start', async (_what, content) => {
    const file = join(newDirectory(), 'config.toml');
    if (content === undefined) mkdirSync(file);
    else writeFileSync(file, content);
    const atStart = await loadConfig(file);
    const problems = finishNow(findConfigProblems(atStart, registry));
    expect(problems).not.toEqual([]);
    const said: unknown[] = [];
    const live = new LiveConfig(atStart.config);
    const reload = new ConfigReload({ file, live, problems, onReload: (each) => void said.push(each) });
    await reload.fileChanged();
    expect(said).toEqual([]);
  });

  it('is what config reload prints, with 1 where something is wrong', async () => {
    onTestFinished(takeBack);
    const { server } = attached;
    writeFileSync(fileOf(attached), 'mouse = false');
    expect(await server.call('config reload')).toMatchObject({
      stdout: 'config.toml was read again; changed: mouse\n',
      exitCode: 0,
    });
    writeFileSync(fileOf(attached), 'mouse = 1');
    expect(await server.call('config reload')).toMatchObject({
      stdout:
        'config.toml:1:1: mouse: expected true or false, found 1; what was set before stays\nconfig.toml was read again; nothing changed since the last time\n',
      exitCode: 1,
    });
    writeFileSync(fileOf(attached), 'mouse = ');
    expect(await server.call('config reload')).toMatchObject({
      stdout: expect.stringMatching(/^config\.toml:1:9: not valid TOML: .*; what was set before stays.*\n$/),
      exitCode: 1,
    });
  });
});

describe('during a reload', () => {
  it('a pending prefix stays, and the key after it is looked up in the new table', async () => {
    onTestFinished(takeBack);
    const { client, server, view } = attached;
    client.type(PREFIX);
    writeFileSync(fileOf(attached), '[bindings]\nE = "keys"');
    await server.reload.reload();
    client.type('E');
    await waitUntil('the key help is open', () => view.dialog.isOpen);
    client.type(CTRL_C);
  });

  it('what the mouse key switched stays until the option itself changes', async () => {
    onTestFinished(takeBack);
    const { client, server, view } = attached;
    client.type(`${PREFIX}m`);
    await waitUntil('the mouse is off', () => !view.mouse.isOn);
    for (const [toml, isOn] of [
      ['tab_bar = "top"', false],
      ['mouse = true', false],
      ['mouse = false', false],
      ['mouse = true', true],
    ] as const) {
      writeFileSync(fileOf(attached), toml);
      await server.reload.reload();
      expect([toml, view.mouse.isOn]).toEqual([toml, isOn]);
    }
  });

  it('no session is touched, and 50 ms are enough', async () => {
    onTestFinished(takeBack);
    const { chat, server } = attached;
    const { screen, number } = chat;
    writeFileSync(fileOf(attached), defaultConfigText().replaceAll(/^# (?=[a-z_]+ = )/gm, ''));
    await server.reload.reload();
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      writeFileSync(fileOf(attached), `repeat_time_ms = ${run}\n[types.law]\nprefix = "l${run}"`);
      const spentMs = countProcessorTime();
      await server.reload.reload();
      times.push(spentMs());
    }
    expect(Math.min(...times)).toBeLessThan(50);
    expect(server.coordinator.find(chat.id)).toBe(chat);
    expect([chat.screen, chat.number]).toEqual([screen, number]);
  });
});
