// `qmux chat` in a terminal that cannot move its cursor (TERM unset, dumb, vt100): each line is a question,
// the kernel edits it, and the answer is printed as it arrives. Owns that loop. Leaves the turn to chat/, as
// print-answer.ts does.

import type { Turn } from '../../chat/conversation.js';
import { plainTerminal } from '../../chat/chat-place.js';
import { parsePrompt } from '../../chat/prompt/slash-command.js';
import { watchSignals } from '../../client/ways-out.js';
import type { Config } from '../../config/options.js';
import type { Call } from '../call.js';
import { commandsFor, type CommandsConfig } from './commands-for.js';
import { PlainConversations } from './plain-conversations.js';
import { plainAround } from './plain-host.js';
import { PlainRecord } from './plain-record.js';
import { chooseAnswerer, type AnswererOptions } from './plain-model.js';
import { TypedLines } from './typed-lines.js';
import { createUnseenChat, textOf } from './unseen-chat.js';
import { UnseenQuestions } from './unseen-questions.js';

const PROMPT = '> ';
const INTERRUPT_CODE = 130;

/** Resolves with 0, or 128 + number of the signal that ended it. Rejects with a UserError. */
export async function runLineChat(
  call: Call,
  options: AnswererOptions,
  config: CommandsConfig & Pick<Config, 'rules' | 'compactAt'>,
): Promise<number> {
  const { cwd, paths } = call;
  const { stdin, stdout } = process;
  const print = (text: string): void => void stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  const kept = new PlainRecord({ cwd, agent: options.agent, model: options.flag });
  const answerer = await chooseAnswerer(call, kept, { ...options, canAsk: true });
  const { title } = answerer;
  const conversations = await PlainConversations.open({ chatsDir: paths.chatsDir, cwd });
  answerer.onSession?.((id) => conversations.transcript.noteAgentSession(id));
  let last = '\n';
  const breakOff = (): void => {
    if (last !== '\n') stdout.write('\n');
    last = '\n';
  };
  const printBelow = (text: string): void => {
    breakOff();
    print(text);
  };
  const lines = new TypedLines(stdin);
  const questions: UnseenQuestions = new UnseenQuestions({
    chat: () => conversations.chat,
    name: title,
    directory: cwd,
    lines: () => lines,
    write(text) {
      breakOff();
      stdout.write(text);
    },
    complain: print,
  });
  let ended = (): void => {};
  const around = plainAround({ call, config, providers: options.providers, kept });
  conversations.begin((_keeper, begun) =>
    createUnseenChat({
      place: plainTerminal(title, () => {}),
      transcript: conversations.transcript,
      begun,
      model: answerer.model,
      given: { directory: cwd, around, compactAt: config.compactAt },
      onEnd: () => ended(),
      onNote: printBelow,
      onRecords(records) {
        const text = textOf(records);
        stdout.write(text);
        last = text.at(-1) ?? last;
      },
      onRetry: print,
      questions,
    }),
  );
  let isAnswering = false;
  let hasEnded = false;
  let code = 0;
  const end = (): void => {
    hasEnded = true;
    lines.close();
  };
  const ignoreSignals = watchSignals((signalCode) => {
    if (isAnswering) conversations.chat.interrupt();
    // Ctrl-C ends an answer first.
    if (isAnswering && signalCode === INTERRUPT_CODE) return;
    code = signalCode;
    end();
  });
  const lastTurn = (): Turn | undefined => conversations.chat.conversation.turns.at(-1);
  /** Resolves when nothing runs any more of what this began. */
  const toItsEnd = async (begin: () => void | Promise<void>): Promise<void> => {
    const before = lastTurn()?.id;
    isAnswering = true;
    try {
      await begin();
      while (conversations.chat.answering) await new Promise<void>((resolve) => (ended = resolve));
      if (last !== '\n') stdout.write('\n');
      const { id, error } = lastTurn() ?? {};
      if (id !== before && error !== undefined) print(error);
    } finally {
      isAnswering = false;
      last = '\n';
    }
  };
  const commands = commandsFor({ call, config, answerer, kept, conversations, quit: end });
  const runCommand = async (line: string): Promise<void> => {
    const reply = await commands.run(line);
    if (reply) printBelow(reply.text);
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
      if (prompt.type === 'question') await toItsEnd(() => void conversations.chat.send(prompt.text));
      else if (prompt.type === 'command') await toItsEnd(() => runCommand(prompt.line));
      if (hasEnded) break;
      stdout.write(PROMPT);
    }
    if (!hasEnded || code !== 0) stdout.write('\n');
  } finally {
    ignoreSignals();
    lines.close();
    await conversations.stop();
    await answerer.close();
    name = await conversations.close();
    stdin.pause();
  }
  if (name !== undefined && code === 0) print(`saved as ${name}; qmux reopen ${name} continues it`);
  return code;
}
