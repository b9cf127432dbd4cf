// A conversation as the folder of a session that is not open yet. Owns writing it in short steps, and that a
// half-written one is removed. Leaves the session's entry to whoever asked for it.

import type { TranscriptRecord } from '../../chat/transcript-record.js';
import { openDisk, type Disk } from '../../files/disk.js';
import { Pace } from '../../loop/slice.js';
import { SessionFolder } from '../../store/session-folder.js';
import type { ChatRecord } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';

/** Of text in one write: about a millisecond. */
const WRITE_CHARACTERS = 128 * 1024;

export interface ConversationPlace {
  sessionsDir: string;
  disk: Disk;
}

/** What a transcript begins with. */
export const headOf = ({
  id,
  name,
  type,
  created,
  cwd,
}: Pick<ChatRecord, 'id' | 'name' | 'type' | 'created' | 'cwd'>): TranscriptRecord => ({
  type: 'session',
  version: 1,
  id,
  name,
  kind: 'chat',
  sessionType: type,
  created,
  cwd,
});

/**
 * records: without the head. Resolves with what removes it again. Rejects with a UserError, and has then left
 * nothing.
 */
export async function writeConversation(
  session: Parameters<typeof headOf>[0],
  records: Iterable<TranscriptRecord>,
  { sessionsDir, disk }: ConversationPlace,
): Promise<() => Promise<void>> {
  // A disk of its own: the conversation is still where it came from, so what cannot be written is refused and
  // does not wait.
  const own = openDisk({ files: disk.files });
  const folder = SessionFolder.open({ sessionsDir, id: session.id, disk: own });
  const remove = async (): Promise<void> => {
    own.unsaved.giveUp();
    await folder.remove().catch(() => undefined);
  };
  try {
    folder.transcript.append([headOf(session)]);
    await appendAll(folder, records);
    await folder.close();
    const fault = own.damage.all[0] ?? own.unsaved.sentence;
    if (fault !== undefined)
      throw new UserError(fault.replace(/^not saved yet, kept in memory: /, 'cannot be saved: '));
    return remove;
  } catch (error) {
    await remove();
    throw error;
  }
}

async function appendAll(folder: SessionFolder, records: Iterable<TranscriptRecord>): Promise<void> {
  const pace = new Pace();
  let batch: TranscriptRecord[] = [];
  let characters = 0;
  for (const record of records) {
    batch.push(record);
    characters += 'text' in record ? (record.text?.length ?? 0) : 0;
    if (characters < WRITE_CHARACTERS) continue;
    folder.transcript.append(batch);
    batch = [];
    characters = 0;
    await pace.pause();
  }
  folder.transcript.append(batch);
}
