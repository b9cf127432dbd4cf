// The shape of what survives a server (pure): the index of open sessions and the archive, their version and
// migrations. Owns the check of a loaded file. Leaves one session's shape to session-record.ts, the layout's
// meaning to panes/ and reading and writing to index-store.ts. Invariant: every version ever written has a
// fixture.

import { UserError } from '../text/user-error.js';
import { decodeSession, type SessionRecord } from './session-record.js';
import { findWrongField, isAmount, isCount, isFlag, isRecord, isText, listOf } from './shape-check.js';
import type { Check, Fields } from './shape-check.js';

/** Raised, with a migration and a fixture, if a reader of the old shape would misread the new one. */
export const STORE_VERSION = 1;

/** What happened while no terminal was attached. */
export interface Meanwhile {
  answers: number;
  errors: number;
  questions: number;
  bells: number;
  /** `build exited 1`: for the first programs that ended; the others are counted. */
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
  sessions: readonly SessionRecord[];
  /** Counts the saves, so that of two states of the index the newer one is known. */
  saves: number;
  /** When a client was last attached: `since 14:02: …` counts from there. */
  lastSeenAt: number;
  /** Since then, without a terminal; absent: nothing. */
  meanwhile?: Meanwhile;
  /** Whether the prefix has ever been used; until then the hint line names it. */
  prefixSeen: boolean;
}

export interface Archive {
  version: typeof STORE_VERSION;
  sessions: readonly SessionRecord[];
}

export const emptyIndex = (): Index => ({
  version: STORE_VERSION,
  sessions: [],
  saves: 0,
  lastSeenAt: 0,
  prefixSeen: false,
});
export const emptyArchive = (): Archive => ({ version: STORE_VERSION, sessions: [] });

const MEANWHILE_FIELDS: Fields<Meanwhile> = {
  answers: isCount,
  errors: isCount,
  questions: isCount,
  bells: isCount,
  ends: listOf(isText),
  otherEnds: isCount,
};

/** What a decoded file yields besides its value: entries that could not be used, for the user. */
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

/**
 * file: for messages. Throws an Error if the text is not an index at all, and a UserError for one of a newer
 * qmux.
 */
export function decodeIndex(text: string, file = 'index.json'): Decoded<Index> {
  const raw = migrate(text, file);
  const { sessions, problems } = decodeSessions(raw['sessions'], file);
  const index = emptyIndex();
  index.sessions = sessions;
  if (raw['workspace'] !== undefined) index.workspace = raw['workspace'];
  if (raw['view'] !== undefined) index.view = raw['view'];
  // Small values: when damaged they are reported and start from scratch; they are always written.
  for (const [name, check] of SMALL_THINGS)
    if (check(raw[name])) Object.assign(index, { [name]: raw[name] });
    else problems.push(`${file}: its ${name} is damaged and starts from scratch`);
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
  if (!isRecord(raw)) throw new Error('not an object');
  const version = raw['version'];
  if (!Number.isSafeInteger(version) || (version as number) < 1) throw new Error('it has no version');
  if ((version as number) > STORE_VERSION)
    throw new UserError(
      `${file} was written by a newer qmux (version ${String(version)}, this one reads up to ${STORE_VERSION}); ` +
        'update qmux, or use another server name with -L',
    );
  for (const step of MIGRATIONS.slice((version as number) - 1)) raw = step(raw as Record<string, unknown>);
  return raw as Record<string, unknown>;
}

function decodeSessions(raw: unknown, file: string): { sessions: SessionRecord[]; problems: string[] } {
  if (!Array.isArray(raw)) throw new Error('it has no list of sessions');
  const sessions: SessionRecord[] = [];
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

function nameOf(entry: unknown, position: number): string {
  const name = isRecord(entry) ? entry['name'] : undefined;
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : `at position ${position + 1}`;
}
