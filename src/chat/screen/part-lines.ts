// What stands between the texts of an answer, as lines (pure). Owns only which file draws which part.

import type { TurnPart } from '../conversation.js';
import { askedLines } from '../tool-calls/asked-lines.js';
import type { PartView } from '../tool-calls/part-view.js';
import { thoughtLines } from '../tool-calls/thought-lines.js';
import { toolLines } from '../tool-calls/tool-lines.js';
import { noteLines } from './note-lines.js';

export function partLines(part: TurnPart, view: PartView): string[] {
  switch (part.type) {
    case 'note':
      return noteLines(part.note, view.cols);
    case 'thought':
      return thoughtLines(part.thought, view);
    case 'tool':
      return toolLines(part.made, view);
    case 'asked':
      return askedLines(part.asked, view);
  }
}
