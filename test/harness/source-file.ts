// A source file as the architecture test sees it: what it imports and how it opens. Owns distinguishing code
// from comments well enough for that, by regular expression; a test of its own shows its limits.

export interface ImportStatement {
  specifier: string;
  /** `import type` or `export type … from`: nothing of it exists when the program runs. */
  typeOnly: boolean;
}

/**
 * Comments and literals, in the order they begin; a quote in a comment and a slash in a string begin nothing.
 */
const COMMENT_OR_LITERAL =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** The text with its comments blanked; literals are kept. */
export const stripComments = (text: string): string =>
  text.replace(COMMENT_OR_LITERAL, (found) => (found.startsWith('/') ? ' ' : found));

/** The text with comments and literals blanked: what is left is code. */
export const stripLiterals = (text: string): string =>
  text.replace(COMMENT_OR_LITERAL, (found) => (found.startsWith('/') ? ' ' : "''"));

const STATIC =
  /(?:^|[;\n])\s*(?:import|export)\s+(type\s+(?!from\b))?(?:[\w*{}\s,$]*\bfrom\s*)?(['"])([^'"\n]+)\2/g;
const DYNAMIC = /\b(typeof\s+)?(?:import|require)\s*\(\s*(['"`])([^'"`\n]+)\2/g;

export function findImports(text: string): ImportStatement[] {
  const code = stripComments(text);
  const statements = [...code.matchAll(STATIC)].map((match) => ({
    specifier: match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));
  const calls = [...code.matchAll(DYNAMIC)].map((match) => ({
    specifier: match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));
  return [...statements, ...calls];
}

/** import() of what only the running program knows: no table can say where it points. */
export const hasComputedImport = (text: string): boolean =>
  /\b(?:import|require)\s*\(\s*[^\s'"`)]/.test(stripComments(text)) ||
  /\b(?:import|require)\s*\(\s*`[^`]*\$\{/.test(stripComments(text));

/**
 * The lines of comment that the file opens with, after a `#!` line; [] if code or a blank line comes first.
 */
export function openingComment(text: string): string[] {
  const lines = text.split('\n');
  if (lines[0]?.startsWith('#!')) lines.shift();
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return end === -1 ? lines : lines.slice(0, end);
}
