// A chat in a shell's terminal, from its prompt to its end. Owns the order: everything that may fail, then
// the terminal, then the chat; back in reverse, whatever ended it. Leaves the chat itself to chat/, which
// also runs in panes.

import { dirname } from 'node:path';

import { Chat } from '../../chat/chat-loop.js';
import { createConversation } from '../../chat/transcript-reducer.js';
import { plainTerminal } from '../../chat/chat-place.js';
import { editInFile } from '../../chat/prompt/edit-in-file.js';
import { detectColours } from '../../client/hello.js';
import { watchWaysOut } from '../../client/ways-out.js';
import { abilitiesOf } from '../../text/terminal-family.js';
import type { Config } from '../../config/options.js';
import { askBackground } from './ask-background.js';
import type { Call } from '../call.js';
import { ChatTranscript } from './chat-transcript.js';
import { completePlain, runPlainCommand } from './plain-commands.js';
import { colourAdapter } from './plain-colours.js';
import { chooseAnswerer, type AnswererOptions } from './plain-model.js';
import { historyOf } from '../../session/chat/session-history.js';
import { QuestionHistory } from '../../store/question-history.js';
import { NODE_FILES } from '../../files/file-port.js';
import { PLAIN_STAMPS, plainAround, withoutDraft } from './plain-host.js';
import { takePlainTerminal } from './plain-terminal.js';
import { runInTerminal } from './run-in-terminal.js';

/** Resolves with 0, or 128 + number of the signal that ended it. Rejects with a UserError. */
export async function runPlainChat(
  call: Call,
  options: AnswererOptions,
  { theme, promptKeys, rules }: Pick<Config, 'theme' | 'promptKeys' | 'rules'>,
): Promise<number> {
  const { env, cwd, paths } = call;
  const { stdin, stdout } = process;
  const answerer = await chooseAnswerer(call, options);
  let complain = (_message: string): void => {};
  const { chatsDir, historyFile: file, sessionsDir } = paths;
  const log = (): void => {};
  const history = new QuestionHistory({ file, sessionsDir, chatsDir, disk: { files: NODE_FILES }, log });
  const transcript = await ChatTranscript.open({ chatsDir, cwd, onProblem: (message) => complain(message) });
  answerer.onSession?.((id) => transcript.noteAgentSession(id));
  const waysOut = watchWaysOut(stdin, stdout);
  const abilities = abilitiesOf(env);
  const background = abilities.questions ? await askBackground(stdin, stdout) : undefined;
  const adapt = colourAdapter({ env, wanted: detectColours(env), theme, background });
  const { terminal, lend, release } = takePlainTerminal(stdin, stdout, adapt);
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const chat = new Chat({
    place: plainTerminal(answerer.title, end, { ...abilities, promptKeys }),
    directory: cwd,
    around: plainAround(env, {
      rulesDirectory: rules ? dirname(paths.configFile) : undefined,
      providers: options.providers,
    }),
    terminal,
    begun: { conversation: createConversation(), draft: { text: '' }, held: false },
    keeper: withoutDraft(transcript),
    model: answerer.model,
    commands: {
      run: (line) => runPlainCommand(line, end),
      has: () => false,
      complete: completePlain,
      suggest: () => undefined,
    },
    stamps: PLAIN_STAMPS,
    onEvent: () => {},
    history: historyOf({ add: (entry) => history.add(entry), all: () => history.peek() }, transcript.id),
    edit: (text) => lend(() => editInFile(text, { env, run: (command) => runInTerminal(command, cwd) })),
  });
  complain = (message) => chat.addNote(message, 'error');
  let name: string | undefined;
  let code: number;
  try {
    code = await Promise.race([waysOut.taken, ended.then(() => 0)]);
  } finally {
    try {
      await chat.stop();
    } finally {
      release();
      waysOut.stop();
      await answerer.close();
      name = await transcript.close();
    }
  }
  if (name !== undefined && code === 0) stdout.write(`saved as ${name}; qmux reopen ${name} continues it\n`);
  return code;
}
