// The shape of what survives a server (pure): the index of open sessions and the archive, their version and migrations.
// Owns the check of a loaded file. Leaves the layout's meaning to panes/ and reading and writing to index-store.ts.
// Invariant: what a check lets through has the shape its type says; every version ever written has a fixture.

import { UserError } from '../text/user-error.js';
import {
  findWrongField,
  isAmount,
  isCount,
  isFlag,
  isRecord,
  isText,
  listOf,
  oneOf,
  optional,
  type Fields,
} from './shape-check.js';

/** Raised, with a migration and a fixture, when a reader of the old shape would misread the new one. */
export const STORE_VERSION = 1;

/** How a program ended, kept for its pane's last line. 'ended-with-server': it ran when the server went. */
export type SessionExit = { code?: number; signal?: number; afterMs: number } | 'ended-with-server';

export interface SessionMeta {
  id: string;
  /** Lowest free one when it was opened; meaningless while archived. */
  number: number;
  name: string;
  /** The name it had before an automatic one: it means the session still, until another one has it. */
  formerName?: string;
  /** The name was given by the user; an automatic one may still change. */
  named: boolean;
  kind: 'chat' | 'program';
  type: string;
  /** `provider/model`; never the guide. */
  model?: string;
  cwd: string;
  /** ms since 1970, like all times here. */
  created: number;
  lastUsed: number;
  turns: number;
  unread: number;
  lastQuestion?: string;
  lastLine?: string;
  /** Of a program: the words it was started with. */
  command?: string[];
  exit?: SessionExit;
  /** Of a chat: its prompts are held until resume. */
  paused?: boolean;
  /** Of a chat: characters of its draft before the cursor; absent: at the end. */
  draftCursor?: number;
  /** How long it has waited for answers of the user in all. */
  blockedMs?: number;
  /** Of a chat: the error of its last turn that only the user can mend. */
  failure?: { text: string; since: number };
  archivedAt?: number;
  rows?: number;
  cols?: number;
}

/** What happened while no terminal was attached. */
export interface Meanwhile {
  answers: number;
  errors: number;
  questions: number;
  bells: number;
  /** `build exited 1`: of the first programs that ended; the others are counted. */
  ends: string[];
  otherEnds: number;
}

export interface Index {
  version: typeof STORE_VERSION;
  /** Tabs and their layouts, as panes/ made them and will check them; undefined: none saved, or unusable. */
  workspace?: unknown;
  /** The view of the client used last: where the next one starts. */
  view?: unknown;
  /** Open sessions, in creation order. */
  sessions: SessionMeta[];
  /** Counts the saves, so that two states of the index can be told apart by age. */
  saves: number;
  /** When a client was last attached: `since 14:02: …` counts from there. */
  lastSeenAt: number;
  /** Since then, without a terminal; absent: nothing. */
  meanwhile?: Meanwhile;
  /** Whether the prefix ever arrived; until then the hint line names it. */
  prefixSeen: boolean;
}

export interface Archive {
  version: typeof STORE_VERSION;
  sessions: SessionMeta[];
}

export const emptyIndex = (): Index => ({
  version: STORE_VERSION,
  sessions: [],
  saves: 0,
  lastSeenAt: 0,
  prefixSeen: false,
});
export const emptyArchive = (): Archive => ({ version: STORE_VERSION, sessions: [] });

/** Ids name folders, so nothing that could lead out of the sessions' directory. */
const isId = (value: unknown): boolean => isText(value) && /^[A-Za-z0-9_-]{1,64}$/.test(value as string);

const isExit = (value: unknown): boolean =>
  value === 'ended-with-server' ||
  (isRecord(value) &&
    optional(isCount)(value['code']) &&
    optional(isCount)(value['signal']) &&
    isAmount(value['afterMs']));

const isFailure = (value: unknown): boolean =>
  isRecord(value) && isText(value['text']) && isAmount(value['since']);

const SESSION_FIELDS: Fields<SessionMeta> = {
  id: isId,
  number: isCount,
  name: isText,
  formerName: optional(isText),
  named: isFlag,
  kind: oneOf('chat', 'program'),
  type: isText,
  model: optional(isText),
  cwd: isText,
  created: isAmount,
  lastUsed: isAmount,
  turns: isCount,
  unread: isCount,
  lastQuestion: optional(isText),
  lastLine: optional(isText),
  command: optional(listOf(isText)),
  exit: optional(isExit),
  paused: optional(isFlag),
  draftCursor: optional(isCount),
  blockedMs: optional(isAmount),
  failure: optional(isFailure),
  archivedAt: optional(isAmount),
  rows: optional(isCount),
  cols: optional(isCount),
};

const MEANWHILE_FIELDS: Fields<Meanwhile> = {
  answers: isCount,
  errors: isCount,
  questions: isCount,
  bells: isCount,
  ends: listOf(isText),
  otherEnds: isCount,
};

/** What a decoded file gives beside its value: entries that could not be used, for the user. */
export interface Decoded<T> {
  value: T;
  problems: string[];
}

/** From version N to N + 1, at index N - 1. Empty while there is only one version. */
const MIGRATIONS: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[] = [];

/** Throws an Error where the text is no index at all, and a UserError for one of a newer qmux. */
export function decodeIndex(text: string): Decoded<Index> {
  const raw = migrate(text, 'index.json');
  const { sessions, problems } = decodeSessions(raw['sessions'], 'index.json');
  const index = emptyIndex();
  index.sessions = sessions;
  if (raw['workspace'] !== undefined) index.workspace = raw['workspace'];
  if (raw['view'] !== undefined) index.view = raw['view'];
  if (isAmount(raw['lastSeenAt'])) index.lastSeenAt = raw['lastSeenAt'] as number;
  const { meanwhile } = raw;
  // Only counts for one line: what is damaged is left out.
  if (isRecord(meanwhile) && findWrongField(meanwhile, MEANWHILE_FIELDS) === undefined)
    index.meanwhile = meanwhile as unknown as Meanwhile;
  if (isCount(raw['saves'])) index.saves = raw['saves'] as number;
  index.prefixSeen = raw['prefixSeen'] === true;
  return { value: index, problems };
}

/** As decodeIndex. */
export function decodeArchive(text: string): Decoded<Archive> {
  const { sessions, problems } = decodeSessions(migrate(text, 'archive.json')['sessions'], 'archive.json');
  return { value: { version: STORE_VERSION, sessions }, problems };
}

function migrate(text: string, file: string): Record<string, unknown> {
  let raw: unknown = JSON.parse(text);
  if (!isRecord(raw)) throw new Error('not a table');
  const version = raw['version'];
  if (!Number.isSafeInteger(version) || (version as number) < 1) throw new Error('without a version');
  if ((version as number) > STORE_VERSION)
    throw new UserError(
      `${file} was written by a newer qmux (version ${String(version)}, this one reads up to ${STORE_VERSION}); ` +
        'update qmux, or use another server name with -L',
    );
  for (const step of MIGRATIONS.slice((version as number) - 1)) raw = step(raw as Record<string, unknown>);
  return raw as Record<string, unknown>;
}

function decodeSessions(raw: unknown, file: string): { sessions: SessionMeta[]; problems: string[] } {
  if (!Array.isArray(raw)) throw new Error('without a list of sessions');
  const sessions: SessionMeta[] = [];
  const problems: string[] = [];
  const ids = new Set<string>();
  for (const [position, entry] of raw.entries()) {
    const wrong = isRecord(entry) ? findWrongField(entry, SESSION_FIELDS) : 'shape';
    const session = entry as SessionMeta;
    if (wrong === undefined && !ids.has(session.id)) sessions.push(session);
    else
      problems.push(
        `${file}: session ${nameOf(entry, position)} set aside, its ${wrong ?? 'id is a duplicate'}${wrong ? ' is damaged' : ''}`,
      );
    if (wrong === undefined) ids.add(session.id);
  }
  return { sessions, problems };
}

function nameOf(entry: unknown, position: number): string {
  const name = isRecord(entry) ? entry['name'] : undefined;
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : `at position ${position + 1}`;
}
