// A connection to the qmux of another machine, over the system's ssh: `ssh -T -- HOST 'exec qmux relay
// NAME'`. Owns that command line, waiting for the relay's first line, and the errors when it does not come.
// Leaves the relay to run-relay.ts. Invariant: ssh is given nothing of the user's that the user did not name.

import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { Environment } from '../../paths/paths.js';
import { VERSION } from '../../protocol/version.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { asksUser } from './asks-user.js';
import { findRelayLine, RELAY_PROTOCOL } from '../../remote/relay-line.js';
import { lastLine, lastLines, sshArguments, type Host } from '../../remote/ssh-command.js';
import { ChildStream } from './ssh-stream.js';

export interface SshOptions {
  host: Host;
  /** Of ssh. */
  env: Environment;
  /** It may ask its user; false: a key or an agent must do (BatchMode). */
  mayAsk: boolean;
  /** Not over a connection that ssh shares: that one is dead. */
  isOwn?: boolean;
  /** Aborted: whoever waits has given up. */
  signal?: AbortSignal;
  /** Of the relay's first line; the time in which ssh asks does not count. */
  limitMs?: number;
}

export interface SshEnd {
  /** null: a signal ended it. */
  code: number | null;
  /** The last lines of its standard error, '' for none. */
  said: string;
}

export interface SshConnection {
  stream: Duplex;
  /** Of qmux there. */
  version: string;
  ended: Promise<SshEnd>;
  stop(): void;
}

/** Trying again does not help. */
export class FinalFailure extends UserError {}

/** A greeting and a few warnings. */
const MOST_SAID = 4096;
const LIMIT_MS = 20_000;
const LOOK_MS = 500;
/** A process that ssh leaves behind to share its connection keeps its standard error open. */
const LAST_WORDS_MS = 100;

const NOT_FOUND = 127;
/** ssh itself failed. */
const OF_SSH = 255;

/** Rejects with a UserError; with a FinalFailure if trying again does not help. */
export function openSsh(options: SshOptions): Promise<SshConnection> {
  const { host, env, mayAsk, signal, limitMs = LIMIT_MS } = options;
  const child = spawn('ssh', sshArguments(host, options), {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...env },
  });
  const ended = watchEnd(child);
  const stop = (): void => void child.kill('SIGTERM');
  return new Promise((resolve, reject) => {
    let text = '';
    let quietMs = 0;
    let givenUp: string | undefined;
    const clock = setInterval(() => {
      // Where the system does not tell, ssh's own limits apply while it may ask.
      const isAsking = mayAsk && child.pid !== undefined && asksUser(child.pid) !== false;
      quietMs = isAsking ? 0 : quietMs + LOOK_MS;
      if (quietMs >= limitMs) giveUp(`did not answer within ${limitMs / 1000} s`);
    }, LOOK_MS);
    const settle = (): void => {
      clearInterval(clock);
      signal?.removeEventListener('abort', abort);
      child.stdout.off('data', read);
    };
    const fail = (error: UserError): void => {
      settle();
      stop();
      reject(error);
    };
    const giveUp = (what: string): void => {
      givenUp ??= what;
      stop();
    };
    const abort = (): void => fail(failure(host, 'was not waited for', ''));
    const read = (bytes: Buffer): void => {
      text += bytes.toString('latin1');
      const found = findRelayLine(text);
      if (found === 'more') return;
      if (found === 'too much') return giveUp('printed more than 64 KB before qmux answered');
      settle();
      if (found.protocol !== RELAY_PROTOCOL) return fail(otherVersion(host, found.version));
      child.stdout.pause();
      const rest = Buffer.from(text.slice(found.endsAt), 'latin1');
      if (rest.length > 0) child.stdout.unshift(rest);
      resolve({ stream: new ChildStream(child.stdout, child.stdin), version: found.version, ended, stop });
    };
    child.stdin.on('error', () => {});
    child.stdout.on('data', read);
    child.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        new FinalFailure(
          error.code === 'ENOENT' ? 'there is no ssh on your PATH; install OpenSSH' : `ssh: ${error.message}`,
        ),
      ),
    );
    void ended.then((end) =>
      fail(
        givenUp === undefined
          ? explainEnd(host, end, Buffer.from(text, 'latin1').toString())
          : failure(host, givenUp, end.said),
      ),
    );
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
  });
}

function watchEnd(child: ChildProcess): Promise<SshEnd> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-MOST_SAID)));
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      const tell = (): void => {
        clearTimeout(timer);
        child.stderr?.destroy();
        resolve({ code, said: lastLines(said) });
      };
      const timer = setTimeout(tell, LAST_WORDS_MS);
      child.once('close', tell);
    });
  });
}

/** printed: by the shell there. A login that is closed says so on standard output. */
function explainEnd(host: Host, { code, said }: SshEnd, printed: string): UserError {
  if (code === NOT_FOUND) return new FinalFailure(notInstalled(host, said));
  // Another try would be refused as well, and some hosts lock out who tries too often.
  if (/permission denied|host key verification failed|could not resolve/i.test(said))
    return new FinalFailure(`${host.name}: ${said}`);
  if (code === null) return failure(host, 'was not reached: ssh was ended', said);
  const last = code === OF_SSH ? '' : lastLine(printed);
  return failure(host, 'did not answer', [said, last].filter((each) => each !== '').join('; '));
}

const notInstalled = ({ name, command }: Host, said: string): string =>
  `${name} has no ${command} (${said || 'exit code 127'}). Install it there: npm install -g qmux-${VERSION}.tgz, ` +
  `the file that npm pack makes; or say where it is: command under [hosts.${tomlKey(name)}] in your config`;

const tomlKey = (name: string): string => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));

const failure = ({ name }: Host, what: string, said: string): UserError =>
  new UserError(said === '' ? `${name} ${what}` : `${name} ${what}: ${said}`);

const otherVersion = ({ name }: Host, version: string): UserError =>
  new FinalFailure(
    `${name} runs qmux ${sanitiseLine(version)}, this machine runs ${VERSION}, and these two cannot talk to each other; ` +
      'install the same version on both',
  );
