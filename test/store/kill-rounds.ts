// Kills a process that saves, round after round, and checks what is left, for kill.test.ts and its long twin.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IndexStore } from '../../src/store/index-store.js';
import { salvageWorkspace } from '../../src/panes/stored-workspace.js';
import { openDisk } from '../../src/files/disk.js';
import { SessionFolder } from '../../src/store/session-folder.js';
import { compileSources } from './compile-sources.js';
import { newDirectory } from '../temporary-directory.js';

const CHILD = fileURLToPath(new URL('saving-child.mjs', import.meta.url));
/**
 * After the child's first message: long enough for some dozen writes, with the kill at any of their steps.
 */
const LONGEST_LIFE_MS = 40;

/** What was lost or damaged, a line each; and how much the rounds were told is saved. */
export async function runKillRounds(
  rounds: number,
): Promise<{ faults: string[]; appended: number; saved: number }> {
  const compiledDir = compileSources(['store/index-store.ts', 'store/session-folder.ts']);
  const serverDir = join(newDirectory(), 'default');
  const faults: string[] = [];
  let appended = 0;
  let saved = 0;
  for (let round = 1; round <= rounds; round++) {
    const output = await runUntilKilled([CHILD, compiledDir, serverDir, `${appended + 1}`]);
    appended = Math.max(appended, lastNumber(output, 'appended'));
    saved = Math.max(saved, lastNumber(output, 'saved'));
    const left = await look(serverDir);
    if (left.problems.length > 0) faults.push(`round ${round}: ${left.problems.join('; ')}`);
    if (left.sessions !== 'chat moves') faults.push(`round ${round}: sessions are ${left.sessions}`);
    if (left.lastSeenAt < saved)
      faults.push(`round ${round}: index of ${left.lastSeenAt}, ${saved} was saved`);
    // Of one moment: the name and the border were changed together.
    const { lastSeenAt: at } = left;
    if (at > 0 && (left.name !== `chat-${at}` || left.cols !== at || left.layoutProblems.length > 0))
      faults.push(`round ${round}: index of ${at} has name ${left.name}, border at ${left.cols}`);
    if (left.draft < saved) faults.push(`round ${round}: draft ${left.draft}, ${saved} was saved`);
    const missing = Array.from({ length: appended }, (_, index) => index + 1).filter(
      (n) => !left.notes.has(n),
    );
    if (missing.length > 0) faults.push(`round ${round}: records ${missing.join(', ')} are missing`);
    // One may be in the file whose message was not sent any more.
    appended = Math.max(appended, ...left.notes);
  }
  return { faults, appended, saved };
}

async function runUntilKilled(command: string[]): Promise<string> {
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => (output += text));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  setTimeout(() => child.kill('SIGKILL'), Math.random() * LONGEST_LIFE_MS);
  await closed;
  return output;
}

/** The last line may be cut: only complete ones count. */
function lastNumber(output: string, word: string): number {
  return Math.max(
    0,
    ...[...output.matchAll(new RegExp(`^${word} (\\d+)\n`, 'gm'))].map((match) => Number(match[1])),
  );
}

async function look(serverDir: string) {
  const sessionsDir = join(serverDir, 'sessions');
  const disk = openDisk();
  const store = await IndexStore.open({
    serverDir,
    sessionsDir,
    home: '/',
    disk,
  });
  const folder = SessionFolder.open({ sessionsDir, id: 'chat', disk });
  const { records } = folder.loadTranscript();
  const { workspace, problems: layoutProblems } = salvageWorkspace(store.index.workspace ?? { tabs: [] });
  const root = workspace.tabs[0]?.root;
  await store.close();
  return {
    problems: disk.damage.all,
    sessions: [...store.index.sessions, ...store.archive]
      .map((session) => session.id)
      .sort()
      .join(' '),
    lastSeenAt: store.index.lastSeenAt,
    name: store.index.sessions.find(({ id }) => id === 'chat')?.name,
    cols: root?.type === 'split' ? root.weights[0] : undefined,
    layoutProblems,
    draft: Number(/^draft (\d+)$/.exec(folder.loadDraft())?.[1] ?? 0),
    notes: new Set(records.map((record) => (record.type === 'note' ? record.at : 0))),
  };
}
