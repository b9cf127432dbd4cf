// The disk's problems in the log: damage that was found, what cannot be saved, and that it is saved again.
// Leaves telling the terminals to attachments.ts.

import type { ServerLog } from '../log/server-log.js';
import type { Disk } from '../files/disk.js';

/** From now on, including what is already known. */
export function logDisk({ damage, unsaved }: Pick<Disk, 'damage' | 'unsaved'>, log: ServerLog): void {
  let logged = 0;
  const follow = (): void => {
    for (const text of damage.all.slice(logged)) log.warn(text);
    logged = damage.all.length;
  };
  follow();
  damage.onAdd(follow);
  let before = unsaved.count;
  unsaved.onChange(() => {
    const { count, sentence } = unsaved;
    if (sentence === undefined) log.info('everything is saved again');
    else if (count > before) log.error(sentence);
    before = count;
  });
}
