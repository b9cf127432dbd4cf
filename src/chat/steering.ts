// A question that goes into the answer that runs, where whoever answers can take it; else the answer is
// interrupted for it. Owns that it is asked once: it waits in the queue until it was taken. Leaves which one
// it is to prompt/prompt-actions.ts.

import { countLines } from './added-lines.js';
import { findRunningTurn, type Question, type Turn } from './conversation.js';
import type { ChatHost } from './ports.js';
import type { RecordedConversation } from './recorded-conversation.js';

export interface SteeredChat {
  readonly host: Pick<ChatHost, 'model' | 'stamps' | 'onEvent'>;
  readonly recorded: RecordedConversation;
  /** What runs ends for the first question that waits. */
  makeWay(): void;
  /** It will not be a turn of its own. */
  withdrawn(id: string): void;
  draw(): void;
}

/** The first question that waits is in the queue already: a kill loses nothing. */
export function steerInto(chat: SteeredChat): void {
  const { conversation } = chat.recorded;
  const { model } = chat.host;
  const [question] = conversation.queued;
  const turn = findRunningTurn(conversation);
  if (!question || !turn || !model.steer || !isPlain(question)) return chat.makeWay();
  void model.steer(question.text).then((isTaken) => {
    if (isTaken && conversation.queued.includes(question)) keep(chat, question, turn);
    // If it ended meanwhile, the question is the next.
    else if (!isTaken && findRunningTurn(conversation)?.id === turn.id) chat.makeWay();
  });
}

/** Nothing has to be read for it, and it is no command of an agent. */
const isPlain = ({ text, refs = [], files = [], attached, model }: Question): boolean =>
  refs.length + files.length + attached.length === 0 && model === undefined && !text.startsWith('/');

/** It stands in the answer from now on. Even if the disk refuses that, it is not asked again. */
function keep({ host, recorded, withdrawn, draw }: SteeredChat, { id, text }: Question, turn: Turn): void {
  const at = host.stamps.now();
  const note = `sent into the answer: ${text}`;
  // Below what has arrived: the paragraph ends there.
  if (turn.answer !== '' && !turn.answer.endsWith('\n\n') && turn.finish === undefined)
    recorded.appendAnyway({ type: 'piece', id: turn.id, text: '\n\n' });
  // In this order a kill in between repeats it instead of losing it.
  recorded.appendAnyway({ type: 'note', text: note, level: 'info', at });
  recorded.appendAnyway({ type: 'withdraw', id, at });
  withdrawn(id);
  host.onEvent({ type: 'lines-added', count: countLines(note) });
  draw();
}
