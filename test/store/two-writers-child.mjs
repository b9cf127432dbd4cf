// Adds a session to a store as a server would: lock, open, save, close, release; `rounds` times. Prints
// `refused` if the other writer holds the lock, and `saved ID` once a session is reported as saved. Starts
// with its first line of standard input. Arguments: directory of the compiled sources, data directory, a name
// for ids, rounds.
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { join } from 'node:path';

const [compiledDir, serverDir, name, rounds] = process.argv.slice(2);
const { openDisk } = await import(join(compiledDir, 'files', 'disk.js'));
const { IndexStore } = await import(join(compiledDir, 'store', 'index-store.js'));
const { acquireLock } = await import(join(compiledDir, 'process', 'lock.js'));

// Both begin at once.
writeSync(1, 'ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();

for (let round = 0; round < Number(rounds);) {
  const lock = await acquireLock(join(serverDir, 'lock'), 'server');
  if ('heldBy' in lock) {
    writeSync(1, 'refused\n');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
    continue;
  }
  const disk = openDisk();
  const store = await IndexStore.open({
    serverDir,
    sessionsDir: join(serverDir, 'sessions'),
    home: '/',
    disk,
  });
  if (disk.damage.all.length > 0) throw new Error(disk.damage.all.join('; '));
  const id = `${name}${round++}`;
  const number = store.index.sessions.length + 1;
  const facts = {
    named: true,
    kind: 'chat',
    type: 'chat',
    cwd: '/',
    created: 1,
    lastUsed: 1,
    turns: 0,
    unread: 0,
  };
  store.index.sessions = [...store.index.sessions, { id, number, name: id, ...facts }];
  store.save('now');
  await store.close();
  writeSync(1, `saved ${id}\n`);
  await lock.release();
}
