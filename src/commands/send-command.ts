// What the verb send does: a prompt for a chat, text and Enter for a program, and the wait for the end of
// either. Leaves refusing what would answer a question to session/program/send-to-program.ts. Its formats are
// stable.

import type { OpenQuestion } from '../chat/questions/question-queue.js';
import { optionsOf } from '../chat/questions/question-keys.js';
import { questionEvent, spellEvent, TurnEvents } from '../chat/turn-events.js';
import { spellQuestion } from '../chat/questions/spell-question.js';
import { checkNamed } from '../chat/context/read-named.js';
import { questionOf } from '../chat/prompt/slash-command.js';
import type { TurnResult } from '../chat/ports.js';
import { HeldQuestion } from '../chat/turn-waiters.js';
import type { ChatSession } from '../session/chat/chat-session.js';
import { isProgram } from '../session/any-session.js';
import type { ProgramSession } from '../session/program/program-session.js';
import { waitForProgram, type ProgramEnd } from '../session/program/wait-for-program.js';
import { commandWord } from '../text/mentions.js';
import { sanitiseModelText } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { resolveForCaller } from './caller-directory.js';
import type { CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { parseTimeout } from './define.js';
import { LineSender } from './output/line-sender.js';

interface Wishes {
  text: string;
  /** A file that goes along, absolute. */
  attach: string | undefined;
  isAnswer: boolean;
  /** false: do not wait; 0: without a time limit. */
  waitSeconds: number | false;
  /** Events are printed as they come; undefined: the answer is, at its end. */
  events: LineSender | undefined;
}

export async function send(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const session = context.coordinator.resolve(input.word('X') as string);
  const text = input.words('TEXT').join(' ');
  if (text.trim() === '') throw new UserError('there is no text to send', { exitCode: 2 });
  if (input.has('timeout') && !input.has('wait'))
    throw new UserError('--timeout needs --wait', { exitCode: 2 });
  if (input.has('stream') && !input.has('wait'))
    throw new UserError('--stream needs --wait', { exitCode: 2 });
  const waitSeconds = input.has('wait') && (parseTimeout(input.value('timeout')) ?? 0);
  const events = input.has('stream') ? openEvents(context) : undefined;
  const file = input.value('attach');
  const attach = file === undefined ? undefined : resolveForCaller(context.caller, file);
  const wishes = { text, attach, isAnswer: input.has('answer'), waitSeconds, events };
  if (isProgram(session)) return sendToProgram(session, wishes);
  await session.load();
  // A long chat takes a while to read.
  if (context.coordinator.find(session.id) !== session)
    throw new UserError(`${session.name} was closed; nothing was sent`);
  return sendToChat(session, wishes);
}

function openEvents({ print }: CommandContext): LineSender {
  if (!print) throw new UserError('--stream prints to a shell; send it from one', { exitCode: 2 });
  return new LineSender(print);
}

async function sendToProgram(
  session: ProgramSession,
  { text, attach, isAnswer, waitSeconds, events }: Wishes,
): Promise<CommandOutput> {
  if (attach !== undefined)
    throw new UserError(`${session.name} is a program; --attach is for chats`, { exitCode: 2 });
  if (events) throw new UserError(`${session.name} is a program and tells no events; leave out --stream`);
  if (waitSeconds === false) {
    await session.send(text, { answer: isAnswer });
    return SILENT;
  }
  if (session.running !== undefined && session.reading.source !== 'osc7501')
    throw new UserError(`${session.name} does not report when it has answered (OSC 7501); leave out --wait`);
  const waiting = waitForProgram(session);
  try {
    await session.send(text, { answer: isAnswer });
    const end = waiting.sent();
    return describeEnd(session.name, (await within(end, waitSeconds)) ?? timedOut(session.name, waitSeconds));
  } finally {
    waiting.cancel();
  }
}

function describeEnd(name: string, end: ProgramEnd): CommandOutput {
  switch (end.type) {
    case 'done':
      return { text: '', json: { finish: 'stop' } };
    case 'asks':
      return { text: `${name} asks: ${end.text}`, json: { waiting: end.text }, exitCode: 1 };
    case 'failed':
      return { text: `error: ${end.text}`, json: { finish: 'error', error: end.text }, exitCode: 1 };
    case 'ended':
      throw new UserError(`${name} ended before it had answered`);
  }
}

async function sendToChat(
  session: ChatSession,
  { text, attach, isAnswer, waitSeconds, events }: Wishes,
): Promise<CommandOutput> {
  if (isAnswer)
    throw new UserError(
      `--answer is for a program's question; ${commandWord(`reply ${session.name}`)} answers that of a chat`,
      { exitCode: 2 },
    );
  const question = questionOf(text);
  // What cannot go along is said to the caller, before anything is queued.
  if (attach !== undefined) await checkNamed(attach);
  const id = session.send(question, attach === undefined ? {} : { files: [attach] });
  if (waitSeconds === false) return { text: '', json: { id } };
  const ending = async (): Promise<TurnResult | { asks: OpenQuestion }> =>
    (await within(waitForEnd(session, id), waitSeconds)) ?? timedOut(session.name, waitSeconds);
  if (events) {
    const exitCode = await tellTurn(session, id, events, ending);
    return { ...SILENT, exitCode };
  }
  const result = await ending();
  if ('asks' in result) {
    const { asks } = result;
    return {
      text: `${session.name} asks: ${spellQuestion(asks, session.record.cwd).text}`,
      json: { waiting: asks.text, question: asks.id, options: optionsOf(asks) },
      exitCode: 1,
    };
  }
  const { answer, model, finish, reason, error } = result;
  return {
    // It may be printed on a terminal, which must not execute it.
    text: sanitiseModelText(
      finish === 'stop'
        ? answer
        : `${answer}${answer === '' ? '' : '\n'}${finish}${error === undefined ? '' : `: ${error}`}`,
    ),
    json: {
      answer,
      model,
      finish,
      ...(reason === undefined ? {} : { reason }),
      ...(error === undefined ? {} : { error }),
    },
    exitCode: finish === 'stop' ? 0 : 1,
  };
}

/** Everything that happens in the turn, until it ends or asks something; resolves with the exit code. */
async function tellTurn(
  session: ChatSession,
  id: string,
  lines: LineSender,
  ending: () => Promise<TurnResult | { asks: OpenQuestion }>,
): Promise<number> {
  const events = new TurnEvents(id);
  const { stop } = session.follow({
    onRecords: (records) => {
      for (const record of records) {
        const event = events.of(record);
        if (event) lines.add(spellEvent(event));
      }
    },
    onEnd: () => {},
  });
  try {
    const result = await ending();
    if (!('asks' in result)) return result.finish === 'stop' ? 0 : 1;
    // It may have been open before, or be of the turn before.
    if (!events.hasAsked(result.asks.id)) lines.add(spellEvent(questionEvent(result.asks)));
    return 1;
  } finally {
    stop();
    await lines.end();
  }
}

/** The end of the turn, or a question during it. */
async function waitForEnd(session: ChatSession, id: string): Promise<TurnResult | { asks: OpenQuestion }> {
  // During the turn before it: this one does not begin until then.
  const [open] = session.questions.all;
  if (open) return { asks: open };
  let stop = (): void => {};
  const asked = new Promise<{ asks: OpenQuestion }>((resolve) => {
    stop = session.questions.onAsked((question) => resolve({ asks: question }));
  });
  const ended = session.waitForTurn(id).catch((error: unknown) => {
    throw error instanceof HeldQuestion ? error.of(session.name) : error;
  });
  return Promise.race([ended, asked]).finally(() => stop());
}

/** undefined when the time is over first; with 0 it never is. */
async function within<Value>(promise: Promise<Value>, seconds: number): Promise<Value | undefined> {
  if (seconds === 0) return promise;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, seconds * 1000, undefined)));
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}

function timedOut(name: string, seconds: number): never {
  throw new UserError(`${name} did not answer within ${seconds} s; its turn continues`);
}
