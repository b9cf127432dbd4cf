// `30d`, `2h`: an age as a user types it (pure).

import { UserError } from '../../text/user-error.js';

const MS_PER_UNIT = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** In milliseconds; throws a UserError (exit code 2). */
export function parseAge(word: string): number {
  const match = /^(\d{1,5})([mhdw])$/.exec(word);
  if (!match) throw new UserError(`${word} is not an age; use one like 30m, 12h, 30d or 2w`, { exitCode: 2 });
  return Number(match[1]) * MS_PER_UNIT[match[2] as keyof typeof MS_PER_UNIT];
}
