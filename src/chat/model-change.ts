// What a chat is told when its answers come from somewhere else than before (pure): from the guide to a model, or back.
// A change between two models stands in the header of each answer.

/** before: of the last turn; undefined: there was none. undefined: nothing to tell. */
export function describeModelChange(before: string | undefined, now: string): string | undefined {
  if (before === undefined || before === now) return undefined;
  if (before === 'guide')
    return `from here on ${now} answers; earlier answers are the guide's, which is not a model`;
  return now === 'guide'
    ? `${before} can no longer be found; the guide answers instead, and only searches the manual`
    : undefined;
}
