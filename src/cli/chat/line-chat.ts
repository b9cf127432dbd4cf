// `qmux chat` in a terminal that cannot move its cursor (TERM unset, dumb, vt100): each line is a question,
// the kernel edits it, and the answer is printed as it arrives. Owns that loop. Leaves the turn to chat/, as
// print-answer.ts does.

import type { Chat } from '../../chat/chat-loop.js';
import { plainTerminal } from '../../chat/chat-place.js';
import { parsePrompt } from '../../chat/prompt/slash-command.js';
import { watchSignals } from '../../client/ways-out.js';
import type { Call } from '../call.js';
import { ChatTranscript } from './chat-transcript.js';
import { runPlainCommand } from './plain-commands.js';
import { chooseAnswerer, type AnswererOptions } from './plain-model.js';
import { TypedLines } from './typed-lines.js';
import { createUnseenChat, textOf } from './unseen-chat.js';
import { UnseenQuestions } from './unseen-questions.js';

const PROMPT = '> ';
const INTERRUPT_CODE = 130;

/** Resolves with 0, or 128 + number of the signal that ended it. Rejects with a UserError. */
export async function runLineChat(call: Call, options: AnswererOptions): Promise<number> {
  const { cwd, paths } = call;
  const { stdin, stdout } = process;
  const print = (text: string): void => void stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  const answerer = await chooseAnswerer(call, options);
  const { title } = answerer;
  const transcript = await ChatTranscript.open({ chatsDir: paths.chatsDir, cwd, onProblem: print });
  answerer.onSession?.((id) => transcript.noteAgentSession(id));
  let last = '\n';
  const lines = new TypedLines(stdin);
  const questions: UnseenQuestions = new UnseenQuestions({
    chat: () => chat,
    name: title,
    directory: cwd,
    lines: () => lines,
    write(text) {
      if (last !== '\n') stdout.write('\n');
      last = '\n';
      stdout.write(text);
    },
    complain: print,
  });
  const chat: Chat = createUnseenChat({
    place: plainTerminal(title, () => {}),
    transcript,
    model: answerer.model,
    onRecords(records) {
      const text = textOf(records);
      stdout.write(text);
      last = text.at(-1) ?? last;
    },
    onRetry: print,
    questions,
  });
  let isAnswering = false;
  let hasEnded = false;
  let code = 0;
  const end = (): void => {
    hasEnded = true;
    lines.close();
  };
  const ignoreSignals = watchSignals((signalCode) => {
    if (isAnswering) chat.interrupt();
    // Ctrl-C ends an answer first.
    if (isAnswering && signalCode === INTERRUPT_CODE) return;
    code = signalCode;
    end();
  });
  const answer = async (question: string): Promise<void> => {
    isAnswering = true;
    try {
      const { error } = await chat.waitForTurn(chat.send(question));
      if (last !== '\n') stdout.write('\n');
      if (error !== undefined) print(error);
    } finally {
      isAnswering = false;
      last = '\n';
    }
  };
  let name: string | undefined;
  try {
    print(`qmux chat with ${title}\nEach line is a question; /help lists the commands, Ctrl-D ends.\n`);
    stdout.write(PROMPT);
    let begun = '';
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
      // As at a prompt: a backslash before Enter begins a new line.
      if (/(?:^|[^\\])(?:\\\\)*\\$/.test(line)) {
        begun += `${line.slice(0, -1)}\n`;
        continue;
      }
      const prompt = parsePrompt(begun + line);
      begun = '';
      if (prompt.type === 'question') await answer(prompt.text);
      else if (prompt.type === 'command') {
        const reply = await runPlainCommand(prompt.line, end);
        if (reply) print(reply.text);
      }
      if (hasEnded) break;
      stdout.write(PROMPT);
    }
    if (!hasEnded || code !== 0) stdout.write('\n');
  } finally {
    ignoreSignals();
    lines.close();
    await chat.stop();
    await answerer.close();
    name = await transcript.close();
    stdin.pause();
  }
  if (name !== undefined && code === 0) print(`saved as ${name}; qmux reopen ${name} continues it`);
  return code;
}
