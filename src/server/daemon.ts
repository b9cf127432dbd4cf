// The server process: election, start, clients, signals, end. Owns the order of these.
// Leaves the workspace to workspace-server.ts. Invariant: it says "ready" only when clients can come, and leaves only
// when everything is on disk.

import { closeSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';

import { checkConfig } from '../commands/check-config.js';
import { registry } from '../commands/registry.js';
import { loadConfig } from '../config/load-config.js';
import { resolveBindings } from '../keymap/default-bindings.js';
import type { KeyTable } from '../keymap/key-table.js';
import { formatKeyName, parseKeyName } from '../keymap/key.js';
import { resolvePaths } from '../log/paths.js';
import { findSecrets } from '../log/redact.js';
import { openServerLog } from '../log/server-log.js';
import { IndexStore } from '../store/index-store.js';
import { loadWidthProvider } from '../terminal/width-provider.js';
import { UserError } from '../text/user-error.js';
import { installWidthProvider } from '../text/width.js';
import { ClientView, hintFor } from './client-view.js';
import { CommandRunner } from './command-runner.js';
import type { AttachedSocket, Attachment, Hello } from './connection.js';
import { serveConnection } from './connection.js';
import { elect } from './elect.js';
import { Lifetime } from './lifetime.js';
import { WorkspaceServer } from './workspace-server.js';

/** Descriptor on which the starting client waits for one line. */
const READY_FD = 3;

/** Runs until the server has ended; resolves with the exit code. */
export async function runDaemon(serverName: string, processEnv: NodeJS.ProcessEnv): Promise<number> {
  // blessed runs `tmux -V` synchronously for every screen where this is set.
  delete process.env['TMUX'];
  try {
    return await serve(serverName, plainEnvironment(processEnv));
  } catch (error) {
    sayReady({ error: error instanceof UserError ? error.message : String(error) });
    if (!(error instanceof UserError)) console.error(error);
    return 1;
  }
}

async function serve(serverName: string, env: Record<string, string>): Promise<number> {
  const paths = resolvePaths(env, { serverName });
  const elected = await elect(paths);
  if (!elected) {
    sayReady({ joined: true });
    return 0;
  }
  const log = openServerLog({ file: paths.serverLogFile, secrets: findSecrets(env) });
  const [parsedConfig, widths] = await Promise.all([loadConfig(paths.configFile), loadWidthProvider()]);
  const { config } = parsedConfig;
  installWidthProvider(widths);
  const store = await IndexStore.open({
    serverDir: paths.serverDir,
    sessionsDir: paths.sessionsDir,
    home: homedir(),
    now: Date.now,
    onProblem: (message) => log.error(message),
  });
  const prefix = parseKeyName(config.prefix) ?? { name: 'q', ctrl: true, alt: false, shift: false };
  const bindings = resolveBindings(config.bindings, formatKeyName(prefix));
  const notices = [...checkConfig(parsedConfig, registry), ...store.problems];
  for (const notice of notices) log.warn(notice);

  const workspace = new WorkspaceServer({ paths, config, bindings, store, log, env });
  const lifetime = new Lifetime({ isBusy: () => workspace.coordinator.running().length > 0 });
  const runner = new CommandRunner({
    workspace,
    config,
    bindings,
    socketFile: paths.socketFile,
    log,
    quit: async () => lifetime.end('quit'),
  });
  workspace.runner = runner;
  await workspace.restore();

  const keyTable: KeyTable = {
    prefix,
    bindings: new Map(bindings.bindings.map((binding) => [binding.key, binding])),
    repeatTimeMs: config.repeatTimeMs,
  };
  const sockets = new Map<ClientView, AttachedSocket>();

  const attach = (hello: Hello, socket: AttachedSocket): Attachment => {
    log.addSecrets(findSecrets(hello.env));
    workspace.useEnvironment(hello.env);
    lifetime.clientCame();
    const traits = hello.terminal ?? { rows: 24, cols: 80, colours: '16' as const };
    const { coordinator } = workspace;
    const viewer = coordinator.arrangement.viewers.attach({
      id: `client-${hello.pid}`,
      rows: traits.rows,
      cols: traits.cols,
    });
    const detach = (reason: 'detached' | 'quit', message: string): void => {
      socket.send(client.leave());
      socket.bye(reason, message);
    };
    const client: ClientView = new ClientView({
      coordinator,
      viewer,
      traits,
      keyTable,
      escapeTimeMs: config.escapeTimeMs,
      tabBar: config.tabBar,
      readOnly: hello.readOnly ?? false,
      hint: store.index.prefixSeen ? undefined : hintFor(prefix),
      send: (text) => socket.send(text),
      isBlocked: () => socket.isBlocked(),
      run: (command, way) => void runner.runForClient(client, command, way),
      onPrefix: () => {
        store.index.prefixSeen = true;
        workspace.save('soon');
      },
      onDetach: () => detach('detached', `[detached from ${serverName}]`),
    });
    workspace.clients.add(client);
    sockets.set(client, socket);
    coordinator
      .ensurePane(hello.cwd, hello.env)
      .catch((error: unknown) => log.error('opening the first chat', error));
    showTarget(workspace, client, hello.target);
    coordinator.settle();
    client.start();
    for (const notice of notices.splice(0)) client.showMessage(notice, 'error');
    return {
      input: (bytes) => client.input(bytes),
      resize: (rows, cols) => client.resize(rows, cols),
      drained: () => client.drained(),
      closed() {
        workspace.clients.delete(client);
        sockets.delete(client);
        client.stop();
        store.index.lastSeenAt = Date.now();
        coordinator.arrangement.viewers.detach(viewer);
        coordinator.settle();
      },
    };
  };

  await elected.listen((socket) =>
    serveConnection(socket, {
      token: elected.token,
      attach,
      request: (hello, words, json) => {
        lifetime.asked();
        return runner.answer(hello, words, json);
      },
      onBug: (what, error) => log.error(what, error),
    }),
  );
  process.on('uncaughtException', (error) => log.error('uncaught exception', error));
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', error));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => lifetime.end('signal'));
  // A server has no terminal: it outlives the one it was started from.
  process.on('SIGHUP', () => {});
  log.info(`server ${serverName} ready`);
  sayReady({ ready: true });

  const reason = await lifetime.ended;
  log.info(`server ${serverName} ends: ${reason}`);
  await workspace.stop();
  for (const [client, socket] of sockets) {
    socket.send(client.leave());
    socket.bye(
      'quit',
      reason === 'quit' ? '[qmux ended; everything is saved]' : '[the server was ended; everything is saved]',
    );
  }
  await elected.resign();
  log.close();
  return 0;
}

/** `attach X`: the client starts at that session; a word that means none is said on its message line. */
function showTarget(workspace: WorkspaceServer, client: ClientView, target: string | undefined): void {
  if (target === undefined) return;
  const { coordinator } = workspace;
  try {
    coordinator.showSession(client.viewer, coordinator.find(target) ?? coordinator.resolve(target));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    client.showMessage(error.message, 'error');
  }
}

function sayReady(word: { ready: true } | { joined: true } | { error: string }): void {
  try {
    writeSync(READY_FD, `${JSON.stringify(word)}\n`);
    closeSync(READY_FD);
  } catch {
    // Started by hand, without anybody waiting.
  }
}

const plainEnvironment = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
