// What the first bytes of a file say it is (pure): an image that models take, text, or neither.

/** Enough for every signature below, and to tell text from other bytes. */
export const HEAD_BYTES = 8 * 1024;

/** PNG, JPEG, GIF and WebP, by their specifications; undefined: none of these. */
export function imageTypeOf(head: Uint8Array): string | undefined {
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(head, ascii('GIF87a')) || startsWith(head, ascii('GIF89a'))) return 'image/gif';
  const isRiff = startsWith(head, ascii('RIFF')) && startsWith(head.subarray(8), ascii('WEBP'));
  return isRiff ? 'image/webp' : undefined;
}

/** As git tells them apart: text holds no NUL. */
export const isBinary = (head: Uint8Array): boolean => head.includes(0);

const startsWith = (bytes: Uint8Array, beginning: readonly number[]): boolean =>
  beginning.every((byte, at) => bytes[at] === byte);

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
