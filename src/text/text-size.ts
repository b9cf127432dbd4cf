// Sizes as users read them: of a text, `3 lines`, and of bytes, `4 KB`; and a text's size in memory.

/** `12,345`. Not by toLocaleString(), which loads all of a language's rules at its first use: 9 ms. */
export const groupDigits = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 byte`, `12 bytes`, `4 KB`, `1.2 MB`, `20 MB`. */
export function describeBytes(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${groupDigits(Math.round(bytes / 1024))} KB`;
  const megabytes = bytes / 1024 / 1024;
  return `${megabytes < 10 ? megabytes.toFixed(1) : groupDigits(Math.round(megabytes))} MB`;
}

export function describeSize(text: string): string {
  const lines = countLines(text);
  if (lines > 1) return `${lines} lines`;
  const characters = countCharacters(text);
  return characters === 1 ? '1 character' : `${characters} characters`;
}

/** Both without a list of them: a text may have megabytes. */
function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function countCharacters(text: string): number {
  let pairs = 0;
  for (let at = 0; at < text.length; at++) if ((text.codePointAt(at) ?? 0) > 0xffff) pairs++;
  return text.length - pairs;
}

/** The same in a list, where it is beside others: `12 chars`. */
export const describeSizeShort = (text: string): string => describeSize(text).replace(/character/, 'char');

/** As the engine stores a text: a byte per character, two if one of them needs more. */
export const textBytes = (text: string): number => (/[^\0-\xff]/.test(text) ? 2 : 1) * text.length;
