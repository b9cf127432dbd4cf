// What a server replies to a line, shown to its caller: printed, asked back, or followed into the workspace.
// Owns what each part of a response means on a terminal and in a pipe.

import { isatty } from 'node:tty';

import type { Response } from '../protocol/response.js';
import { isInside, type Call } from './call.js';
import { print, printText } from './standard-output.js';

/** An exit code, or the words that the caller has confirmed, which are to be sent. */
export type Shown = number | { readonly confirmed: readonly string[] };

export async function showResponse(call: Call, response: Response): Promise<Shown> {
  const { attach, confirm, help } = response;
  if (help !== undefined) {
    const { helpText } = await import('./yargs-program.js');
    return printText(await helpText(call, help));
  }
  if (confirm?.values && isOnTerminal()) {
    const { askValues } = await import('./ask-values.js');
    const given = await askValues(confirm.question, confirm.values);
    return given ? { confirmed: [...confirm.words, ...given] } : 1;
  }
  if (confirm && isOnTerminal()) {
    const { askYesNo } = await import('./ask-yes-no.js');
    return (await askYesNo(confirm.question)) ? { confirmed: confirm.words } : 1;
  }
  if (attach !== undefined && mayAttach(call)) {
    const [{ attachTo }, { findHost }, { whyNotDrawable }] = await Promise.all([
      import('./attach-terminal.js'),
      import('./find-host.js'),
      import('../text/terminal-family.js'),
    ]);
    if (whyNotDrawable(call.env) === undefined)
      return attachTo(call, { target: attach, readOnly: false, findHost });
  }
  const printed = await print(response.stdout);
  process.stderr.write(response.stderr === '' ? '' : `qmux: ${response.stderr}`);
  return printed || response.exitCode;
}

const isOnTerminal = (): boolean => isatty(0) && isatty(1);

/** Whether a session that is created or reopened is shown here at once. */
export const mayAttach = (call: Call): boolean => isOnTerminal() && !isInside(call);
