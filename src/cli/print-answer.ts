// `qmux chat "question"`: one turn, its answer on standard output, what went wrong on standard error. Owns the exit
// code: 0 for a whole answer, 1 for an error or a cut one, 128 + number for a signal (130 for Ctrl-C).
// Leaves the turn to chat/: it is the chat of a pane that nobody watches.

import { Chat } from '../chat/chat-loop.js';
import { createConversation } from '../chat/transcript-reducer.js';
import { plainTerminal } from '../chat/chat-place.js';
import type { ChatTerminal, TurnResult } from '../chat/ports.js';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import { watchSignals } from '../client/ways-out.js';
import { newId } from '../session/new-id.js';
import { createAnswerPrinter } from './answer-printer.js';
import type { Call } from './call.js';
import { ChatTranscript } from './chat-transcript.js';
import { choosePlainModel, type PlainModelOptions } from './plain-model.js';
import { print } from './standard-output.js';

const NOBODY: ChatTerminal = {
  rows: 24,
  cols: 80,
  watched: false,
  write: () => {},
  onInput: () => () => {},
  onResize: () => () => {},
  onWatched: () => () => {},
};

/** Rejects with a UserError for what is wrong before the question is asked. */
export async function printAnswer(
  { env, cwd, paths }: Call,
  question: string,
  options: PlainModelOptions,
): Promise<number> {
  const { stdout, stderr } = process;
  const model = await choosePlainModel(env, options);
  const complain = (message: string): void => void stderr.write(`qmux: ${message}\n`);
  if (model.choice.source === 'nothing found')
    complain('no model was found: the guide answers, which only searches the manual (qmux chat --model M)');
  let stoppedWith: number | undefined;
  let interrupt = (): void => {};
  const stopWith = (code: number): void => {
    stoppedWith ??= code;
    interrupt();
  };
  let printed = Promise.resolve(0);
  const printer = await createAnswerPrinter(stdout, env, (text) => {
    printed = print(text);
    void printed.then((code) => code !== 0 && stopWith(code));
  });
  const transcript = await ChatTranscript.open({ chatsDir: paths.chatsDir, cwd, onProblem: complain });
  const chat = new Chat({
    place: plainTerminal(model.choice.name, () => {}),
    terminal: NOBODY,
    conversation: createConversation(),
    draft: { text: '' },
    held: false,
    append(records) {
      transcript.append(records);
      const text = textOf(records);
      if (text !== '') printer.add(text);
    },
    sync: () => transcript.sync(),
    saveDraft: () => {},
    resolveModel: () => model.load(),
    prepareModel: () => {},
    suggest: () => undefined,
    instruction: undefined,
    runCommand: async () => undefined,
    complete: () => [],
    onEvent: () => {},
    now: Date.now,
    steadyNow: () => performance.now(),
    newId,
  });
  interrupt = () => chat.interrupt();
  const ignoreSignals = watchSignals(stopWith);
  try {
    const result = await chat.waitForTurn(chat.send(question));
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

const textOf = (records: readonly TranscriptRecord[]): string =>
  records.map((record) => (record.type === 'piece' ? record.text : '')).join('');

/** Ctrl-C is the signal's own code; whatever else interrupts has none. */
function exitCodeOf({ finish }: TurnResult): number {
  if (finish === 'stop') return 0;
  return finish === 'interrupted' ? 130 : 1;
}
