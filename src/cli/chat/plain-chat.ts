// A chat in a shell's terminal, from its prompt to its end. Owns the order: everything that may fail, then
// the terminal, then the chat; back in reverse, whatever ended it. Leaves the chat itself to chat/, which
// also runs in panes, and one conversation after another to plain-conversations.ts.

import { Chat } from '../../chat/chat-loop.js';
import { plainTerminal } from '../../chat/chat-place.js';
import { editInFile } from '../../chat/prompt/edit-in-file.js';
import { detectColours } from '../../client/hello.js';
import { watchWaysOut } from '../../client/ways-out.js';
import { abilitiesOf } from '../../text/terminal-family.js';
import type { Config } from '../../config/options.js';
import { askBackground } from './ask-background.js';
import type { Call } from '../call.js';
import { commandsFor, type CommandsConfig } from './commands-for.js';
import { colourAdapter } from './plain-colours.js';
import { PlainConversations } from './plain-conversations.js';
import { chooseAnswerer, type AnswererOptions } from './plain-model.js';
import { PlainRecord } from './plain-record.js';
import { historyOf } from '../../session/chat/session-history.js';
import { QuestionHistory } from '../../store/question-history.js';
import { NODE_FILES } from '../../files/file-port.js';
import { PLAIN_STAMPS, plainAround } from './plain-host.js';
import { takePlainTerminal } from './plain-terminal.js';
import { runInTerminal } from './run-in-terminal.js';

export type PlainConfig = CommandsConfig & Pick<Config, 'theme' | 'promptKeys' | 'rules' | 'compactAt'>;

/** Resolves with 0, or 128 + number of the signal that ended it. Rejects with a UserError. */
export async function runPlainChat(
  call: Call,
  options: AnswererOptions,
  config: PlainConfig,
): Promise<number> {
  const { env, cwd, paths } = call;
  const { stdin, stdout } = process;
  const kept = new PlainRecord({ cwd, agent: options.agent, model: options.flag });
  const answerer = await chooseAnswerer(call, kept, { ...options, canAsk: true });
  const { chatsDir, historyFile: file, sessionsDir } = paths;
  const history = new QuestionHistory({
    file,
    sessionsDir,
    chatsDir,
    disk: { files: NODE_FILES },
    log: () => {},
  });
  const around = plainAround({ call, config, providers: options.providers, kept });
  const conversations = await PlainConversations.open({ chatsDir, cwd });
  answerer.onSession?.((id) => conversations.transcript.noteAgentSession(id));
  const waysOut = watchWaysOut(stdin, stdout);
  const abilities = abilitiesOf(env);
  const background = abilities.questions ? await askBackground(stdin, stdout) : undefined;
  const { theme, promptKeys, compactAt } = config;
  const adapt = colourAdapter({ env, wanted: detectColours(env), theme, background });
  const { terminal, lend, release } = takePlainTerminal(stdin, stdout, adapt);
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const commands = commandsFor({
    call,
    config,
    answerer,
    kept,
    conversations,
    send: (bytes) => void stdout.write(bytes),
    quit: end,
  });
  conversations.begin(
    (keeper, begun) =>
      new Chat({
        place: plainTerminal(answerer.title, end, { ...abilities, promptKeys }),
        compactAt,
        directory: cwd,
        around,
        terminal,
        begun,
        keeper,
        model: answerer.model,
        commands,
        stamps: PLAIN_STAMPS,
        onEvent: () => {},
        history: historyOf(
          { add: (entry) => history.add(entry), all: () => history.peek() },
          conversations.transcript.id,
        ),
        edit: (text) => lend(() => editInFile(text, { env, run: (command) => runInTerminal(command, cwd) })),
      }),
  );
  setImmediate(() => commands.prepare());
  let name: string | undefined;
  let code: number;
  try {
    code = await Promise.race([waysOut.taken, ended.then(() => 0)]);
  } finally {
    try {
      await conversations.stop();
    } finally {
      release();
      waysOut.stop();
      await answerer.close();
      name = await conversations.close();
    }
  }
  if (name !== undefined && code === 0) stdout.write(`saved as ${name}; qmux reopen ${name} continues it\n`);
  return code;
}
