// The last screen of a closed program, with the lines above it, as rows for copy mode. Owns that nothing of
// it is written, renamed or run. Leaves the files to store/, the rows to the emulator.

import { dirname } from 'node:path';
import type { SizedReading } from '../../copy-mode/read-elsewhere.js';
import type { PlaceKeeper } from '../../copy-mode/reading.js';
import { openDisk } from '../../files/disk.js';
import { NODE_FILES } from '../../files/file-port.js';
import { SavedScreen } from '../../store/saved-screen.js';
import { createEmulator } from '../../terminal/emulator/emulator.js';
import { UserError } from '../../text/user-error.js';
import { ScreenReaders } from '../screen-readers.js';
import type { Size } from '../session-screen.js';

export interface ClosedProgram {
  id: string;
  name: string;
  /** A file of its folder. */
  file: string;
  /** As it was drawn last. */
  size: Size;
  scrollbackLines: number;
}

/** Opens it in a pane. Throws a UserError: there is nothing that can be read. */
export function readSavedScreen({
  id,
  name,
  file,
  size: drawn,
  scrollbackLines,
}: ClosedProgram): (size: Size, keeper: PlaceKeeper) => SizedReading {
  // A disk of its own: what is damaged is set aside by whoever opens the session.
  const disk = openDisk({ files: { ...NODE_FILES, renameNow: refuse }, nameSession: () => name });
  const options = { folder: dirname(file), id, disk, owner: disk, syncParents: refuse, makeFolder: refuse };
  const saved = new SavedScreen(options).load();
  if (!saved) throw new UserError(disk.damage.all[0] ?? `${name} has no saved screen`);
  return (size, keeper) => {
    const emulator = createEmulator({ ...drawn, scrollbackLines });
    emulator.restoreLines(saved.lines, saved.first);
    emulator.write(new TextEncoder().encode(saved.screen));
    const readers = new ScreenReaders();
    const resize = ({ rows, cols }: Size): void => readers.keepOver(() => emulator.resize(rows, cols));
    resize(size);
    const open = readers.open(emulator, keeper);
    return {
      reading: open.reading,
      isSeeking: false,
      makeOlder: () => false,
      resize,
      close() {
        open.close();
        emulator.dispose();
      },
    };
  };
}

function refuse(): never {
  throw new UserError('it is only read');
}
