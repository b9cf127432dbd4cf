// What a text looks like (pure): without what cannot be seen. Texts that look the same are equal then.

const BLANK = /[\p{Cc}\s]+/gu;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;

/** Wide and narrow forms and ligatures are hard to tell apart as well. */
export const looksOf = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(BLANK, ' ').trim();
