// `qmux VERB …`: checked here by the registry, run by the server, printed here. Owns what needs no server (help,
// version, config). Leaves what verbs mean to commands/.

import { refuseUndrawable } from '../client/attach.js';
import { request } from '../client/request.js';
import { checkConfig } from '../commands/check-config.js';
import { asksForHelp } from '../commands/free-text.js';
import { describeCommand, helpFor, helpLines, helpOverview } from '../commands/help.js';
import { parseArguments } from '../commands/parse-command.js';
import { registry } from '../commands/registry.js';
import { whichSession } from '../commands/report-commands.js';
import { VERSION } from '../protocol/version.js';
import { whyNotDrawable } from '../text/terminal-family.js';
import { UserError } from '../text/user-error.js';
import { askYesNo, canAsk } from './ask-yes-no.js';
import { attachTo, isInside } from './attach-terminal.js';
import { toPaneServer, type Call } from './call.js';
import { completionScript, SHELLS } from './completion-scripts.js';
import { withProgress } from './progress.js';
import { print, printText } from './standard-output.js';
import { commandWord, spellMentions } from '../text/mentions.js';
import { orList } from '../text/or-list.js';
import { loadShellWording } from './shell-words.js';

export async function runVerb(call: Call, words: readonly string[]): Promise<number> {
  const [verb = ''] = words;
  if (verb === '--version' || verb === '-V') return printText(VERSION);
  if (verb === '--help' || verb === '-h') return printText(await overview(call));
  if (verb === 'config') return runConfig(call, words.slice(1));
  if (verb === 'completion') return printCompletion(words.slice(1));
  if (verb.startsWith('-'))
    throw new UserError(`qmux does not know ${verb}; ${commandWord('help')} lists the commands`, {
      exitCode: 2,
    });
  const { command, rest } = registry.get(words);
  if (asksForHelp(command, rest)) return printText(helpFor(registry, command.name));
  const input = parseArguments(command, rest);
  if (command.name === 'help') return printText(await helpOn(call, input.word('X')));
  if (command.name === 'doctor') {
    const { runDoctor } = await import('./run-doctor.js');
    const { text, exitCode } = await runDoctor(call, { json: input.has('json') });
    return (await printText(text)) || exitCode;
  }
  if (command.name === 'quit') {
    const { endServer } = await import('./end-server.js');
    return endServer(call, input.has('yes'));
  }
  if (command.name === 'report') {
    // Outside of a pane no server is started only to say so.
    if (call.env['QMUX_SESSION'] === undefined) throw whichSession();
    return ask(toPaneServer(call), words, { json: false });
  }
  // Before the session is there, which its user would then not see.
  if (command.name === 'new' && !input.has('d') && mayAttach(call)) refuseUndrawable(call.env);
  const { takesEnvironment: sendsEnvironment = false } = command;
  return ask(call, words, { json: input.has('json'), sendsEnvironment });
}

async function helpOn(call: Call, word: string | undefined): Promise<string> {
  if (word === undefined) return overview(call);
  const { SHELL_ONLY_COMMANDS } = await import('./shell-only-commands.js');
  const only = SHELL_ONLY_COMMANDS.find(({ name, aliases }) => name === word || aliases.includes(word));
  return only ? describeCommand(only) : helpFor(registry, word);
}

async function overview({ paths }: Call): Promise<string> {
  const wording = await loadShellWording(paths);
  const { SHELL_ONLY_COMMANDS } = await import('./shell-only-commands.js');
  return `usage: qmux [-L NAME] [attach [X]] | qmux chat [question] | qmux [-L NAME] COMMAND …\n\n${spellMentions(helpOverview(registry, wording.key('prompt')), wording)}\n\nonly in a shell:\n${helpLines(SHELL_ONLY_COMMANDS)}`;
}

async function ask(
  call: Call,
  words: readonly string[],
  options: { json: boolean; sendsEnvironment?: boolean },
): Promise<number> {
  const response = await withProgress(
    words.join(' '),
    request({ ...call, ...options, words: [...words], start: true }),
  );
  if (response.confirm && canAsk()) {
    const { question, words: confirmed } = response.confirm;
    return (await askYesNo(question)) ? ask(call, confirmed, options) : 1;
  }
  const attaches = response.attach !== undefined && mayAttach(call) && whyNotDrawable(call.env) === undefined;
  if (attaches) return attachTo(call, { target: response.attach, readOnly: false });
  const printed = await print(response.stdout);
  process.stderr.write(response.stderr === '' ? '' : `qmux: ${response.stderr}`);
  return printed || response.exitCode;
}

/** Whether a session that is made or reopened is shown here at once. */
const mayAttach = (call: Call): boolean => process.stdin.isTTY && process.stdout.isTTY && !isInside(call);

function printCompletion([shell, ...more]: readonly string[]): Promise<number> {
  const known = SHELLS.find((each) => each === shell);
  if (shell === undefined)
    throw new UserError(`name a shell: qmux completion ${orList(SHELLS)}`, { exitCode: 2 });
  if (!known || more.length > 0)
    throw new UserError(`completion takes ${orList(SHELLS)}, not ${[shell, ...more].join(' ')}`, {
      exitCode: 2,
    });
  return printText(completionScript(known).trimEnd());
}

async function runConfig({ paths }: Call, words: readonly string[]): Promise<number> {
  const [what = 'path', ...more] = words;
  if (more.length > 0) throw new UserError(`config ${what} does not take ${more[0]}`, { exitCode: 2 });
  switch (what) {
    case 'path':
      return printText(paths.configFile);
    case 'default': {
      const { defaultConfigText } = await import('../config/default-config-text.js');
      return printText(defaultConfigText().trimEnd());
    }
    case 'check': {
      const { loadConfig } = await import('../config/load-config.js');
      const problems = checkConfig(await loadConfig(paths.configFile), registry);
      if (problems.length === 0) return printText(`${paths.configFile} is good`);
      process.stderr.write(`${problems.join('\n')}\n`);
      return 1;
    }
    default:
      throw new UserError(`config takes path, check or default, not ${what}`, { exitCode: 2 });
  }
}
