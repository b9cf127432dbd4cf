// `qmux chat "question"`: one turn, its answer on standard output, errors on standard error. Owns the exit
// code: 0 for a complete answer, 1 for an error, a cut one or a question that nobody could be asked, 128 +
// number for a signal (130 for Ctrl-C).
// Leaves the turn to chat/: it is a pane's chat that nobody watches.

import type { Chat } from '../../chat/chat-loop.js';
import { plainTerminal } from '../../chat/chat-place.js';
import type { TurnResult } from '../../chat/ports.js';
import { watchSignals } from '../../client/ways-out.js';
import type { Config } from '../../config/options.js';
import { createAnswerPrinter, printEvents } from './answer-printer.js';
import type { Call } from '../call.js';
import { ChatTranscript } from './chat-transcript.js';
import { chooseAnswerer, type AnswererOptions } from './plain-model.js';
import { plainAround } from './plain-host.js';
import { PlainRecord } from './plain-record.js';
import { print } from '../standard-output.js';
import { TypedLines } from './typed-lines.js';
import { createUnseenChat } from './unseen-chat.js';
import { UnseenQuestions } from './unseen-questions.js';

/** Rejects with a UserError for what is wrong before the question is asked. */
export async function printAnswer(
  call: Call,
  question: string,
  options: AnswererOptions,
  { config, asEvents }: { config: Pick<Config, 'theme' | 'rules'>; asEvents: boolean },
): Promise<number> {
  const { env, cwd, paths } = call;
  const { stdin, stdout, stderr } = process;
  const canAsk = stdin.isTTY && stdout.isTTY;
  const kept = new PlainRecord({ cwd, agent: options.agent, model: options.flag });
  const answerer = await chooseAnswerer(call, kept, { ...options, canAsk });
  const complain = (message: string): void => void stderr.write(`qmux: ${message}\n`);
  if (answerer.notice !== undefined) complain(answerer.notice);
  let stoppedWith: number | undefined;
  let interrupt = (): void => {};
  const stopWith = (code: number): void => {
    stoppedWith ??= code;
    interrupt();
  };
  let printed = Promise.resolve(0);
  const write = (text: string): void => {
    printed = print(text);
    void printed.then((code) => code !== 0 && stopWith(code));
  };
  let turn = '';
  const printer = asEvents
    ? printEvents(() => turn, write)
    : await createAnswerPrinter({ stdout, env, theme: config.theme }, write);
  const transcript = await ChatTranscript.open({ chatsDir: paths.chatsDir, cwd, onProblem: complain });
  answerer.onSession?.((id) => transcript.noteAgentSession(id));
  let lines: TypedLines | undefined;
  const questions: UnseenQuestions = new UnseenQuestions({
    chat: () => chat,
    name: answerer.title,
    directory: cwd,
    lines: canAsk ? () => (lines ??= new TypedLines(stdin)) : undefined,
    write(text) {
      printer.breakOff();
      stderr.write(text);
    },
    complain,
  });
  const chat: Chat = createUnseenChat({
    place: plainTerminal(answerer.title, () => {}),
    transcript,
    model: answerer.model,
    given: {
      directory: cwd,
      around: plainAround({ call, config, providers: options.providers, kept }),
    },
    onNote: complain,
    onRecords: (records) => printer.add(records),
    onRetry: complain,
    questions,
  });
  interrupt = () => chat.interrupt();
  const ignoreSignals = watchSignals(stopWith);
  try {
    turn = chat.send(question);
    const result = await chat.waitForTurn(turn);
    printer.end();
    await printed;
    if (result.error !== undefined) complain(result.error);
    return stoppedWith ?? (questions.hasRefused ? 1 : exitCodeOf(result));
  } finally {
    lines?.close();
    await chat.stop();
    await answerer.close();
    await transcript.close();
    ignoreSignals();
  }
}

/** Ctrl-C has the signal's own code; other interrupts have none. */
function exitCodeOf({ finish }: TurnResult): number {
  if (finish === 'stop') return 0;
  return finish === 'interrupted' ? 130 : 1;
}
