// Searching over the sessions of this workspace: what the searching process is given, and what is saved
// before it looks. Owns only that wiring. Leaves the rest to search/.

import { startAgentProcess } from '../../../chat/agents/agent-process.js';
import { Pace } from '../../../loop/slice.js';
import type { Paths } from '../../../paths/paths.js';
import type { ChildRecords } from '../../../process/child-records.js';
import type { Coordinator } from '../../../session/coordinator.js';
import { ProgramSession } from '../../../session/program/program-session.js';
import { Searcher, type SessionName } from '../../../search/searcher.js';

interface SearchedWorkspace {
  readonly coordinator: Coordinator;
  readonly children: ChildRecords;
  readonly env: Readonly<Record<string, string>>;
}

export const workspaceSearch = (workspace: SearchedWorkspace, paths: Paths): Searcher =>
  new Searcher({
    start: startAgentProcess,
    sessionsDir: paths.sessionsDir,
    chatsDir: paths.chatsDir,
    indexFile: paths.searchIndexFile,
    env: () => workspace.env,
    // It is of no session.
    record: (child, command) => workspace.children.watch(child, { session: '', command }),
    saveShown: () => saveShown(workspace.coordinator),
    nameSessions: (ids) => nameSessions(workspace.coordinator, ids),
    nowMs: () => Date.now(),
  });

/** Chats are saved before they are shown. What cannot be saved is reported elsewhere. */
async function saveShown(coordinator: Coordinator): Promise<void> {
  const pace = new Pace();
  const saved: Promise<void>[] = [];
  for (const session of coordinator.sessions) {
    if (!(session instanceof ProgramSession) || !session.isUnsaved) continue;
    saved.push(session.save());
    await pace.pause();
  }
  await Promise.allSettled(saved);
}

function nameSessions(
  { sessions, archive }: Pick<Coordinator, 'sessions' | 'archive'>,
  ids: ReadonlySet<string>,
): Map<string, SessionName> {
  const names = new Map<string, SessionName>();
  for (const { id, name } of archive) if (ids.has(id)) names.set(id, { name, archived: true });
  for (const { id, name } of sessions) if (ids.has(id)) names.set(id, { name, archived: false });
  return names;
}
