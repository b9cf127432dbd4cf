// Text as it is compared (pure): without case, accents and, where bytes need not agree, without the
// difference between full and half width. Owns both foldings, and finding a place of the folded text again
// in the original.

const ASCII = /^[\0-\x7f]*$/;
const MARKS = /[\u0300-\u036f]+/g;

/** As the scan compares bytes: only what is canonically the same letter is one. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return lower(text.normalize('NFD').replace(MARKS, '').normalize('NFC'));
}

/** As text is compared once it is decoded: ligatures, widths and other forms of a letter are one too. */
export function foldWidely(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return lower(text.normalize('NFKD').replace(MARKS, '').normalize('NFC'));
}

/** A sigma at the end of a word is the same letter. */
const lower = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ').replace(MARKS, '');

export interface FoldedText {
  text: string;
  /** Where the unit `at` of the folded text begins in the original; also of its end. */
  originOf(at: number): number;
}

/** Made at its first use: it takes 3 ms, which a start does not have. */
let clusters: Intl.Segmenter | undefined;

/** For few and short texts: what is marked in them is drawn. */
export function foldWithOrigins(original: string): FoldedText {
  if (ASCII.test(original)) return { text: original.toLowerCase(), originOf: (at) => at };
  clusters ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let text = '';
  const origins: number[] = [];
  for (const { segment, index } of clusters.segment(original)) {
    const folded = foldWidely(segment);
    // The rest of a cluster begins where the next one does, unless it is as long as before.
    for (let unit = 0; unit < folded.length; unit++)
      origins.push(folded.length === segment.length ? index + unit : index);
    text += folded;
  }
  origins.push(original.length);
  return { text, originOf: (at) => origins[Math.min(at, origins.length - 1)] ?? original.length };
}
