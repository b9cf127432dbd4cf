// Starts a workspace over one damaged home after the other, as the server does, and looks at all of it, for
// damage-cases.ts. Reads a line of JSON for each, `{"home":…}`, and answers with one: what it refused, told
// and found.

import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { loadSources } from '../../scripts/load-sources.mjs';

const [
  { loadConfig },
  { resolvePaths },
  { openServerLog },
  { acquireLock, describeUnknownHolder },
  { readKeys },
  { logDisk },
  { WorkspaceServer },
  { explainSystemError },
  { openDisk, diskProblems },
  { IndexStore },
  { SessionFolder },
  { panesOf },
  { UserError },
] = await loadSources([
  'config/load-config.ts',
  'paths/paths.ts',
  'log/server-log.ts',
  'process/lock.ts',
  'keymap/read-keys.ts',
  'server/log-disk.ts',
  'server/workspace/workspace-server.ts',
  'files/disk-failure.ts',
  'files/disk.ts',
  'store/index-store.ts',
  'store/session-folder.ts',
  'panes/workspace.ts',
  'text/user-error.ts',
]);

async function start(home) {
  const paths = resolvePaths({ QMUX_HOME: home }, { serverName: 'default' });
  const lock = await acquireLock(paths.lockDir, 'server');
  if ('heldBy' in lock) throw new UserError(describeUnknownHolder(lock, Date.now()));
  const disk = openDisk();
  const log = openServerLog({
    file: paths.serverLogFile,
    secrets: [],
    onProblem: (message) => disk.damage.add(message),
  });
  logDisk(disk, log);
  const { config, problems } = await loadConfig(paths.configFile);
  const { serverDir, sessionsDir } = paths;
  const store = await IndexStore.open({ serverDir, sessionsDir, home, disk });
  const workspace = new WorkspaceServer({ paths, config, store, disk, log, env: {}, ...readKeys(config) });
  workspace.children.load();
  await workspace.restore();
  const { coordinator } = workspace;
  await coordinator.refreshArchive();
  const sessions = [];
  for (const session of coordinator.sessions) {
    const text = await session.capture({ lines: 100 });
    const turns = session.turns?.().map(({ question, answer }) => [question, answer]) ?? [];
    const draft =
      session.record.kind === 'chat'
        ? SessionFolder.open({ sessionsDir, id: session.id, disk }).loadDraft()
        : '';
    sessions.push({
      name: session.name,
      kind: session.record.kind,
      draft,
      blockedMs: session.record.blockedMs,
      turns,
      text: turns.length > 0 ? '' : text,
    });
  }
  const state = {
    sessions,
    archive: coordinator.archive.map(({ name, unusable = '' }) => `${name}${unusable}`).sort(),
    layout: coordinator.arrangement.workspace.tabs.map((tab) => ({
      name: tab.name,
      weights: tab.root.weights,
      panes: panesOf(tab).map(({ session }) => coordinator.find(session)?.name),
    })),
    scrollback: config.scrollbackLines,
  };
  await workspace.stop();
  disk.unsaved.giveUp();
  await lock.release();
  log.close();
  let logged = '';
  const stat = statSync(paths.serverLogFile, { throwIfNoEntry: false });
  // Unless it is the damaged one.
  if (stat?.isFile() && stat.size < 1024 * 1024) logged = readFileSync(paths.serverLogFile, 'utf8');
  return {
    state,
    told: [...diskProblems(disk), ...problems.map(({ text }) => text)],
    damage: disk.damage.all,
    logged,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { home } = JSON.parse(line);
  let answer;
  try {
    answer = await start(home);
  } catch (error) {
    const told = error?.name === 'UserError' ? error : explainSystemError(error);
    answer = told ? { refusal: told.message } : { bug: error?.stack ?? String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
