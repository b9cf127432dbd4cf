// A conversation from elsewhere becomes an archived session: its folder and transcript first, then its entry.
// Owns that order and undoing a half-written one. Leaves the file's format to store/ and the list to the
// coordinator.

import { statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Disk } from '../../files/disk.js';
import type { ImportedConversation } from '../../store/imported-conversation.js';
import type { ChatRecord, SessionRecord } from '../../store/session-record.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import type { Coordinator } from '../coordinator.js';
import { checkName, nameFromName, nameFromQuestion } from '../names/names.js';
import { reservedNames } from '../new-session.js';
import { findType } from '../session-types.js';
import { writeConversation } from './write-conversation.js';

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
  await writeConversation(record, conversation.records, { sessionsDir, disk });
  coordinator.restore({ open: [], archive: [record] });
  coordinator.settle();
  return record;
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
