// `qmux chat [question]`: one chat without server and workspace. Owns which of its forms a call means: a chat
// in this terminal, one answer on standard output, or the workspace after all. Leaves each form to its file.

import { findHost } from './find-host.js';
import { homedir } from 'node:os';

import { parseArguments } from '../commands/line/parse-command.js';
import { loadConfig } from '../config/load-config.js';
import { questionOf } from '../chat/prompt/slash-command.js';
import { installGlyphs } from '../text/glyphs.js';
import { sanitiseInput } from '../text/sanitise.js';
import { abilitiesOf } from '../text/terminal-family.js';
import { UserError } from '../text/user-error.js';
import { attachTerminal } from './attach-terminal.js';
import type { Call } from './call.js';
import { CHAT_COMMAND } from './chat-shape.js';
import { wantsWorkspace } from './multi-session.js';
import { readInput } from './read-input.js';
import { readKeys } from '../keymap/read-keys.js';
import { printText } from './standard-output.js';

/** Resolves with the exit code. */
export async function runChat(asked: Call, words: readonly string[]): Promise<number> {
  if (words[0] === '--help' || words[0] === '-h') {
    const { helpText } = await import('./yargs-program.js');
    return printText(await helpText(asked, CHAT_COMMAND.name));
  }
  const { stdin, stdout } = process;
  // The chat is reopened in it later.
  const call = { ...asked, cwd: asked.cwd || homedir() };
  const input = parseArguments(CHAT_COMMAND, words);
  const [first = ''] = input.words('question');
  if (first.startsWith('-') && !words.includes('--'))
    throw new UserError(
      `chat does not know ${first}; it has --model M, --agent A, --json, --multi-session, --no-multi-session (put a question that begins with a dash after --)`,
      { exitCode: 2 },
    );
  const question = input.words('question').join(' ').trim();
  const isTalk = question === '' && stdin.isTTY && stdout.isTTY;
  if (isTalk && input.has('json'))
    throw new UserError('--json prints the events of one answer; give a question', { exitCode: 2 });
  const canDraw = abilitiesOf(call.env).ecma48;
  // For what is typed while it starts, see cli.ts. If the terminal cannot be drawn on, the kernel edits the
  // lines.
  if (isTalk && canDraw) stdin.setRawMode(true);
  const { config } = await loadConfig(call.paths.configFile);
  installGlyphs(config.plain ? 'plain' : 'drawn');
  const { prefixName } = readKeys(config);
  const { model: configured, providers, prices, agents } = config;
  const agent = input.value('agent');
  const options = {
    agent,
    flag: input.value('model'),
    configured,
    providers,
    prices,
    agents,
    tools: config,
    localModule: config.localModule,
    prefixName,
  };
  if (isTalk) {
    const variable = call.env['Q_MULTI_SESSION'];
    if (wantsWorkspace({ variable, configured: config.multiSession, words })) {
      const flag = ['model', 'agent'].find((each) => input.has(each));
      if (flag !== undefined)
        throw new UserError(
          `the workspace takes no --${flag}; use /new --${flag} there, or add --no-multi-session here`,
          { exitCode: 2 },
        );
      return attachTerminal(call, [], findHost);
    }
    if (!canDraw) {
      const { runLineChat } = await import('./chat/line-chat.js');
      return runLineChat(call, options, config);
    }
    const { runPlainChat } = await import('./chat/plain-chat.js');
    return runPlainChat(call, options, config);
  }
  const piped = stdin.isTTY && question !== '' ? '' : await readInput(stdin);
  const whole = [question, piped].filter((part) => part !== '').join('\n\n');
  if (sanitiseInput(whole).trim() === '')
    throw new UserError('there is no question; give one as an argument or on standard input', {
      exitCode: 2,
    });
  const { printAnswer } = await import('./chat/print-answer.js');
  return printAnswer(call, questionOf(whole), options, { config, asEvents: input.has('json') });
}
