// The size of a text: for a message, `3 lines`, and in memory.

export function describeSize(text: string): string {
  const lines = text.split('\n').length;
  if (lines > 1) return `${lines} lines`;
  const characters = [...text].length;
  return characters === 1 ? '1 character' : `${characters} characters`;
}

/** As the engine stores a text: a byte per character, two if one of them needs more. */
export const textBytes = (text: string): number => (/[^\0-\xff]/.test(text) ? 2 : 1) * text.length;
