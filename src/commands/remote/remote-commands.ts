// The verbs for other machines: hosts lists their sessions, ssh goes there. Leaves a shell's calls of both to
// cli/: they need no server here.

import { createHostList } from '../../dialogs/host-list.js';
import type { HostAnswer } from '../../remote/list-host.js';
import { askHosts, findHost, knownHosts } from '../../remote/known-hosts.js';
import { checkHost } from '../../remote/ssh-command.js';
import { DEFAULT_SERVER_NAME } from '../../paths/paths.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, getSurface } from '../define.js';
import { hostRows } from './host-rows.js';

export const noHosts = (configFile: string): UserError =>
  new UserError(
    `no other machine is known: name one under [hosts.NAME] in ${configFile}, or attach to one with qmux ssh HOST`,
  );

async function hosts(context: CommandContext): Promise<CommandOutput> {
  const surface = getSurface(context);
  const { paths } = context.inspection;
  const known = knownHosts(context.config.hosts, {
    runtimeDir: paths.runtimeDir,
    serverName: DEFAULT_SERVER_NAME,
  });
  if (known.length === 0) throw noHosts(paths.configFile);
  const answers = new Map<string, HostAnswer>();
  surface.open(createHostList(() => known.flatMap(({ name }) => hostRows(name, answers.get(name)))));
  // Not awaited: the next key already belongs to the list.
  void askHosts(known, context.caller.env, (answer) => {
    answers.set(answer.host, answer);
    surface.dialogChanged();
  });
  return SILENT;
}

function ssh(context: CommandContext, input: ParsedArguments): CommandOutput {
  const name = input.word('HOST') ?? '';
  checkHost(name);
  const { command: runs } = findHost(context.config.hosts, name, DEFAULT_SERVER_NAME);
  const target = input.word('X');
  getSurface(context).leaveFor({
    host: name,
    command: runs,
    ...(target !== undefined && { target }),
    ...(input.has('read-only') && { readOnly: true as const }),
  });
  return SILENT;
}

export const REMOTE_COMMANDS: readonly Command[] = [
  command({
    name: 'ssh',
    summary: 'show the workspace of HOST in this terminal, over ssh',
    positionals: [
      { name: 'HOST', called: 'a host', kind: 'text', suggests: 'host' },
      { name: 'X', kind: 'text', optional: true },
    ],
    flags: [{ name: 'read-only', short: 'r', summary: 'watch without changing anything' }],
    run: ssh,
  }),
  command({
    name: 'hosts',
    summary: 'list the sessions of other machines',
    flags: [{ name: 'json', summary: 'print them as an array of objects' }],
    run: hosts,
  }),
];
