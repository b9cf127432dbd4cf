// The lists of a chat's questions and branches, newest first. Owns their rows. Leaves what Enter runs to
// turn-commands.ts. Invariant: of a long chat only the rows in sight are read.

import { findEnds, findShared, pathBelow } from '../../chat/branches/turn-tree.js';
import type { Conversation, Turn, TurnNode } from '../../chat/conversation.js';
import type { Dialog } from '../../dialogs/dialog-view.js';
import { createTextList, type ListedText } from '../../dialogs/text-list.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { formatAge } from '../../text/age.js';
import { sanitiseLine } from '../../text/sanitise.js';

/** Enough of a question and an answer to tell them from others. */
const PREVIEW_CHARACTERS = 1_500;
const PREVIEW_LINES = 30;

export function listQuestions(chat: ChatSession): Dialog {
  const { turns } = chat.conversation;
  const now = Date.now();
  const texts = turns.map((turn, at): ListedText => {
    const label = `${at + 1}${turn.isOut ? ' (out)' : ''}`;
    return new Preview(turn.id, label, formatAge(Math.max(0, now - turn.at)), () => linesOfTurn(turn));
  });
  return createTextList({
    title: `questions of ${chat.name}`,
    texts: texts.reverse(),
    nothing: 'nothing has been asked yet',
    take: (id) =>
      chat.agent ? jumpTo(turns.length - turns.findIndex((turn) => turn.id === id)) : ['edit', id],
    footer: chat.agent ? 'Enter goes there  Esc closes' : 'Enter puts it back into the prompt  Esc closes',
  });
}

/** count: how many questions up. */
const jumpTo = (count: number): string[] => ['copy-mode', 'previous-prompt', '--count', String(count)];

export function listBranches(chat: ChatSession): Dialog {
  const { conversation } = chat;
  const { tree } = conversation;
  const ends = findEnds(tree);
  const { head } = tree;
  // After going back the current branch ends within others.
  const all = head && !ends.includes(head) ? [...ends, head] : ends;
  const now = Date.now();
  const texts = all.map((end): ListedText => {
    const label = end === head ? 'current' : formatAge(Math.max(0, now - end.turn.at));
    const size = `${end.depth} ${end.depth === 1 ? 'turn' : 'turns'}`;
    return new Preview(end.turn.id, label, size, () => linesOfBranch(conversation, end));
  });
  return createTextList({
    title: `branches of ${chat.name}`,
    texts: texts.reverse(),
    nothing: 'nothing has been asked yet',
    take: (id) => ['branches', id],
    footer: 'Enter goes there  Esc closes',
  });
}

/** Its lines are made when they are in sight. */
class Preview implements ListedText {
  #lines: readonly string[] | undefined;

  readonly #make: () => readonly string[];

  constructor(
    readonly name: string,
    readonly label: string,
    readonly size: string,
    make: () => readonly string[],
  ) {
    this.#make = make;
  }

  get lines(): readonly string[] {
    return (this.#lines ??= this.#make());
  }
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
