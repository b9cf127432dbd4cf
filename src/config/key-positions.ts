// Where the keys of a TOML text are (pure), for messages with line and column; smol-toml gives positions of
// syntax errors only. Owns a reading of just enough TOML 1.0 (https://toml.io/en/v1.0.0) to tell keys from
// values. Invariant: expects a text that smol-toml accepted; for any other the result is useless, but it
// terminates.

export interface Position {
  /** Both from 1; the column counts UTF-16 units, as editors do. */
  line: number;
  column: number;
}

/** Position of every key by its path, as made by keyOf. A key given twice (tables) keeps its first place. */
export type KeyPositions = ReadonlyMap<string, Position>;

export const keyOf = (path: readonly string[]): string => path.join('\0');

const BARE_KEY = /[A-Za-z0-9_-]+/y;
const SPACE = /(?:[ \t\r\n]|#[^\n]*)*/y;
/** A value that is neither text nor nested: number, date, boolean. */
const BARE_VALUE = /[^,\]}\r\n#]*/y;
const TEXTS: readonly RegExp[] = [
  /"""(?:[^\\]|\\[^])*?"{3,5}(?!")/y,
  /'''[^]*?'{3,5}(?!')/y,
  /"(?:[^"\\\n]|\\.)*"/y,
  /'[^'\n]*'/y,
];

export function findKeyPositions(toml: string): KeyPositions {
  const positions = new Map<string, Position>();
  let at = 0;

  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(toml)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const takeText = (): string => {
    for (const pattern of TEXTS) {
      const found = take(pattern);
      if (found) return found;
    }
    return '';
  };
  const takePath = (above: readonly string[]): string[] => {
    const path = [...above];
    for (;;) {
      take(SPACE);
      const start = at;
      const part = take(BARE_KEY) || unquote(takeText());
      path.push(part);
      if (!positions.has(keyOf(path))) positions.set(keyOf(path), positionAt(toml, start));
      take(SPACE);
      if (toml[at] !== '.') return path;
      at++;
    }
  };
  const takeValue = (path: readonly string[]): void => {
    take(SPACE);
    if (toml[at] === '[') takeList(']', () => takeValue(path));
    else if (toml[at] === '{') takeList('}', () => takeEntry(path));
    else if (!takeText()) take(BARE_VALUE);
  };
  const takeEntry = (above: readonly string[]): void => {
    const path = takePath(above);
    if (toml[at] === '=') at++;
    takeValue(path);
  };
  const takeList = (end: string, takeItem: () => void): void => {
    at++;
    for (;;) {
      take(SPACE);
      if (at >= toml.length || toml[at] === end) break;
      const before = at;
      takeItem();
      take(SPACE);
      if (toml[at] === ',' || at === before) at++;
    }
    at++;
  };

  let table: string[] = [];
  for (;;) {
    take(SPACE);
    if (at >= toml.length) return positions;
    const before = at;
    if (toml[at] === '[') {
      at += toml.startsWith('[[', at) ? 2 : 1;
      table = takePath([]);
      while (toml[at] === ']') at++;
    } else takeEntry(table);
    if (at === before) at++;
  }
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/**
 * The text between the quotes. Basic strings have JSON's escapes and \U; a key with \U keeps its written
 * form.
 */
function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!quoted.startsWith('"')) return inner;
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return inner;
  }
}
