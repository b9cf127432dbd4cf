// How many columns text takes: the one width table, shared with the emulator, so that the caret stands where it draws.
// Owns clusters, truncation and padding over a provider of character properties that is installed once at start.
// Leaves the provider itself to terminal/width-provider.ts.

/**
 * Properties of a code point behind what came before it, packed as xterm's unicode service packs them:
 * bit 0 joins the cluster before, bits 1-2 width of the cluster so far, bits 3 and up state for the next call.
 */
export interface WidthProvider {
  charProperties(codePoint: number, preceding: number): number;
}

let provider: WidthProvider | undefined;

export function installWidthProvider(installed: WidthProvider): void {
  provider = installed;
}

function getProvider(): WidthProvider {
  if (!provider) throw new Error('text was measured before installWidthProvider was called');
  return provider;
}

export interface Cluster {
  text: string;
  /** Columns: 1 or 2. */
  width: number;
}

const JOINS = 1;
const widthOf = (properties: number): number => (properties >> 1) & 3;

/** One character of plain ASCII per column: no table needed. */
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * The grapheme clusters of text with their columns. Control characters are the caller's to remove.
 * A mark without a base is a cluster of its own, as in the emulator.
 */
export function* clusters(text: string): Generator<Cluster> {
  if (PLAIN.test(text)) {
    for (const character of text) yield { text: character, width: 1 };
    return;
  }
  const table = getProvider();
  let preceding = 0;
  let cluster: Cluster | undefined;
  for (const character of text) {
    const properties = table.charProperties(character.codePointAt(0) as number, preceding);
    if (cluster && properties & JOINS) {
      cluster.text += character;
      cluster.width = widthOf(properties);
    } else {
      if (cluster) yield cluster;
      cluster = { text: character, width: widthOf(properties) };
    }
    preceding = properties;
  }
  if (cluster) yield cluster;
}

/** Han and kana letters: two columns each, and parts of no cluster. */
const isIdeograph = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) ||
  (code >= 0x3041 && code <= 0x3096) ||
  (code >= 0x30a1 && code <= 0x30fa);
/** Below are no marks and nothing wide. */
const FIRST_MARK = 0x300;

/** Columns of a character that joins no other such; 0: the table must be asked. */
export const simpleWidth = (code: number): 0 | 1 | 2 => (code < FIRST_MARK ? 1 : isIdeograph(code) ? 2 : 0);

/** Whether a character, printed behind the cluster before, would go into the same cell. before: not empty. */
export function joinsCluster(before: string, code: number): boolean {
  const table = getProvider();
  let preceding = 0;
  for (const character of before)
    preceding = table.charProperties(character.codePointAt(0) as number, preceding);
  return (table.charProperties(code, preceding) & JOINS) !== 0;
}

/** Properties of a code point behind what came before, as WidthProvider has them. */
export const charProperties = (codePoint: number, preceding: number): number =>
  getProvider().charProperties(codePoint, preceding);

export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const cluster of clusters(text)) width += cluster.width;
  return width;
}

/** At most cols columns; what was cut is told by the ellipsis. */
export function truncateToWidth(text: string, cols: number, ellipsis = '…'): string {
  if (textWidth(text) <= cols) return text;
  const room = cols - textWidth(ellipsis);
  if (room < 0) return '';
  let kept = '';
  let width = 0;
  for (const cluster of clusters(text)) {
    if (width + cluster.width > room) break;
    kept += cluster.text;
    width += cluster.width;
  }
  return kept + ellipsis;
}

/** Exactly cols columns: cut, or filled with spaces. */
export function padToWidth(text: string, cols: number): string {
  const cut = truncateToWidth(text, cols);
  return cut + ' '.repeat(cols - textWidth(cut));
}

const HANGING_INDENT = '  ';

/** Rows of at most cols columns, broken at spaces where there are any; a row that goes on an earlier one is indented. */
export function wrapToWidth(text: string, cols: number): string[] {
  const rows: string[] = [];
  const indent = cols > HANGING_INDENT.length * 2 ? HANGING_INDENT : '';
  let rest = text;
  while (textWidth(rest) > cols) {
    const kept = truncateToWidth(rest, cols, '');
    const taken = rows.length > 0 ? indent.length : 0;
    const space = rest.startsWith(' ', kept.length) ? kept.length : kept.lastIndexOf(' ');
    // A break within the indent would make no progress; nor would a row that has not room for one wide character.
    const end = space > taken ? space : kept.length;
    if (end <= taken) break;
    rows.push(rest.slice(0, end));
    rest = indent + rest.slice(end).trimStart();
  }
  return [...rows, rest];
}
