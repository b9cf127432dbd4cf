// Where a hit of a search leads: to its line in an open session, else into a pane in which what is closed can
// be read. Owns which of the two, and what is said where the words are not drawn. Leaves finding the line to
// copy-mode/landing.ts, reading files to session/reading/. Invariant: nothing is opened, run or written.

import type { Conversation } from '../../chat/conversation.js';
import type { Landing } from '../../copy-mode/landing.js';
import type { ReadElsewhere } from '../../copy-mode/read-elsewhere.js';
import type { Pattern } from '../../copy-mode/search.js';
import { finishInTurns } from '../../loop/in-turns.js';
import type { Hit, HitPart, TranscriptAgent } from '../../search/hit.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import { openConversation } from '../../session/reading/conversation-reading.js';
import { readConversation } from '../../session/reading/read-transcript.js';
import { readSavedScreen } from '../../session/reading/saved-screen-reading.js';
import { conversationOf } from '../../session/reading/units-conversation.js';
import type { SessionRecord } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import type { ClientSurface, CommandContext } from '../command.js';
import { resumeWords } from './resume-words.js';

export type HitContext = Pick<CommandContext, 'coordinator' | 'viewer' | 'config' | 'search'> & {
  surface: ClientSurface;
};

/** Rejects with a UserError: it cannot be read, and everything stays as it is. */
export async function openHit(context: HitContext, hit: Hit, pattern: Pattern): Promise<void> {
  const session = hit.session === undefined ? undefined : context.coordinator.find(hit.session);
  if (session && maySee(context, session) && (await goTo(context, session, hit, pattern))) return;
  if (hit.source === 'screen') readScreen(context, hit, pattern);
  else if (hit.source === 'chat') await readTurns(context, hit, pattern, session);
  else await readAgent(context, hit, hit.source, pattern);
}

/** A read-only client stays where it is. */
const maySee = ({ coordinator, viewer, surface }: HitContext, session: AnySession): boolean =>
  !surface.readOnly || coordinator.isFocused(viewer, session);

/** False: it does not show the turn. */
async function goTo(
  { coordinator, viewer, surface }: HitContext,
  session: AnySession,
  hit: Hit,
  pattern: Pattern,
): Promise<boolean> {
  if (isProgram(session)) {
    if (!coordinator.isFocused(viewer, session)) coordinator.showSession(viewer, session);
    surface.land(session, landingOf(hit, undefined, pattern));
    return true;
  }
  // What covers the conversation has other lines.
  if (session.face === 'own') return false;
  await session.load();
  if (coordinator.find(session.id) !== session) throw new UserError(`${session.name} was closed meanwhile`);
  if (turnIndex(session.conversation, hit) === 'not-shown') return false;
  if (!coordinator.isFocused(viewer, session)) coordinator.showSession(viewer, session);
  surface.land(session, landingIn(session.conversation, hit, pattern));
  return true;
}

/** undefined: it stands in no turn. What waits to be asked is drawn where the next turn will be. */
function turnIndex(conversation: Readonly<Conversation>, hit: Hit): number | undefined | 'not-shown' {
  if (hit.turnId === undefined) return undefined;
  const { turns } = conversation;
  if (isQueued(conversation, hit)) return turns.length;
  const at = turns.findIndex(({ id }) => id === hit.turnId);
  return at === -1 ? 'not-shown' : at;
}

const isQueued = ({ queued }: Readonly<Conversation>, { turnId }: Hit): boolean =>
  queued.some(({ id }) => id === turnId);

/** undefined: it may be anywhere. */
function turnToRead(conversation: Readonly<Conversation>, hit: Hit): number | undefined {
  const at = turnIndex(conversation, hit);
  return at === 'not-shown' ? undefined : at;
}

async function readTurns(
  context: HitContext,
  hit: Hit,
  pattern: Pattern,
  session: AnySession | undefined,
): Promise<void> {
  const { coordinator, surface } = context;
  const { name, file, turnId } = hit;
  const conversation = await readConversation(file, { name, turnId });
  const begin = turnToRead(conversation, hit);
  const record = session?.record ?? coordinator.archive.find(({ id }) => id === hit.session);
  const what: ReadElsewhere = {
    name,
    about: session ? 'as it is on disk' : 'archived',
    open: (size, keeper) =>
      openConversation(conversation, { size, keeper, turn: begin, directory: record?.cwd }),
    goOn:
      session || !hit.session
        ? undefined
        : { does: 'reopens', words: ['reopen', hit.session], after: () => landAgain(context, hit, pattern) },
  };
  surface.read(what, landingIn(conversation, hit, pattern));
}

/** Open now, it is at its end: back to the line that was read. */
function landAgain(context: HitContext, hit: Hit, pattern: Pattern): void {
  openHit(context, hit, pattern).catch((error: unknown) =>
    context.surface.showMessage(error instanceof Error ? error.message : String(error), 'error'),
  );
}

/** A conversation that an agent keeps by itself, read by the process that has found it. */
async function readAgent(
  { coordinator, surface, search }: HitContext,
  hit: Hit,
  agent: TranscriptAgent,
  pattern: Pattern,
): Promise<void> {
  const { name, conversation: id, directory } = hit;
  const units = await search.read(hit);
  const conversation = await finishInTurns(conversationOf(units, { agent }));
  if (!conversation || conversation.items.length === 0)
    throw new UserError(`${name} has nothing that can be read`);
  const begin = turnToRead(conversation, hit);
  const what: ReadElsewhere = {
    name,
    about: directory === undefined ? agent : `${agent} in ${directory}`,
    open: (size, keeper) => openConversation(conversation, { size, keeper, turn: begin, directory }),
    goOn: id === undefined ? undefined : goOnWith(coordinator, agent, { conversation: id, directory }),
  };
  surface.read(what, landingIn(conversation, hit, pattern));
}

/** Two processes must not hold one conversation: where it is open already, one goes there. */
function goOnWith(
  { sessions }: HitContext['coordinator'],
  agent: TranscriptAgent,
  kept: { conversation: string; directory: string | undefined },
): ReadElsewhere['goOn'] {
  const open = sessions.find(({ record }) => conversationOfRecord(record) === kept.conversation);
  if (open) return { does: 'goes there', words: ['switch', open.id] };
  const words = resumeWords(agent, kept);
  return words && { does: 'resumes', words };
}

const conversationOfRecord = (record: SessionRecord): string | undefined =>
  record.kind === 'chat' ? record.agentSession : record.conversation;

function readScreen({ coordinator, surface, config }: HitContext, hit: Hit, pattern: Pattern): void {
  const { name, file, session: id } = hit;
  const record = coordinator.archive.find((each) => each.id === id) ?? coordinator.find(id ?? '')?.record;
  if (id === undefined || !record) throw new UserError(`${name} is gone; search again`);
  const size = { rows: record.rows ?? UNDRAWN.rows, cols: record.cols ?? UNDRAWN.cols };
  const { scrollbackLines } = config;
  const open = readSavedScreen({ id, name, file, size, scrollbackLines });
  const goOn = coordinator.find(id) ? undefined : { does: 'reopens' as const, words: ['reopen', id] };
  surface.read({ name, about: 'archived', open, goOn }, landingOf(hit, undefined, pattern));
}

/** A program that was never drawn. */
const UNDRAWN = { rows: 38, cols: 120 };

function landingIn(conversation: Readonly<Conversation>, hit: Hit, pattern: Pattern): Landing {
  const landing = landingOf(hit, turnToRead(conversation, hit), pattern);
  if (isQueued(conversation, hit)) return { ...landing, missing: QUEUED };
  return hit.source === 'chat' && turnIndex(conversation, hit) === 'not-shown'
    ? { ...landing, missing: GONE }
    : landing;
}

const QUEUED = 'the words are in a prompt that is queued, which is drawn in part';
const GONE = 'the words are no longer in this conversation; search again';

const landingOf = (hit: Hit, turn: number | undefined, pattern: Pattern): Landing => ({
  pattern,
  turn,
  text: hit.text,
  line: hit.line,
  missing: whyMissing(hit),
});

const WHERE: Partial<Readonly<Record<HitPart, string>>> = {
  thought: 'the words are in its reasoning, which is folded',
  tool: 'the words are in a tool call, of which a part is drawn',
  attached: 'the words are in what is attached, which is not drawn',
  screen: 'the line is no longer on this screen or above it',
};

const whyMissing = ({ part, source }: Hit): string => {
  const where = WHERE[part] ?? 'the words are in a link or in Markdown, which is not drawn';
  return source === 'screen' ? where : `this is the turn: ${where}`;
};
