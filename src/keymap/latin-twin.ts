// The Latin key at the position of a key of another script (pure), so that a binding works whatever layout is
// active: с of the Cyrillic one is c. Owns the table, for terminals that do not report the position (kitty's
// base layout does). Leaves when a twin counts to those who look a key up. A character of several layouts
// follows the most common one. Source: the layouts of xkeyboard-config (ru, ua, by, gr, il, ara, kr, ge, th).

import type { Key } from './key.js';
import { normalKey } from './key.js';

const QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const SHIFTED_QWERTY = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?';
/** Characters at the positions of QWERTY; a space if there is none, or one that is also Latin. */
const LAYOUTS: readonly (readonly [keys: string, latin: string])[] = [
  ['ёйцукенгшщзхъфывапролджэячсмитьбю ', QWERTY],
  ['ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ ', SHIFTED_QWERTY],
  // Ukrainian, Belarusian and Serbian letters that Russian does not have.
  ['іїєўљњџјђћ', "s]'oqwxj]'"],
  ['ІЇЄЎЉЊЏЈЂЋ', 'S}"OQWXJ}"'],
  ['  ςερτυθιοπ  ασδφγηξκλ  ζχψωβνμ   ', QWERTY],
  ['   ΕΡΤΥΘΙΟΠ  ΑΣΔΦΓΗΞΚΛ  ΖΧΨΩΒΝΜ   ', SHIFTED_QWERTY],
  ['   קראטוןםפ  שדגכעיחלךף זסבהנמצתץ ', QWERTY],
  ['ذضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوزظ', QWERTY],
  [' ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ  ㅁㄴㅇㄹㅎㅗㅓㅏㅣ  ㅋㅌㅊㅍㅠㅜㅡ   ', QWERTY],
  [' ㅃㅉㄸㄲㅆ   ㅒㅖ                       ', SHIFTED_QWERTY],
  [' ქწერტყუიოპ  ასდფგჰჯკლ  ზხცვბნმ   ', QWERTY],
  ['_ๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ', QWERTY],
];

const TWINS = new Map(
  LAYOUTS.flatMap(([keys, latin]) =>
    [...keys].flatMap((character, at): [string, string][] =>
      character > '\x7f' ? [[character, latin[at] as string]] : [],
    ),
  ),
);

/** undefined: it has none. */
export function latinTwin(key: Key): Key | undefined {
  const name = key.base === undefined ? TWINS.get(key.name) : onKey(key.base, key.name);
  return name === undefined ? undefined : normalKey({ name, ctrl: key.ctrl, alt: key.alt, shift: key.shift });
}

/** The character of the key `base`, with Shift if the other script's character is upper case. */
function onKey(base: string, character: string): string {
  const at = QWERTY.indexOf(base);
  return character === character.toLowerCase() || at < 0 ? base : (SHIFTED_QWERTY[at] as string);
}

/**
 * The key and its possible substitutes, in the order in which bindings are looked up: what was typed, so that
 * a binding in another script comes first, then the Latin key at its position.
 */
export function bindingNames(key: Key): Key[] {
  const typed = key.typed === undefined ? [] : [{ ...key, name: key.typed }];
  const twin = latinTwin(key);
  return [...typed, key, ...(twin ? [twin] : [])];
}
