// Inline markdown as items with the spans that begin and end at them (pure), after the CommonMark
// specification 0.31 and GitHub's extensions. Owns reading from left to right, links and code. Leaves
// patterns to inline-patterns.ts, emphasis to inline-delimiters.ts, the look to inline-runs.ts. Reports which
// labels are not defined and where a text is settled: what is before that place means the same whatever
// follows.

import type { InlineItem, InlineSpan } from './inline-item.js';
import { Delimiters, flanking, type Delimiter } from './inline-delimiters.js';
import {
  characterBefore,
  decodeEntity,
  isEscapable,
  normaliseLabel,
  readAt,
  readInlineTarget,
  trimAutolink,
} from './inline-patterns.js';
import { latePattern } from '../../text/derived.js';

/** The definition of a label, by its normalised form. */
export type References = ReadonlyMap<string, string>;

export interface InlineText {
  items: InlineItem[];
  /** Labels in brackets that would be links if they were defined. */
  undefinedLabels: string[];
  /** From here on, something is open. */
  settledBefore: number;
}

interface Bracket {
  item: InlineItem;
  at: number;
  isImage: boolean;
  isActive: boolean;
  /** Another one was opened within it. */
  hasInner: boolean;
  delimiter: Delimiter | undefined;
}

const PLAIN_TEXT = /[^\n\\`*_~[\]!<&:@w]+/y;
const wordCharacter = latePattern(() => /[\p{L}\p{N}_]/u);

export function parseInline(source: string, references: References): InlineText {
  return new InlineParser(source, references).parse();
}

class InlineParser {
  readonly #items: InlineItem[] = [];
  readonly #delimiters = new Delimiters();
  readonly #brackets: Bracket[] = [];
  readonly #undefinedLabels: string[] = [];
  /**
   * Lengths of backtick runs that are never closed, and ends of HTML that do not come: each is looked for
   * only once.
   */
  readonly #missing = new Set<string>();
  #at = 0;
  #open: number;
  #plain: InlineItem | undefined;

  readonly #source: string;
  readonly #references: References;

  constructor(source: string, references: References) {
    this.#source = source;
    this.#references = references;
    this.#open = source.length;
  }

  parse(): InlineText {
    while (this.#at < this.#source.length) this.#step();
    const open = this.#delimiters.pair(undefined);
    if (open !== undefined) this.#markOpen(open);
    for (const { at, isActive } of this.#brackets) if (isActive) this.#markOpen(at);
    return { items: this.#items, undefinedLabels: this.#undefinedLabels, settledBefore: this.#open };
  }

  #step(): void {
    const character = this.#source[this.#at] as string;
    switch (character) {
      case '\n':
        return this.#lineFeed();
      case '\\':
        return this.#backslash();
      case '`':
        return this.#backticks();
      case '*':
      case '_':
      case '~':
        return this.#delimiterRun(character);
      case '[':
        return this.#openBracket(1);
      case '!':
        return this.#source[this.#at + 1] === '[' ? this.#openBracket(2) : this.#take(1);
      case ']':
        return this.#closeBracket();
      case '<':
        return this.#angle();
      case '&': {
        const reference = readAt('entity', this.#source, this.#at);
        if (reference === '') return this.#take(1);
        this.#push('text', decodeEntity(reference), reference.length);
        return;
      }
      case ':':
      case '@':
      case 'w':
        return this.#bareLink(character);
      default:
        PLAIN_TEXT.lastIndex = this.#at;
        return this.#take(PLAIN_TEXT.exec(this.#source)?.[0].length ?? 1);
    }
  }

  #push(type: InlineItem['type'], text: string, length: number): InlineItem {
    const item = { type, text, opens: [], closes: [] };
    this.#items.push(item);
    this.#at += length;
    return item;
  }

  /** The source as written. */
  #take(length: number): void {
    const text = this.#source.slice(this.#at, this.#at + length);
    if (this.#lastPlain === undefined) this.#plain = this.#push('text', text, length);
    else {
      this.#lastPlain.text += text;
      this.#at += length;
    }
  }

  /** The last item, if it is text that means nothing else. */
  get #lastPlain(): InlineItem | undefined {
    return this.#plain === this.#items.at(-1) ? this.#plain : undefined;
  }

  #markOpen(at: number): void {
    this.#open = Math.min(this.#open, at);
  }

  /** 6.7 and 6.8. */
  #lineFeed(): void {
    const last = this.#lastPlain;
    const isHard = last?.text.endsWith('  ') ?? false;
    if (last) last.text = last.text.trimEnd();
    const gap = readAt('gap', this.#source, this.#at);
    this.#push(isHard ? 'break' : 'text', isHard ? '\n' : ' ', gap.length);
  }

  #backslash(): void {
    const next = this.#source[this.#at + 1];
    if (next === '\n') {
      this.#push('break', '\n', 1 + readAt('gap', this.#source, this.#at + 1).length);
    } else if (isEscapable(next)) this.#push('text', next as string, 2);
    else this.#take(1);
  }

  /** 6.1. */
  #backticks(): void {
    const run = readAt('backticks', this.#source, this.#at);
    const start = this.#at + run.length;
    for (let at = start; !this.#missing.has(run);) {
      at = this.#source.indexOf('`', at);
      if (at < 0) break;
      const end = readAt('backticks', this.#source, at);
      if (end === run) {
        const code = this.#source.slice(start, at).replaceAll('\n', ' ');
        const isPadded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '';
        this.#push('code', isPadded ? code.slice(1, -1) : code, at + run.length - this.#at);
        return;
      }
      at += end.length;
    }
    this.#missing.add(run);
    this.#markOpen(this.#at);
    this.#push('text', run, run.length);
  }

  #delimiterRun(character: string): void {
    const source = this.#source;
    const at = this.#at;
    const run = readAt('delimiters', source, at);
    const end = at + run.length;
    const item = this.#push('text', run, run.length);
    // Three tildes and more are text.
    if (character === '~' && run.length > 2) return;
    const before = characterBefore(source, at);
    const after = String.fromCodePoint(source.codePointAt(end) ?? 0x20);
    const { canOpen, canClose } = flanking(character, before, after);
    if (canOpen || canClose)
      this.#delimiters.add({ item, at, character, length: run.length, canOpen, canClose });
  }

  #openBracket(length: 1 | 2): void {
    const at = this.#at;
    const outer = this.#brackets.at(-1);
    if (outer) outer.hasInner = true;
    const item = this.#push('text', this.#source.slice(at, at + length), length);
    this.#brackets.push({
      item,
      at,
      isImage: length === 2,
      isActive: true,
      hasInner: false,
      delimiter: this.#delimiters.last,
    });
  }

  /** 6.3 to 6.6. */
  #closeBracket(): void {
    const bracket = this.#brackets.pop();
    const link = bracket?.isActive ? this.#findTarget(bracket) : undefined;
    if (!bracket || !link) return this.#take(1);
    const span: InlineSpan = { type: bracket.isImage ? 'image' : 'link', href: link.href };
    const closing = this.#push('text', '', link.end - this.#at);
    this.#delimiters.pair(bracket.delimiter);
    bracket.item.text = '';
    bracket.item.opens.push(span);
    closing.closes.push(span);
    // A link cannot contain a link.
    if (!bracket.isImage) for (const outer of this.#brackets) if (!outer.isImage) outer.isActive = false;
  }

  /** What the brackets that close here refer to. */
  #findTarget({ at, isImage, hasInner }: Bracket): { href: string; end: number } | undefined {
    const source = this.#source;
    const references = this.#references;
    const next = this.#at + 1;
    const inline = source[next] === '(' ? readInlineTarget(source, next) : undefined;
    if (inline) return inline;
    const label = readAt('label', source, next);
    const own = source.slice(at + (isImage ? 2 : 1), this.#at);
    if (label.length <= 2 && (hasInner || own.length > 999)) return undefined;
    const name = normaliseLabel(label.length > 2 ? label.slice(1, -1) : own);
    const href = references.get(name);
    if (href !== undefined) return { href, end: next + label.length };
    if (name !== '') this.#undefinedLabels.push(name);
    return undefined;
  }

  /** 6.5 autolinks, 6.6 raw HTML. */
  #angle(): void {
    const source = this.#source;
    const link = readAt('autolink', source, this.#at) || readAt('email', source, this.#at);
    if (link !== '') return this.#link(link.slice(1, -1), link.length);
    const html = this.#readHtml();
    if (html !== '') {
      this.#push('html', html, html.length);
      return;
    }
    if (/[A-Za-z/!?]/.test(source[this.#at + 1] ?? ' ')) this.#markOpen(this.#at);
    this.#take(1);
  }

  #readHtml(): string {
    const source = this.#source;
    const at = this.#at;
    const tag = readAt('tag', source, at);
    if (tag !== '') return tag;
    for (const [start, end] of HTML_SECTIONS) {
      if (!source.startsWith(start, at)) continue;
      if (start === '<!--') {
        const short = ['<!-->', '<!--->'].find((each) => source.startsWith(each, at));
        if (short) return short;
      }
      const found = this.#missing.has(end) ? -1 : source.indexOf(end, at + start.length);
      if (found >= 0) return source.slice(at, found + end.length);
      this.#missing.add(end);
    }
    return readAt('declaration', source, at);
  }

  #link(label: string, length: number): void {
    const span: InlineSpan = { type: 'link', href: label };
    this.#push('text', '', 0).opens.push(span);
    this.#push('text', label, length);
    this.#push('text', '', 0).closes.push(span);
  }

  /**
   * 6.9 of GitHub's. Its beginning may have been read as text: `http` before the colon, a name before the
   * sign.
   */
  #bareLink(character: string): void {
    const last = this.#lastPlain;
    const text = last?.text ?? '';
    const begun =
      character === 'w' ? '' : ((character === ':' ? /(?:https?|ftp)$/ : /[\w.+-]+$/).exec(text)?.[0] ?? '');
    const start = this.#at - begun.length;
    const isWithin = wordCharacter().test(characterBefore(this.#source, start));
    const found =
      (character !== 'w' && begun === '') || isWithin || this.#isWithinLink
        ? ''
        : character === '@'
          ? readAt('bareEmail', this.#source, start)
          : trimAutolink(readAt('bareLink', this.#source, start));
    if (found.length <= begun.length + 4) return this.#take(1);
    if (last && begun !== '') last.text = text.slice(0, -begun.length);
    this.#link(found, found.length - begun.length);
  }

  /** Open brackets may belong to a link, whose text cannot contain another. */
  get #isWithinLink(): boolean {
    return this.#brackets.some(({ isActive, isImage }) => isActive && !isImage);
  }
}

const HTML_SECTIONS = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
] as const;
