// A key of copy mode as the words of its command, or as its line (pure): what a user would type for it.

import { splitWords } from '../../commands/line/split-words.js';

/** A command that is not copy mode's takes no count, and neither do several: such a line stays as it is. */
export function copyKeyWords({
  line,
  count,
  character,
}: {
  line: string;
  count: number | undefined;
  character: string | undefined;
}): string | string[] {
  const words = splitWords(line);
  const takesCount = line.startsWith('copy-mode ') && !words.includes(';');
  if (!takesCount) return line;
  return [
    ...words,
    ...(count === undefined ? [] : ['--count', String(count)]),
    ...(character === undefined ? [] : ['--', character]),
  ];
}
