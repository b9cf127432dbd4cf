// A conversation from elsewhere becomes an archived session: its folder and transcript first, then its entry.
// Owns that order and undoing a half-written one. Leaves the file's format to store/ and the list to the
// coordinator.

import { statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TranscriptRecord } from '../../chat/transcript-record.js';
import { openDisk, type Disk } from '../../files/disk.js';
import type { ImportedConversation } from '../../store/imported-conversation.js';
import { Pace } from '../../loop/slice.js';
import type { ChatRecord, SessionRecord } from '../../store/session-record.js';
import { SessionFolder } from '../../store/session-folder.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import type { Coordinator } from '../coordinator.js';
import { checkName, nameFromName, nameFromQuestion } from '../names/names.js';
import { reservedNames } from '../new-session.js';
import { findType } from '../session-types.js';

/** Of text in one write: about a millisecond. */
const WRITE_CHARACTERS = 128 * 1024;

export interface ImportOptions {
  coordinator: Coordinator;
  sessionsDir: string;
  disk: Disk;
  /** Whether a chat could talk to it. */
  isModel(name: string): boolean;
  now: number;
}

/** The session, open or archived, that the conversation is already. */
export const findImported = (
  { sessions, archive }: Coordinator,
  { id }: ImportedConversation,
): SessionRecord | undefined =>
  sessions.find((session) => session.id === id)?.record ?? archive.find((record) => record.id === id);

/** Rejects with a UserError, and has then left nothing. Not for one that findImported() finds. */
export async function importSession(
  conversation: ImportedConversation,
  options: ImportOptions,
): Promise<SessionRecord> {
  const { coordinator, sessionsDir, disk } = options;
  const { id } = conversation;
  if (await exists(join(sessionsDir, id))) throw new UserError(`its session ${id} is already being imported`);
  const record = describeImported(conversation, options);
  // A disk of its own: the conversation is still in its file, so what cannot be written is refused and does
  // not wait.
  const own = openDisk({ files: disk.files });
  const folder = SessionFolder.open({ sessionsDir, id, disk: own });
  try {
    const { name, type, created, cwd } = record;
    const first = {
      type: 'session',
      version: 1,
      id,
      name,
      kind: 'chat',
      sessionType: type,
      created,
      cwd,
    } as const;
    await appendAll(folder, [first, ...conversation.records]);
    await folder.close();
    const fault = own.damage.all[0] ?? own.unsaved.sentence;
    if (fault !== undefined)
      throw new UserError(fault.replace(/^not saved yet, kept in memory: /, 'cannot be saved: '));
  } catch (error) {
    own.unsaved.giveUp();
    await folder.remove().catch(() => undefined);
    throw error;
  }
  coordinator.restore({ open: [], archive: [record] });
  coordinator.settle();
  return record;
}

async function appendAll(folder: SessionFolder, records: readonly TranscriptRecord[]): Promise<void> {
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

function describeImported(
  conversation: ImportedConversation,
  { coordinator, isModel, now }: ImportOptions,
): ChatRecord {
  const { id, type, model, cwd, created, lastUsed, turns, lastQuestion } = conversation;
  const known = findType(coordinator.types, type);
  return {
    id,
    number: 0,
    name: chooseName(conversation, reservedNames(coordinator)),
    named: true,
    kind: 'chat',
    type: known?.name ?? 'chat',
    ...(model !== undefined && isModel(model) ? { model } : {}),
    cwd: cwd !== undefined && isDirectory(cwd) ? cwd : homedir(),
    created,
    lastUsed,
    turns,
    unread: 0,
    ...(lastQuestion === undefined ? {} : { lastQuestion: sanitiseLine(lastQuestion) }),
    archivedAt: now,
  };
}

/** Its own if that is a valid name here; taken ones are made unique when they are reopened. */
function chooseName({ id, name, firstQuestion }: ImportedConversation, types: readonly string[]): string {
  try {
    if (name !== undefined) {
      checkName(name, { typeNames: types, taken: [] });
      return name;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  const rules = { taken: [], typeNames: types };
  const found =
    name === undefined
      ? nameFromQuestion(firstQuestion ?? '', { ...rules, prefix: '' })
      : nameFromName(name, rules);
  return found ?? `imported-${id.slice(0, 8)}`;
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
