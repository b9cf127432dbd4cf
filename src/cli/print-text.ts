// Text on standard output, to its last byte before the process ends.

/** Resolves with exit code 0. */
export async function printText(text: string): Promise<number> {
  process.stdout.write(`${text}\n`);
  await flushed(process.stdout);
  return 0;
}

/** A pipe takes its time: the process ends after it took everything. */
export const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));
