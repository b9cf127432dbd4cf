// A verb causes the same call of the coordinator whether it comes from a key, a slash command, the prompt or the shell.

import { describe, expect, it } from 'vitest';

import { splitWords } from '../../src/commands/parse-command.js';
import { registry } from '../../src/commands/registry.js';
import { defaultConfig } from '../../src/config/options.js';
import { DEFAULT_BINDINGS } from '../../src/keymap/default-bindings.js';
import type { ClientView } from '../../src/server/client-view.js';
import { CommandRunner } from '../../src/server/command-runner.js';
import type { Hello } from '../../src/server/connection.js';
import type { WorkspaceServer } from '../../src/server/workspace-server.js';
import type { ChatSession } from '../../src/session/chat-session.js';

const VIEWER = {
  id: 'viewer',
  view: { tab: 't', tabHistory: [], focus: {} },
  rows: 40,
  cols: 120,
  hasFocus: true,
};

interface Fake {
  runner: CommandRunner;
  client: ClientView;
  session: ChatSession;
  calls: string[];
  dialogs: string[];
}

/** A coordinator that only writes down what it is asked. */
function createFake(): Fake {
  const calls: string[] = [];
  const dialogs: string[] = [];
  const session = {
    id: 'id-2',
    number: 2,
    name: 'two',
    state: 'active',
    running: undefined,
    meta: { kind: 'chat' },
  } as unknown as ChatSession;
  const answers: Record<string, unknown> = {
    resolve: session,
    focused: session,
    createSession: Promise.resolve(session),
    reopenSession: Promise.resolve(session),
    closeSession: Promise.resolve(),
    hideFocused: Promise.resolve(),
    closeTab: Promise.resolve(),
    neighbour: session,
    longestWaiting: session,
    isFocused: false,
    isDrawnFor: true,
    directoryFor: '/',
    likeFocused: { kind: 'chat', type: undefined, name: undefined, model: undefined, cwd: '/', command: [] },
    list: [],
    running: [],
    pickerRows: [],
    sessionsOfTab: [session],
    currentTab: { id: 't', name: undefined },
  };
  const reads = new Set([
    'resolve',
    'focused',
    'isFocused',
    'isDrawnFor',
    'directoryFor',
    'likeFocused',
    'currentTab',
    'sessionsOfTab',
    'running',
    'pickerRows',
    'neighbour',
    'longestWaiting',
    'list',
    'settle',
  ]);
  const show = (value: unknown): unknown =>
    value === VIEWER
      ? 'viewer'
      : value === session
        ? '#2'
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .filter(([name]) => name !== 'env' && name !== 'cwd')
                .map(([name, each]) => [name, show(each)]),
            )
          : value;
  const record = (prefix: string, fields: Record<string, unknown>): object =>
    new Proxy(fields, {
      get: (target, name: string) =>
        name in target
          ? target[name]
          : (...args: unknown[]) => {
              if (!reads.has(name)) calls.push(`${prefix}${name} ${JSON.stringify(args.map(show))}`);
              return answers[name];
            },
    });
  const viewers = { current: VIEWER, attached: [VIEWER] };
  const coordinator = record('', {
    arrangement: record('arrangement.', { viewers }),
    types: [{ name: 'debug', aliases: [] }],
    sessions: [session],
    archive: [],
  });
  const client = {
    viewer: VIEWER,
    showMessage: () => {},
    open: (dialog: { name: string }) => void dialogs.push(dialog.name),
    detach: () => calls.push('detach'),
    redraw: () => calls.push('redraw'),
    messages: () => [],
    promptHistory: () => [],
    sendPrefix: () => calls.push('sendPrefix'),
  } as unknown as ClientView;
  const workspace = { coordinator, clients: new Set([client]), env: {} } as unknown as WorkspaceServer;
  const runner = new CommandRunner({
    workspace,
    config: defaultConfig(),
    bindings: DEFAULT_BINDINGS,
    socketFile: '/socket',
    log: {
      error: (_message: string, cause: unknown) => {
        throw cause;
      },
    } as never,
    quit: async () => void calls.push('quit'),
  });
  return { runner, client, session, calls, dialogs };
}

const HELLO: Hello = {
  type: 'hello',
  protocol: 1,
  version: '',
  token: '',
  role: 'control',
  pid: 1,
  cwd: '/',
  env: {},
};

const LINES = [
  'new',
  'new debug login --model openai/x',
  'new -d -- make test',
  'new -h',
  'switch 2',
  's two',
  '2',
  'next',
  'last',
  'rename 2 new-name',
  'rename new-name',
  'session-name new-name',
  'close 2',
  'close',
  'reopen',
  'reopen old',
  'next-waiting',
  'split right',
  'split below --session 2',
  'focus left',
  'resize up 3',
  'zoom',
  'swap next',
  'layout tiled',
  'break',
  'join 2',
  'hide',
  'tab new',
  'tab next',
  'tab 3',
  'tab rename my tab',
  'tab close --hide',
  'program htop -d 5',
  'detach',
  'redraw',
  'send-prefix',
  'quit --yes',
];

describe('every way in', () => {
  it.each(LINES)('%s', async (line) => {
    const ways = [
      ({ runner, client }: Fake) => runner.runForClient(client, line, 'key'),
      ({ runner, client }: Fake) => runner.runForClient(client, splitWords(line), 'prompt'),
      ({ runner, session }: Fake) => runner.runSlash(session, line),
      ({ runner }: Fake) => runner.answer(HELLO, splitWords(line), false),
    ];
    const calls: string[][] = [];
    for (const way of ways) {
      const fake = createFake();
      await way(fake);
      calls.push(fake.calls);
    }
    expect(calls[0]).toHaveLength(1);
    expect(calls).toEqual([calls[0], calls[0], calls[0], calls[0]]);
  });

  it('covers every command that changes something', () => {
    const readers = ['sessions', 'send', 'capture', 'export', 'picker', 'prompt', 'keys', 'messages', 'help'];
    const covered = new Set(LINES.map((line) => registry.get(splitWords(line)).command.name));
    expect(
      registry.commands
        .map(({ name }) => name)
        .filter((name) => !covered.has(name))
        .sort(),
    ).toEqual(readers.sort());
  });

  it('opens the dialog that a key asks for', async () => {
    for (const [line, dialog] of [
      ['picker', 'picker'],
      ['prompt', 'prompt'],
      ['keys', 'keys'],
      ['program', 'prompt'],
      ['close --ask', 'choice'],
      ['rename --ask', 'prompt'],
      ['tab close', 'choice'],
      ['tab rename', 'prompt'],
      ['quit', 'choice'],
      ['messages', 'text'],
      ['help', 'text'],
    ] as const) {
      const fake = createFake();
      await fake.runner.runForClient(fake.client, line, 'key');
      expect([line, fake.dialogs]).toEqual([line, [dialog]]);
    }
  });
});
