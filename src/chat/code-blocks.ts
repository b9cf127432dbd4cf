// The fenced code blocks of an answer's source (pure), as somebody would copy them: without fences and the indentation of
// the list they stand in. Leaves what a fence is to markdown-lines.ts. A block whose end has not come is one too.

import { countIndent, parseFence, parseListMarker, removeIndent } from './markdown-lines.js';

export interface CodeBlock {
  /** What stands behind the opening fence; '' when nothing does. */
  language: string;
  /** Without a line feed at its end. */
  text: string;
}

export function findCodeBlocks(source: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { mark: string; strip: number; language: string; lines: string[] } | undefined;
  const close = (): void => {
    if (open && open.lines.some((line) => line.trim() !== ''))
      blocks.push({ language: open.language, text: open.lines.join('\n') });
    open = undefined;
  };
  for (const line of source.split(/\r?\n/)) {
    const text = line.trim();
    if (open) {
      if (parseFence(text, open.mark)) close();
      else open.lines.push(removeIndent(line, open.strip));
      continue;
    }
    // A fence may stand right behind the marker of a list item.
    const marker = parseListMarker(text);
    const fenced = marker && parseFence(marker.text) ? marker.text : text;
    const mark = parseFence(fenced);
    if (mark === undefined) continue;
    const strip = countIndent(line) + (fenced === text ? 0 : (marker?.width ?? 0));
    const language = fenced.slice(mark.length).trim().split(/\s/, 1)[0] ?? '';
    open = { mark, strip, language, lines: [] };
  }
  close();
  return blocks;
}
