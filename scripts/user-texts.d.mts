/** The texts of a TypeScript source in their order, each once; throws a SyntaxError where it is not TypeScript. */
export function findUserTexts(source: string): string[];
