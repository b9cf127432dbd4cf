// A server's command runner over a coordinator that only records its calls: what a line causes, from every
// entrance. Replies are fixed: one session, #2, which every word means. Invariant: reads leave no trace,
// calls that change do.

import { CommandRunner } from '../../src/server/workspace/command-runner.js';
import type { Template } from '../../src/config/templates/template.js';
import { defaultConfig } from '../../src/config/options.js';
import { resolvePaths } from '../../src/paths/paths.js';
import { DEFAULT_BINDINGS } from '../../src/keymap/default-bindings.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import type { ClientView } from '../../src/server/view/client-view.js';
import type { Hello } from '../../src/server/connection.js';
import type { WorkspaceServer } from '../../src/server/workspace/workspace-server.js';
import { PasteBuffers } from '../../src/session/paste-buffers.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { openDisk } from '../../src/files/disk.js';
import { UserError } from '../../src/text/user-error.js';
import { createKeyWords } from '../../src/keymap/key-words.js';
import { parseKeyName, type Key } from '../../src/keymap/key.js';

const VIEWER = {
  id: 'viewer',
  view: { tab: 't', tabHistory: [], focus: {} },
  rows: 40,
  cols: 120,
  hasFocus: true,
};

export interface Recorder {
  runner: CommandRunner;
  client: ClientView;
  session: ChatSession;
  calls: string[];
  dialogs: string[];
  /** On the client's message line. */
  messages: string[];
}

/** isDrawn: the client shows the session after a command, too. */
export function createRecorder({ isDrawn = true } = {}): Recorder {
  const calls: string[] = [];
  const dialogs: string[] = [];
  const messages: string[] = [];
  const session = {
    id: 'id-2',
    number: 2,
    name: 'two',
    state: 'active',
    running: undefined,
    mark: 'none',
    queued: 0,
    wake: () => {},
    attention: { find: () => undefined, entries: [] },
    record: { kind: 'chat' },
    questions: { all: [] },
    load: () => Promise.resolve(),
    turns: () => [{ answer: '```sh\nls\n```', tools: [] }],
    paste: (text: string) => calls.push(`paste ${text}`),
    whenParsed: async () => {},
    openReading: () => undefined,
    capture: async () => 'what is shown',
    face: 'own',
    changeFace: async () => void calls.push('changeFace'),
  } as unknown as ChatSession;
  const archived = { id: 'id-9', name: 'old', kind: 'chat', turns: 1 };
  const answers: Record<string, unknown> = {
    resolve: session,
    focused: session,
    createSession: Promise.resolve(session),
    refreshArchive: Promise.resolve(),
    resolveArchived: archived,
    closedBefore: [archived],
    deleteSessions: Promise.resolve(),
    reopenSessions: Promise.resolve([session]),
    closeSessions: Promise.resolve(),
    reopenLast: Promise.resolve({ sessions: [session], notes: [] }),
    hide: Promise.resolve(),
    closeTab: Promise.resolve(),
    neighbour: session,
    isFocused: false,
    isDrawnFor: isDrawn,
    directoryFor: '/',
    likeFocused: { kind: 'chat', type: undefined, name: undefined, model: undefined, cwd: '/', command: [] },
    boxes: { boxes: [], separators: [] },
    list: [],
    running: [],
    pickerRows: [],
    sessionsOfTab: [session],
    currentTab: { id: 't', name: undefined, root: { type: 'pane', id: 'p', session: 'id-2' } },
  };
  const reads = new Set([
    'refreshArchive',
    'resolveArchived',
    'closedBefore',
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
    'list',
    'boxes',
    'settle',
    'focusedPane',
    'paneOf',
    'hasPlace',
  ]);
  const show = (value: unknown): unknown =>
    value === VIEWER
      ? 'viewer'
      : value === session
        ? '#2'
        : typeof value === 'object' && value !== null && !Array.isArray(value)
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
  const viewers = record('viewers.', { current: VIEWER, attached: [VIEWER] });
  const coordinator = record('', {
    arrangement: record('arrangement.', {
      viewers,
      workspace: { tabs: [] },
      mark: record('arrangement.mark.', { session: undefined }),
    }),
    types: [{ name: 'debug', aliases: [] }],
    agents: ['claude'],
    sessions: [session, { ...session, id: 'id-3', number: 3, name: 'three' }],
    archive: [],
  });
  const client = {
    viewer: VIEWER,
    synced: () => [],
    showMessage: (text: string) => void messages.push(text),
    open: (dialog: { name: string }) => void dialogs.push(dialog.name),
    detach: () => calls.push('detach'),
    selection: () => undefined,
    changeUnderCursor: () => undefined,
    redraw: () => calls.push('redraw'),
    switchMouse: (to: string) => (calls.push(`switchMouse ${to}`), 'on'),
    dialogChanged: () => undefined,
    messages: () => [],
    promptHistory: () => [],
    sendPrefix: () => calls.push('sendPrefix'),
    copyText: async (text: string) => {
      calls.push(`copy ${text}`);
      return 'copied 3 lines to buffer1';
    },
    copyMode: (call: object) => calls.push(`copyMode ${JSON.stringify(call)}`),
  } as unknown as ClientView;
  const buffers = new PasteBuffers();
  buffers.add('copied');
  const workspace = {
    coordinator,
    clients: new Set([client]),
    buffers,
    search: { prepare: () => undefined },
    agents: {
      known: [],
      installed: async () => [],
      version: async () => undefined,
      listSessions: async () => [],
    },
    env: {},
  } as unknown as WorkspaceServer;
  const runner = new CommandRunner({
    workspace,
    config: { ...defaultConfig(), templates: { fix: FIX } },
    reloadConfig: async () => {
      calls.push('reloadConfig');
      return { file: 'config.toml', isMissing: false, isUsed: true, changed: [], problems: [] };
    },
    bindings: DEFAULT_BINDINGS,
    keyOf: createKeyWords(parseKeyName('C-q') as Key, DEFAULT_BINDINGS),
    shares: {
      all: [],
      begin: async ({ id, name }, wishes) => {
        calls.push(`share ${id} ${JSON.stringify(wishes)}`);
        return { session: id, name, path: '/no-path', until: 0, group: null, viewers: 0, token: 'token' };
      },
      end: ({ id }) => calls.push(`end the share of ${id}`) > 0,
    },
    inspection: {
      paths: resolvePaths({ QMUX_HOME: '/no-home' }, { serverName: 'default' }),
      disk: openDisk(),
      configProblems: () => [],
      inspectServer: async () => {
        calls.push('inspectServer');
        throw new UserError('nothing to inspect');
      },
    },
    log: {
      error: (_message: string, cause: unknown) => {
        throw cause;
      },
    } as never,
    quit: async () => void calls.push('quit'),
  });
  return { runner, client, session, calls, dialogs, messages };
}

const FIX: Template = { name: 'fix', send: false, asks: [], opens: { type: 'one', session: { at: [] } } };

export const HELLO: Hello = {
  type: 'hello',
  protocol: 1,
  version: '',
  token: '',
  role: 'control',
  pid: 1,
  cwd: '/',
  env: {},
};

/**
 * The entrances, each with its input: a key's command string, words of the prompt, a slash line, words of the
 * shell.
 */
export const WAYS: Readonly<
  Record<'key' | 'prompt' | 'slash' | 'cli', (to: Recorder, line: string) => Promise<unknown>>
> = {
  key: ({ runner, client }, line) => runner.runForClient(client, line, 'key'),
  prompt: ({ runner, client }, line) => runner.runForClient(client, splitWords(line), 'prompt'),
  slash: ({ runner, session }, line) => runner.runSlash(session, line),
  cli: ({ runner }, line) => runner.answer(HELLO, splitWords(line), { json: false }),
};
