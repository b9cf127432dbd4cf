// The system's ssh as a command (pure): its arguments, which hosts may be named, and what it says. Owns that
// nothing a user types becomes one of its options. Leaves running it to whoever does.

import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';

export interface Host {
  /** As the user names it to ssh. */
  name: string;
  /** Of the server there. */
  serverName: string;
  /** What runs qmux there, in the words of the shell there. */
  command: string;
}

/** What runs qmux on a host of which the config says nothing. */
export const USUAL_COMMAND = 'qmux';

const LAST_LINES = 3;
const MOST_PRINTED = 400;
/** Of the user's ssh config: ssh refuses to run two. Known since OpenSSH 7.6. */
const ONLY_OURS = ['-o', 'RemoteCommand=none'];
const OWN_CONNECTION = ['-o', 'ControlPath=none'];
const NEVER_ASK = ['-o', 'BatchMode=yes'];

/** Throws a UserError for what ssh would take for one of its options. */
export function checkHost(name: string): void {
  if (name === '' || name.startsWith('-'))
    throw new UserError(`${JSON.stringify(name)} is not a host: it begins with - or is empty`, {
      exitCode: 2,
    });
}

/**
 * mayAsk: its user, on the terminal. isOwn: not over a connection that ssh shares. action: a word of relay.
 * Throws a UserError for a bad host.
 */
export function sshArguments(
  { name, command, serverName }: Host,
  { mayAsk, isOwn = false, action }: { mayAsk: boolean; isOwn?: boolean; action?: string },
): string[] {
  checkHost(name);
  const words = ['exec', command, 'relay', ...(action === undefined ? [] : [action]), serverName];
  const options = [...ONLY_OURS, ...(mayAsk ? [] : NEVER_ASK), ...(isOwn ? OWN_CONNECTION : [])];
  return ['-T', ...options, '--', name, words.join(' ')];
}

/** Of what it wrote to standard error. */
export const lastLines = (said: string): string => linesOf(said).slice(-LAST_LINES).join('; ');

/** Of what was printed; '' for none. */
export const lastLine = (printed: string): string => linesOf(printed.slice(-MOST_PRINTED)).at(-1) ?? '';

const linesOf = (text: string): string[] =>
  text
    .split(/[\r\n]+/)
    .map((each) => sanitiseLine(each).trim())
    .filter((each) => each !== '');
