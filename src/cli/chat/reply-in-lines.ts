// A question of an agent where nothing can be drawn: printed with its options, and answered by a line. Owns
// these words and which line counts. Where there is no terminal nobody is asked: the first option that
// rejects once is the reply.

import type { OpenQuestion } from '../../chat/questions/question-queue.js';
import { optionsOf } from '../../chat/questions/question-keys.js';
import { headlineOf } from '../../chat/questions/chat-questions.js';
import { spellQuestion } from '../../chat/questions/spell-question.js';
import type { QuestionOption, UserReply } from '../../chat/user-question.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { TypedLines } from './typed-lines.js';

/** What was typed before the question could be read is not a reply to it: as in a pane. */
const LEAST_SEEN_MS = 400;

const isAllowing = ({ kind }: QuestionOption): boolean => kind.startsWith('allow');

/** Nobody replies. */
export function refusalOf(question: OpenQuestion): UserReply {
  const option = optionsOf(question).find(({ kind }) => kind === 'reject_once');
  return option ? { type: 'option', option } : { type: 'cancelled' };
}

/** What was done about it, for standard error. */
export function describeRefusal(name: string, question: OpenQuestion, directory: string): string {
  const asked = sanitiseLine(headlineOf(question, directory));
  const reply = refusalOf(question).type === 'option' ? 'rejected' : 'not answered';
  return `${name} asked: ${asked}: ${reply}, because there is no terminal to ask on`;
}

export interface Asking {
  lines: TypedLines;
  write(text: string): void;
  directory: string;
  /** ms, on a monotonic clock. */
  now(): number;
  /** It is no longer asked. */
  signal: AbortSignal;
}

/** undefined: it is no longer asked. */
export async function askInLines(question: OpenQuestion, asking: Asking): Promise<UserReply | undefined> {
  const { lines, write, directory, now, signal } = asking;
  if (question.kind === 'form') {
    write(`${sanitiseLine(question.text)}\na form cannot be filled in here; run qmux for that\n`);
    return { type: 'declined' };
  }
  const { text, isWhole } = spellQuestion(question, directory);
  const options = optionsOf(question);
  const list = options.map(({ name }, at) => `  ${at + 1} ${sanitiseLine(name)}\n`).join('');
  write(`\n${text}\n${list}`);
  const prompt = options.length === 0 ? 'reply: ' : `1 to ${options.length}: `;
  const shownAt = now();
  const early: string[] = [];
  try {
    for (;;) {
      write(prompt);
      const line = await lines.next(signal);
      if (signal.aborted) return undefined;
      if (line === undefined) return refusalOf(question);
      if (now() - shownAt < LEAST_SEEN_MS) {
        early.push(line);
        continue;
      }
      const reply = readReply(line, question, options);
      if (!reply) continue;
      if (isWhole || reply.type !== 'option' || !isAllowing(reply.option)) return reply;
      write('too long to be shown here: it is not allowed unseen; run qmux for that\n');
    }
  } finally {
    lines.putBack(early);
  }
}

function readReply(
  line: string,
  question: OpenQuestion,
  options: readonly QuestionOption[],
): UserReply | undefined {
  if (question.kind === 'text') return { type: 'text', text: line };
  const option = /^\s*\d+\s*$/.test(line) ? options[Number(line) - 1] : undefined;
  return option && { type: 'option', option };
}
