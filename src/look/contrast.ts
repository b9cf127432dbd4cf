// How well a colour can be read on another (pure), and the nearest one that can be. Source: WCAG 2.2,
// relative luminance and contrast ratio.

/** Of text; WCAG's level AA. */
export const TEXT_CONTRAST = 4.5;
/** Of lines, bars and marks. */
export const LINE_CONTRAST = 3;

const WHITE = 0xffffff;
const BLACK = 0x000000;
/** Steps from a colour to white or black. */
const STEPS = 20;

/** From 0 (black) to 1 (white). rgb: 0xRRGGBB. */
export function luminance(rgb: number): number {
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (the same) to 21 (black and white). */
export function contrast(one: number, other: number): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Dark text can be read on it better than light text. */
export const isLight = (rgb: number): boolean => contrast(rgb, BLACK) > contrast(rgb, WHITE);

/** share: of the second colour, from 0 to 1. */
export function mix(one: number, other: number, share: number): number {
  const part = (shift: number): number => {
    const [from, to] = [(one >> shift) & 0xff, (other >> shift) & 0xff];
    return Math.round(from + (to - from) * share) << shift;
  };
  return part(16) | part(8) | part(0);
}

/**
 * The colour itself, or as little of white (black, on a light background) mixed into it as gives this
 * contrast.
 */
export function readableOn(background: number, rgb: number, least: number): number {
  const end = contrast(WHITE, background) > contrast(BLACK, background) ? WHITE : BLACK;
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(rgb, end, step / STEPS);
    if (contrast(mixed, background) >= least) return mixed;
  }
  return end;
}
