// `qmux doctor`: what can be found out here, and what the server adds if one is running; it does not start
// one. Owns asking both and the terminal's facts. Leaves the words to commands/doctor/report.ts.

import { detectColours } from '../client/hello.js';
import { request } from '../client/request.js';
import { connect } from '../client/connect.js';
import { inspectSurroundings } from '../commands/doctor/checks.js';
import { doctorOutput } from '../commands/doctor/doctor-command.js';
import type { ServerState, TerminalFacts } from '../commands/doctor/facts.js';
import { registry } from '../commands/registry.js';
import type { Environment } from '../paths/paths.js';
import { findHolder } from '../process/lock.js';
import { findListener } from '../process/socket-holder.js';
import { UserError } from '../text/user-error.js';
import type { Call } from './call.js';
import { loadConfig } from '../config/load-config.js';
import { readKeys } from '../keymap/read-keys.js';
import { describeShadowedCommand } from './shadowed-command.js';

/** text: for standard output. */
export async function runDoctor(
  call: Call,
  options: { json: boolean },
): Promise<{ text: string; exitCode: number }> {
  const { env, paths } = call;
  const [surroundings, server] = await Promise.all([
    inspectSurroundings({ env, paths, registry }),
    askServer(call),
  ]);
  const { config } = await loadConfig(paths.configFile);
  const facts = { ...surroundings, terminal: inspectTerminal(env, readKeys(config).prefixName), server };
  const { text, json, exitCode } = doctorOutput(facts);
  return { text: options.json ? JSON.stringify(json, null, 2) : text, exitCode };
}

async function askServer(call: Call): Promise<ServerState> {
  try {
    const listening = await connect(call.paths);
    if (!listening) return { type: 'none' };
    listening.socket.destroy();
    const { stdout, stderr, exitCode } = await request({
      ...call,
      words: ['doctor', '--json'],
      json: true,
      start: false,
    });
    // An exit code of 1 only means that it has problems to report.
    if (stdout === '') throw new UserError(stderr.trim(), { exitCode: exitCode === 2 ? 2 : 1 });
    return (JSON.parse(stdout) as { server: ServerState }).server;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { socketFile, lockDir } = call.paths;
    const held = await findHolder(lockDir, 'server').catch(() => undefined);
    const pid = (await findListener(socketFile)) ?? held?.heldBy.pid ?? null;
    return { type: 'unreachable', problem: error.message, pid };
  }
}

function inspectTerminal(env: Environment, prefix: string): TerminalFacts {
  const isDefault = prefix === 'Ctrl-q';
  const { stdin, stdout } = process;
  const shadowed = describeShadowedCommand(env);
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return {
    attached: stdin.isTTY && stdout.isTTY,
    term: env['TERM'] ?? '',
    rows: stdout.isTTY ? stdout.rows : 0,
    cols: stdout.isTTY ? stdout.columns : 0,
    colours: detectColours(env),
    unicode: /utf-?8/i.test(locale),
    notes: [
      ...(env['TMUX'] ? ['inside tmux: its prefix comes first'] : []),
      ...(env['STY'] ? ['inside screen: its prefix comes first'] : []),
      ...(env['ZELLIJ']
        ? [
            isDefault
              ? `inside zellij, which takes ${prefix} for itself; see \`prefix\` in the config`
              : 'inside zellij: its keys come first',
          ]
        : []),
      ...(env['TERM_PROGRAM'] === 'vscode' && isDefault
        ? [`VS Code takes ${prefix} unless terminal.integrated.sendKeybindingsToShell is on`]
        : []),
      ...(env['QMUX'] ? ['inside a pane of qmux'] : []),
      ...(shadowed === undefined ? [] : [shadowed]),
    ],
  };
}
