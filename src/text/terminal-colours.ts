// A terminal's own colours, and how they are written in OSC 4, 10, 11 and 12 (pure).
// Source: X11's XParseColor ("rgb:h/h/h" of one to four digits, "#rgb"); xterm's ctlseqs.

/** Each 0xRRGGBB; missing ones are not known. */
export interface TerminalColours {
  readonly foreground?: number;
  readonly background?: number;
  readonly cursor?: number;
  /** By index, 0 to 255. */
  readonly palette: ReadonlyMap<number, number>;
}

/** Of a terminal that has reported none. */
export const UNKNOWN_COLOURS: TerminalColours = { palette: new Map() };

/** The dynamic colours by their OSC number. */
export const DYNAMIC_COLOURS = { 10: 'foreground', 11: 'background', 12: 'cursor' } as const;
export type DynamicColour = (typeof DYNAMIC_COLOURS)[keyof typeof DYNAMIC_COLOURS];

/** undefined: not a colour, or one of X11's names, which no program was seen to send. */
export function parseColour(text: string): number | undefined {
  const channels = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(text)?.slice(1);
  if (channels) return joinChannels(channels.map(scaleChannel));
  const digits = /^#((?:[\da-f]{3}){1,4})$/i.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const size = digits.length / 3;
  // In this form a channel's digits are its highest, not scaled: #f00 is #f00000.
  return joinChannels(
    [0, 1, 2].map((at) =>
      parseInt(
        digits
          .slice(at * size, (at + 1) * size)
          .padEnd(2, '0')
          .slice(0, 2),
        16,
      ),
    ),
  );
}

const scaleChannel = (digits: string): number =>
  Math.round((parseInt(digits, 16) * 255) / (16 ** digits.length - 1));

const joinChannels = (channels: readonly number[]): number =>
  channels.reduce((rgb, channel) => (rgb << 8) | channel, 0);

/** X11's `rgb:` form with 16 bits a channel, as xterm replies. */
export function formatColour(rgb: number): string {
  const channels = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff];
  return `rgb:${channels.map((channel) => channel.toString(16).padStart(2, '0').repeat(2)).join('/')}`;
}
