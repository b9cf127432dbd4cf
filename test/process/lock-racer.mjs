// Races for locks when told to: {directories} acquires all at once, {release: true} releases what it owns.
// Argument: the directory of the compiled sources.
import { join } from 'node:path';

const { acquireLock } = await import(join(process.argv[2], 'process', 'lock.js'));

let locks = [];
process.on('message', async ({ directories, release }) => {
  if (release) {
    await Promise.all(locks.map((lock) => lock.release()));
    process.send([]);
    return;
  }
  const results = await Promise.all(directories.map((directory) => acquireLock(directory, 'server')));
  locks = results.filter((result) => 'release' in result);
  process.send(results.map((result) => ('heldBy' in result ? result.heldBy.pid : 'owns')));
});
process.send([]);
