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
  const given = await collectValues(values, (question) => Promise.race([asker.question(question), ended]));
  asker.close();
  if (!given) process.stdout.write('\n');
  return given;
}

/** ask: undefined is the end of input. What has no preset is asked for until there is an answer. */
export async function collectValues(
  values: readonly WantedValue[],
  ask: (question: string) => Promise<string | undefined>,
): Promise<readonly string[] | undefined> {
  const given: string[] = [];
  for (const { name, question, preset } of values) {
    let answer = await ask(question);
    if (preset === undefined) while (answer?.trim() === '') answer = await ask(question);
    if (answer === undefined) return undefined;
    given.push(`${name}=${answer.trim() === '' ? preset : answer}`);
  }
  return given;
}
