// Appends to a transcript, types a draft, renames a chat, drags a border and moves a session in and out of
// the archive, for as long as it lives. Prints on standard output what it was told is saved: `appended N`
// after an append, `saved N` after a flush. Arguments: directory of the compiled sources, data directory, the
// first N.
import { writeSync } from 'node:fs';
import { join } from 'node:path';

const [compiledDir, serverDir, first] = process.argv.slice(2);
const { IndexStore } = await import(join(compiledDir, 'store', 'index-store.js'));
const { openDisk } = await import(join(compiledDir, 'files', 'disk.js'));
const { SessionFolder } = await import(join(compiledDir, 'store', 'session-folder.js'));

const disk = openDisk();
const sessionsDir = join(serverDir, 'sessions');
const store = await IndexStore.open({
  serverDir,
  sessionsDir,
  home: '/',
  disk,
});
const folder = SessionFolder.open({ sessionsDir, id: 'chat', disk });
const log = folder.transcript;
const sessionOf = (id) => ({
  id,
  number: 1,
  name: id,
  named: true,
  kind: 'chat',
  type: 'chat',
  cwd: '/',
  created: 1,
  lastUsed: 1,
  turns: 0,
  unread: 0,
});
/** Two panes, of which the first has n columns. */
const layoutOf = (n) => ({
  tabs: [
    {
      id: 't1',
      root: {
        type: 'split',
        direction: 'right',
        children: [
          { type: 'pane', id: 'p1', session: 'chat' },
          { type: 'pane', id: 'p2', session: 'moves' },
        ],
        weights: [n, 1_000_000 - n],
      },
      previousLayouts: [],
    },
  ],
});
if (store.index.sessions.length + store.archive.length === 0) {
  store.index.sessions = [sessionOf('chat'), sessionOf('moves')];
  // Saved before the first message: on a busy machine the kill may come before anything else is saved.
  store.save('now');
  await store.flush();
}

for (let n = Number(first); ; n++) {
  log.append([{ type: 'note', text: `${n} ${'x'.repeat(n % 500)}`, level: 'info', at: n }]);
  writeSync(1, `appended ${n}\n`);
  const draft = folder.saveDraft(`draft ${n}`);
  store.index.lastSeenAt = n;
  store.index.sessions = store.index.sessions.map((session) =>
    session.id === 'chat' ? { ...session, name: `chat-${n}` } : session,
  );
  store.index.workspace = layoutOf(n);
  const moving = store.index.sessions.find((session) => session.id === 'moves');
  if (moving) {
    store.index.sessions = store.index.sessions.filter((session) => session !== moving);
    store.replaceArchive([moving]);
  } else {
    store.index.sessions = [...store.index.sessions, ...store.archive];
    store.replaceArchive([]);
  }
  store.save(n % 2 === 0 ? 'now' : 'soon');
  // The first of a life too: on a busy machine few others come before the kill.
  if ((n - Number(first)) % 3 !== 0) continue;
  await Promise.all([store.flush(), log.sync(), draft]);
  writeSync(1, `saved ${n}\n`);
}
