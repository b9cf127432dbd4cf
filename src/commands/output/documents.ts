// Conversations as documents: in which format, and where they go. Owns the formats by name and by the ending
// of a file's name, and what is said of a file that cannot be written. Leaves their text to store/export.ts
// and chat/html/.

import { extname } from 'node:path';
import { conversationsHtml } from '../../chat/html/conversation-html.js';
import { causeOf } from '../../files/disk-failure.js';
import type { FilePort } from '../../files/file-port.js';
import { listForExport } from '../../chat/turn-list.js';
import { isProgram } from '../../session/any-session.js';
import type { AnyPlace, CommandedChat } from '../chat/conversation-context.js';
import {
  currentBranch,
  spellConversations,
  type ExportConversation,
  type TextFormat,
} from '../../store/export.js';
import { FileExists, writeDocument } from '../../store/write-document.js';
import type { SessionRecord } from '../../store/session-record.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { resolveForCaller, type Caller } from '../caller-directory.js';
import type { CommandContext } from '../command.js';
import { isArchived, readArchived, type Readable } from '../compare/readable.js';
import { loadConversation } from '../define.js';

export type Format = TextFormat | 'html';

export const FORMATS: readonly Format[] = ['md', 'json', 'html'];

const BY_ENDING: Readonly<Record<string, Format>> = {
  '.md': 'md',
  '.markdown': 'md',
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
};

/** undefined: its name does not say. */
export const formatOfFile = (file: string): Format | undefined => BY_ENDING[extname(file).toLowerCase()];

/** Throws a UserError for a program. */
export function checkHasConversation(session: Readable): void {
  if (isArchived(session)) refuseClosedProgram(session);
  else refuseProgram(session);
}

function refuseClosedProgram({ name, kind }: SessionRecord): void {
  if (kind === 'program')
    throw new UserError(
      `${name} is a closed program and has no conversation; ${commandWord(`reopen ${name}`)} brings its last screen back`,
    );
}

function refuseProgram(session: AnyPlace): asserts session is CommandedChat {
  if (isProgram(session))
    throw new UserError(
      `${session.name} is a program and has no conversation; ${commandWord(`capture ${session.name}`)} prints its screen`,
    );
}

/** Rejects with a UserError for a program. */
export async function conversationOf(session: AnyPlace): Promise<ExportConversation> {
  refuseProgram(session);
  await loadConversation(session);
  const { id, name, kind, type, created } = session.record;
  return { session: { id, name, kind, type, created, model: session.modelName }, ...session.exported() };
}

/** The same of one that may be archived: it is only read. */
export async function readForExport(
  context: Pick<CommandContext, 'inspection'>,
  session: Readable,
): Promise<ExportConversation> {
  if (!isArchived(session)) return conversationOf(session);
  refuseClosedProgram(session);
  const { id, name, kind, type, created } = session;
  const conversation = await readArchived(context, session);
  const { turns, branch } = conversation ? listForExport(conversation) : { turns: [], branch: null };
  const model = session.kind === 'chat' ? (session.agent ?? session.model) : undefined;
  const answered = turns.findLast((turn) => turn.model !== undefined)?.model;
  return { session: { id, name, kind, type, created, model: model ?? answered }, turns, branch };
}

export const spellDocument = (
  conversations: readonly ExportConversation[],
  format: Format,
): Generator<string> =>
  format === 'html'
    ? conversationsHtml(
        conversations.map((each) => ({ ...each, shown: currentBranch(each.turns, each.branch) })),
      )
    : spellConversations(conversations, format);

export interface DocumentTarget {
  /** As the caller named it. */
  file: string;
  caller: Caller;
  /** An existing file is replaced. */
  replace: boolean;
  files: FilePort;
}

/** Rejects with a UserError; the file is then as it was. */
export async function writeToFile(
  parts: Iterable<string>,
  { file, caller, replace, files }: DocumentTarget,
): Promise<void> {
  const path = resolveForCaller(caller, file);
  await writeDocument(path, parts, { replace, files }).catch((error: unknown) => {
    if (error instanceof FileExists)
      throw new UserError(`${file} exists already; add --force to replace it, or give another name`);
    throw new UserError(`cannot write ${file}: ${reasonOf(error)}`);
  });
}

/** The system's own words would name a temporary file beside it. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its directory does not exist; make it first',
  ENOTDIR: 'what should be its directory is a file; give another name',
  EACCES: 'you may not write in its directory; give another one',
  EPERM: 'you may not write in its directory; give another one',
  EISDIR: 'it is a directory; add a name for the file',
  ENAMETOOLONG: 'the name is too long',
};

const reasonOf = (error: unknown): string =>
  REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? causeOf(error).long;
