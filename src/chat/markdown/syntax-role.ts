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

/**
 * The role of a token as grammars call it, such as `string`, `variableName.special` or `tag error`; next: the
 * character after it. undefined: plain.
 */
export function findRole(
  token: string | null,
  next: string,
  { roles = {}, hasCalls = true }: TokenMeaning,
): SyntaxRole | undefined {
  for (const tag of token?.split(' ') ?? []) {
    const [name = ''] = tag.split(/[.-]/, 1);
    if (Object.hasOwn(roles, name)) return roles[name];
    if (Object.hasOwn(ROLES, name)) return ROLES[name];
    if (CALLED.has(name) && next === '(' && hasCalls) return 'syntax_name';
  }
  return undefined;
}
