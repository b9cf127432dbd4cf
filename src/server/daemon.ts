// The server process: election, start, clients, signals, end. Owns the order of these. Leaves the workspace
// to workspace-server.ts. Invariant: it says "ready" only when clients can attach, and exits only when
// everything is on disk.

import { closeSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { findConfigProblems } from '../commands/check-config.js';
import { registry } from '../commands/registry.js';
import { LiveConfig } from '../config/live-config.js';
import { loadConfig } from '../config/load-config.js';
import { finishInTurns } from '../loop/in-turns.js';
import { LiveKeys } from '../keymap/live-keys.js';
import { explainFailure } from '../files/explain-failure.js';
import { resolvePaths, type Paths } from '../paths/paths.js';
import { readableStack } from '../log/readable-stack.js';
import { findSecrets } from '../log/redact.js';
import { findAllSecrets } from '../chat/providers/known-providers.js';
import { openServerLog } from '../log/server-log.js';
import { endOrphans } from '../process/orphans.js';
import { openDisk } from '../files/disk.js';
import { explainSystemError } from '../files/disk-failure.js';
import { IndexStore } from '../store/index-store.js';
import { installGlyphs } from '../text/glyphs.js';
import { UserError } from '../text/user-error.js';
import { Absence } from './workspace/absence.js';
import { NO_SESSION } from './workspace/agent-home.js';
import { Attachments } from './workspace/attachments.js';
import { CommandRunner } from './workspace/command-runner.js';
import { serveConnection } from './connection.js';
import { elect, type Elected } from './elect.js';
import { inspectServer } from './workspace/inspect-server.js';
import { Lifetime } from './lifetime.js';
import { Links } from './links.js';
import { tagOf } from './shares/share-place.js';
import { sharesOf } from './shares/shares-of.js';
import { logDisk } from './log-disk.js';
import { loadPackagesLater } from './workspace/packages-later.js';
import { Notifications } from './workspace/notifications.js';
import { writePaneCommand } from './workspace/pane-command.js';
import { ConfigReload } from './workspace/reload/config-reload.js';
import { ConfigWatch } from './workspace/reload/config-watch.js';
import { WorkspaceServer } from './workspace/workspace-server.js';

/** Descriptor on which the starting client waits for one line. */
const READY_FD = 3;

/** Runs until the server has ended; resolves with the exit code. */
export async function runDaemon(
  serverName: string,
  options: { processEnv: NodeJS.ProcessEnv } & Pick<Serving, 'entry' | 'keepCompiled'>,
): Promise<number> {
  const { processEnv, entry, keepCompiled } = options;
  // blessed runs `tmux -V` synchronously for every screen where this is set.
  delete process.env['TMUX'];
  const env = plainEnvironment(processEnv);
  try {
    const paths = resolvePaths(env, { serverName });
    const elected = await elect(paths);
    if (elected) await serve({ serverName, paths, elected, env, entry, keepCompiled });
    else sayReady({ joined: true });
    return 0;
  } catch (error) {
    const told = explainFailure(error) ?? (error instanceof UserError ? error : explainSystemError(error));
    sayReady({ error: told?.message ?? String(error) });
    if (!told) console.error(readableStack(String(error instanceof Error ? error.stack : error)));
    return 1;
  }
}

interface Serving {
  serverName: string;
  paths: Paths;
  elected: Elected;
  env: Record<string, string>;
  /** The script that is qmux. */
  entry: string;
  /** Keeps what was compiled, if it was, for the next start. */
  keepCompiled: () => void;
}

async function serve({ serverName, paths, elected, env, entry, keepCompiled }: Serving): Promise<void> {
  // A server has no terminal: it outlives the one it was started from. A client that cannot find its socket
  // asks so.
  process.on('SIGHUP', () => elected.lookAfterSocket());
  const disk = openDisk();
  const log = openServerLog({
    file: paths.serverLogFile,
    secrets: findSecrets(env),
    onProblem: (message) => disk.damage.add(message),
  });
  logDisk(disk, log);
  const parsedConfig = await loadConfig(paths.configFile);
  const live = new LiveConfig(parsedConfig.config);
  const config = live.values;
  log.addSecrets(findAllSecrets(env, config.providers));
  installGlyphs(config.plain ? 'plain' : 'drawn');
  const store = await IndexStore.open({
    serverDir: paths.serverDir,
    sessionsDir: paths.sessionsDir,
    home: homedir(),
    disk,
  });
  const configProblems = await finishInTurns(findConfigProblems(parsedConfig, registry));
  const notices = configProblems.map(({ text }) => text);
  for (const notice of notices) log.warn(notice);
  const keys = new LiveKeys(config);
  const { keyOf } = keys;

  const workspace = new WorkspaceServer({
    paths,
    config,
    store,
    disk,
    log,
    env,
    keyOf,
    get prefixName() {
      return keys.prefixName;
    },
    runSlash: (session, line) => runner.runSlash(session, line),
    paneCommand: makePaneCommand(join(paths.serverDir, 'bin'), entry, (notice) => {
      log.warn(notice);
      notices.push(notice);
    }),
  });
  const shares = sharesOf(workspace, { tag: () => tagOf(paths.serverDir) });
  const lifetime = new Lifetime({
    isBusy: () => workspace.coordinator.running().length > 0 || shares.all.length > 0,
  });
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
      inspectServer: () => inspectServer(workspace, { serverName, paths, disk, configWatch }),
    },
    log,
    quit: () => {
      lifetime.end('quit');
      return lifetime.over;
    },
  });
  // Before anything is run again: it may need what they hold.
  const orphans = await endOrphans(workspace.children, { socketFile: paths.socketFile });
  workspace.agents.holders = (session) => orphans.gone(session);
  if (orphans.found.length > 0)
    notices.push(
      `ended what a killed server had left running: ${orphans.found.map(({ command }) => command).join(', ')}`,
    );
  const absence = new Absence({ store, workspace, now: Date.now });
  await workspace.restore();
  const attachments = new Attachments({
    serverName,
    workspace,
    runner,
    config,
    get keyTable() {
      return keys.table;
    },
    keyOf,
    absence,
    store,
    disk,
    clipboardFile: join(paths.serverDir, 'clipboard.txt'),
    log,
    notices,
  });

  const notifications = new Notifications({
    config,
    terminals: () => attachments.terminals,
    env: () => workspace.env,
    onProblem: (message) => attachments.tellProblem(message),
    record: (child, command) => workspace.children.watch(child, { session: NO_SESSION, command }),
  });
  live.onChange((changed) => {
    workspace.configChanged(changed);
    attachments.configChanged(changed);
  });
  const reload = new ConfigReload({
    file: paths.configFile,
    live,
    problems: configProblems,
    onReload(said) {
      for (const text of said.text === undefined ? [] : [said.text]) log.info(text);
      for (const problem of said.newProblems) log.warn(problem);
      attachments.tellReload(said);
    },
  });
  const readAgain = (): void => {
    reload.fileChanged().catch((error: unknown) => log.error('reading the config again', error));
  };
  const configWatch = new ConfigWatch({ file: paths.configFile, onChange: readAgain });
  workspace.onSessionEvent((session, event) => {
    if (event.type === 'attention') notifications.tell(session, event);
  });

  const links = new Links();
  await elected.listen({
    onConnection: (socket) =>
      serveConnection(socket, {
        token: elected.token,
        refusal: (hello) => attachments.refusal(hello),
        links,
        attach(hello, attached, returned) {
          lifetime.clientCame();
          return attachments.attach(hello, attached, returned);
        },
        request(hello, words, json, _stdin, typed, caller) {
          lifetime.asked();
          return runner.answer(hello, words, { json, typed, ...caller });
        },
        follow(hello, words, followed) {
          lifetime.clientCame();
          return runner.follow(hello, words, followed);
        },
        onBug: (what, error) => log.error(what, error),
      }),
    onProblem: (what, error) => log.error(what, error),
  });
  process.on('uncaughtException', (error) => log.error('uncaught exception', error));
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', error));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => lifetime.end('signal'));
  log.info(`server ${serverName} ready`);
  sayReady({ ready: true });
  loadPackagesLater(
    () => workspace.prepareSpawn(),
    () => {
      log.info('every part of qmux is loaded');
      keepCompiled();
      shares
        .removeLeft()
        .catch((error: unknown) => log.error('removing the shares of a killed server', error));
    },
  );

  // What changed between its reading above and its watching is found by reading it once more.
  void configWatch.start().then(readAgain);

  const reason = await lifetime.ending;
  configWatch.stop();
  log.info(`server ${serverName} ends: ${reason}`);
  shares.stop();
  await workspace.stop();
  disk.unsaved.giveUp();
  const { lossSentence = 'everything is saved' } = disk.unsaved;
  log.info(lossSentence);
  attachments.dismissAll(`[qmux ${reason === 'quit' ? 'ended' : 'was ended'}; ${lossSentence}]`);
  // Before whoever waits for the end may take the files away.
  keepCompiled();
  await elected.resign();
  lifetime.finish();
  await elected.connectionsEnded();
  log.close();
}

/** Panes also work without it. */
function makePaneCommand(
  directory: string,
  entry: string,
  onProblem: (notice: string) => void,
): string | undefined {
  try {
    return writePaneCommand({ directory, node: process.execPath, entry });
  } catch (error) {
    onProblem(`panes do not have the qmux command: ${(error as Error).message}`);
    return undefined;
  }
}

function sayReady(word: { ready: true } | { joined: true } | { error: string }): void {
  try {
    writeSync(READY_FD, `${JSON.stringify(word)}\n`);
    closeSync(READY_FD);
  } catch {
    // Started by hand, with nobody waiting.
  }
}

const plainEnvironment = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
