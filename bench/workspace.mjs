// A workspace in the process of a benchmark, over a real store in a directory of the benchmark's own.

import { join } from 'node:path';

import { loadSources } from '../scripts/load-sources.mjs';

const [
  { defaultConfig },
  { resolvePaths },
  { openServerLog },
  { WorkspaceServer },
  { openDisk },
  { IndexStore },
  { collectGarbage },
] = await loadSources([
  'config/options.ts',
  'paths/paths.ts',
  'log/server-log.ts',
  'server/workspace/workspace-server.ts',
  'files/disk.ts',
  'store/index-store.ts',
  'process/leak-watch.ts',
]);

export { collectGarbage };

export async function startWorkspace(directory, env = {}) {
  const paths = resolvePaths({ QMUX_HOME: directory }, { serverName: 'default' });
  const { serverDir, sessionsDir } = paths;
  const disk = openDisk();
  disk.damage.onAdd(() => console.error(disk.damage.takeUntold().join('\n')));
  const store = await IndexStore.open({ serverDir, sessionsDir, home: directory, disk });
  const log = openServerLog({ file: join(directory, 'server.log'), secrets: [] });
  const workspace = new WorkspaceServer({ paths, config: defaultConfig(), store, disk, log, env });
  return { workspace, store };
}
