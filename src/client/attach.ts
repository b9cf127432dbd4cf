// Attaching this terminal to a server until one of them ends, with a new server when the old one dies. Owns
// that loop and the exit code. Leaves one connection's relaying to relay.ts and other ends to ways-out.ts.

import type { ReadStream, WriteStream } from 'node:tty';
import type { Environment, Paths } from '../paths/paths.js';
import type { OtherPlace } from '../protocol/messages.js';
import { UserError } from '../text/user-error.js';
import type { Forwarded } from './remote/attach-remote.js';
import { connect, connectOrStart } from './connect.js';
import { createHello, detectColours } from './hello.js';
import { inTerminal, refuseWithoutTerminal, type Held } from './in-terminal.js';
import { relay, terminalSize, type RelayEnd } from './relay.js';
import { beginServer } from './start-server.js';
import { mayListen, type Connection } from './trusted-socket.js';
import { warnWhenSilent } from './warn-when-silent.js';

export interface ServerOptions {
  paths: Paths;
  serverName: string;
  /** Script that Node runs as `ENTRY __server NAME` to start a server. */
  entry: string;
  env: Environment;
  cwd: string;
  /** The session to show. */
  target?: string;
  readOnly?: boolean;
  stdin: ReadStream;
  stdout: WriteStream;
}

export interface AttachOptions extends ServerOptions {
  /** Called if the server is not the given one, which takes asking; rejects with a UserError to refuse. */
  findServer?: () => Promise<Pick<ServerOptions, 'paths' | 'serverName'>>;
}

/**
 * A server that dies more often than this dies of what it restores: starting it again and again does not
 * help.
 */
const RESTART_INTERVAL_MS = 60_000;
/**
 * A killed server's socket still accepts connections for a moment, which end at once: that is not a second
 * death. More than this many in a row mean a broken server.
 */
const MOST_JOINED_IN_A_ROW = 5;

/**
 * Resolves with the exit code when the server says goodbye (0) or a signal or hangup ends the client (128 +
 * number); with where to go if another machine, to which it went from here, sends it on. Rejects with a
 * UserError: no terminal, refused, server gone for good. The terminal is restored before it settles, or when
 * an exception ends the process.
 */
export async function attach(options: AttachOptions): Promise<number | Forwarded> {
  refuseWithoutTerminal(options);
  const begun = beginEarly(options);
  const left = await inTerminal<number | OtherPlace>(options, async (held) =>
    stayAttached({ ...options, ...(await options.findServer?.()) }, held, begun),
  );
  if (typeof left === 'number') return left;
  // With the terminal as it was: ssh may ask something.
  const { attachToOther } = await import('./remote/attach-remote.js');
  return attachToOther(left, options);
}

/**
 * Starts a server before the terminal is taken if none can be listening, which makes the first frame 2 ms
 * earlier. If one does run, the new one says so and exits. In a pane, the pane's server may be meant.
 */
function beginEarly({ paths, ...options }: ServerOptions): Promise<string> | undefined {
  if (options.env['QMUX_SESSION'] !== undefined || mayListen(paths)) return undefined;
  const begun = beginServer(paths, options);
  // stayAttached() awaits it and reports a failure; until then a rejection must not end the process.
  begun.catch(() => {});
  return begun;
}

/** Resolves with the exit code, or with where the user wants to be instead. */
async function stayAttached(
  options: ServerOptions,
  held: Held,
  begun: Promise<string> | undefined,
): Promise<number | OtherPlace> {
  let restartedAt = Number.NEGATIVE_INFINITY;
  let end = await attachTo(await connectOrStart(options.paths, options, begun), options, held);
  let joined = 0;
  while (end.type === 'server-gone') {
    const mayStart = performance.now() - restartedAt >= RESTART_INTERVAL_MS;
    let connection = joined < MOST_JOINED_IN_A_ROW ? await connect(options.paths) : undefined;
    joined = connection ? joined + 1 : 0;
    if (!connection && mayStart) restartedAt = performance.now();
    connection ??= await restart(options, { mayStart });
    // Without the target: by now the user looks at something else, and the server knows at what.
    end = await attachTo(connection, { ...options, target: undefined }, held);
  }
  if (end.type === 'refused') throw new UserError(end.message, { exitCode: end.exitCode === 2 ? 2 : 1 });
  // Otherwise 'left', and the exit code is in waysOut.taken, which settles first.
  if (end.type === 'bye' && end.message) options.stdout.write(`${end.message}\n`);
  return (end.type === 'bye' ? end.next : undefined) ?? 0;
}

function attachTo(
  { socket, token }: Connection,
  options: Omit<ServerOptions, 'target'> & { target?: string | undefined },
  held: Held,
): Promise<RelayEnd> {
  const { env, cwd, target, readOnly, stdin, stdout } = options;
  const terminal = { ...terminalSize(stdout), colours: detectColours(env) };
  const hello = createHello({
    token,
    role: 'attach',
    cwd,
    env,
    sendsEnvironment: true,
    terminal,
    ...(target !== undefined && { target }),
    ...(readOnly && { readOnly }),
  });
  // Nothing is drawn before the welcome: the line is on the screen that the user sees.
  const endWarning = warnWhenSilent(options.paths, (text) => stdout.write(`qmux: ${text}\r\n`));
  return relay({ ...held, socket, hello, stdin, stdout, onWelcomed: endWarning }).finally(endWarning);
}

/** Nobody else has started one. */
async function restart(options: ServerOptions, { mayStart }: { mayStart: boolean }): Promise<Connection> {
  const { paths, serverName } = options;
  if (!mayStart)
    throw new UserError(
      `server ${serverName} died twice within a minute; see ${paths.serverLogFile}, then run qmux`,
    );
  try {
    return await connectOrStart(paths, options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`server ${serverName} died and did not come back: ${error.message}`);
  }
}
