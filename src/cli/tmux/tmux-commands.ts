// A tmux.conf as commands with their words (pure): continued lines, comments, quotes, `;` and blocks in
// braces. Owns what belongs together. Leaves what a command means to the other files here. Source: tmux(1),
// "COMMAND PARSING AND EXECUTION".

export interface TmuxWord {
  text: string;
  /** Any part of it was in quotes or escaped: it is no flag and begins no block. */
  isQuoted: boolean;
  /** `\;`, which separates the commands of a binding. */
  isSeparator?: true;
  /** Commands in braces, as written. */
  isBlock?: true;
}

export interface TmuxCommand {
  /** Of its first word, counted from 1. */
  line: number;
  words: readonly TmuxWord[];
}

/** All commands. What tmux itself would not understand is read as far as it goes. */
export function readTmuxCommands(text: string, firstLine = 1): TmuxCommand[] {
  const commands: TmuxCommand[] = [];
  let words: TmuxWord[] = [];
  let line = firstLine;
  let begunAt = line;
  const end = (): void => {
    if (words.length > 0) commands.push({ line: begunAt, words });
    words = [];
  };
  for (let at = 0; at < text.length;) {
    const character = text[at] as string;
    if (character === '\n') {
      end();
      line++;
      at++;
    } else if (isContinued(text, at)) {
      line++;
      at += text[at + 1] === '\r' ? 3 : 2;
    } else if (/\s/.test(character)) {
      at++;
    } else if (character === '#' && text[at + 1] !== '{') {
      // Even a comment may go on in the next line.
      while (at < text.length && text[at] !== '\n') {
        if (isContinued(text, at)) {
          line++;
          at++;
        }
        at++;
      }
    } else if (character === ';') {
      end();
      at++;
    } else {
      if (words.length === 0) begunAt = line;
      const { word, next } = character === '{' ? readBlock(text, at) : readWord(text, at);
      words.push(word);
      for (; at < next; at++) if (text[at] === '\n') line++;
    }
  }
  end();
  return commands;
}

const isContinued = (text: string, at: number): boolean =>
  text[at] === '\\' && (text[at + 1] === '\n' || (text[at + 1] === '\r' && text[at + 2] === '\n'));

function readWord(text: string, from: number): { word: TmuxWord; next: number } {
  let word = '';
  let isQuoted = false;
  let at = from;
  for (; at < text.length; at++) {
    const character = text[at] as string;
    if (isContinued(text, at)) at += text[at + 1] === '\r' ? 2 : 1;
    else if (character === '\\') {
      const escaped = text[++at];
      if (escaped === ';' && word === '' && !isQuoted)
        return { word: { text: ';', isQuoted: true, isSeparator: true }, next: at + 1 };
      // At the end of a word it separates as well.
      if (escaped === ';' && /^(?:\s|$)/.test(text.slice(at + 1, at + 2)))
        return { word: { text: word, isQuoted }, next: at - 1 };
      word += escaped ?? '';
      isQuoted = true;
    } else if (character === "'" || character === '"') {
      isQuoted = true;
      const quoted = readQuoted(text, at, character);
      word += quoted.text;
      at = quoted.last;
    } else if (character === '#' && text[at + 1] === '{') {
      // A format may contain anything.
      const close = text.indexOf('}', at);
      const last = close < 0 ? text.length - 1 : close;
      word += text.slice(at, last + 1);
      at = last;
    } else if (/\s/.test(character) || character === ';') break;
    else word += character;
  }
  return { word: { text: word, isQuoted }, next: at };
}

/** last: index of the closing quote. */
function readQuoted(text: string, from: number, quote: string): { text: string; last: number } {
  let word = '';
  let at = from + 1;
  for (; at < text.length && text[at] !== quote; at++) {
    if (isContinued(text, at)) at++;
    else if (quote === '"' && text[at] === '\\') word += text[++at] ?? '';
    else word += text[at];
  }
  return { text: word, last: at };
}

function readBlock(text: string, from: number): { word: TmuxWord; next: number } {
  let depth = 0;
  let at = from;
  for (; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\\') at++;
    else if (character === "'" || character === '"') at = readQuoted(text, at, character).last;
    else if (character === '#' && text[at + 1] === '{') at = Math.max(at, text.indexOf('}', at));
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) break;
  }
  return { word: { text: text.slice(from + 1, at), isQuoted: false, isBlock: true }, next: at + 1 };
}

/** The commands that a binding runs: a block, one text, or words with `\;` between commands. */
export function readBoundCommands(words: readonly TmuxWord[], line: number): TmuxCommand[] {
  const [only] = words;
  if (only && words.length === 1 && (only.isBlock || /\s/.test(only.text)))
    return readTmuxCommands(only.text, line);
  const commands: TmuxCommand[] = [];
  let of: TmuxWord[] = [];
  const end = (): void => {
    if (of.length > 0) commands.push({ line, words: of });
    of = [];
  };
  for (const word of words) {
    if (word.isSeparator) end();
    else of.push(word);
  }
  end();
  return commands;
}
