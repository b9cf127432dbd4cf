// What all sessions ask their user, longest waiting first. A reading of them: owns which questions there are,
// in which order, and the objects of `inbox --json` (stable). Leaves how they look to inbox-dialog.ts.

import { commandOf, type FileDiff } from '../../chat/model-event.js';
import { headlineOf } from '../../chat/questions/chat-questions.js';
import { optionsOf } from '../../chat/questions/question-keys.js';
import type { OpenQuestion } from '../../chat/questions/question-queue.js';
import type { FormField, QuestionOption, UserQuestion } from '../../chat/user-question.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { isProgram, type AnySession } from '../any-session.js';
import { compareWaiting } from '../arrangement/session-order.js';

export interface InboxEntry {
  /** The question's; for a program one of its own, another for each time that it asks. */
  readonly id: string;
  readonly session: { readonly number: number; readonly id: string; readonly name: string };
  /** null: a model of qmux asks, or a program. */
  readonly agent: string | null;
  /** Of the session; undefined: a program asks. */
  readonly directory: string | undefined;
  /** When it was asked, in ms on a monotonic clock. */
  readonly since: number;
  /** undefined: a program asks, and only in its pane it can be answered. */
  readonly question: OpenQuestion | undefined;
  /** What is asked, in the words of whoever asks. */
  readonly text: string;
  /** One line: what would be done, if that is known. */
  headline(): string;
  /** How long it has waited so far. */
  ageMs(): number;
}

/** An element of `inbox --json`. */
export interface InboxFacts {
  id: string;
  session: { number: number; id: string; name: string };
  agent: string | null;
  kind: UserQuestion['kind'] | 'program';
  text: string;
  /** That a tool would run. null: it runs none, or no tool is asked about. */
  command: string | null;
  diffs: readonly FileDiff[];
  options: readonly QuestionOption[];
  fields: readonly FormField[];
  /** ms since 1970. */
  since: number;
  /** By `reply` and in the inbox. */
  answerable: boolean;
}

export function openQuestions(sessions: readonly AnySession[]): InboxEntry[] {
  return sessions
    .flatMap((session) => asked(session).map((entry) => ({ entry, order: orderOf(session) })))
    .toSorted((a, b) =>
      compareWaiting({ since: a.entry.since, order: a.order }, { since: b.entry.since, order: b.order }),
    )
    .map(({ entry }) => entry);
}

/** As of the next session that needs the user, where a time decides nothing. */
const orderOf = ({ attention }: AnySession): number => attention.order;

function asked(session: AnySession): InboxEntry[] {
  const place = { number: session.number, id: session.id, name: session.name };
  if (!isProgram(session)) {
    const agent = session.agent?.chosen ?? null;
    const { cwd } = session.record;
    return session.questions.all.map((question) => ({
      id: question.id,
      session: place,
      agent,
      directory: cwd,
      since: question.since,
      question,
      text: question.text,
      headline: () => sanitiseLine(headlineOf(question, cwd)),
      ageMs: () => session.steadyNow - question.since,
    }));
  }
  const reason = session.attention.find('question');
  if (!reason) return [];
  const { text, since } = reason;
  const id = `${session.id}.${session.attention.orderOf('question')}`;
  const ageMs = (): number => session.steadyNow - since;
  const unknown = { agent: null, directory: undefined, question: undefined };
  return [{ id, session: place, ...unknown, since, text, headline: () => text, ageMs }];
}

export function inboxFacts({ id, session, agent, since, question, text }: InboxEntry): InboxFacts {
  const call = question?.kind === 'permission' ? question.call : undefined;
  return {
    id,
    session,
    agent,
    kind: question?.kind ?? 'program',
    text,
    command: commandOf(call?.input) ?? null,
    diffs: call?.diffs ?? [],
    options: question ? optionsOf(question) : [],
    fields: question?.kind === 'form' ? question.fields : [],
    since,
    answerable: question !== undefined,
  };
}
