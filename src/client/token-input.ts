// The token of a share as it is given to `qmux view`: typed without an echo, or on standard input; never in
// argv, which every user of the machine can read. Owns both ways. Leaves its form to the server.

import type { WriteStream } from 'node:tty';

import { UserError } from '../text/user-error.js';
import type { KeyInput } from './key-input.js';

const [CTRL_C, CTRL_D, CTRL_U, BACKSPACE, CTRL_H] = ['\x03', '\x04', '\x15', '\x7f', '\b'];
const MOST_CHARACTERS = 100;
/** Arrows, the marks of a paste, Alt and a key. */
const SEQUENCES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/gs;

/** undefined: Ctrl-C or Ctrl-D instead. */
export function typeToken(keys: KeyInput, stdout: WriteStream): Promise<string | undefined> {
  stdout.write('token: ');
  return new Promise((resolve) => {
    let typed = '';
    let isOver = false;
    const finish = (token: string | undefined): void => {
      isOver = true;
      keys.hold();
      stdout.write('\r\n');
      resolve(token);
    };
    keys.forward((bytes) => {
      for (const key of bytes.toString('latin1').replaceAll(SEQUENCES, '')) {
        if (isOver) return;
        if (key === CTRL_C || key === CTRL_D) finish(undefined);
        else if (key === '\r' || key === '\n') finish(typed);
        else if (key === CTRL_U) typed = '';
        else if (key === BACKSPACE || key === CTRL_H) typed = typed.slice(0, -1);
        else if (key >= ' ' && typed.length < MOST_CHARACTERS) typed += key;
      }
    });
  });
}

/** Its first line. Rejects with a UserError if that is none. */
export async function readPipedToken(stdin: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += chunk.toString();
    if (text.includes('\n') || text.length > MOST_CHARACTERS) break;
  }
  const [line = ''] = text.split('\n');
  const token = line.trim();
  if (token === '' || token.length > MOST_CHARACTERS)
    throw new UserError('standard input has no token; it is what qmux share printed', { exitCode: 2 });
  return token;
}
