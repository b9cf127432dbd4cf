// `qmux chat "question"`: one turn, its answer on standard output, errors on standard error. Owns the exit
// code: 0 for a complete answer, 1 for an error or a cut one, 128 + number for a signal (130 for Ctrl-C).
// Leaves the turn to chat/: it is a pane's chat that nobody watches.

import { plainTerminal } from '../../chat/chat-place.js';
import type { TurnResult } from '../../chat/ports.js';
import { watchSignals } from '../../client/ways-out.js';
import type { ThemeOptions } from '../../look/theme-choice.js';
import { createAnswerPrinter, printEvents } from './answer-printer.js';
import type { Call } from '../call.js';
import { ChatTranscript } from './chat-transcript.js';
import { choosePlainModel, type PlainModelOptions } from './plain-model.js';
import { print } from '../standard-output.js';
import { createUnseenChat } from './unseen-chat.js';

/** Rejects with a UserError for what is wrong before the question is asked. */
export async function printAnswer(
  { env, cwd, paths }: Call,
  question: string,
  options: PlainModelOptions,
  { theme, asEvents }: { theme: ThemeOptions; asEvents: boolean },
): Promise<number> {
  const { stdout, stderr } = process;
  const model = await choosePlainModel(env, options);
  const complain = (message: string): void => void stderr.write(`qmux: ${message}\n`);
  if (model.choice.source === 'nothing found')
    complain('no model was found; the guide answers, and only searches the manual (qmux chat --model M)');
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
    : await createAnswerPrinter({ stdout, env, theme }, write);
  const transcript = await ChatTranscript.open({ chatsDir: paths.chatsDir, cwd, onProblem: complain });
  const chat = createUnseenChat({
    place: plainTerminal(model.choice.name, () => {}),
    transcript,
    loadModel: () => model.load(),
    onRecords: (records) => printer.add(records),
    onRetry: complain,
  });
  interrupt = () => chat.interrupt();
  const ignoreSignals = watchSignals(stopWith);
  try {
    turn = chat.send(question);
    const result = await chat.waitForTurn(turn);
    printer.end();
    await printed;
    if (result.error !== undefined) complain(result.error);
    return stoppedWith ?? exitCodeOf(result);
  } finally {
    await chat.stop();
    await transcript.close();
    ignoreSignals();
  }
}

/** Ctrl-C has the signal's own code; other interrupts have none. */
function exitCodeOf({ finish }: TurnResult): number {
  if (finish === 'stop') return 0;
  return finish === 'interrupted' ? 130 : 1;
}
