// What is known of a session, as a value (pure): a record is replaced by another and never changed in place,
// so that who keeps one keeps what was true then. Owns the two shapes, of a chat and of a program, and the
// check of a loaded record. Leaves files and their versions to schema.ts. Invariant: what a check accepts has
// the shape that its type says.

import {
  findWrongFields,
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

/**
 * How a program ended, kept for its pane's last line. 'ended-with-server': it was running when the server
 * ended.
 */
export type SessionExit =
  { readonly code?: number; readonly signal?: number; readonly afterMs: number } | 'ended-with-server';

/** Keys: what can be set for a session of an agent. */
export type AgentSettings = { readonly [Category in 'mode' | 'model' | 'effort']?: string };

/** A git worktree beside a repository. */
export interface WorktreePlace {
  /** Its root. */
  readonly path: string;
  /** The directory with the objects and branches of all worktrees. */
  readonly repository: string;
  /** As it was last known; absent: none was checked out. */
  readonly branch?: string;
}

/** What a session was asked together with others. */
export interface AskedTogether {
  /** The same of all that were asked it. */
  readonly group: string;
  /** Of a chat: the id of the turn. */
  readonly turn?: string;
  /** The chat that asked, to which an answer can be brought; absent: none did. */
  readonly by?: string;
  /** Of a program: the question, which no transcript holds. */
  readonly text?: string;
  /** How the answer ended; absent: it has not, as far as is known. unknown: it does not report that. */
  readonly end?: 'stop' | 'cut' | 'error' | 'interrupted' | 'withdrawn' | 'unknown';
}

interface CommonRecord {
  readonly id: string;
  /** Lowest free one when it was opened; meaningless while archived. */
  readonly number: number;
  readonly name: string;
  /** The name it had before an automatic one: it still means the session, until another one takes it. */
  readonly formerName?: string;
  /** The name was given by the user; an automatic one may still change. */
  readonly named: boolean;
  readonly type: string;
  readonly cwd: string;
  /** ms since 1970, like all times here. */
  readonly created: number;
  readonly lastUsed: number;
  /** Questions that were sent; 0 for a program. */
  readonly turns: number;
  readonly unread: number;
  readonly lastLine?: string;
  /** Total time that it has waited for answers of the user. */
  readonly blockedMs?: number;
  readonly archivedAt?: number;
  /** Nobody closed it: it went with its popup when its program had ended. */
  readonly closedItself?: true;
  /** The one that it works in; absent: not in one. */
  readonly worktree?: WorktreePlace;
  /** Last, while no other question was asked so. */
  readonly asked?: AskedTogether;
  readonly rows?: number;
  readonly cols?: number;
}

export interface ChatRecord extends CommonRecord {
  readonly kind: 'chat';
  /** `provider/model`; never the guide. Of an agent's chat it is among agentSettings. */
  readonly model?: string;
  /** How hard that thinks, in one word; absent: as it does by itself. Of an agent's as above. */
  readonly effort?: string;
  /** The agent that answers; absent: a model. */
  readonly agent?: string;
  /** The agent's own id of the conversation. */
  readonly agentSession?: string;
  /**
   * Its agent's own interface was opened on it, and what was said there is not fetched yet: how many
   * questions of ours there were by then. 0: it began with a session that the agent had kept.
   */
  readonly away?: number;
  /** What the user chose of what the agent offers, in its words. */
  readonly agentSettings?: AgentSettings;
  readonly lastQuestion?: string;
  /** To its model, after that of its type; absent: none. */
  readonly instruction?: string;
  /** Its model may call tools, or not; absent: as the config says. */
  readonly tools?: boolean;
  /** Its prompts are held until resume. */
  readonly paused?: boolean;
  /** Characters of its draft before the cursor; absent: at the end. */
  readonly draftCursor?: number;
  /** Files that go along with each question, by paths and patterns. */
  readonly standing?: readonly string[];
  /** Which `@` of its draft were typed; absent: none. */
  readonly draftRefs?: readonly number[];
  /** The turn whose question its draft changes. */
  readonly draftEdits?: string;
  /** What it asked others last: the group, until it goes on itself or an answer is kept. */
  readonly asking?: string;
  /**
   * The answer that was kept last of a group: its last turn here, and the turn before all of it; null: there
   * is none. merged: the session whose worktree was merged with it.
   */
  readonly kept?: {
    readonly group: string;
    readonly last: string;
    readonly before: string | null;
    readonly merged?: string;
  };
  /** The error of its last turn that only the user can fix. */
  readonly failure?: { readonly text: string; readonly since: number };
  /** `qmux chat` left it and it cannot be opened; lastLine says why. Never stored. */
  readonly unusable?: 'damaged' | 'newer';
}

export interface ProgramRecord extends CommonRecord {
  readonly kind: 'program';
  /** The words it was started with. */
  readonly command: readonly string[];
  readonly exit?: SessionExit;
  /** Nothing that it shows is saved: secrets are typed into it. */
  readonly private?: true;
  /** The agent's own id of its conversation, as its hooks report it. */
  readonly conversation?: string;
  /** The agent that runs in it although it is a shell, or did when the server was killed. */
  readonly inside?: { readonly command: readonly string[]; readonly cwd: string };
  /** It is the scratch shell of this directory, and of these tabs, which have used it. */
  readonly scratch?: { readonly directory: string; readonly tabs: readonly string[] };
  /** Names of the variables an agent may need that it had when it was last started afresh. */
  readonly variables?: readonly string[];
}

export type SessionRecord = ChatRecord | ProgramRecord;

/** Fields of a record with their new values; undefined removes one. */
export type RecordChange<Kept extends SessionRecord = SessionRecord> = {
  readonly [Key in Exclude<keyof Kept, 'id' | 'kind'>]?: Kept[Key] | undefined;
};

/** The record with these changes; the same one if they change nothing. */
export function changeRecord<Kept extends SessionRecord>(record: Kept, change: RecordChange<Kept>): Kept {
  const next: { [key: string]: unknown } = { ...record };
  let isChanged = false;
  for (const [key, value] of Object.entries(change)) {
    if (next[key] === value) continue;
    isChanged = true;
    if (value === undefined) delete next[key];
    else next[key] = value;
  }
  return isChanged ? (next as unknown as Kept) : record;
}

/** A program without a recorded end was running when a server was killed. */
export const endedByKill = (record: SessionRecord): SessionRecord =>
  record.kind === 'program' && record.exit === undefined
    ? changeRecord(record, { exit: 'ended-with-server' })
    : record;

/** Ids name folders, so nothing may lead out of the sessions' directory. */
const isId = (value: unknown): boolean => isText(value) && isSessionId(value as string);

export const isSessionId = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);

/** It becomes a word of an agent's command, and must not be an option there. */
export const isConversation = (value: unknown): boolean =>
  isText(value) && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(value as string);

const isInside = (value: unknown): boolean =>
  isRecord(value) && listOf(isText)(value['command']) && isText(value['cwd']);

const isScratch = (value: unknown): boolean =>
  isRecord(value) && isText(value['directory']) && listOf(isText)(value['tabs']);

const isExit = (value: unknown): boolean =>
  value === 'ended-with-server' ||
  (isRecord(value) &&
    optional(isCount)(value['code']) &&
    optional(isCount)(value['signal']) &&
    isAmount(value['afterMs']));

const isFailure = (value: unknown): boolean =>
  isRecord(value) && isText(value['text']) && isAmount(value['since']);

const isAgentSettings = (value: unknown): boolean =>
  isRecord(value) && ['mode', 'model', 'effort'].every((key) => optional(isText)(value[key]));

const isWorktree = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value['path']) &&
  isText(value['repository']) &&
  optional(isText)(value['branch']);

const isAsked = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value['group']) &&
  ['turn', 'by', 'text'].every((key) => optional(isText)(value[key])) &&
  optional(oneOf('stop', 'cut', 'error', 'interrupted', 'withdrawn', 'unknown'))(value['end']);

const isKept = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value['group']) &&
  isText(value['last']) &&
  (value['before'] === null || isText(value['before'])) &&
  (value['merged'] === undefined || isText(value['merged']));

const COMMON_FIELDS: Fields<CommonRecord> = {
  id: isId,
  number: isCount,
  name: isText,
  formerName: optional(isText),
  named: isFlag,
  type: isText,
  cwd: isText,
  created: isAmount,
  lastUsed: isAmount,
  turns: isCount,
  unread: isCount,
  lastLine: optional(isText),
  blockedMs: optional(isAmount),
  archivedAt: optional(isAmount),
  closedItself: optional(oneOf(true)),
  worktree: optional(isWorktree),
  asked: optional(isAsked),
  rows: optional(isCount),
  cols: optional(isCount),
};

const CHAT_FIELDS: Fields<ChatRecord> = {
  ...COMMON_FIELDS,
  kind: oneOf('chat'),
  model: optional(isText),
  effort: optional(isText),
  agent: optional(isText),
  agentSession: optional(isText),
  away: optional(isCount),
  agentSettings: optional(isAgentSettings),
  lastQuestion: optional(isText),
  instruction: optional(isText),
  tools: optional(isFlag),
  paused: optional(isFlag),
  draftCursor: optional(isCount),
  draftRefs: optional(listOf(isCount)),
  draftEdits: optional(isText),
  standing: optional(listOf(isText)),
  asking: optional(isText),
  kept: optional(isKept),
  failure: optional(isFailure),
  unusable: optional(oneOf('damaged', 'newer')),
};

const PROGRAM_FIELDS: Fields<ProgramRecord> = {
  ...COMMON_FIELDS,
  kind: oneOf('program'),
  command: listOf(isText),
  exit: optional(isExit),
  private: optional(oneOf(true)),
  conversation: optional(isConversation),
  inside: optional(isInside),
  scratch: optional(isScratch),
  variables: optional(listOf(isText)),
};

/**
 * The session, with what is damaged of it reset, and the names of those fields. undefined: without an id it
 * cannot be found again.
 */
export function decodeSession(entry: unknown): { session: SessionRecord | undefined; wrong: string[] } {
  if (!isRecord(entry)) return { session: undefined, wrong: ['shape'] };
  const wrong = findWrongFields(entry, isProgram(entry) ? PROGRAM_FIELDS : CHAT_FIELDS);
  if (wrong.length === 0) return { session: entry as unknown as SessionRecord, wrong };
  if (!isId(entry['id'])) return { session: undefined, wrong };
  const defaults = defaultsOf(entry);
  const session: Record<string, unknown> = { ...entry };
  for (const field of wrong) {
    delete session[field];
    if (field in defaults) session[field] = defaults[field];
  }
  return { session: session as unknown as SessionRecord, wrong };
}

/** For the fields that a session cannot be without. */
function defaultsOf(entry: Record<string, unknown>): Record<string, unknown> {
  const kind = isProgram(entry) ? 'program' : 'chat';
  const created = isAmount(entry['created']) ? entry['created'] : 0;
  return {
    number: 0,
    name: `recovered-${String(entry['id']).slice(0, 8)}`,
    named: true,
    kind,
    type: kind,
    command: [],
    cwd: '/',
    created: isAmount(entry['lastUsed']) ? entry['lastUsed'] : 0,
    lastUsed: created,
    turns: 0,
    unread: 0,
  };
}

/** Also if its kind is damaged. */
const isProgram = (entry: Record<string, unknown>): boolean =>
  entry['kind'] === 'program' || (entry['kind'] !== 'chat' && Array.isArray(entry['command']));
