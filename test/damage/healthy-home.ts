// A home with everything that qmux keeps: open and archived chats, a program with a scrollback, a layout,
// drafts, a backup of each list, a last state, a record of a child, a config, a conversation of `qmux chat`.

import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { resolvePaths } from '../../src/paths/paths.js';
import { identifyProcess } from '../../src/process/identity.js';
import { addTab, splitPane, type Workspace } from '../../src/panes/workspace.js';
import { openDisk } from '../../src/files/disk.js';
import { IndexStore } from '../../src/store/index-store.js';
import { LastState } from '../../src/store/last-state.js';
import type { SessionRecord } from '../../src/store/session-record.js';
import { SessionFolder } from '../../src/store/session-folder.js';

const sessionOf = <More extends object>(id: string, number: number, more: More = {} as More) => ({
  id,
  number,
  name: `name-${id}`,
  named: true,
  kind: 'chat' as const,
  type: 'chat',
  cwd: '/',
  created: number,
  lastUsed: number,
  turns: 0,
  unread: 0,
  ...more,
});

export async function makeHealthyHome(home: string): Promise<void> {
  const paths = resolvePaths({ QMUX_HOME: home }, { serverName: 'default' });
  const { serverDir, sessionsDir } = paths;
  const disk = openDisk();
  const store = await IndexStore.open({ serverDir, sessionsDir, home, disk });
  const open = [
    sessionOf('talks', 1, { turns: 2 }),
    sessionOf('drafts', 2),
    sessionOf('prints', 3, {
      kind: 'program',
      type: 'program',
      command: ['make'],
      exit: 'ended-with-server',
    }),
  ];
  store.index.sessions = open;
  store.index.lastSeenAt = 1;
  const panes = splitPane(addTab({ tabs: [] }, { tab: 't1', pane: 'p1', session: 'talks' }), 'p1', 'right', {
    id: 'p2',
    session: 'drafts',
  }) as Workspace;
  store.index.workspace = addTab(panes, { tab: 't2', pane: 'p3', session: 'prints' });
  store.index.view = { tab: 't1', tabHistory: [], focus: { t1: ['p1'] } };
  store.replaceArchive([sessionOf('closed', 0, { archivedAt: 5, turns: 1 })]);
  for (const folder of ['talks', 'closed']) await leaveTranscript(sessionsDir, folder);
  const drafts = SessionFolder.open({ sessionsDir, id: 'drafts', disk });
  await drafts.saveDraft('a draft of some length, '.repeat(8));
  const prints = SessionFolder.open({ sessionsDir, id: 'prints', disk });
  const lines = Array.from({ length: 20 }, (_, at) => `printed line ${at}\n`);
  await prints.saveFacts(open[2] as SessionRecord);
  await prints.saveScreen(
    'the last screen of a program, '.repeat(6),
    {
      first: 0,
      end: lines.length,
      read: (from) => [Buffer.from(lines.slice(from).join(''))],
    },
    { printing: false },
  );
  for (let saves = 0; saves < 2; saves++) {
    store.save('soon');
    await store.flush();
    // The archive is written if it has changed.
    store.replaceArchive(store.archive.map((record) => ({ ...record, turns: record.turns + 1 })));
  }
  await store.close();
  // As after a kill: newer than the index.
  const newer = { ...store.index, saves: store.index.saves + 1, lastSeenAt: 2 };
  new LastState(join(serverDir, 'last-state.json'), disk).write({ index: newer, closed: [], left: [] });
  leaveOthers(home);
}

async function leaveTranscript(sessionsDir: string, id: string): Promise<void> {
  const folder = SessionFolder.open({ sessionsDir, id, disk: openDisk() });
  folder.transcript.append([
    { type: 'session', version: 1, id, name: `name-${id}`, kind: 'chat', sessionType: 'chat', created: 1 },
    { type: 'question', id: 'q1', parent: null, text: 'the first question', at: 2 },
    { type: 'begin', id: 'q1', model: 'openai/m', at: 3 },
    { type: 'piece', id: 'q1', text: 'the first answer' },
    { type: 'finish', id: 'q1', finish: 'stop', at: 4 },
  ]);
  if (id === 'talks')
    folder.transcript.append([
      { type: 'question', id: 'q2', parent: 'q1', text: 'the second question', at: 5 },
      { type: 'begin', id: 'q2', model: 'openai/m', at: 6 },
      { type: 'piece', id: 'q2', text: 'the second answer' },
      { type: 'finish', id: 'q2', finish: 'stop', at: 7 },
      { type: 'seen', at: 8 },
    ]);
  await folder.close();
}

function leaveOthers(home: string): void {
  const { serverDir, sessionsDir, chatsDir, childrenDir, lockDir, configFile, serverLogFile } = resolvePaths(
    { QMUX_HOME: home },
    { serverName: 'default' },
  );
  mkdirSync(chatsDir, { recursive: true, mode: 0o700 });
  copyFileSync(join(sessionsDir, 'closed', 'transcript.jsonl'), join(chatsDir, 'closed.jsonl'));
  writeFileSync(
    join(chatsDir, 'plain.jsonl'),
    '{"type":"session","version":1,"id":"plain","name":"from-a-shell","kind":"chat","sessionType":"chat","created":1}\n{"type":"question","id":"q1","parent":null,"text":"why","at":2}\n',
  );
  mkdirSync(childrenDir, { mode: 0o700 });
  const gone = { ...identifyProcess(process.pid), pid: 2 ** 22 - 1, session: 'prints', command: 'make' };
  writeFileSync(join(childrenDir, `${gone.pid}.json`), JSON.stringify(gone));
  mkdirSync(lockDir, { mode: 0o700 });
  writeFileSync(join(lockDir, 'server.1'), JSON.stringify({ ...gone, startTime: 'long ago' }));
  writeFileSync(configFile, 'scrollback_lines = 4321\n');
  writeFileSync(serverLogFile, 'an old line\n');
  writeFileSync(join(serverDir, 'clipboard.txt'), 'copied');
  writeFileSync(join(serverDir, 'blocked-times.json'), '{"talks":60000}');
  writeFileSync(join(serverDir, 'closes.json'), '[]');
}

/** Every file of a home, by its path in it. */
export const filesIn = (home: string): string[] =>
  (
    readdirSync(home, { recursive: true, withFileTypes: true }) as {
      parentPath: string;
      name: string;
      isFile(): boolean;
    }[]
  )
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(home.length + 1))
    .sort();
