// When a program that was asked something has answered, as far as it reports that. Owns whether it does, and
// what of its readings means the end of this answer. Leaves the readings to program/. Invariant: nothing is
// followed once the program has answered, has ended or was asked something else.

import type { AskedTogether } from '../../store/session-record.js';
import type { ProgramSession } from '../program/program-session.js';
import { withEnd } from './asked-end.js';

export type Followed = Pick<
  ProgramSession,
  'reading' | 'running' | 'record' | 'update' | 'changed' | 'onReading'
>;

/**
 * By OSC 7501, in its title or by a hook. Silence would be a guess: an agent prints nothing while it thinks
 * as well.
 */
export const reportsItsEnd = ({ reading: { mayRing, source } }: Pick<Followed, 'reading'>): boolean =>
  !mayRing || source === 'report';

/** Called when the text was sent. */
export function followAsked(program: Followed, group: string): void {
  let hasBegun = program.reading.said === 'working';
  const stop = program.onReading(() => {
    const { asked } = program.record;
    if (asked?.group !== group) return stop();
    const { said, question } = program.reading;
    if (said === 'working' || question !== undefined) hasBegun = true;
    const end = program.running === undefined ? 'cut' : endOf(said, { question, hasBegun });
    if (end === undefined) return;
    stop();
    program.update({ asked: withEnd(asked, end) });
    program.changed();
  });
}

function endOf(
  said: ProgramSession['reading']['said'],
  { question, hasBegun }: { question: string | undefined; hasBegun: boolean },
): AskedTogether['end'] {
  if (!hasBegun || said === 'working' || question !== undefined) return undefined;
  return said === 'error' ? 'error' : 'stop';
}
