// One question to several sessions at once. Owns that none is sent it if one of them cannot take it, that
// all get the same bytes, and that each remembers the group. Leaves which sessions are meant to
// commands/asking/, and what became of it to asked-state.ts. Invariant: what fails before the first is sent
// has changed nothing.

import { Pace } from '../../loop/slice.js';
import { explainFailure } from '../../files/explain-failure.js';
import { UserError } from '../../text/user-error.js';
import type { AskedTogether } from '../../store/session-record.js';
import { isProgram, type AnySession } from '../any-session.js';
import type { ChatSession } from '../chat/chat-session.js';
import type { Coordinator } from '../coordinator.js';
import { newId } from '../names/new-id.js';
import type { ProgramSession } from '../program/program-session.js';
import { followAsked, reportsItsEnd } from './follow-program.js';

export interface Asked {
  group: string;
  /** In the order of the sessions; turn: of a chat. */
  sent: readonly { session: AnySession; turn: string | undefined }[];
}

/**
 * by: the chat that asks. Rejects with a UserError that names the session and says whether any other was sent
 * the text.
 */
export async function askSessions(
  sessions: readonly AnySession[],
  text: string,
  { coordinator, by }: { coordinator: Coordinator; by: ChatSession | undefined },
): Promise<Asked> {
  const programs = sessions.filter(isProgram);
  const chats = sessions.filter(isChat);
  const check = (): void => {
    for (const session of sessions) checkAskable(session, coordinator);
  };
  // What programs have printed may be a question; long chats take a while to read.
  await Promise.all(programs.map((program) => program.whenParsed()));
  const pace = new Pace();
  for (const chat of chats) {
    await chat.load();
    await pace.pause();
  }
  refuse(check, []);
  // They can still refuse when Enter is due; a chat takes the question at once.
  await typeIntoAll(programs, text);
  refuse(check, programs);
  const group = newId();
  const asked: AskedTogether = { group, ...(by === undefined ? {} : { by: by.id }) };
  const turns = await sendToAll(chats, { text, asked, programs });
  for (const program of programs) {
    const reports = reportsItsEnd(program);
    program.update({ asked: { ...asked, text, ...(reports ? {} : { end: 'unknown' as const }) } });
    if (reports) followAsked(program, group);
  }
  by?.update({ asking: group, kept: undefined });
  coordinator.settle();
  return {
    group,
    sent: sessions.map((session) => ({
      session,
      turn: isProgram(session) ? undefined : turns.get(session),
    })),
  };
}

const isChat = (session: AnySession): session is ChatSession => !isProgram(session);

/** Throws a UserError for a session that would not take a text now. */
function checkAskable(session: AnySession, coordinator: Coordinator): void {
  const { name } = session;
  if (coordinator.find(session.id) !== session) throw new UserError(`${name} was closed`);
  if (!isProgram(session)) return void session.prompt;
  if (session.pid === undefined) throw new UserError(`${name} has ended; Enter in its pane runs it again`);
  const { openQuestion } = session;
  if (openQuestion) throw new UserError(`${name} asks: ${openQuestion.text}; answer it there first`);
}

async function typeIntoAll(programs: readonly ProgramSession[], text: string): Promise<void> {
  const outcomes = await Promise.allSettled(programs.map((each) => each.send(text, { answer: false })));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failed) return;
  const typed = programs.filter((_, at) => outcomes[at]?.status === 'fulfilled');
  throw afterSending(failed.reason, typed);
}

/** What it throws says who has got the text. */
function refuse(check: () => void, sent: readonly AnySession[]): void {
  try {
    check();
  } catch (error) {
    throw afterSending(error, sent);
  }
}

/** Rejects with what the disk refuses: those before it have taken it back by then, unless it has begun. */
async function sendToAll(
  chats: readonly ChatSession[],
  { text, asked, programs }: { text: string; asked: AskedTogether; programs: readonly AnySession[] },
): Promise<Map<AnySession, string>> {
  const turns = new Map<AnySession, string>();
  const takeBack: (() => AnySession[])[] = [];
  const pace = new Pace();
  try {
    for (const chat of chats) {
      // A few are sent it in one turn of the event loop, in which no model is asked.
      await pace.pause();
      const waits = chat.running !== undefined || chat.isHeld;
      const before = chat.record.asked;
      const turn = chat.send(text);
      chat.update({ asked: { ...asked, turn } });
      turns.set(chat, turn);
      takeBack.push(() => {
        if (!chat.conversation.queued.some(({ id }) => id === turn)) return [chat];
        if (waits) chat.withdraw(turn);
        else chat.interrupt();
        chat.update({ asked: before });
        return [];
      });
    }
    return turns;
  } catch (error) {
    throw afterSending(error, [...programs, ...takeBack.flatMap((undo) => undo())]);
  }
}

function afterSending(error: unknown, sent: readonly AnySession[]): unknown {
  const known = explainFailure(error) ?? error;
  if (!(known instanceof UserError)) return error;
  const got =
    sent.length === 0 ? 'nothing was sent' : `only ${sent.map(({ name }) => name).join(', ')} got it`;
  return new UserError(`${known.text}; ${got}`, { exitCode: known.exitCode });
}
