// What a chat says when its answers come from a different source than before (pure): from the guide to a
// model, or back. A change between two models is shown in the header of each answer.

/** before: of the last turn; undefined: there was none. Returns undefined when there is nothing to say. */
export function describeModelChange(before: string | undefined, now: string): string | undefined {
  if (before === undefined || before === now) return undefined;
  if (before === 'guide')
    return `from here on ${now} answers; earlier answers are the guide's, which is not a model`;
  return now === 'guide'
    ? `${before} can no longer be found; the guide answers instead, and only searches the manual`
    : undefined;
}
