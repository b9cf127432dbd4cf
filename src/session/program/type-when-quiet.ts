// Types a text into a program that has just been started, once it can be expected to read: it printed
// something, such as a shell's prompt, and then nothing for a moment. Owns that wait. Leaves Enter to the
// user.

import type { Undo } from '../../text/undo.js';

/** A shell prints its prompt after what its start-up files print. */
const QUIET_MS = 300;
/** Some never print anything. */
const LONGEST_MS = 10_000;

export interface QuietTarget {
  readonly running: string | undefined;
  /** Something of its output was parsed. */
  onPrinted(listener: () => void): Undo;
  /** Without Enter. */
  write(text: string): void;
}

/** Resolves when that is done, or the program has ended. */
export async function typeWhenQuiet(program: QuietTarget, text: string): Promise<void> {
  await untilQuiet(program);
  if (program.running !== undefined) program.write(text);
}

function untilQuiet(program: QuietTarget): Promise<void> {
  return new Promise((resolve) => {
    let quiet: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(quiet);
      clearTimeout(longest);
      undo();
      resolve();
    };
    const longest = setTimeout(end, LONGEST_MS);
    const undo = program.onPrinted(() => {
      clearTimeout(quiet);
      quiet = setTimeout(end, QUIET_MS);
    });
  });
}
