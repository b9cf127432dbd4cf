// A workspace with attached terminals, all in this process: what they type, and what they show. Owns the
// wiring that the daemon normally has. Leaves the workspace itself to start-workspace.ts.

import { join } from 'node:path';

import headless from '@xterm/headless';

import type { Config } from '../../src/config/options.js';
import { resolvePaths } from '../../src/paths/paths.js';
import type { Response } from '../../src/protocol/response.js';
import type { RequestCaller } from '../../src/server/connection.js';
import { Absence } from '../../src/server/workspace/absence.js';
import { Attachments } from '../../src/server/workspace/attachments.js';
import { ConfigReload } from '../../src/server/workspace/reload/config-reload.js';
import { CommandRunner } from '../../src/server/workspace/command-runner.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import { openServerLog } from '../../src/log/server-log.js';
import type { Coordinator } from '../../src/session/coordinator.js';
import { useWidthProvider } from '../../src/terminal/xterm/width-provider.js';
import { HELLO } from './recording-runner.js';
import type { Disk } from '../../src/files/disk.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';
import { tagOf } from '../../src/server/shares/share-place.js';
import type { Shares } from '../../src/server/shares/shares.js';
import { sharesOf } from '../../src/server/shares/shares-of.js';
import { waitUntil } from '../harness/wait-until.js';
import type { Left } from '../../src/server/links.js';

export interface TestClient {
  /** Keys as their bytes. */
  type(bytes: string): void;
  /** The rows on its terminal, without trailing blanks. */
  screen(): string[];
  waitForText(text: string | RegExp): Promise<void>;
  waitForNoText(text: string): Promise<void>;
  /** All that its terminal was sent. */
  sent(): string;
  /** Its bottom row. */
  bottom(): string;
  detach(): void;
  /** Its connection ends without a goodbye; attach({ returned }) is the same client again. */
  lose(): Left;
}

export interface StartedServer extends StartedWorkspace {
  attachments: Attachments;
  /** Of the file config.toml in its directory. */
  reload: ConfigReload;
  coordinator: Coordinator;
  shares: Shares;
  /** Messages of bye and how often quit was asked. */
  quits: number;
  attach(options?: { rows?: number; cols?: number; readOnly?: boolean; returned?: Left }): TestClient;
  /** `qmux LINE` in a shell outside. caller: who reads its output, and when they leave. */
  call(line: string, env?: Record<string, string>, caller?: Partial<RequestCaller>): Promise<Response>;
}

export async function startServer(
  options: {
    config?: Partial<Config>;
    env?: Record<string, string>;
    directory?: string;
    openDisk?: () => Disk;
  } = {},
): Promise<StartedServer> {
  const started = await startWorkspace({
    ...options,
    runSlash: (session, line) => runner.runSlash(session, line),
  });
  const { workspace, store, viewer, directory, disk, live, keys } = started;
  const { coordinator } = workspace;
  coordinator.arrangement.viewers.detach(viewer);
  const config = live.values;
  const paths = resolvePaths({ QMUX_HOME: directory }, { serverName: 'default' });
  const log = openServerLog({ file: join(directory, 'server.log'), secrets: [] });
  const { keyOf } = keys;
  const shares = sharesOf(workspace, { tag: () => tagOf(directory), wrongWaitMs: 1 });
  const server = { ...started, coordinator, shares, quits: 0 };
  const runner: CommandRunner = new CommandRunner({
    workspace,
    config,
    reloadConfig: () => reload.reload(),
    get bindings() {
      return keys.bindings;
    },
    keyOf,
    shares,
    inspection: {
      paths,
      disk,
      configProblems: () => reload.problems,
      inspectServer: () => Promise.reject(new Error('not inspected in tests')),
    },
    log,
    quit: async () => void server.quits++,
  });
  const attachments = new Attachments({
    serverName: 'default',
    workspace,
    runner,
    config,
    get keyTable() {
      return keys.table;
    },
    keyOf,
    absence: new Absence({ store, workspace, now: Date.now }),
    store,
    disk,
    clipboardFile: join(directory, 'clipboard.txt'),
    log,
    notices: [],
  });
  live.onChange((changed) => {
    workspace.configChanged(changed);
    attachments.configChanged(changed);
  });
  const reload = new ConfigReload({
    file: paths.configFile,
    live,
    problems: [],
    onReload: (said) => attachments.tellReload(said),
  });
  // The hint would cover the bottom row until the first prefix.
  store.index.prefixSeen = true;
  let pid = 100;
  return Object.assign(server, {
    attachments,
    reload,
    create: (wishes: Parameters<StartedWorkspace['create']>[0] = {}) =>
      started.create({ viewer: coordinator.arrangement.viewers.current, ...wishes }),
    attach({
      rows = 24,
      cols = 80,
      readOnly = false,
      returned,
    }: Parameters<StartedServer['attach']>[0] = {}) {
      let sent = '';
      const terminal = new headless.Terminal({ rows, cols, allowProposedApi: true });
      useWidthProvider(terminal);
      const attachment = attachments.attach(
        {
          ...HELLO,
          role: 'attach',
          readOnly,
          pid: pid++,
          cwd: directory,
          // A modern terminal: it draws lines and accepts every sequence.
          env: { TERM: 'xterm-256color', LANG: 'C.UTF-8', ...options.env },
          terminal: { rows, cols, colours: '256' },
        },
        {
          send: (text) => {
            sent += text;
            terminal.write(text);
          },
          isBlocked: () => false,
          bye: () => attachment.closed(),
        },
        returned && { ...returned, lost: 0 },
      );
      const screen = (): string[] =>
        Array.from({ length: rows }, (_, row) =>
          (terminal.buffer.active.getLine(row)?.translateToString(true) ?? '').trimEnd(),
        );
      const client: TestClient = {
        type: (bytes) => attachment.input(new TextEncoder().encode(bytes)),
        screen,
        sent: () => sent,
        bottom: () => screen()[rows - 1] ?? '',
        waitForText: async (text) => {
          await waitUntil(
            `${String(text)} is on the screen`,
            () => {
              const all = screen().join('\n');
              return typeof text === 'string' ? all.includes(text) : text.test(all);
            },
            { describe: () => screen().join('\n') },
          );
        },
        waitForNoText: async (text) => {
          await waitUntil(`${text} has left the screen`, () => !screen().join('\n').includes(text), {
            describe: () => screen().join('\n'),
          });
        },
        detach: () => attachment.closed().kept?.release(),
        lose: () => attachment.closed(),
      };
      return client;
    },
    call: async (line: string, env: Record<string, string> = {}, caller: Partial<RequestCaller> = {}) => {
      const words = splitWords(line);
      let printed = '';
      const print = async (text: string): Promise<boolean> => {
        printed += text;
        return true;
      };
      const json = words.includes('--json');
      const response = await runner.answer({ ...HELLO, cwd: directory, env }, words, {
        json,
        print,
        left: new AbortController().signal,
        ...caller,
      });
      return { ...response, stdout: printed + response.stdout };
    },
  });
}
