// The shape of what survives a server (pure): the index of open sessions and the archive, their version and migrations.
// Owns the check of a loaded file. Leaves the layout's meaning to panes/ and reading and writing to index-store.ts.
// Invariant: what a check lets through has the shape its type says; every version ever written has a fixture.

import { UserError } from '../text/user-error.js';
import {
  findWrongField,
  findWrongFields,
  isAmount,
  isCount,
  isFlag,
  isRecord,
  isText,
  listOf,
  oneOf,
  optional,
  type Check,
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
  /** Of a chat that `qmux chat` left and that cannot be opened; lastLine says why. Never stored. */
  unusable?: 'damaged' | 'newer';
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
const isId = (value: unknown): boolean => isText(value) && isSessionId(value as string);

export const isSessionId = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);

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
  unusable: optional(oneOf('damaged', 'newer')),
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

const SMALL_THINGS: readonly (readonly [keyof Index, Check])[] = [
  ['lastSeenAt', isAmount],
  ['saves', isCount],
  ['prefixSeen', isFlag],
];

/** From version N to N + 1, at index N - 1. Empty while there is only one version. */
const MIGRATIONS: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[] = [];

/** file: for messages. Throws an Error where the text is no index at all, and a UserError for one of a newer qmux. */
export function decodeIndex(text: string, file = 'index.json'): Decoded<Index> {
  const raw = migrate(text, file);
  const { sessions, problems } = decodeSessions(raw['sessions'], file);
  const index = emptyIndex();
  index.sessions = sessions;
  if (raw['workspace'] !== undefined) index.workspace = raw['workspace'];
  if (raw['view'] !== undefined) index.view = raw['view'];
  // Small things, of which the beginning is told to be lost; they are always written.
  for (const [name, check] of SMALL_THINGS)
    if (check(raw[name])) Object.assign(index, { [name]: raw[name] });
    else problems.push(`${file}: its ${name} is damaged and begins again`);
  const { meanwhile } = raw;
  if (isRecord(meanwhile) && findWrongField(meanwhile, MEANWHILE_FIELDS) === undefined)
    index.meanwhile = meanwhile as unknown as Meanwhile;
  else if (meanwhile !== undefined)
    problems.push(`${file}: what happened while no terminal was attached is damaged and left out`);
  return { value: index, problems };
}

/** As decodeIndex. */
export function decodeArchive(text: string, file = 'archive.json'): Decoded<Archive> {
  const { sessions, problems } = decodeSessions(migrate(text, file)['sessions'], file);
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
    const { session, wrong } = decodeSession(entry);
    const isDuplicate = session !== undefined && ids.has(session.id);
    if (session && !isDuplicate) sessions.push(session);
    const fault = isDuplicate ? 'duplicate id' : `damaged: ${wrong.join(', ')}`;
    if (session && !isDuplicate && wrong.length > 0)
      problems.push(`${file}: session ${nameOf(entry, position)} is ${fault} reset`);
    else if (!session || isDuplicate)
      problems.push(`${file}: session ${nameOf(entry, position)} set aside, ${fault}`);
    if (session) ids.add(session.id);
  }
  return { sessions, problems };
}

/**
 * The session, with what is damaged of it reset, and the names of those fields. undefined: without an id nothing of it can
 * be found again.
 */
export function decodeSession(entry: unknown): { session: SessionMeta | undefined; wrong: string[] } {
  if (!isRecord(entry)) return { session: undefined, wrong: ['shape'] };
  const wrong = findWrongFields(entry, SESSION_FIELDS);
  if (wrong.length === 0) return { session: entry as unknown as SessionMeta, wrong };
  if (!isId(entry['id'])) return { session: undefined, wrong };
  const defaults = defaultsOf(entry);
  const session: Record<string, unknown> = { ...entry };
  for (const field of wrong) {
    delete session[field];
    if (field in defaults) session[field] = defaults[field];
  }
  return { session: session as unknown as SessionMeta, wrong };
}

/** For the fields that a session cannot be without. */
function defaultsOf(entry: Record<string, unknown>): Record<string, unknown> {
  const isProgram = entry['kind'] === 'program' || Array.isArray(entry['command']);
  const created = isAmount(entry['created']) ? entry['created'] : 0;
  return {
    number: 0,
    name: `recovered-${String(entry['id']).slice(0, 8)}`,
    named: true,
    kind: isProgram ? 'program' : 'chat',
    type: isProgram ? 'program' : 'chat',
    cwd: '/',
    created: isAmount(entry['lastUsed']) ? entry['lastUsed'] : 0,
    lastUsed: created,
    turns: 0,
    unread: 0,
  };
}

function nameOf(entry: unknown, position: number): string {
  const name = isRecord(entry) ? entry['name'] : undefined;
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : `at position ${position + 1}`;
}
