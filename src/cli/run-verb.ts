// `qmux VERB …` in this process: what needs no server (help, version, config), and every line while none
// runs, which is parsed before one is started, so that a typo starts none. Leaves lines for a running server
// to send-line.ts, and what verbs mean to commands/.

import { refuseUndrawable } from '../client/attach.js';
import { connectOrStart } from '../client/connect.js';
import { request } from '../client/request.js';
import { checkConfig } from '../commands/check-config.js';
import { parseWords, type ParsedLine } from '../commands/parse-command.js';
import { registry } from '../commands/registry.js';
import { whichSession } from '../commands/report-commands.js';
import { orList } from '../text/or-list.js';
import { UserError } from '../text/user-error.js';
import type { Call } from './call.js';
import { completionScript, SHELLS } from './completion-scripts.js';
import { withProgress } from './progress.js';
import { askServer, mayAttach, show } from './send-line.js';
import { printText } from './standard-output.js';

export async function runVerb(call: Call, words: readonly string[]): Promise<number> {
  const [verb = '', ...rest] = words;
  if (verb.startsWith('-')) {
    const { answerOption } = await import('./yargs-program.js');
    return printText(await answerOption(call, verb));
  }
  if (verb === 'config' || verb === 'completion') {
    if (rest.includes('--help')) return printHelp(call, verb);
    return verb === 'config' ? runConfig(call, rest) : printCompletion(rest);
  }
  const line = parseWords(registry, words);
  const { command, input } = line;
  if (!input) return printHelp(call, command.name);
  if (command.name === 'help') return printHelp(call, input.word('X'));
  if (command.name === 'doctor') {
    const { runDoctor } = await import('./run-doctor.js');
    const { text, exitCode } = await runDoctor(call, { json: input.has('json') });
    return (await printText(text)) || exitCode;
  }
  if (command.name === 'quit') {
    const { endServer } = await import('./end-server.js');
    return endServer(call, input.has('yes'));
  }
  if (command.name === 'report' && call.env['QMUX_SESSION'] === undefined) throw whichSession();
  refuseUnseen(call, line);
  return askServer(call, words, await connectOrStart(call.paths, call));
}

/**
 * The words to a server that would parse them as another version does: parsed here first, so that what only
 * one of the two knows is refused by that one.
 */
export async function askOtherVersion(call: Call, words: readonly string[]): Promise<number> {
  const line = parseWords(registry, words);
  const { command, input } = line;
  if (!input) return printHelp(call, command.name);
  refuseUnseen(call, line);
  const { takesEnvironment: sendsEnvironment = false } = command;
  const options = { words, json: input.has('json'), sendsEnvironment, start: true };
  return show(call, words, await withProgress(words.join(' '), request({ ...call, ...options })));
}

/** Before the session is there, which its user would then not see. */
function refuseUnseen(call: Call, { command, input }: ParsedLine): void {
  if (input && command.attaches?.(input) && mayAttach(call)) refuseUndrawable(call.env);
}

async function printHelp(call: Call, word?: string): Promise<number> {
  const { helpText } = await import('./yargs-program.js');
  return printText(await helpText(call, word));
}

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
