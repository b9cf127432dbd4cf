// A question on the caller's terminal, answered with y or n. Anything but yes means no, and so does the end
// of input.

import { createInterface } from 'node:readline/promises';

/** Whether somebody is there to be asked. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stdout.isTTY;

/** question: without the choice of keys; its last line comes before the cursor. */
export async function askYesNo(question: string): Promise<boolean> {
  // readline draws what it asks again and again: text that is longer than the screen would be garbled.
  const last = question.lastIndexOf('\n') + 1;
  process.stdout.write(question.slice(0, last));
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => asker.once('close', () => resolve('')));
  const answer = await Promise.race([asker.question(`${question.slice(last)} (y/n) `), ended]);
  asker.close();
  return /^y(es)?$/i.test(answer.trim());
}
