// How much a text is, as a message says it: `3 lines`, `1 character`.

export function describeSize(text: string): string {
  const lines = text.split('\n').length;
  if (lines > 1) return `${lines} lines`;
  const characters = [...text].length;
  return characters === 1 ? '1 character' : `${characters} characters`;
}
