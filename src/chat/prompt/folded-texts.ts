// Long texts in a prompt, each shown as one label and held as one character (pure). Owns which character
// stands for which text, the labels, and putting the texts back. Leaves the text around them to
// edit-buffer.ts. The characters are lone low surrogates, which no decoded input contains: what is typed
// never stands for a text, whatever it looks like.

import { sourceOfQuote } from '../context/quote-attached.js';

const FIRST = 0xdc00;
const LAST = 0xdffd;
/** Stand for an `@` and a `!` that were pasted into an open text: they name and run nothing. */
const PASTED: ReadonlyMap<string, string> = new Map([
  ['@', '\udfff'],
  ['!', '\udffe'],
]);
const PASTED_SIGNS: ReadonlySet<string> = new Set(PASTED.values());
const LONE = /[\udc00-\udfff]/u;
const EVERY_LONE = /[\udc00-\udfff]/gu;

const NAME = /@(?:"[^"\n]*"|\S*)/g;

/** A paste of more is folded. */
const MOST_LINES = 10;
const MOST_CHARACTERS = 1000;

/** The text with every `@` and `!` as one that was pasted; typed: but those at these positions. */
export function asPasted(text: string, typed: readonly number[] = []): string {
  const kept = new Set(typed);
  return text.replace(/[@!]/g, (sign, at: number) => (kept.has(at) ? sign : (PASTED.get(sign) ?? sign)));
}

export const isLongPaste = (text: string): boolean =>
  text.length > MOST_CHARACTERS || linesUpTo(text, MOST_LINES + 1) > MOST_LINES;

export const isFolded = (character: string): boolean => character.length === 1 && LONE.test(character);

/** It is shown as a label, not as it is. */
export const hasLabel = (character: string): boolean => isFolded(character) && !PASTED_SIGNS.has(character);

/** Where the first folded text of a piece of a prompt stands; -1: it has none. */
export const findFolded = (inside: string): number => inside.search(LONE);

/** A part of a prompt: as it was typed, or a folded text. */
export interface PromptPiece {
  text: string;
  isFolded: boolean;
}

interface FoldedText {
  text: string;
  label: string;
  /** Of the label. */
  number: number;
}

export class FoldedTexts {
  readonly #texts = new Map<string, FoldedText>(
    [...PASTED].map(([text, character]) => [character, { text, label: text, number: 0 }]),
  );

  /**
   * The character that stands for the text from now on; the text itself if there are too many already.
   * inside: the prompt that it will be in.
   */
  fold(text: string, inside: string): string {
    let code = FIRST;
    while (this.#texts.has(String.fromCharCode(code))) code++;
    if (code > LAST) return text;
    const character = String.fromCharCode(code);
    const number = 1 + Math.max(0, ...this.#of(inside).map((each) => each.number));
    const source = sourceOfQuote(text);
    const about = [...(source === undefined ? [] : [source]), spellSize(text)].join(', ');
    this.#texts.set(character, { text, number, label: `[pasted #${number}: ${about}]` });
    return character;
  }

  /** Forgets the texts that none of these prompts contains. */
  keepOnly(insides: Iterable<string>): void {
    const kept = new Set<string>(PASTED_SIGNS);
    for (const inside of insides) for (const character of inside.match(EVERY_LONE) ?? []) kept.add(character);
    for (const character of this.#texts.keys()) if (!kept.has(character)) this.#texts.delete(character);
  }

  labelOf(character: string): string {
    return this.#texts.get(character)?.label ?? '';
  }

  /** The whole text. Concatenated, not copied: a large paste costs nothing here. */
  unfold(inside: string): string {
    let whole = '';
    for (const { text } of this.pieces(inside)) whole += text;
    return whole;
  }

  pieces(inside: string): PromptPiece[] {
    const pieces: PromptPiece[] = [];
    let rest = inside;
    for (;;) {
      const at = findFolded(rest);
      const typed = at === -1 ? rest : rest.slice(0, at);
      if (typed !== '') pieces.push({ text: typed, isFolded: false });
      if (at === -1) return pieces;
      pieces.push({ text: this.#texts.get(rest.charAt(at))?.text ?? '', isFolded: true });
      rest = rest.slice(at + 1);
    }
  }

  /** Where in the prompt a place of the whole text is; within a folded text: after it. */
  insideAt(inside: string, offset: number): number {
    let at = 0;
    let left = offset;
    for (const { text, isFolded: folded } of this.pieces(inside)) {
      if (!folded && left <= text.length) return at + left;
      if (folded && left <= 0) return at;
      at += folded ? 1 : text.length;
      left -= text.length;
    }
    return at;
  }

  /**
   * The text, which was made of the prompt, with those folded again that are still in it. What was pasted
   * names nothing afterwards either.
   */
  refold(text: string, inside: string): string {
    const typed = this.#typedIn(text, inside);
    let folded = '';
    let from = 0;
    const open = (to: number): string =>
      asPasted(
        text.slice(from, to),
        typed.map((at) => at - from),
      );
    for (const character of inside.match(EVERY_LONE) ?? []) {
      const pasted = hasLabel(character) ? (this.#texts.get(character)?.text ?? '') : '';
      const at = pasted === '' ? -1 : text.indexOf(pasted, from);
      if (at === -1) continue;
      folded += open(at) + character;
      from = at + pasted.length;
    }
    return folded + open(text.length);
  }

  /**
   * Which `@`, and `!` at the beginning, count as typed in a text that was made of the prompt: all, unless
   * such a sign was pasted into it. Nobody knows then which is which, so only those count that were typed
   * before.
   */
  #typedIn(text: string, inside: string): number[] {
    const pasted = this.pieces(inside).filter((piece) => piece.isFolded);
    const wasPasted = (sign: string): boolean => pasted.some((piece) => piece.text.includes(sign));
    const before = new Set(inside.match(NAME));
    const names = [...text.matchAll(NAME)]
      .filter(([name]) => !wasPasted('@') || before.has(name))
      .map(({ index }) => index);
    const marks = /^!{0,2}/.exec(text)?.[0] ?? '';
    const runs = !wasPasted('!') || inside.startsWith(marks);
    return runs ? [...names, ...[0, 1].slice(0, marks.length)] : names;
  }

  #of(inside: string): FoldedText[] {
    return (inside.match(EVERY_LONE) ?? []).flatMap((character) => this.#texts.get(character) ?? []);
  }
}

function spellSize(text: string): string {
  const lines = linesUpTo(text, Number.POSITIVE_INFINITY);
  return lines > MOST_LINES ? `${lines} lines` : `${text.length} characters`;
}

/** The end of a line at the end of the text begins no other line. */
function linesUpTo(text: string, most: number): number {
  let lines = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1 && lines < most; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
