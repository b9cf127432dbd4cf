// The turns of a conversation as plain data, for export and for those who wait for one (pure): begun turns,
// then queued questions.

import { sanitiseLine } from '../text/sanitise.js';
import { textBytes } from '../text/text-size.js';
import type { Attached } from './context/attached.js';
import {
  answerFrom,
  findRunningTurn,
  type Asked,
  type Conversation,
  type Question,
  type Turn,
} from './conversation.js';
import { commandOf, type ToolCall, type Usage } from './model-event.js';
import type { TurnResult } from './ports.js';
import { findLastQuestion } from './transcript-reducer.js';

export interface ListedTurn {
  id: string;
  /** id of the turn before. */
  parent: string | null;
  question: string;
  answer: string;
  /** undefined: the turn has not begun. */
  model: string | undefined;
  finish: Turn['finish'];
  at: number;
  tools: readonly ListedTool[];
  /** Everything that was thought; undefined: nothing is known of it. */
  thought: string | undefined;
  usage: Usage | undefined;
  /** What went along with the question. */
  attached: readonly Attached[];
}

export interface ListedTool {
  call: ToolCall;
  /** What it works on: its command, its file or its title. */
  subject: string;
  /** What the user was asked before it ran, and replied; undefined: nothing. */
  asked: Asked | undefined;
  unasked: boolean;
}

/** Of the current branch. */
export const listTurns = ({ turns, queued }: Conversation): ListedTurn[] => listed(turns, queued);

/** Of all branches, in the order in which they began. */
export const listAllTurns = ({ tree, queued }: Conversation): ListedTurn[] =>
  listed(
    tree.nodes.map(({ turn }) => turn),
    queued,
  );

/** All turns, and the last one of the current branch. */
export const listForExport = (
  conversation: Conversation,
): { turns: ListedTurn[]; branch: string | null } => ({
  turns: listAllTurns(conversation),
  branch: conversation.tree.head?.turn.id ?? null,
});

const listed = (turns: readonly Turn[], queued: readonly Question[]): ListedTurn[] => [
  ...turns.map((turn) => ({
    id: turn.id,
    parent: turn.parent,
    question: turn.question,
    answer: turn.answer,
    model: turn.model,
    finish: turn.finish,
    at: turn.at,
    tools: toolsOf(turn),
    thought: thoughtOf(turn),
    usage: turn.usage,
    attached: turn.attached,
  })),
  ...queued.map(({ id, parent, text, at, attached }) => ({
    id,
    parent,
    question: text,
    answer: '',
    model: undefined,
    finish: undefined,
    at,
    tools: [],
    thought: undefined,
    usage: undefined,
    attached,
  })),
];

function toolsOf({ parts }: Turn): ListedTool[] {
  const asked = new Map<string, Asked>();
  for (const { part } of parts) {
    if (part.type !== 'asked' || part.asked.question.kind !== 'permission') continue;
    const { call } = part.asked.question;
    if (call) asked.set(call.id, part.asked);
  }
  return parts.flatMap(({ part }) => {
    if (part.type !== 'tool') return [];
    const { call, unasked } = part.made;
    const subject = commandOf(call.input) ?? call.paths[0] ?? call.title;
    return [{ call, subject, asked: asked.get(call.id), unasked }];
  });
}

function thoughtOf({ parts }: Turn): string | undefined {
  const thoughts = parts.flatMap(({ part }) => (part.type === 'thought' ? [part.thought.text] : []));
  return thoughts.length === 0 ? undefined : thoughts.join('\n\n');
}

/** More than the arrow keys go through, even if some are blank or repeated. */
const REMEMBERED_TURNS = 1_000;

/** The questions that the arrow keys bring back, oldest first. */
export const recentQuestions = ({ turns }: Conversation): { text: string; refs: readonly number[] }[] =>
  turns.slice(-REMEMBERED_TURNS).map(({ question, refs }) => ({ text: question, refs }));

/** The last question, whether or not its turn has begun, as shown in a list; undefined: there is none. */
export function lastQuestionLine(conversation: Conversation): string | undefined {
  const last = findLastQuestion(conversation);
  return last && sanitiseLine(last.text);
}

/** Of a turn that has ended. */
export const resultOf = ({ id, answer, model, finish = 'cut', reason, error }: Turn): TurnResult => ({
  id,
  answer,
  model,
  finish,
  ...(reason === undefined ? {} : { reason }),
  ...(error === undefined ? {} : { error }),
});

/** More of a line than a list shows. */
const MAX_LINE_CHARACTERS = 2_000;

/** What ends a code block, a rule, or what underlines a heading. */
const SAYS_NOTHING = /^[\s`~*_=-]*$/;

/** The last line of the last answer that says something, as shown in a list; undefined: there is none. */
export function findLastLine({ turns }: Conversation): string | undefined {
  const last = turns.at(-1);
  if (!last) return undefined;
  const end = answerFrom(last, Math.max(0, last.answer.length - MAX_LINE_CHARACTERS));
  const line = end.split('\n').findLast((each) => !SAYS_NOTHING.test(each));
  return line === undefined ? undefined : sanitiseLine(line.trimEnd());
}

/** The model of the last turn that had one. */
export const findLastModel = ({ turns }: Conversation): string | undefined =>
  turns.findLast(({ model }) => model !== '')?.model;

/** How much of the running turn's plan is done; undefined: it has none. */
export function planProgress(conversation: Conversation): { done: number; total: number } | undefined {
  const plan = findRunningTurn(conversation)?.plan;
  if (!plan || plan.length === 0) return undefined;
  return { done: plan.filter(({ status }) => status === 'completed').length, total: plan.length };
}

/** Size of questions and answers in memory, where the records and the conversation hold each once. */
export const bytesOf = (turns: readonly ListedTurn[]): number =>
  turns.reduce(
    (sum, { question, answer, attached }) =>
      sum +
      2 *
        [question, answer, ...attached.map(({ text }) => text)].reduce((of, each) => of + textBytes(each), 0),
    0,
  );
