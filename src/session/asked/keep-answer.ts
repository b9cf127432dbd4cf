// One of the answers to a question that several sessions were asked becomes the continuation of the chat that
// asked; the other sessions are archived. Owns what is kept, when that is refused, and taking it back. Leaves
// the records to chat/branches/ and closing to the coordinator. Invariant: the chat is not changed unless all
// of its turns are written at once, and nothing is archived before that.

import { recordsOfKept } from '../../chat/branches/kept-turns.js';
import type { Turn } from '../../chat/conversation.js';
import type { TranscriptRecord } from '../../chat/transcript-record.js';
import { spellAhead } from '../../store/spelled-ahead.js';
import { commandWord } from '../../text/mentions.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { isProgram, type AnySession } from '../any-session.js';
import type { ChatSession } from '../chat/chat-session.js';
import type { Coordinator } from '../coordinator.js';
import { newId } from '../names/new-id.js';
import { commandName } from '../program/program-words.js';
import type { ProgramSession } from '../program/program-session.js';
import { quoteSession } from '../quote-session.js';
import { modelTitleOf } from '../session-facts.js';
import { membersOf } from './asked-state.js';

export interface Keeping {
  session: AnySession;
  group: string;
  /** undefined: no chat asked, or it is the session itself. */
  asker: ChatSession | undefined;
  turns: readonly Turn[];
  /** The turn of the asker that they follow; null: its beginning. */
  parent: string | null;
  /** To be archived. */
  others: readonly AnySession[];
}

/** Rejects with a UserError that says why its answer cannot be kept now. */
export async function findKeeping(session: AnySession, coordinator: Coordinator): Promise<Keeping> {
  const { name, record } = session;
  const { asked } = record;
  if (!asked)
    throw new UserError(`${name} was not asked together with others; ${commandWord('ask')} asks several`);
  const { group, by } = asked;
  const asker = by === undefined || by === session.id ? undefined : getAsker(by, coordinator);
  const others = membersOf(group, coordinator.sessions).filter((each) => each !== session && each.id !== by);
  const turns = isProgram(session) ? [await shownAsTurn(session)] : await turnsOf(session);
  if (!asker) return { session, group, asker, turns, parent: null, others };
  await asker.load();
  asker.branches.checkIdle();
  const { queued, tree, turns: own } = asker.conversation;
  if (queued.length > 0)
    throw new UserError(`questions wait in ${asker.name}; ${commandWord('queue')} there removes them`);
  const end = own.at(-1)?.id ?? null;
  const { kept, asked: itsOwn } = asker.record;
  if (kept?.group === group) {
    if (others.length === 0)
      throw new UserError(`one of these answers was kept in ${asker.name} already, and no other is open`);
    // Another choice: it stands beside the first.
    return { session, group, asker, turns, parent: kept.last === end ? kept.before : end, others };
  }
  // Asked as well: this answer stands beside its own.
  const beside = itsOwn?.group === group ? tree.byId.get(itsOwn.turn ?? '')?.turn : undefined;
  return { session, group, asker, turns, parent: beside ? beside.parent : end, others };
}

function getAsker(id: string, { sessions, archive }: Coordinator): ChatSession {
  const open = sessions.find((session) => session.id === id);
  if (open && !isProgram(open)) return open;
  const closed = archive.find((record) => record.id === id);
  if (closed)
    throw new UserError(
      `the chat that asked, ${closed.name}, is closed; ${commandWord(`reopen ${closed.name}`)} brings it back`,
    );
  throw new UserError('the chat that asked was deleted');
}

/** From the question that was asked to the end of its branch. */
async function turnsOf(chat: ChatSession): Promise<Turn[]> {
  await chat.load();
  const { turns, queued } = chat.conversation;
  const id = chat.record.asked?.turn;
  if (queued.some((question) => question.id === id))
    throw new UserError(`${chat.name} has not begun to answer yet; wait for it`);
  const from = turns.findIndex((turn) => turn.id === id);
  const first = turns[from];
  if (!first) throw new UserError(`${chat.name} has not answered the question on its current branch`);
  const found = turns.slice(from);
  if (found.some(({ finish }) => finish === undefined))
    throw new UserError(`${chat.name} is still answering; wait for it, or Esc there`);
  if (!found.some(({ answer }) => answer.trim() !== ''))
    throw new UserError(`there is no answer of ${chat.name} to keep`);
  return found;
}

/** What it shows now, as it stands there. */
async function shownAsTurn(program: ProgramSession): Promise<Turn> {
  const text = sanitiseModelText(await quoteSession(program)).trimEnd();
  if (text === '') throw new UserError(`${program.name} shows nothing to keep`);
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  const at = Date.now();
  return {
    id: '',
    parent: null,
    question: program.record.asked?.text ?? '',
    answer: `${fence}\n${text}\n${fence}`,
    model: commandName(program.command),
    finish: 'stop',
    reason: undefined,
    error: undefined,
    at,
    parts: [],
    plan: undefined,
    changes: 0,
    usage: undefined,
    refs: [],
    attached: [],
  };
}

/**
 * isMerged: its worktree was. Rejects with a UserError: nothing has changed. Returns what was kept, which may
 * follow another turn by now.
 */
export async function keepAnswer(
  found: Keeping,
  coordinator: Coordinator,
  { isMerged = false } = {},
): Promise<Keeping> {
  let prepared = prepare(found);
  // The write itself is one, and cannot be divided.
  if (await spellAhead(prepared.records)) {
    const now = prepare(await findKeeping(found.session, coordinator));
    if (!isSame(now, prepared)) prepared = now;
  }
  const { keeping } = prepared;
  const { session, asker, others } = keeping;
  if (asker) bring(prepared, asker, isMerged);
  else if (!isProgram(session)) session.update({ asking: undefined });
  session.changed();
  const open = others.filter((other) => coordinator.find(other.id) === other);
  if (open.length > 0) await coordinator.closeSessions(open);
  coordinator.settle();
  return keeping;
}

/** What is to be written; of a shell's group nothing. */
interface Prepared {
  readonly keeping: Keeping;
  readonly records: readonly TranscriptRecord[];
  /** Where the chat that asked ends. */
  readonly head: string | null;
  readonly last: string;
  readonly source: string;
}

function prepare(keeping: Keeping): Prepared {
  const { session, asker, turns, parent } = keeping;
  if (!asker) return { keeping, records: [], head: null, last: '', source: '' };
  const head = asker.conversation.tree.head?.turn.id ?? null;
  const source = spellSource({ ...keeping, asker });
  const { records, last } = recordsOfKept(
    { turns, parent, head, source, isCopy: !isProgram(session) },
    { newId, now: () => Date.now() },
  );
  return { keeping, records, head, last, source };
}

const isSame = (a: Prepared, b: Prepared): boolean =>
  a.keeping.asker === b.keeping.asker &&
  a.keeping.parent === b.keeping.parent &&
  a.head === b.head &&
  a.source === b.source &&
  a.keeping.turns.length === b.keeping.turns.length &&
  a.keeping.turns.every((turn, at) => turn === b.keeping.turns[at]);

function bring(
  { keeping: { session, group }, records, head, last }: Prepared,
  asker: ChatSession,
  isMerged: boolean,
): void {
  const first = asker.record.kept?.last === head ? asker.record.kept : undefined;
  asker.branches.goOnWith(records);
  const before = first?.group === group ? first.before : head;
  const merged = isMerged ? { merged: session.id } : {};
  asker.update({ asking: undefined, kept: { group, last, before, ...merged } });
}

function spellSource({
  session,
  others,
  asker,
}: Pick<Keeping, 'session' | 'others'> & { asker: ChatSession }): string {
  const model = modelTitleOf(session);
  const who = `#${session.number} ${session.name}${model === undefined ? '' : ` (${model})`}`;
  const names = others.map(({ name }) => name).join(', ');
  const agent = asker.agent?.chosen;
  return [
    `this is the answer of ${who}`,
    ...(names === '' ? [] : [`the same was asked of ${names}`]),
    // It knows only what it was sent itself.
    ...(agent === undefined ? [] : [`${agent} has not seen it: @#${session.number} in a question quotes it`]),
  ].join('; ');
}

export interface TakenBack {
  /** What is said of it. */
  text: string;
  /** Its worktree was merged when its answer was kept. */
  merged: AnySession | undefined;
}

/**
 * Those of a kept answer were reopened together: the chat ends again where it did before. undefined: nothing
 * was kept of them.
 */
export async function takeBackKept(
  reopened: readonly AnySession[],
  coordinator: Coordinator,
): Promise<TakenBack | undefined> {
  const groups = new Set(reopened.map(({ record }) => record.asked?.group));
  for (const chat of coordinator.sessions) {
    if (isProgram(chat) || !chat.record.kept || !groups.has(chat.record.kept.group)) continue;
    const { group, last, before, merged: id } = chat.record.kept;
    await chat.load();
    const isWhereItWas = chat.conversation.tree.head?.turn.id === last && chat.queued === 0;
    if (!isWhereItWas || chat.running !== undefined)
      return { text: `the answer that was kept stays in ${chat.name}, which has gone on`, merged: undefined };
    chat.branches.goOnWith([{ type: 'head', turn: before }]);
    chat.update({ kept: undefined, asking: group });
    coordinator.settle();
    const merged = id === undefined ? undefined : coordinator.find(id);
    return { text: `${chat.name} ends again where it did before the answer was kept`, merged };
  }
  return undefined;
}
