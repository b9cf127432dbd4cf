// A piece of inline text between two marks (pure), and the spans that begin and end there. Owns only the
// shape.

export type InlineSpan =
  { type: 'strong' | 'emphasis' | 'deleted' } | { type: 'link' | 'image'; href: string };

export interface InlineItem {
  type: 'text' | 'code' | 'break' | 'html';
  /** As shown; for html its source. */
  text: string;
  /** After the text, innermost first. */
  opens: InlineSpan[];
  /** Before the text, innermost first. */
  closes: InlineSpan[];
}
