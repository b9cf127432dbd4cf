// What a line means that only reads a conversation: an open session, or an archived one, which is then read
// from its file and not opened. Owns which of them a word means. Leaves what is read to each verb.

import type { Conversation } from '../../chat/conversation.js';
import { IGNORED } from '../../search/places/folders.js';
import { ownFiles } from '../../search/places/own-files.js';
import type { AnySession } from '../../session/any-session.js';
import { foldCase } from '../../session/names/names.js';
import { readConversation } from '../../session/reading/read-transcript.js';
import type { SessionRecord } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext } from '../command.js';
import { getHere, getSession } from '../define.js';

export type Readable = AnySession | SessionRecord;

type Context = Pick<CommandContext, 'here' | 'coordinator'>;

export const isArchived = (session: Readable): session is SessionRecord => !('record' in session);

/**
 * An open session, or the record of one that is archived: its whole name means it rather than an open one
 * whose name begins so. word: undefined: this session. Rejects with a UserError: there is none.
 */
export async function getReadable(context: Context, word: string | undefined): Promise<Readable> {
  if (word === undefined) return getHere(context);
  const [found] = await pickReadable(context, [word]);
  return found as Readable;
}

/**
 * Each once, in the order of the words; without a word this one. At once if no word needs a look for what
 * `qmux chat` has left since, such as those of a dialog. Throws a UserError for the first that is unknown.
 */
export function pickReadable(
  context: Context,
  words: readonly string[],
): readonly Readable[] | Promise<readonly Readable[]> {
  if (words.length === 0) return [getHere(context)];
  const { coordinator } = context;
  const archived = new Map(coordinator.archive.map((record) => [record.id, record]));
  // Looking through all sessions for each word takes long where there are a thousand of both.
  const open = new Map([
    ...coordinator.sessions.map((each): [string, AnySession] => [each.id, each]),
    ...coordinator.sessions.map((each): [string, AnySession] => [each.name, each]),
  ]);
  const known = words.map((word) => archived.get(word) ?? open.get(word) ?? findNamed(context, word));
  return known.every((each) => each !== undefined)
    ? [...new Set(known)]
    : coordinator.refreshArchive().then(() => resolveAll(context, words));
}

function resolveAll(context: Context, words: readonly string[]): Readable[] {
  // Of several with one name the one that was closed last, as in reopen.
  const closed = new Map<string, SessionRecord>();
  for (const record of [...context.coordinator.archive].reverse()) closed.set(foldCase(record.name), record);
  for (const record of context.coordinator.archive) closed.set(record.id, record);
  return [
    ...new Set(
      words.map(
        (word) =>
          findNamed(context, word) ??
          closed.get(word) ??
          closed.get(foldCase(word)) ??
          getSession(context, word),
      ),
    ),
  ];
}

/** An open one, by its whole name, number or id. */
export function findNamed(
  { coordinator }: Pick<Context, 'coordinator'>,
  word: string,
): AnySession | undefined {
  try {
    const session = coordinator.resolve(word);
    return isNamed(session, word) ? session : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const isNamed = ({ id, number, name }: AnySession, word: string): boolean =>
  id === word || `${number}` === word.replace(/^#/, '') || foldCase(name) === foldCase(word);

/** undefined: nothing was written. Rejects with a UserError. */
export async function readArchived(
  { inspection }: Pick<CommandContext, 'inspection'>,
  { id, name }: SessionRecord,
): Promise<Readonly<Conversation> | undefined> {
  const [file] = ownFiles(inspection.paths, { session: id, chats: true, screens: false }, IGNORED);
  return file && readConversation(file.path, { name, turnId: undefined });
}
