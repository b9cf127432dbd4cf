// The Latin key in the place of a key of another script (pure), so that a binding works whatever layout is on: с of the
// Cyrillic one is c. Owns the table, for terminals that do not tell the place themselves (kitty's base layout does).
// Leaves when a twin counts to those who look a key up. A character of several layouts is that of the most common one.
// Source: the layouts of xkeyboard-config (ru, ua, by, gr, il, ara, kr, ge, th).

import type { Key } from './key.js';
import { normalKey } from './key.js';

const QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const SHIFTED_QWERTY = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?';
/** Characters in the places of QWERTY; a space where there is none, or one that is Latin too. */
const LAYOUTS: readonly (readonly [keys: string, latin: string])[] = [
  ['ёйцукенгшщзхъфывапролджэячсмитьбю ', QWERTY],
  ['ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ ', SHIFTED_QWERTY],
  // Ukrainian, Belarusian and Serbian letters that Russian has not.
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

/** The character of the key `base`, with Shift where the other script's character is upper case. */
function onKey(base: string, character: string): string {
  const at = QWERTY.indexOf(base);
  return character === character.toLowerCase() || at < 0 ? base : (SHIFTED_QWERTY[at] as string);
}

/**
 * The key and what may stand for it, in the order in which bindings are looked for: what was typed, so that a binding of
 * another script comes first, then the Latin key in its place.
 */
export function bindingNames(key: Key): Key[] {
  const typed = key.typed === undefined ? [] : [{ ...key, name: key.typed }];
  const twin = latinTwin(key);
  return [...typed, key, ...(twin ? [twin] : [])];
}
