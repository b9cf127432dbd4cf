// `qmux chat "question"`: one turn, its answer on standard output, what went wrong on standard error. Owns the exit
// code: 0 for a whole answer, 1 for an error or a cut one, 128 + number for a signal (130 for Ctrl-C).
// Leaves the turn to chat/: it is the chat of a pane that nobody watches.

import { Chat } from '../chat/chat-loop.js';
import { plainTerminal } from '../chat/chat-place.js';
import type { ChatTerminal, TurnResult } from '../chat/ports.js';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import { watchSignals } from '../client/ways-out.js';
import { newId } from '../session/new-id.js';
import { createAnswerPrinter } from './answer-printer.js';
import type { Call } from './call.js';
import { ChatTranscript } from './chat-transcript.js';
import { choosePlainModel, type PlainModelOptions } from './plain-model.js';
import { flushed } from './print-text.js';

/** 128 + SIGPIPE, as a shell reports it of programs that the signal ends; Node ignores it. */
const BROKEN_PIPE_CODE = 141;

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
  const printer = await createAnswerPrinter(stdout, env);
  const transcript = await ChatTranscript.open({ chatsDir: paths.chatsDir, cwd, onProblem: complain });
  const chat = new Chat({
    place: plainTerminal(model.choice.name, () => {}),
    terminal: NOBODY,
    records: [],
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
    newId,
  });
  let signalCode: number | undefined;
  const stopWith = (code: number): void => {
    signalCode ??= code;
    chat.interrupt();
  };
  const ignoreSignals = watchSignals(stopWith);
  stdout.on('error', () => stopWith(BROKEN_PIPE_CODE));
  try {
    const result = await chat.waitForTurn(chat.send(question));
    printer.end();
    if (result.error !== undefined) complain(result.error);
    return signalCode ?? exitCodeOf(result);
  } finally {
    await chat.stop();
    await transcript.close();
    ignoreSignals();
    if (signalCode !== BROKEN_PIPE_CODE) await flushed(stdout);
  }
}

const textOf = (records: readonly TranscriptRecord[]): string =>
  records.map((record) => (record.type === 'piece' ? record.text : '')).join('');

/** Ctrl-C is the signal's own code; whatever else interrupts has none. */
function exitCodeOf({ finish }: TurnResult): number {
  if (finish === 'stop') return 0;
  return finish === 'interrupted' ? 130 : 1;
}
