// Lines of qmux itself within a conversation (pure): notes, and paragraphs in one paint.

import type { MessageLevel } from '../../text/message-level.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import type { Note } from '../conversation.js';
import { wrapRuns } from '../markdown/wrap-runs.js';
import { unshared } from '../../text/unshared.js';

const NOTE_PAINTS: Readonly<Record<MessageLevel, Paint>> = {
  done: CHAT_STYLE.done,
  info: CHAT_STYLE.dim,
  error: CHAT_STYLE.error,
};

/** Most are what a command said, which may name other sessions. */
export function noteLines({ text, level }: Pick<Note, 'text' | 'level'>, cols: number): string[] {
  return paragraph(text, NOTE_PAINTS[level], cols).map(unshared);
}

export const paragraph = (text: string, paint: Paint, cols: number): string[] =>
  wrapRuns([{ text: sanitiseModelText(text), paint }], { cols });
