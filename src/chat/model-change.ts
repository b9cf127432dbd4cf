// What a chat is told when its answers come from somewhere else than before (pure): from the guide to a model, or back.
// A change between two models stands in the header of each answer.

/** before: of the last turn; undefined: there was none. undefined: nothing to tell. */
export function describeModelChange(before: string | undefined, now: string): string | undefined {
  if (before === undefined || before === now) return undefined;
  if (before === 'guide')
    return `${now} answers from here on; before that it was the guide, which is not a model`;
  return now === 'guide'
    ? `${before} is no longer found: the guide answers, which only searches the manual`
    : undefined;
}
