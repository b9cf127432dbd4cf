// `qmux VERB …` in this process: what needs no server (help, version, config), and every line while no server
// is running, which is parsed before one is started, so that a typo does not start one. Leaves lines for a
// running server to send-line.ts, and what verbs mean to commands/.

import { connect, connectOrStart } from '../client/connect.js';
import { endedEarly } from '../client/request.js';
import { readConfig } from '../commands/config/config-command.js';
import type { ParsedArguments } from '../commands/command.js';
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

export async function runVerb(call: Call, words: readonly string[]): Promise<Shown> {
  const [verb = '', ...rest] = words;
  if (verb.startsWith('-')) {
    const { answerOption } = await import('./yargs-program.js');
    return printText(await answerOption(call, verb));
  }
  if (verb === 'completion') return rest.includes('--help') ? printHelp(call, verb) : printCompletion(rest);
  const line = parseWords(registry, words);
  const { command, input } = line;
  if (!input) return printHelp(call, command.name);
  if (command.name === 'help') return printHelp(call, input.word('X'));
  if (command.name === 'doctor') {
    const { runDoctor } = await import('./run-doctor.js');
    const { text, exitCode } = await runDoctor(call, { json: input.has('json') });
    return (await printText(text)) || exitCode;
  }
  if (command.name === 'config') return runConfig(call, words, input);
  if (command.name === 'hosts') {
    const { listHosts } = await import('./list-hosts.js');
    return listHosts(call, input.has('json'));
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

/** Only reading it again needs the server, and none is started for it. */
async function runConfig(call: Call, words: readonly string[], input: ParsedArguments): Promise<Shown> {
  const what = input.word('what') ?? 'path';
  const isShort = input.has('short-file');
  if (what === 'reload' && !isShort) {
    const connection = await connect(call.paths);
    const shown = connection ? await askServer(call, words, connection) : 'gone';
    if (shown === 'gone')
      throw new UserError(`no server ${call.serverName} is running; one reads the config when it starts`);
    return shown;
  }
  if (isShort && what !== 'path')
    throw new UserError(`config ${what} does not take --short-file`, { exitCode: 2 });
  const { text, exitCode = 0 } = await readConfig(call.paths, registry, { what, isShort });
  if (exitCode === 0) return printText(text);
  process.stderr.write(`${text}\n`);
  return exitCode;
}
