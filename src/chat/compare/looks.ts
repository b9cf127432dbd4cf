// What a text looks like (pure): without what cannot be seen, and with one letter in the place of those that
// look alike. Texts that look the same are equal then. Owns which letters that are.

import { latePattern } from '../../text/derived.js';

const blank = latePattern(() => /[\p{Cc}\s]+/gu);
const invisible = latePattern(() => /[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu);

/** Letters of other alphabets that most fonts draw like the first one; then kana, and signs. */
const ALIKE =
  'aаɑ cс dԁ eе gɡց hһհ iі jјϳ lӏ nո oоοօ pрρ qԛզ sѕ uսυ vѵν wԝ xх yуү ' +
  'AАΑ BВΒ CС EЕΕ GԌ HНΗ IІΙӀ JЈ KКΚ LԼ MМΜ NΝ OОΟՕ PРΡ QԚ SЅՏ TТΤ WԜ XХΧ YУΥҮ ZΖ ' +
  '一ー 二ニ 八ハ 力カ 口ロ 夕タ 工エ 卜ト へヘ -‐−˗ /∕⁄ :∶׃ *∗ |∣ǀ !ǃ ,‚';
const FIRST_OF = new Map(
  ALIKE.split(' ').flatMap(([first = '', ...others]) => others.map((other) => [other, first] as const)),
);
const OTHERS = new RegExp(`[${[...FIRST_OF.keys()].join('')}]`, 'gu');

/** Wide and narrow forms, and ligatures, are hard to tell apart as well. */
export const looksOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(invisible(), '')
    .replace(OTHERS, (letter) => FIRST_OF.get(letter) ?? letter)
    .replace(blank(), ' ')
    .trim();
