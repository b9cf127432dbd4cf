// One answer of 50 KB of Markdown, as a model writes: headings, prose, lists, a table and code, in pieces of about
// five words.

const BYTES = 50 * 1024;
const PIECE_CHARACTERS = 24;

const section = (number) => `## Part ${number} of the answer

A paragraph with **strong words**, some *emphasis*, \`code_${number}()\` and a [link](https://example.org/${number}),
long enough to be broken into a few lines on most terminals, and followed by a list.

- the first point of part ${number}, which says one thing
- the second, with \`inline code\`
  1. and a point below it
  2. and another one

| name | value | note |
| ---- | ----: | ---- |
| a${number} | ${number * 17} | short |
| b${number} | ${number * 31} | a longer note in a cell |

\`\`\`ts
export function part${number}(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * ${number}, 0);
}
\`\`\`

`;

export function markdownAnswer() {
  let text = '';
  for (let number = 1; text.length < BYTES; number++) text += section(number);
  return text.match(new RegExp(`[^]{1,${PIECE_CHARACTERS}}`, 'g'));
}
