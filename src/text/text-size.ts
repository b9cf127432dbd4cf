// The size of a text: for a message, `3 lines`, and in memory.

/** `12,345`. Not by toLocaleString(), which loads all of a language's rules at its first use: 9 ms. */
export const groupDigits = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

export function describeSize(text: string): string {
  const lines = text.split('\n').length;
  if (lines > 1) return `${lines} lines`;
  const characters = [...text].length;
  return characters === 1 ? '1 character' : `${characters} characters`;
}

/** As the engine stores a text: a byte per character, two if one of them needs more. */
export const textBytes = (text: string): number => (/[^\0-\xff]/.test(text) ? 2 : 1) * text.length;
