// What the running server knows about itself, for doctor: its memory, its sessions' memory, and what should
// be gone but is not. Owns the inspection. Reads sessions one after another, so that many of them do not
// delay anything else.

import { ENDED_LONG_AGO_MS } from '../../process/leak-watch.js';
import { readdir, readlink } from 'node:fs/promises';

import type { ServerFacts } from '../../commands/doctor/facts.js';
import type { Paths } from '../../paths/paths.js';
import { diskProblems, type Disk } from '../../files/disk.js';
import { VERSION } from '../../protocol/version.js';
import type { Coordinator } from '../../session/coordinator.js';
import { measureSession } from '../../session/resources.js';
import { NO_SESSION } from './agent-home.js';
import type { WorkspaceServer } from './workspace-server.js';

export async function inspectServer(
  workspace: WorkspaceServer,
  {
    serverName,
    paths,
    disk,
    configWatch,
  }: {
    serverName: string;
    paths: Paths;
    disk: Disk;
    /** problem: why changes of the config are not noticed. */
    configWatch: { readonly problem: string | undefined };
  },
): Promise<ServerFacts> {
  const { coordinator } = workspace;
  const descriptors = await listDescriptors();
  const sessions: ServerFacts['sessions'][number][] = [];
  for (const session of coordinator.sessions) {
    const { number, id, name, state } = session;
    const resources = await measureSession(session);
    sessions.push({ number, id, name, kind: session.record.kind, state, ...resources });
    // Long conversations and scrollbacks take a millisecond each: keys come first.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const isGone = goneSince(coordinator, disk.now() - ENDED_LONG_AGO_MS);
  const leaks = [
    ...(await workspace.leakWatch.findLeaks()).map((name) => `closed session ${name} is still in memory`),
    ...workspace.children.running
      .filter(({ session }) => session !== NO_SESSION && isGone(session))
      .map(({ command, pid }) => `${command} (process ${pid}) of a closed session is still running`),
    ...(descriptors ?? []).flatMap((file) => {
      const id = sessionOf(file, paths.sessionsDir);
      return id !== undefined && isGone(id) ? [`${file} of a closed session is still open`] : [];
    }),
    ...findLooseTerminals(descriptors ?? [], workspace.children.running.length),
  ];
  const { rss, heapUsed } = process.memoryUsage();
  return {
    name: serverName,
    version: VERSION,
    pid: process.pid,
    uptimeMs: Math.round(process.uptime() * 1000),
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    terminals: workspace.clients.size,
    descriptors: descriptors?.length ?? null,
    sessions,
    archived: coordinator.archive.length,
    leaks,
    disk: [...diskProblems(disk), ...(configWatch.problem === undefined ? [] : [configWatch.problem])],
  };
}

/** What every open descriptor of this process refers to; undefined: the system does not say. */
async function listDescriptors(): Promise<string[] | undefined> {
  const numbers = await readdir('/proc/self/fd').catch(() => undefined);
  const files = numbers?.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => ''));
  // The one that read the directory is closed by now.
  return files && (await Promise.all(files)).filter((file) => file !== '');
}

/** Neither open nor recently closed. before: ms since 1970. */
function goneSince(coordinator: Coordinator, before: number): (id: string) => boolean {
  const closed = new Map(coordinator.archive.map((meta) => [meta.id, meta.archivedAt ?? 0]));
  return (id) => coordinator.find(id) === undefined && (closed.get(id) ?? 0) <= before;
}

const sessionOf = (file: string, sessionsDir: string): string | undefined =>
  file.startsWith(`${sessionsDir}/`) ? file.slice(sessionsDir.length + 1).split('/')[0] : undefined;

/** Every program has one; `/dev/pts/ptmx` where /dev/ptmx is a link. */
function findLooseTerminals(descriptors: readonly string[], programs: number): string[] {
  const terminals = descriptors.filter((file) => file.endsWith('/ptmx')).length;
  if (terminals <= programs) return [];
  return [`${terminals - programs} of ${terminals} pseudo-terminals belong to no program`];
}
