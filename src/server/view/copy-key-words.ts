// A key of copy mode as the words of its command (pure): what a user would type for it.

import { splitWords } from '../../commands/line/split-words.js';

export const copyKeyWords = (pressed: {
  line: string;
  count: number | undefined;
  character: string | undefined;
}): string[] => [
  ...splitWords(pressed.line),
  // A command that is not copy mode's takes no count.
  ...(pressed.count === undefined || !pressed.line.startsWith('copy-mode ')
    ? []
    : ['--count', String(pressed.count)]),
  ...(pressed.character === undefined ? [] : ['--', pressed.character]),
];
