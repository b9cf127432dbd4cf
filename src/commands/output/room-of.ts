// How wide what a command prints may be, by where it is shown. Owns only that.

import { airFor } from '../../chat/screen/chat-air.js';
import type { CommandContext } from '../command.js';

/** Of a terminal a dialog takes this share, with its frame and a margin. */
const DIALOG_SHARE = 0.8;
const AROUND_DIALOG_COLS = 4;

/** Columns for what is printed; undefined: a shell's, which may be piped. */
export function roomOf(context: CommandContext): number | undefined {
  const { way, here } = context;
  const pane = here?.screen?.cols;
  if (way === 'slash' && pane !== undefined) return pane - 2 * airFor(pane);
  return overlayRoomOf(context);
}

/** The same for what is shown over the panes, also where it was asked for in a chat. */
export function overlayRoomOf({ way, clients }: CommandContext): number | undefined {
  if (way === 'cli') return undefined;
  const cols = clients().find(({ isHere }) => isHere)?.cols;
  return cols && Math.floor(DIALOG_SHARE * cols) - AROUND_DIALOG_COLS;
}
