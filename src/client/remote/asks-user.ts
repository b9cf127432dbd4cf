// Whether an ssh is asking its user something on the terminal: a password, or whether it may trust a host.
// Owns reading that from /proc: ssh opens /dev/tty for its questions and closes it after the reply.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** It may have ended, or belong to somebody else. */
function attempt<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const holdsTerminal = (pid: number): boolean =>
  attempt(() => readdirSync(`/proc/${pid}/fd`), []).some(
    (name) => attempt(() => readlinkSync(`/proc/${pid}/fd/${name}`), '') === '/dev/tty',
  );

/** With the ssh that it starts to jump over another host. undefined: this system does not tell. */
export function asksUser(pid: number): boolean | undefined {
  const children = attempt(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'), undefined);
  if (children === undefined) return undefined;
  const jumps = children
    .split(' ')
    .map(Number)
    .filter((child) => child > 0);
  return [pid, ...jumps].some((each) => holdsTerminal(each));
}
