// Replies of the outer terminal: keyboard flags, colours, modes, and the reply that ends a series of queries.
// Owns reading single replies. Leaves cutting them from the stream to input-decoder.ts and asking to the
// server. Sources: the kitty keyboard protocol (CSI ? flags u), xterm's ctlseqs (OSC 4, 10 to 12; DECRPM;
// DA1), contour's 2031 (DSR 997), the Program Status Protocol (OSC 7501).

import { DYNAMIC_COLOURS, parseColour, type DynamicColour } from '../text/terminal-colours.js';

export type TerminalReply =
  | { type: 'keyboard-flags'; flags: number }
  | { type: 'colour'; colour: DynamicColour; rgb: number }
  | { type: 'palette-colour'; index: number; rgb: number }
  /** Its user switched between dark and light: all colours may have changed. Not requested each time. */
  | { type: 'colours-changed' }
  /** DECRPM: whether the terminal has a DEC private mode that can be set. */
  | { type: 'mode'; mode: number; has: boolean }
  /** It reads reports of states (OSC 7501). */
  | { type: 'status-read' }
  /** DA1, which every terminal answers, in order: all earlier queries have been answered or never will be. */
  | { type: 'device-attributes' };

/** Longest reply that is read; those of interest are shorter. */
const MAX_REPLY_BYTES = 256;

/** undefined: nothing that was asked for here. */
export function parseReply(bytes: Uint8Array): TerminalReply | undefined {
  if (bytes.length > MAX_REPLY_BYTES) return undefined;
  const text = String.fromCharCode(...bytes);
  const flags = /^\x1b\[\?(\d{1,5})u$/.exec(text)?.[1];
  if (flags !== undefined) return { type: 'keyboard-flags', flags: Number(flags) };
  if (/^\x1b\[\?997;[12]n$/.test(text)) return { type: 'colours-changed' };
  const [, mode, setting] = /^\x1b\[\?(\d{1,5});([0-4])\$y$/.exec(text) ?? [];
  // 1 set, 2 reset; 0 is unknown, 3 and 4 are permanent.
  if (mode !== undefined)
    return { type: 'mode', mode: Number(mode), has: setting === '1' || setting === '2' };
  // A later version of the protocol may say more behind the mark.
  if (text.startsWith('\x1b]7501;?')) return { type: 'status-read' };
  if (/^\x1b\[\?[\d;]*c$/.test(text)) return { type: 'device-attributes' };
  const [, code, index, spelled = ''] =
    /^\x1b\](?:(1[012])|4;(\d{1,3}));([^\x07\x1b]+)(?:\x07|\x1b\\)$/.exec(text) ?? [];
  const rgb = parseColour(spelled);
  if (rgb === undefined) return undefined;
  if (index !== undefined) return { type: 'palette-colour', index: Number(index), rgb };
  return { type: 'colour', colour: DYNAMIC_COLOURS[Number(code) as keyof typeof DYNAMIC_COLOURS], rgb };
}
