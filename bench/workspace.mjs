// A workspace in the process of a benchmark, over a real store in a directory of the benchmark's own.

import { join } from 'node:path';

/** A module of the build. */
export const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);

export async function startWorkspace(directory, env = {}) {
  const { defaultConfig } = await load('config/options.js');
  const { resolvePaths } = await load('paths/paths.js');
  const { openServerLog } = await load('log/server-log.js');
  const { WorkspaceServer } = await load('server/workspace/workspace-server.js');
  const { openDisk } = await load('files/disk.js');
  const { IndexStore } = await load('store/index-store.js');
  const paths = resolvePaths({ QMUX_HOME: directory }, { serverName: 'default' });
  const { serverDir, sessionsDir } = paths;
  const disk = openDisk();
  disk.damage.onAdd(() => console.error(disk.damage.takeUntold().join('\n')));
  const store = await IndexStore.open({ serverDir, sessionsDir, home: directory, disk });
  const log = openServerLog({ file: join(directory, 'server.log'), secrets: [] });
  const workspace = new WorkspaceServer({ paths, config: defaultConfig(), store, disk, log, env });
  return { workspace, store };
}
