// A workspace in this process, over a real store in a directory of its own, with one viewer and no terminal.
// Owns starting, starting again over the same store, and ending it.

import { join } from 'node:path';

import { LiveConfig } from '../../src/config/live-config.js';
import { defaultConfig, type Config } from '../../src/config/options.js';
import { resolvePaths } from '../../src/paths/paths.js';
import { openServerLog } from '../../src/log/server-log.js';
import { WorkspaceServer, type WorkspaceOptions } from '../../src/server/workspace/workspace-server.js';
import type { AnySession } from '../../src/session/any-session.js';
import type { CreateOptions } from '../../src/session/new-session.js';
import type { Viewer } from '../../src/session/arrangement/viewers.js';
import { openDisk, type Disk } from '../../src/files/disk.js';
import { IndexStore } from '../../src/store/index-store.js';
import { newDirectory } from '../temporary-directory.js';
import { LiveKeys } from '../../src/keymap/live-keys.js';

export interface StartedWorkspace {
  workspace: WorkspaceServer;
  store: IndexStore;
  viewer: Viewer;
  directory: string;
  disk: Disk;
  live: LiveConfig;
  keys: LiveKeys;
  create(options?: Partial<CreateOptions>): Promise<AnySession>;
  /** Ends it and starts another over what it left. */
  startAgain(): Promise<StartedWorkspace>;
}

export async function startWorkspace(
  options: {
    directory?: string;
    env?: Record<string, string>;
    config?: Partial<Config>;
    /** A failing disk; default: one that works. */
    openDisk?: () => Disk;
    /** Default: there are no slash commands. */
    runSlash?: WorkspaceOptions['runSlash'];
  } = {},
): Promise<StartedWorkspace> {
  const {
    directory = newDirectory(),
    env = {},
    config = {},
    openDisk: open = openDisk,
    runSlash = async () => undefined,
  } = options;
  const disk = open();
  const live = new LiveConfig({ ...defaultConfig(), ...config });
  const keys = new LiveKeys(live.values);
  const paths = resolvePaths({ QMUX_HOME: directory }, { serverName: 'default' });
  const store = await IndexStore.open({
    serverDir: paths.serverDir,
    sessionsDir: paths.sessionsDir,
    home: directory,
    disk,
  });
  const workspace = new WorkspaceServer({
    paths,
    config: live.values,
    store,
    disk,
    log: openServerLog({ file: join(directory, 'server.log'), secrets: [] }),
    env,
    runSlash,
    keyOf: keys.keyOf,
    get prefixName() {
      return keys.prefixName;
    },
  });
  await workspace.restore();
  const { coordinator } = workspace;
  const viewer = coordinator.arrangement.viewers.attach({ id: 'viewer', rows: 40, cols: 120 });
  return {
    workspace,
    store,
    viewer,
    directory,
    disk,
    live,
    keys,
    create: (wishes = {}) =>
      coordinator.createSession({
        kind: 'chat',
        type: undefined,
        name: undefined,
        model: undefined,
        cwd: directory,
        command: [],
        env,
        viewer,
        place: { at: 'pane' },
        ...wishes,
      }),
    startAgain: async () => {
      await workspace.stop();
      return startWorkspace({ ...options, directory });
    },
  };
}
