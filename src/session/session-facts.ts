// What lists show of a session: the objects of `ls --json` (stable), the picker's rows, a tab's and a title's
// words. Pure readings of sessions and records. Leaves tables to commands/ and drawing to frame/.

import { commandOf } from '../chat/model-event.js';
import { mustBeRead } from '../chat/questions/call-lines.js';
import { optionsOf } from '../chat/questions/question-keys.js';
import { contextLeft } from '../chat/screen/turn-status.js';
import { spellQuestion } from '../chat/questions/spell-question.js';
import type { OpenQuestion } from '../chat/questions/question-queue.js';
import type { QuestionOption, UserQuestion } from '../chat/user-question.js';
import type { AskedQuestion } from '../dialogs/question-preview.js';
import type { PickerRow } from '../dialogs/picker-groups.js';
import type { SessionRecord } from '../store/session-record.js';
import type { Mark } from '../text/mark.js';
import { markOf } from '../text/mark.js';
import type { Tab } from '../panes/workspace.js';
import type { AnySession } from './any-session.js';
import type { AgentOfChat } from './chat/agent-of-chat.js';
import { ProgramSession } from './program/program-session.js';
import type { ProgramReading } from './program/program-state.js';
import { describeExit } from './program/program-words.js';
import type { Viewer } from './arrangement/viewers.js';
import { worktreeFacts, type WorktreeFacts } from './worktrees/session-worktree.js';

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
  /** What a chat asks, the open one first. */
  questions: QuestionFacts[];
  /** What a program reported last that counts: working, blocked, done, idle or error. null: nothing. */
  said: string | null;
  /** In which way: osc7501, title, screen, report (also from hooks), progress or activity. */
  source: string | null;
  /** How many parts of it, such as an agent's helpers, are still running. */
  parts: number;
  /** Total time that it has waited for answers of the user, in ms. */
  blockedMs: number;
  model: string | null;
  /** Who answers a chat in place of a model. null: a model does, or it is a program. */
  agent: string | null;
  /** What a chat shows: itself, or its agent's own interface. null: a program. */
  face: 'chat' | 'own' | null;
  /** Of an agent, in its words, as far as it is known. */
  mode: string | null;
  /** null: none was asked, or a program. */
  lastQuestion: string | null;
  /** Since it was last used, or closed. */
  ageMs: number;
  turns: number;
  unread: number;
  cwd: string;
  /** The git worktree that it works in; null: none, or not looked for yet. */
  worktree: WorktreeFacts | null;
  /** null in the background. */
  pane: string | null;
  pid?: number;
}

export interface QuestionFacts {
  id: string;
  kind: UserQuestion['kind'];
  text: string;
  /** That a tool would run. null: it runs none, or no tool is asked about. */
  command: string | null;
  options: readonly QuestionOption[];
}

export interface ListedSession {
  facts: SessionFacts;
  mark: Mark;
  ageMs: number;
  /** What it asks, in full. */
  question?: AskedQuestion | undefined;
}

export function listOpen(session: AnySession, pane: string | undefined, now: number): ListedSession {
  const { record } = session;
  const agent = agentOf(session);
  return {
    facts: {
      number: record.number,
      id: record.id,
      name: record.name,
      kind: record.kind,
      type: record.type,
      state: session.state,
      archived: false,
      attention: session.attention.entries.map(({ reason, text }) => ({ reason, text })),
      questions: session instanceof ProgramSession ? [] : session.questions.all.map(factsOf),
      ...saidOf(session),
      blockedMs: session.blockedMs,
      model: agent ? (agent.setting('model') ?? null) : modelOf(session),
      agent: agent?.chosen ?? null,
      face: session instanceof ProgramSession ? null : session.face,
      mode: agent?.setting('mode') ?? null,
      lastQuestion: lastQuestionOf(record) ?? null,
      ageMs: now - record.lastUsed,
      turns: record.turns,
      unread: record.unread,
      cwd: directoryOf(session),
      worktree: worktreeFacts(session.worktree, record.worktree),
      pane: pane ?? null,
      ...(session.pid === undefined ? {} : { pid: session.pid }),
    },
    mark: session.mark,
    ageMs: now - record.lastUsed,
    question: findQuestion(session),
  };
}

const SAID_NOTHING = { said: null, source: null, parts: 0 };

function saidOf(session: AnySession): Pick<SessionFacts, 'said' | 'source' | 'parts'> {
  const { reading } = session;
  if (!reading) return SAID_NOTHING;
  const { said, source, parts } = reading;
  return { said, source, parts };
}

const factsOf = (question: OpenQuestion): QuestionFacts => {
  const { id, kind, text } = question;
  const call = question.kind === 'permission' ? question.call : undefined;
  return { id, kind, text, command: commandOf(call?.input) ?? null, options: optionsOf(question) };
};

function findQuestion(session: AnySession): AskedQuestion | undefined {
  if (!(session instanceof ProgramSession) && !session.reading)
    return askedBy(session.questions.all[0], session.record.cwd);
  const question = session.attention.find('question');
  return question && { id: undefined, text: question.text, answers: [], isWhole: true, mustBeWhole: false };
}

function askedBy(question: OpenQuestion | undefined, directory: string): AskedQuestion | undefined {
  if (!question) return undefined;
  const { text, isWhole } = spellQuestion(question, directory);
  const kinds = new Set(optionsOf(question).map(({ kind }) => kind));
  return {
    id: question.id,
    text,
    answers: [
      ...(kinds.has('allow_once') ? ['yes' as const] : []),
      ...(kinds.has('reject_once') ? ['no' as const] : []),
    ],
    isWhole,
    mustBeWhole: !isWhole || mustBeRead(question),
  };
}

export function listArchived(record: SessionRecord, now: number): ListedSession {
  const chat = record.kind === 'chat' ? record : undefined;
  return {
    facts: {
      number: 0,
      id: record.id,
      name: record.name,
      kind: record.kind,
      type: record.type,
      state: chat?.unusable ?? 'completed',
      archived: true,
      attention: [],
      questions: [],
      ...SAID_NOTHING,
      blockedMs: record.blockedMs ?? 0,
      model: chat?.model ?? chat?.agentSettings?.model ?? null,
      agent: chat?.agent ?? null,
      face: chat ? 'chat' : null,
      mode: chat?.agentSettings?.mode ?? null,
      lastQuestion: chat?.lastQuestion ?? null,
      ageMs: now - (record.archivedAt ?? record.lastUsed),
      turns: record.turns,
      unread: record.unread,
      cwd: record.cwd,
      worktree: worktreeFacts(undefined, record.worktree),
      pane: null,
    },
    mark: markOf({ state: 'completed', needsUser: false, exited: undefined, unread: record.unread }),
    ageMs: now - (record.archivedAt ?? record.lastUsed),
  };
}

export function pickerRow({ facts, mark, ageMs, question }: ListedSession, record: SessionRecord): PickerRow {
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
    lastLine: facts.attention[0]?.text ?? record.lastLine ?? '',
    lastQuestion: lastQuestionOf(record) ?? '',
    archived: facts.archived,
    question,
  };
}

export const lastQuestionOf = (record: SessionRecord): string | undefined =>
  record.kind === 'chat' ? record.lastQuestion : undefined;

/** The state as a pane's title shows it. */
export function stateText(session: AnySession): string {
  if (session instanceof ProgramSession && session.record.exit) return describeExit(session.record.exit);
  if (session instanceof ProgramSession || session.reading) return programText(session, session.reading);
  const { agent, plan, queued } = session;
  const { phase, silence } = agent ?? {};
  const parts = [
    ...(phase === undefined
      ? [session.state]
      : session.state === 'paused'
        ? [session.state, phase]
        : [phase]),
    ...(silence === undefined ? [] : [silence]),
    ...(plan ? [`plan ${plan.done}/${plan.total}`] : []),
    // What waits for a start is the question that it is for.
    ...(queued > 0 && phase === undefined ? [`${queued} queued`] : []),
  ];
  const state = parts.join(', ');
  const question = session.attention.find('question');
  return question ? `${state}: ${question.text}` : state;
}

/** Also of an agent's own interface. */
function programText({ attention, state: now }: AnySession, reading: ProgramReading | undefined): string {
  const text = attention.entries[0]?.text ?? reading?.text ?? '';
  const state = attention.find('error') ? 'error' : now === 'active' ? 'running' : now;
  const count = reading?.parts ?? 0;
  const parts = count === 0 ? '' : `, ${count} helper${count === 1 ? '' : 's'}`;
  return text === '' ? `${state}${parts}` : `${state}${parts}: ${text}`;
}

/** Shown if a model is named wrongly or none can be had. */
export const NO_MODEL = 'no model';

/** As a pane's title shows it. */
export const modelTitleOf = (session: AnySession): string | undefined =>
  session instanceof ProgramSession ? undefined : session.modelTitle;

/** `42 % left`; undefined: not known, or not a chat in memory. */
export function contextLeftOf(session: AnySession): string | undefined {
  const conversation = session instanceof ProgramSession ? undefined : session.inMemory;
  return conversation && contextLeft(conversation);
}

export const modelOf = (session: AnySession): string | null =>
  session instanceof ProgramSession ? null : session.modelName;

const agentOf = (session: AnySession): AgentOfChat | undefined =>
  session instanceof ProgramSession ? undefined : session.agent;

/** Where it is now. */
export const directoryOf = (session: AnySession): string =>
  session instanceof ProgramSession ? session.directory : session.record.cwd;

/** The tabs with what is in them. */
export interface NamedTabs {
  readonly arrangement: { paneOf(session: string): string | undefined };
  sessionsOfTab(tab: Tab): AnySession[];
}

/**
 * The given name, else that of the session that the viewer has or had the focus on in it: the name the user
 * gave it, else its program's title, else its automatic name.
 */
export function tabName(tab: Tab, workspace: NamedTabs, viewer: Viewer): string {
  if (tab.name !== undefined) return tab.name;
  const sessions = workspace.sessionsOfTab(tab);
  const pane = viewer.view.focus[tab.id]?.[0];
  const focused = sessions.find(({ id }) => workspace.arrangement.paneOf(id) === pane);
  const session = focused ?? sessions[0];
  if (!session) return '';
  return session.record.named ? session.name : (session.title ?? session.name);
}
