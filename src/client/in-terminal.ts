// The terminal while this process is a client: taken at the start, given back at the end, however that comes.
// Owns what a terminal must be for that. Leaves what happens in it to attach.ts and remote/attach-remote.ts.

import type { ReadStream, WriteStream } from 'node:tty';
import type { Environment } from '../paths/paths.js';
import { commandWord } from '../text/mentions.js';
import { whyNotDrawable } from '../text/terminal-family.js';
import { UserError } from '../text/user-error.js';
import { KeyInput } from './key-input.js';
import type { RelayOptions } from './relay.js';
import { takeTerminal } from './tty-modes.js';
import { watchWaysOut } from './ways-out.js';

interface OfTerminal {
  stdin: ReadStream;
  stdout: WriteStream;
  env: Environment;
}

/** Throws a UserError if this is no terminal, or none that a frame can be drawn on. */
export function refuseWithoutTerminal({ stdin, stdout, env }: OfTerminal): void {
  if (!stdin.isTTY)
    throw new UserError(
      `standard input is not a terminal; run qmux in one, or ${commandWord('sessions')} for a list`,
    );
  if (!stdout.isTTY)
    throw new UserError(
      `standard output is not a terminal; run qmux in one, or ${commandWord('sessions')} for a list`,
    );
  refuseUndrawable(env);
}

/** With the terminal taken, until that has settled or something else ends the client. */
export async function inTerminal<Left = number>(
  { stdin, stdout, env }: OfTerminal,
  run: (held: Held) => Promise<Left>,
): Promise<Left | number> {
  // First of all: what is typed in cooked mode is echoed, and its Enter is another key.
  const terminal = takeTerminal(stdin, stdout, env);
  const waysOut = watchWaysOut(stdin, stdout);
  const keys = new KeyInput(stdin, waysOut.interrupt);
  const held = { terminal, keys, signal: waysOut.signal };
  try {
    return await Promise.race([waysOut.taken, run(held)]);
  } finally {
    keys.stop();
    terminal.release();
    waysOut.stop();
  }
}

/** Throws a UserError if TERM names a terminal that no frame can be drawn on. */
export function refuseUndrawable(env: Environment): void {
  const why = whyNotDrawable(env);
  if (why !== undefined) throw new UserError(why);
}

/** What all attachments share. */
export type Held = Pick<RelayOptions, 'terminal' | 'keys' | 'signal'>;
