// What lists show of a session: the objects of `ls --json` (stable), the picker's rows, a tab's and a title's words.
// Pure readings of sessions and metas. Leaves tables to commands/ and drawing to frame/.

import type { AskedQuestion } from '../dialogs/question-preview.js';
import type { PickerRow } from '../dialogs/picker-groups.js';
import type { SessionMeta } from '../store/schema.js';
import type { Mark } from '../text/mark.js';
import { markOf } from '../text/mark.js';
import type { Tab } from '../panes/workspace.js';
import type { AnySession, Coordinator } from './coordinator.js';
import { ProgramSession } from './program-session.js';
import { describeExit } from './program-words.js';
import type { Viewer } from './viewers.js';

/** An element of `ls --json`. */
export interface SessionFacts {
  number: number;
  id: string;
  name: string;
  kind: 'chat' | 'program';
  type: string;
  state: string;
  archived: boolean;
  attention: { reason: string; text: string }[];
  /** What a program said last of itself that counts: working, blocked, done, idle or error. null: nothing. */
  said: string | null;
  /** By which way: osc7501, title, screen, report (also of hooks), progress or activity. */
  source: string | null;
  /** How many parts of it, such as an agent's helpers, go on. */
  parts: number;
  /** How long it has waited for answers of the user in all, in ms. */
  blockedMs: number;
  model: string | null;
  /** null: none was asked, or a program. */
  lastQuestion: string | null;
  /** Since it was used last, or closed. */
  ageMs: number;
  turns: number;
  unread: number;
  cwd: string;
  /** null in the background. */
  pane: string | null;
  pid?: number;
}

export interface ListedSession {
  facts: SessionFacts;
  mark: Mark;
  ageMs: number;
  /** What it asks, in full. */
  question?: AskedQuestion | undefined;
}

export function listOpen(session: AnySession, pane: string | undefined, now: number): ListedSession {
  const { meta } = session;
  return {
    facts: {
      number: meta.number,
      id: meta.id,
      name: meta.name,
      kind: meta.kind,
      type: meta.type,
      state: session.state,
      archived: false,
      attention: session.attention.entries.map(({ reason, text }) => ({ reason, text })),
      ...saidOf(session),
      blockedMs: session.blockedMs,
      model: modelOf(session),
      lastQuestion: meta.lastQuestion ?? null,
      ageMs: now - meta.lastUsed,
      turns: meta.turns,
      unread: meta.unread,
      cwd: session instanceof ProgramSession ? session.directory : meta.cwd,
      pane: pane ?? null,
      ...(session.pid === undefined ? {} : { pid: session.pid }),
    },
    mark: session.mark,
    ageMs: now - meta.lastUsed,
    question: findQuestion(session),
  };
}

const SAID_NOTHING = { said: null, source: null, parts: 0 };

function saidOf(session: AnySession): Pick<SessionFacts, 'said' | 'source' | 'parts'> {
  if (!(session instanceof ProgramSession)) return SAID_NOTHING;
  const { said, source, parts } = session.reading;
  return { said, source, parts };
}

function findQuestion(session: AnySession): AskedQuestion | undefined {
  if (!(session instanceof ProgramSession)) return session.userQuestion;
  const question = session.attention.find('question');
  return question && { id: undefined, text: question.text };
}

export function listArchived(meta: SessionMeta, now: number): ListedSession {
  return {
    facts: {
      number: 0,
      id: meta.id,
      name: meta.name,
      kind: meta.kind,
      type: meta.type,
      state: meta.unusable ?? 'completed',
      archived: true,
      attention: [],
      ...SAID_NOTHING,
      blockedMs: meta.blockedMs ?? 0,
      model: meta.model ?? null,
      lastQuestion: meta.lastQuestion ?? null,
      ageMs: now - (meta.archivedAt ?? meta.lastUsed),
      turns: meta.turns,
      unread: meta.unread,
      cwd: meta.cwd,
      pane: null,
    },
    mark: markOf({ state: 'completed', needsUser: false, exited: false, unread: meta.unread }),
    ageMs: now - (meta.archivedAt ?? meta.lastUsed),
  };
}

export function pickerRow({ facts, mark, ageMs, question }: ListedSession, meta: SessionMeta): PickerRow {
  return {
    sessionId: facts.id,
    number: facts.number,
    name: facts.name,
    type: facts.type,
    state: facts.state,
    mark,
    model: facts.model ?? '',
    ageMs,
    unread: facts.unread,
    lastLine: facts.attention[0]?.text ?? meta.lastLine ?? '',
    lastQuestion: meta.lastQuestion ?? '',
    archived: facts.archived,
    question,
  };
}

/** The state as a pane's title shows it. */
export function stateText(session: AnySession): string {
  if (session instanceof ProgramSession) {
    const { exit } = session.meta;
    if (exit) return describeExit(exit);
    const { reading } = session;
    const error = session.attention.find('error');
    const text = session.attention.entries[0]?.text ?? reading.text;
    const state = error ? 'error' : session.state === 'active' ? 'running' : session.state;
    const parts = reading.parts === 0 ? '' : `, ${reading.parts} helper${reading.parts === 1 ? '' : 's'}`;
    return text === '' ? `${state}${parts}` : `${state}${parts}: ${text}`;
  }
  const state = session.queued > 0 ? `${session.state}, ${session.queued} queued` : session.state;
  const question = session.attention.find('question');
  return question ? `${state}: ${question.text}` : state;
}

/** Shown where a model is named wrongly or none can be had. */
export const NO_MODEL = 'no model';

/** As a pane's title shows it. */
export const modelTitleOf = (session: AnySession): string | undefined =>
  session instanceof ProgramSession ? undefined : session.modelTitle;

export const modelOf = (session: AnySession): string | null =>
  session instanceof ProgramSession ? null : session.modelName;

/**
 * The given name, else that of the session the viewer has or had the focus on in it: the name the user gave it, else what
 * its program calls itself, else its automatic name.
 */
export function tabName(tab: Tab, coordinator: Coordinator, viewer: Viewer): string {
  if (tab.name !== undefined) return tab.name;
  const sessions = coordinator.sessionsOfTab(tab);
  const pane = viewer.view.focus[tab.id]?.[0];
  const focused = sessions.find(({ id }) => coordinator.arrangement.paneOf(id) === pane);
  const session = focused ?? sessions[0];
  if (!session) return '';
  return session.meta.named ? session.name : (session.title ?? session.name);
}
