// Attaching this terminal to the server of another machine: over ssh until the user detaches, with a new
// connection whenever one is lost. Owns that loop and when it tries again. Leaves one connection to relay.ts,
// ssh to open-ssh.ts, and the terminal meanwhile to lost-screen.ts.

import type { ReadStream, WriteStream } from 'node:tty';
import type { Host } from '../../remote/ssh-command.js';
import { DEFAULT_SERVER_NAME, type Environment, type Paths } from '../../paths/paths.js';
import { tellAttached } from '../../remote/attached-hosts.js';
import type { LinkTraits, OtherPlace } from '../../protocol/messages.js';
import { VERSION } from '../../protocol/version.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { inTerminal, refuseWithoutTerminal, type Held } from '../in-terminal.js';
import { createHello, detectColours, type Hello } from '../hello.js';
import { relay, terminalSize, type RelayEnd } from '../relay.js';
import { LiveLink, type LinkTimes } from './live-link.js';
import { LostScreen } from './lost-screen.js';
import { FinalFailure, openSsh, type SshConnection } from './open-ssh.js';
import { RetryWait } from './retry-wait.js';
import { travelling } from './travelling.js';

export interface AttachRemoteOptions {
  host: Host;
  /** The session to show. */
  target?: string;
  readOnly?: boolean;
  env: Environment;
  stdin: ReadStream;
  stdout: WriteStream;
  times?: LinkTimes;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** As a server here, one that dies there is started again at once, but not again and again. */
const RESTART_INTERVAL_MS = 60_000;

/** Where the server of a host tells this terminal to go; what it says runs there does not count. */
export interface Forwarded {
  from: string;
  to: Omit<OtherPlace, 'command'>;
}

/** Resolves with the exit code as attach() does, or with where to go. Rejects with a UserError. */
export async function attachRemote(options: AttachRemoteOptions): Promise<number | Forwarded> {
  refuseWithoutTerminal(options);
  const { host, env } = options;
  // Before the terminal is taken: ssh may ask for a password on it.
  const first = await openSsh({ host, env, mayAsk: true });
  tellVersions(host, first);
  return inTerminal<number | Forwarded>(options, (held) => new RemoteAttachment(options, held).stay(first));
}

/** As attachRemote, from a server here, which told the client to go there. */
export function attachToOther(
  { host: name, command, target, readOnly }: OtherPlace,
  here: Pick<AttachRemoteOptions, 'env' | 'stdin' | 'stdout'> & { paths: Pick<Paths, 'runtimeDir'> },
): Promise<number | Forwarded> {
  const { env, stdin, stdout, paths } = here;
  const leave = tellAttached(paths, name);
  return attachRemote({
    host: { name, command, serverName: DEFAULT_SERVER_NAME },
    env,
    stdin,
    stdout,
    ...(target !== undefined && { target }),
    ...(readOnly && { readOnly }),
  }).finally(leave);
}

/** Their protocols decide whether they can talk; the line is on the screen that the user comes back to. */
function tellVersions({ name }: Host, { version }: SshConnection): void {
  if (version === VERSION) return;
  process.stderr.write(
    `qmux: ${name} runs qmux ${sanitiseLine(version)}, this machine runs ${VERSION}; ` +
      'if something does not work, install the same version on both\n',
  );
}

interface Lost {
  screen: LostScreen;
  /** Aborted: the user gives up, or a signal ends the client. */
  leaving: AbortSignal;
  forget(): void;
}

class RemoteAttachment {
  readonly #link: LinkTraits = { id: newId(), sent: 0, unsent: 0 };
  #wasWelcomed = false;
  #restartedAt = Number.NEGATIVE_INFINITY;
  /** From a lost connection to the next welcome. */
  #lost: Lost | undefined;
  /** Why the last connection ended; '' for no reason known. */
  #why = '';
  /** The next connection is not one that ssh shares: that went silent. */
  #isOwn = false;
  /** Before the next try; grows until the server has welcomed this client again. */
  #waitMs = FIRST_WAIT_MS;

  readonly #options: AttachRemoteOptions;
  readonly #held: Held;

  constructor(options: AttachRemoteOptions, held: Held) {
    this.#options = options;
    this.#held = held;
  }

  async stay(first: SshConnection): Promise<number | Forwarded> {
    const { host, stdout } = this.#options;
    let connection: SshConnection | undefined = first;
    while (connection) {
      const end = await this.#attach(connection);
      if (end.type === 'refused')
        throw new UserError(`${host.name}: ${end.message}`, { exitCode: end.exitCode === 2 ? 2 : 1 });
      if (end.type === 'bye' && end.message) stdout.write(`${end.message}\n`);
      if (end.type === 'bye' && end.next) return { from: host.name, to: end.next };
      if (end.type === 'left') break;
      if (end.type !== 'server-gone') return 0;
      const isAtOnce = await this.#afterLoss(connection);
      connection = await this.#reconnect(isAtOnce);
    }
    this.#held.terminal.reset();
    if (!this.#held.signal.aborted) stdout.write(`[detached from ${host.name}, which was not connected]\n`);
    return 0;
  }

  async #attach({ stream, stop }: SshConnection): Promise<RelayEnd> {
    const { stdin, stdout, times } = this.#options;
    const lost = this.#lost;
    const end = await relay({
      ...this.#held,
      ...(lost && { signal: lost.leaving }),
      socket: stream,
      hello: this.#hello(),
      stdin,
      stdout,
      link: new LiveLink(this.#link, times),
      onWelcomed: () => {
        this.#found();
        this.#wasWelcomed = true;
        this.#isOwn = false;
        this.#waitMs = FIRST_WAIT_MS;
        this.#link.unsent = 0;
      },
    });
    this.#found();
    lost?.forget();
    if (end.type !== 'server-gone') stop();
    return end;
  }

  #found(): void {
    this.#lost?.screen.stop();
    this.#lost = undefined;
  }

  #hello(): Hello {
    const { env, stdout, target, readOnly } = this.#options;
    return createHello({
      // The relay has it.
      token: '',
      role: 'attach',
      cwd: '',
      env: travelling(env),
      sendsEnvironment: true,
      terminal: { ...terminalSize(stdout), colours: detectColours(env) },
      link: { ...this.#link },
      // By the second connection the user looks at something else, and the server knows at what.
      ...(target !== undefined && !this.#wasWelcomed && { target }),
      ...(readOnly && { readOnly }),
    });
  }

  /** Returns whether the first try is made without waiting. */
  async #afterLoss({ ended, stop }: SshConnection): Promise<boolean> {
    const silent = Symbol('ssh goes on');
    const running = new Promise<typeof silent>((resolve) => setTimeout(() => resolve(silent), END_MS));
    const end = await Promise.race([ended, running]);
    stop();
    this.#why = end === silent ? 'no answer' : end.said;
    this.#isOwn = end === silent;
    if (!this.#wasWelcomed)
      throw new UserError(
        `${this.#options.host.name} ended the connection before the server answered${this.#why === '' ? '' : `: ${this.#why}`}`,
      );
    const serverDied = end !== silent && end.code === 0;
    if (!serverDied || performance.now() - this.#restartedAt < RESTART_INTERVAL_MS) return false;
    this.#restartedAt = performance.now();
    return true;
  }

  /** undefined: the user has given up, or a signal ends the client. */
  async #reconnect(isAtOnce: boolean): Promise<SshConnection | undefined> {
    const { host, env, stdout } = this.#options;
    const { terminal, keys, signal } = this.#held;
    const leaving = new AbortController();
    const leave = (): void => leaving.abort();
    signal.addEventListener('abort', leave);
    const forget = (): void => signal.removeEventListener('abort', leave);
    const pause = new RetryWait();
    const screen = new LostScreen({
      stdout,
      terminal,
      keys,
      onLeave: leave,
      onTry: () => pause.tryNow(),
      onUnsent: () => this.#link.unsent++,
    });
    const say = (leftMs: number): void => screen.say(lostLine(host.name, this.#why, leftMs));
    try {
      for (let tries = 0; !leaving.signal.aborted; tries++) {
        if (tries > 0 || !isAtOnce) {
          await pause.wait(this.#waitMs, leaving.signal, say);
          this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
        }
        if (leaving.signal.aborted) return undefined;
        screen.say(`connecting again, Esc detaches · ${host.name}`);
        try {
          const how = { mayAsk: false, isOwn: this.#isOwn, signal: leaving.signal };
          const connection = await openSsh({ host, env, ...how });
          screen.connected();
          this.#lost = { screen, leaving: leaving.signal, forget };
          return connection;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          this.#why = error.message;
          // Only ssh's usual way may be the one that needs no password.
          const isFinal = error instanceof FinalFailure && !this.#isOwn;
          this.#isOwn = !this.#isOwn && !isFinal;
          if (isFinal) this.#waitMs = Number.POSITIVE_INFINITY;
        }
      }
      return undefined;
    } finally {
      if (!this.#lost) {
        forget();
        screen.stop();
      }
    }
  }
}

/** An ssh whose connection ended says so and ends; one that is still running has gone silent. */
const END_MS = 500;
const SECOND_MS = 1_000;

/** Infinity: only the user tries again. The keys come first: a narrow terminal cuts the rest. */
function lostLine(host: string, why: string, waitMs: number): string {
  const next = Number.isFinite(waitMs)
    ? `retry in ${Math.ceil(waitMs / SECOND_MS)} s, Enter now`
    : 'Enter tries again';
  return `connection lost; ${next}, Esc detaches · ${why === '' ? host : why}`;
}

/** Unlike any other's; whoever may talk to the server may do everything anyway. */
const newId = (): string =>
  [Date.now(), process.pid, Math.random(), Math.random()]
    .map((part) => part.toString(36).slice(0, 12))
    .join('-');
