// The line with which a relay on another machine begins (pure): `QMUX-RELAY 1 VERSION`, after whatever the
// shell there prints at its start. Owns its form, and how much before it is skipped.

/** Raised when a relay does something else than copy frames. */
export const RELAY_PROTOCOL = 1;
/** Greetings of a shell are shorter. */
const MOST_SKIPPED_BYTES = 64 * 1024;
const LINE = /QMUX-RELAY (\d{1,9}) (\S{1,64})\r?\n/;

export const relayLine = (version: string): string => `QMUX-RELAY ${RELAY_PROTOCOL} ${version}\n`;

export type Found = 'more' | 'too much' | { protocol: number; version: string; endsAt: number };

/** text: all that came so far, a character for each byte. */
export function findRelayLine(text: string): Found {
  const match = LINE.exec(text);
  if (!match || match.index > MOST_SKIPPED_BYTES)
    return text.length > MOST_SKIPPED_BYTES ? 'too much' : 'more';
  const [line, protocol, version = ''] = match;
  return { protocol: Number(protocol), version, endsAt: match.index + line.length };
}
