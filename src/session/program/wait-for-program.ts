// Waits until a program that was sent something has dealt with it, as far as it reports that (OSC 7501). Owns
// which of its readings means the end. Leaves sending to send-to-program.ts and the words for the user to
// commands/.

import type { ProgramReading } from './program-state.js';

export type ProgramEnd =
  | { type: 'done' }
  /** It asks something during its work. */
  | { type: 'asks'; text: string }
  | { type: 'failed'; text: string }
  /** Its process ended. */
  | { type: 'ended' };

export interface WatchedProgram {
  readonly reading: ProgramReading;
  readonly running: string | undefined;
  /** Its reading has changed, or it has ended. Returns its undo. */
  onReading(listener: () => void): () => void;
}

/**
 * What needs no work, such as a command of the agent's own, is never reported: agents begin within a tenth of
 * this.
 */
const BEGIN_MS = 3_000;

/** To be called before it is sent something. cancel: nobody waits any more. */
export function waitForProgram(program: WatchedProgram): { sent(): Promise<ProgramEnd>; cancel(): void } {
  let hasBegun = false;
  let isSent = false;
  /** What it asked before, and may still ask for a moment after the answer. */
  let answered = program.reading.question;
  let timer: NodeJS.Timeout | undefined;
  let resolve: (end: ProgramEnd) => void = () => {};
  const end = new Promise<ProgramEnd>((settle) => (resolve = settle));
  const cancel = (): void => {
    clearTimeout(timer);
    undo();
  };
  const check = (): void => {
    const found = findEnd();
    if (!found) return;
    cancel();
    resolve(found);
  };
  const findEnd = (): ProgramEnd | undefined => {
    const { said, question, error } = program.reading;
    if (program.running === undefined) return { type: 'ended' };
    if (question !== answered) answered = undefined;
    if (!isSent || (question !== undefined && question === answered)) return undefined;
    if (question !== undefined) return { type: 'asks', text: question };
    if (said === 'working') hasBegun = true;
    if (said === 'working' || !hasBegun) return undefined;
    return said === 'error' ? { type: 'failed', text: error || 'error' } : { type: 'done' };
  };
  const undo = program.onReading(check);
  return {
    sent() {
      isSent = true;
      check();
      timer = setTimeout(() => {
        hasBegun = true;
        answered = undefined;
        check();
      }, BEGIN_MS);
      return end;
    },
    cancel,
  };
}
