// The 256 colours reported to a program that asks for them (pure): xterm's defaults.
// Owns only the table; what a client's terminal really shows for an index is its user's choice.
// Source: xterm's XTerm-col.ad and 256colres.pl.

const SYSTEM = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
  0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
] as const;
const CUBE_LEVELS = [0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff] as const;
const CUBE_START = 16;
const GREY_START = 232;

/** 0xRRGGBB; undefined for anything but an index from 0 to 255. */
export function findXtermColour(index: number): number | undefined {
  if (!Number.isInteger(index) || index < 0 || index > 255) return undefined;
  if (index < CUBE_START) return SYSTEM[index];
  if (index >= GREY_START) return (8 + 10 * (index - GREY_START)) * 0x010101;
  const level = (divisor: number): number =>
    CUBE_LEVELS[Math.floor((index - CUBE_START) / divisor) % 6] as number;
  return (level(36) << 16) | (level(6) << 8) | level(1);
}
