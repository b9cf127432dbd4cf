// The lists of a chat's questions and branches, newest first. Owns their rows. Leaves what Enter runs to
// turn-commands.ts. Invariant: of a long chat only the rows in sight are read.

import { findEnds, findShared, pathBelow } from '../../chat/branches/turn-tree.js';
import type { Conversation, Turn, TurnNode } from '../../chat/conversation.js';
import type { Dialog } from '../../dialogs/dialog-view.js';
import { createTextList, LazyText } from '../../dialogs/text-list.js';
import type { CommandedChat } from '../chat/conversation-context.js';
import { formatAge } from '../../text/age.js';
import { commandWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';

/** Enough of a question and an answer to tell them from others. */
const PREVIEW_CHARACTERS = 1_500;
const PREVIEW_LINES = 30;
/** Of a question in a text. */
const LINE_CHARACTERS = 60;
/** As many as one reads; the others are counted. */
const MOST_LINES = 20;

const NOTHING = 'nothing has been asked yet';

export function listQuestions(chat: CommandedChat): Dialog {
  const { turns } = chat.conversation;
  const now = Date.now();
  const texts = turns.map((turn, at) => {
    const label = `${at + 1}${turn.isOut ? ' (out)' : ''}`;
    const size = formatAge(Math.max(0, now - turn.at));
    return new LazyText({ name: turn.id, label, size }, () => linesOfTurn(turn));
  });
  return createTextList({
    title: `questions of ${chat.name}`,
    texts: texts.reverse(),
    nothing: NOTHING,
    take: (id) =>
      chat.agent ? jumpTo(turns.length - turns.findIndex((turn) => turn.id === id)) : ['edit', id],
    footer: chat.agent ? 'Enter goes there  Esc closes' : 'Enter edits it  Esc closes',
  });
}

/** count: how many questions up. */
const jumpTo = (count: number): string[] => ['copy-mode', 'previous-prompt', '--count', String(count)];

/** The last turn of each branch, oldest first. */
function endsOf({ tree }: Conversation): readonly TurnNode[] {
  const ends = findEnds(tree);
  const { head } = tree;
  // After going back the current branch ends within others.
  return head && !ends.includes(head) ? [...ends, head] : ends;
}

export function listBranches(chat: CommandedChat): Dialog {
  const { conversation } = chat;
  const { head } = conversation.tree;
  const all = endsOf(conversation);
  const now = Date.now();
  const texts = all.map((end) => {
    const label = end === head ? 'current' : formatAge(Math.max(0, now - end.turn.at));
    const size = `${end.depth} ${end.depth === 1 ? 'turn' : 'turns'}`;
    return new LazyText({ name: end.turn.id, label, size }, () => linesOfBranch(conversation, end));
  });
  return createTextList({
    title: `branches of ${chat.name}`,
    texts: texts.reverse(),
    nothing: NOTHING,
    take: (id) => ['branches', id],
    footer: 'Enter goes there  Esc closes',
  });
}

/** Where no list can be opened: the latest last, each with the number that the command takes. */
export function questionsAsText({ conversation: { turns }, agent }: CommandedChat): string {
  const lines = turns.map(
    ({ question, isOut }, at) => `${at + 1}  ${lineOf(question)}${isOut ? '  (out of the context)' : ''}`,
  );
  const does = agent ? 'copies question N into the prompt' : 'goes back to question N';
  return asText(lines, `${commandWord('edit N')} ${does}`);
}

/** As questionsAsText. */
export function branchesAsText({ conversation }: CommandedChat): string {
  const { tree } = conversation;
  const lines = endsOf(conversation).map(
    (end, at) => `${at + 1}${end === tree.head ? '*' : ' '} ${describeEnd(end)}`,
  );
  return asText(lines, `${commandWord('branches N')} goes to branch N; * is the current one`);
}

/** The branch that a number of that list or an id names. Throws a UserError (exit code 2). */
export function findBranch({ branches, conversation }: CommandedChat, word: string): TurnNode {
  const { byId } = conversation.tree;
  const numbered = /^\d{1,9}$/.test(word) && !byId.has(word) && endsOf(conversation)[Number(word) - 1];
  return numbered || branches.findEnd(word);
}

/** A branch in one line. */
export const describeEnd = ({ depth, turn }: TurnNode): string =>
  `${depth} ${depth === 1 ? 'turn' : 'turns'}, the last: ${lineOf(turn.question)}`;

const lineOf = (question: string): string => sanitiseLine(question, LINE_CHARACTERS);

function asText(lines: readonly string[], hint: string): string {
  if (lines.length === 0) return NOTHING;
  const more = lines.length - MOST_LINES;
  return [...(more > 0 ? [`${more} more before these`] : []), ...lines.slice(-MOST_LINES), hint].join('\n');
}

const linesOfTurn = ({ question, answer }: Turn): string[] => [...linesOf(question), '', ...linesOf(answer)];

/** Where it parts from the current one, and how it ends. */
function linesOfBranch({ tree }: Conversation, end: TurnNode): string[] {
  const shared = findShared(tree.head, end);
  const own = pathBelow(shared, end);
  const where = shared === undefined ? 'from the beginning' : `after question ${shared.depth}`;
  const parts = end === tree.head ? [] : ['', `${own.length === 0 ? 'ends' : 'parts'} ${where}`];
  const [first] = own;
  const asked = first && first !== end ? [`there: ${linesOf(first.turn.question)[0] ?? ''}`] : [];
  return [...linesOf(end.turn.question), ...parts, ...asked, '', ...linesOf(end.turn.answer)];
}

const linesOf = (text: string): string[] =>
  text
    .slice(0, PREVIEW_CHARACTERS)
    .split('\n', PREVIEW_LINES)
    .map((line) => sanitiseLine(line));
