// What a token of a grammar is on the screen (pure): few roles, so that code has few colours. Leaves the
// colours to chat-style.ts.

/** name: of functions, types, attributes, tags and keys. added, removed: lines of a diff. */
export type SyntaxRole =
  | 'syntax_keyword'
  | 'syntax_string'
  | 'syntax_number'
  | 'syntax_comment'
  | 'syntax_name'
  | 'syntax_added'
  | 'syntax_removed';

/** What the tokens of one grammar mean where it differs from most. */
export interface TokenMeaning {
  /** undefined: plain. */
  roles?: Readonly<Record<string, SyntaxRole | undefined>>;
  /** A name before a parenthesis is a function; true by default. */
  hasCalls?: boolean;
}

const ROLES: Readonly<Record<string, SyntaxRole>> = {
  keyword: 'syntax_keyword',
  controlKeyword: 'syntax_keyword',
  self: 'syntax_keyword',
  string: 'syntax_string',
  character: 'syntax_string',
  regexp: 'syntax_string',
  number: 'syntax_number',
  unit: 'syntax_number',
  atom: 'syntax_number',
  comment: 'syntax_comment',
  builtin: 'syntax_name',
  def: 'syntax_name',
  type: 'syntax_name',
  typeName: 'syntax_name',
  className: 'syntax_name',
  tag: 'syntax_name',
  tagName: 'syntax_name',
  attribute: 'syntax_name',
  attributeName: 'syntax_name',
  qualifier: 'syntax_name',
  meta: 'syntax_name',
  macroName: 'syntax_name',
  header: 'syntax_name',
  heading: 'syntax_name',
  inserted: 'syntax_added',
  deleted: 'syntax_removed',
};

/** Tokens that are a function's name where a parenthesis follows. */
const CALLED = new Set(['variable', 'variableName', 'property', 'propertyName']);

/** name: of its kind, as grammars have it: `string`, `variableName.special`, `string property`. */
export interface Token {
  name: string | null;
  text: string;
  /** The character after it; '' at the end of the line. */
  next: string;
}

/** undefined: plain. */
export function findRole(
  { name, text, next }: Token,
  { roles = {}, hasCalls = true }: TokenMeaning,
): SyntaxRole | undefined {
  const tags = (name ?? '').split(' ').map((tag) => tag.split(/[.-]/, 1)[0] ?? '');
  const own = tags.find((tag) => Object.hasOwn(roles, tag));
  if (own !== undefined) return roles[own];
  const known = tags.find((tag) => Object.hasOwn(ROLES, tag));
  // Some grammars take the dot of `a.b` for the beginning of a number.
  if (known === 'number' && !/\d/.test(text)) return undefined;
  if (known !== undefined) return ROLES[known];
  return hasCalls && next === '(' && tags.some((tag) => CALLED.has(tag)) ? 'syntax_name' : undefined;
}
