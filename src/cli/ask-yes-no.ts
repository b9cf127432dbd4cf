// A question on the caller's terminal that y or n answers. Anything but a yes is a no, so is the end of input.

import { createInterface } from 'node:readline/promises';

/** Somebody is there to ask. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stdout.isTTY;

/** question: without the choice of keys; its last line stands before the cursor. */
export async function askYesNo(question: string): Promise<boolean> {
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => asker.once('close', () => resolve('')));
  const answer = await Promise.race([asker.question(`${question} (y/n) `), ended]);
  asker.close();
  return /^y(es)?$/i.test(answer.trim());
}
