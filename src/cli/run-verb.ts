// `qmux VERB …` in this process: what needs no server (help, version, config), and every line while no server
// is running, which is parsed before one is started, so that a typo does not start one. Leaves lines for a
// running server to send-line.ts, and what verbs mean to commands/.

import { connectOrStart } from '../client/connect.js';
import { endedEarly } from '../client/request.js';
import { checkConfig } from '../commands/check-config.js';
import { parseWords } from '../commands/line/parse-command.js';
import { registry } from '../commands/registry.js';
import { whichSession } from '../commands/report-commands.js';
import { orList } from '../text/or-list.js';
import { UserError } from '../text/user-error.js';
import type { Call } from './call.js';
import { completionScript, SHELLS } from './completion-scripts.js';
import { askServer } from './ask-server.js';
import { printHelp, refuseUnseen } from './parsed-here.js';
import type { Shown } from './show-response.js';
import { printText } from './standard-output.js';

const SHORT_FILE = '--short-file';

export async function runVerb(call: Call, words: readonly string[]): Promise<Shown> {
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
  const shown = await askServer(call, words, await connectOrStart(call.paths, call));
  if (shown === 'gone') throw endedEarly(call.serverName, call.paths);
  return shown;
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

async function runConfig({ paths }: Call, given: readonly string[]): Promise<number> {
  const isShort = given.includes(SHORT_FILE);
  const [what = 'path', ...more] = given.filter((word) => word !== SHORT_FILE);
  if (isShort && what !== 'path')
    throw new UserError(`config ${what} does not take ${SHORT_FILE}`, { exitCode: 2 });
  if (more.length > 0) throw new UserError(`config ${what} does not take ${more[0]}`, { exitCode: 2 });
  switch (what) {
    case 'path':
      return printText(isShort ? paths.shortFile : paths.configFile);
    case 'default': {
      const { defaultConfigText } = await import('../config/default-config-text.js');
      return printText(defaultConfigText().trimEnd());
    }
    case 'check': {
      const { loadConfig } = await import('../config/load-config.js');
      const problems = checkConfig(await loadConfig(paths.configFile), registry);
      if (problems.length === 0) return printText(`${paths.configFile} has no errors`);
      process.stderr.write(`${problems.join('\n')}\n`);
      return 1;
    }
    default:
      throw new UserError(`config takes path, check or default, not ${what}`, { exitCode: 2 });
  }
}
