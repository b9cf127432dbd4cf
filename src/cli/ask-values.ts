// Values asked for on the caller's terminal, one after the other. Owns what an empty answer means. Leaves
// what a value may be to the server.

import { createInterface } from 'node:readline/promises';

import type { WantedValue } from '../protocol/messages.js';

/** NAME=VALUE of each; undefined: the end of input, or Ctrl-C, came first. */
export async function askValues(
  head: string,
  values: readonly WantedValue[],
): Promise<readonly string[] | undefined> {
  process.stdout.write(`${head}\n`);
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<undefined>((resolve) => asker.once('close', () => resolve(undefined)));
  const given: string[] = [];
  try {
    for (const { name, question, preset } of values) {
      let answer: string | undefined = '';
      while (answer === '') {
        answer = await Promise.race([asker.question(question), ended]);
        if (answer === '') answer = preset ?? '';
        if (answer === '' && preset !== undefined) break;
      }
      if (answer === undefined) {
        process.stdout.write('\n');
        return undefined;
      }
      given.push(`${name}=${answer}`);
    }
    return given;
  } finally {
    asker.close();
  }
}
