// Conversations as text for others (pure): the stable JSON of `qmux export --format json`, and markdown. Owns
// both formats. Takes plain data, so that it needs neither chat/ nor the index. Invariant: a field of the
// JSON keeps its name and meaning as long as the version stays the same.

import type { Attached } from '../chat/context/attached.js';
import type { Asked } from '../chat/conversation.js';
import type { ToolCall, Usage } from '../chat/model-event.js';
import { describeEnding } from '../text/answer-ending.js';
import { sanitiseLine } from '../text/sanitise.js';
import { LazyArray, spellJson } from '../text/spell-json.js';

const EXPORT_VERSION = 1;

export interface ExportSession {
  id: string;
  name: string;
  kind: 'chat' | 'program';
  type: string;
  model: string | undefined;
  /** ms since 1970, as below. */
  created: number;
}

export interface ExportTurn {
  id: string;
  /** id of the turn before. */
  parent: string | null;
  question: string;
  answer: string;
  /** undefined: the turn has not begun. */
  model: string | undefined;
  /** undefined: still being answered, or waiting for it. */
  finish: 'stop' | 'cut' | 'error' | 'interrupted' | undefined;
  at: number;
  tools: readonly ExportTool[];
  /** What the model thought; undefined: nothing is known of it. */
  thought: string | undefined;
  usage: Usage | undefined;
  /** What went along with the question, as it was sent. */
  attached: readonly Attached[];
}

/** A tool call, and what the user was asked about it. */
export interface ExportTool {
  call: ToolCall;
  /** What it works on, in a few words. */
  subject: string;
  asked: Pick<Asked, 'question' | 'answer' | 'at'> | undefined;
  unasked: boolean;
}

export interface ExportConversation {
  session: ExportSession;
  /** Of all branches, in the order in which they began. */
  turns: readonly ExportTurn[];
  /** The last turn of the current branch; null: it has none yet. */
  branch: string | null;
}

export type TextFormat = 'json' | 'md';

/** In parts, none of which takes long to make. */
export function* spellConversations(
  conversations: readonly ExportConversation[],
  format: TextFormat,
): Generator<string> {
  if (format === 'json') {
    yield* spellJson(documentsOf(conversations));
    yield '\n';
  } else
    for (const [at, conversation] of conversations.entries()) {
      if (at > 0) yield '\n---\n\n';
      yield* spellMarkdown(conversation);
    }
}

/**
 * One conversation as an object, several as an array of objects; times in ISO 8601, unknown values as null.
 */
function documentsOf(conversations: readonly ExportConversation[]): unknown {
  const documents = conversations.map(({ session, turns, branch }) => ({
    version: EXPORT_VERSION,
    session: {
      id: session.id,
      name: session.name,
      kind: session.kind,
      type: session.type,
      model: session.model ?? null,
      created: isoTime(session.created),
    },
    turns: new LazyArray(describeTurns(turns)),
    branch,
  }));
  return documents.length === 1 ? documents[0] : documents;
}

function* describeTurns(turns: readonly ExportTurn[]): Generator<object> {
  for (const turn of turns)
    yield {
      id: turn.id,
      parent: turn.parent,
      question: turn.question,
      answer: turn.answer,
      model: turn.model ?? null,
      finish: turn.finish ?? null,
      at: isoTime(turn.at),
      tools: turn.tools.map(describeTool),
      ...(turn.thought === undefined ? {} : { thought: turn.thought }),
      ...(turn.usage === undefined ? {} : { usage: turn.usage }),
      ...(turn.attached.length === 0 ? {} : { attached: turn.attached }),
    };
}

function describeTool({ call, asked, unasked }: ExportTool): Record<string, unknown> {
  const { id, kind, title, status, input, output, diffs } = call;
  return {
    id,
    kind,
    title,
    status,
    input: input ?? null,
    output,
    diffs,
    asked: asked
      ? {
          text: asked.question.text,
          options: 'options' in asked.question ? asked.question.options : [],
          option: asked.answer?.option ?? null,
          reason: asked.answer?.reason ?? null,
          at: isoTime(asked.at),
        }
      : null,
    unasked,
  };
}

/**
 * A heading per session and per question; answers are kept as the model wrote them. Of other branches than
 * the current one a line each: all of them is in the JSON.
 */
function* spellMarkdown({ session, turns, branch }: ExportConversation): Generator<string> {
  const shown = currentBranch(turns, branch);
  const about = [session.type, session.model, isoTime(session.created)].filter((part) => part !== undefined);
  yield `# ${session.name}\n\n${about.join(' · ')}\n`;
  for (const turn of shown) yield* spellTurn(turn);
  yield describeBranches(turns, shown);
}

function* spellTurn(turn: ExportTurn): Generator<string> {
  yield `\n## ${isoTime(turn.at)}\n\n`;
  for (const [at, line] of turn.question.split('\n').entries())
    yield `${at === 0 ? '' : '\n'}>${line === '' ? '' : ' '}${line}`;
  yield '\n';
  if (turn.attached.length > 0) yield `\n${turn.attached.map(formatAttached).join('\n')}\n`;
  if (turn.tools.length > 0) yield `\n${turn.tools.map(formatTool).join('\n')}\n`;
  const answer = turn.answer.trimEnd();
  if (answer !== '') yield `\n${answer}\n`;
  const ending = describeEnding(turn.finish);
  if (ending !== undefined) yield `\n*${ending}*\n`;
}

/** The turns of the current branch, and what is queued. */
export function currentBranch(turns: readonly ExportTurn[], branch: string | null): ExportTurn[] {
  const byId = new Map(turns.map((turn) => [turn.id, turn]));
  const path: ExportTurn[] = [];
  // As often as there are turns: a damaged transcript may have two with one id.
  for (
    let turn = byId.get(branch ?? '');
    turn && path.length < turns.length;
    turn = byId.get(turn.parent ?? '')
  )
    path.push(turn);
  return [...path.reverse(), ...turns.filter(({ model }) => model === undefined)];
}

const MAX_QUESTION_COLS = 60;

/** A line for the end of each branch that is not shown. */
function describeBranches(turns: readonly ExportTurn[], shown: readonly ExportTurn[]): string {
  const known = new Set([...shown.map(({ id }) => id), ...turns.map(({ parent }) => parent)]);
  const ends = turns.filter(({ id }) => !known.has(id));
  if (ends.length === 0) return '';
  const lines = ends.map(
    ({ question, at }) => `- ${codeSpan(sanitiseLine(question, MAX_QUESTION_COLS))}, ${isoTime(at)}`,
  );
  return `\n## Other branches\n\nEach by its last question; the JSON export has them whole.\n\n${lines.join('\n')}\n`;
}

function formatAttached({ kind, name, lines, bytes }: Attached): string {
  const range = lines ? `#${lines.from}-${lines.to}` : '';
  return `- ${kind} ${codeSpan(sanitiseLine(name + range))} (${bytes} bytes)`;
}

/** One line: what it did and how that ended; all of it is in the JSON. */
function formatTool({ call: { kind, status }, subject }: ExportTool): string {
  return `- ${kind} ${codeSpan(sanitiseLine(subject))} (${status.replace('_', ' ')})`;
}

/** A longer fence than any within. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
