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

/** Longer paths are cut: no message names one, and each key of a text may have as many parts as fit in it. */
const MOST_PARTS = 64;

/** Of the rest none is told: the message names the table that is above it. */
const MOST_KEYS = 10_000;

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

/** indexed: in a list each item has its index in the path, so that each has a place of its own. */
export function findKeyPositions(toml: string, { indexed = false } = {}): KeyPositions {
  const positions = new Map<string, Position>();
  /** Lists of tables by their path: how many of each there are. */
  const tables = new Map<string, number>();
  let at = 0;
  let line = 1;
  let lineStart = 0;
  let lineEnd = toml.indexOf('\n');

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
  /** offset: never before that of the call before. */
  const note = (path: readonly string[], offset: number): void => {
    for (; lineEnd >= 0 && lineEnd < offset; lineEnd = toml.indexOf('\n', lineStart)) {
      line++;
      lineStart = lineEnd + 1;
    }
    const key = keyOf(path);
    if (!positions.has(key)) positions.set(key, { line, column: offset - lineStart + 1 });
    // Nothing more to read.
    if (positions.size >= MOST_KEYS) at = toml.length;
  };
  /** In a header the last item of a list of tables is meant. */
  const takePath = (above: readonly string[], isHeader = false): string[] => {
    const path = [...above];
    for (;;) {
      take(SPACE);
      const start = at;
      const part = take(BARE_KEY) || unquote(takeText());
      const isNamed = path.length < MOST_PARTS;
      if (isNamed) {
        path.push(part);
        note(path, start);
      }
      take(SPACE);
      if (toml[at] !== '.') return path;
      const count = isHeader && isNamed ? tables.get(keyOf(path)) : undefined;
      if (count !== undefined) path.push(String(count - 1));
      at++;
    }
  };
  const takeItem = (list: readonly string[], index: number): void => {
    take(SPACE);
    const isNamed = indexed && list.length < MOST_PARTS;
    const path = isNamed ? [...list, String(index)] : list;
    if (isNamed) note(path, at);
    takeValue(path);
  };
  const takeValue = (path: readonly string[]): void => {
    take(SPACE);
    let index = 0;
    if (toml[at] === '[') takeList(']', () => takeItem(path, index++));
    else if (toml[at] === '{') takeList('}', () => takeEntry(path));
    else if (!takeText()) take(BARE_VALUE);
  };
  const takeEntry = (above: readonly string[]): void => {
    const path = takePath(above);
    if (toml[at] === '=') at++;
    takeValue(path);
  };
  const takeList = (end: string, takeOne: () => void): void => {
    at++;
    for (;;) {
      take(SPACE);
      if (at >= toml.length || toml[at] === end) break;
      const before = at;
      takeOne();
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
      const isList = toml.startsWith('[[', at);
      at += isList ? 2 : 1;
      table = takePath([], indexed);
      if (indexed && isList) {
        const count = (tables.get(keyOf(table)) ?? 0) + 1;
        tables.set(keyOf(table), count);
        table.push(String(count - 1));
        note(table, before);
      }
      while (toml[at] === ']') at++;
    } else takeEntry(table);
    if (at === before) at++;
  }
}

/**
 * The text between the quotes. Basic strings have JSON's escapes and \U; a key with \U keeps its written
 * form.
 */
function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!quoted.startsWith('"') || !inner.includes('\\')) return inner;
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return inner;
  }
}
