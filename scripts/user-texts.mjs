// Finds the texts in one TypeScript source that a user can read: literals and templates that are made of
// words, and single words in the places that are shown. Owns what counts as shown. Leaves reading files and
// the page to messages-page.mjs. Invariant: a text is reported whole, its pieces joined; what differs at each
// run is a {placeholder}.

import { parseAst } from 'rolldown/parseAst';

/** Calls whose texts are for the log. */
const LOG_CALL = /(?:^|\.)#?log\.(?:error|warn|info|debug)$/;

/** Calls whose texts are searched for or taken apart, or are commands that a placeholder already names. */
const UNSHOWN_CALL =
  /\.(?:includes|startsWith|endsWith|indexOf|lastIndexOf|split|join|match|test|has|on|once|off|emit)$|^(?:command|key)Word$/;

/** Calls that show their texts, or make an error that is shown. */
const SHOWN_CALL =
  /(?:^|\.)#?(?:UserError|ShapeError|UnreadableFile|WireFault|tell\w*|say|note|notify|refuse|refusal|fail|warn|done|count|describe\w*)$/;

/** Properties whose texts are shown, however short they are. */
const SHOWN_PROPERTY =
  /^(?:summary|title|text|label|question|hint|notice|message|placeholder|footer|heading|yes|no|advice|problem|stderr|stdout|help|detail)$/;

/** Functions and tables that make texts: what they return or hold is shown, however short it is. */
const SHOWN_MAKER =
  /^(?:describe|explain|say|spell)[A-Z]|(?:Text|Words?|Title|Label|Hint|Sentence)$|_(?:WORDS|TEXTS|TITLES|LABELS|HINTS)$/;

/** A word of a sentence; names of values contain hyphens, digits or capitals. */
const WORD = /^[^\p{L}\d-]*\p{L}\p{Ll}['’\p{Ll}]*[^\p{L}\d-]*$/u;
/** A word next to a space: part of a sentence, not a name, path or key. */
const PHRASE = /\p{L}{2}[\p{L}'’]*[^\s\p{L}]*[ \n]|[ \n][^\s\p{L}]*\p{L}[\p{L}'’]+/u;
/**
 * A command or key that a text names, shown by its line: each reader sees it spelled as it is typed there.
 */
const MENTIONS = { commandWord: (line) => `/${line}`, keyWord: (line) => `key of ${line}` };
/** Stands for a placeholder while a text is judged. */
const HOLE = '\u{E000}';

const SKIPPED_TYPES = new Set([
  'ImportDeclaration',
  'ExportAllDeclaration',
  'TaggedTemplateExpression',
  'ImportExpression',
]);
/** What surrounds a value without changing it. */
const WRAPPING_TYPES = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'ParenthesizedExpression',
  'LogicalExpression',
  'AwaitExpression',
]);
const COMPARISONS = new Set(['===', '!==', '==', '!=', 'in', '<', '>', '<=', '>=']);

/**
 * The texts of a source in their order, each once. source: TypeScript; throws a SyntaxError where it is not.
 * A placeholder is named after what it stands for: `no session {word}`, `{prompt|prompts}` for one of two
 * texts.
 */
export function findUserTexts(source) {
  const found = new Set();
  visit(parseAst(source, { lang: 'ts' }), undefined, found);
  return [...found];
}

/**
 * shown: 'here' where the node itself is shown, 'within' where all that it contains is, but for calls and
 * properties.
 */
function visit(node, shown, found) {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, shown, found);
    return;
  }
  if (!node || typeof node.type !== 'string' || SKIPPED_TYPES.has(node.type)) return;
  if (node.type.startsWith('TS') && !WRAPPING_TYPES.has(node.type) && !node.type.endsWith('Property')) return;
  if (isText(node)) return report(node, shown, found);
  const sticky = shown === 'within' ? shown : undefined;
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      return visitCall(node, found);
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      if (node.computed) visit(node.key, undefined, found);
      return visit(node.value, shownBy(node.key) ?? (node.type === 'Property' ? sticky : undefined), found);
    case 'VariableDeclarator':
      return visit(node.init, isMaker(node.id) ? 'within' : sticky, found);
    case 'FunctionDeclaration':
      return visit(node.body, isMaker(node.id) ? 'within' : sticky, found);
    case 'AssignmentExpression':
      visit(node.left, undefined, found);
      return visit(node.right, shownBy(node.left) ?? sticky, found);
    case 'ArrayExpression':
      return visit(node.elements, node.elements.some(isPhrase) ? (sticky ?? 'here') : shown, found);
    case 'BinaryExpression':
      return visit(
        COMPARISONS.has(node.operator)
          ? [node.left, node.right].filter((side) => !isText(side))
          : [node.left, node.right],
        sticky,
        found,
      );
    case 'SwitchStatement':
      visit(node.discriminant, undefined, found);
      return visit(node.cases, sticky, found);
    case 'SwitchCase':
      return visit(node.consequent, sticky, found);
    case 'ConditionalExpression':
      visit(node.test, sticky, found);
      return visit([node.consequent, node.alternate], shown, found);
    case 'MemberExpression':
      return visit(node.object, undefined, found);
    default:
  }
  const children = Object.entries(node).filter(
    ([key, value]) => typeof value === 'object' && !key.startsWith('type'),
  );
  const passed = WRAPPING_TYPES.has(node.type) ? shown : sticky;
  for (const [, child] of children) visit(child, passed, found);
}

const isMaker = (name) => SHOWN_MAKER.test(nameOf(name));
const shownBy = (name) => (isMaker(name) ? 'within' : SHOWN_PROPERTY.test(nameOf(name)) ? 'here' : undefined);
const isPhrase = (node) => isText(node) && PHRASE.test(spell(node, [], HOLE));

function visitCall(node, found) {
  const callee = pathOf(node.callee);
  if (LOG_CALL.test(callee)) return;
  visit(node.callee, undefined, found);
  if (callee === 'RegExp') return;
  const isUnshown = UNSHOWN_CALL.test(callee);
  for (const argument of node.arguments)
    if (!isUnshown || !isText(argument)) visit(argument, SHOWN_CALL.test(callee) ? 'here' : undefined, found);
}

/** A string, a template, or a sum that contains one; not a sum of numbers. */
function isText(node) {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string';
    case 'TemplateLiteral':
      return true;
    case 'BinaryExpression':
      return node.operator === '+' && (isText(node.left) || isText(node.right));
    default:
      return false;
  }
}

function report(node, shown, found) {
  const inner = [];
  const text = spell(node, inner);
  const judged = spell(node, [], HOLE);
  if (isPlain(judged) && (PHRASE.test(judged) || (shown && WORD.test(judged)))) found.add(text);
  for (const part of inner) visit(part, undefined, found);
}

/** Escape sequences and code are for terminals and shells, whatever words they contain. */
const isPlain = (text) =>
  !/[\u0000-\u0008\u000b-\u001f]/.test(text) && !/^#!|^\s*[.#]?[\w-]+\(\) ?\{/m.test(text);

/**
 * hole: written in place of each placeholder. inner: gets the expressions in placeholders that are not
 * spelled out.
 */
function spell(node, inner, hole) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'BinaryExpression' && isText(node))
    return spell(node.left, inner, hole) + spell(node.right, inner, hole);
  if (node.type === 'TemplateLiteral')
    return node.quasis
      .map(({ value }, at) => {
        const expression = node.expressions[at];
        return value.cooked + (expression ? spell(expression, inner, hole) : '');
      })
      .join('');
  const choices = choicesOf(node);
  if (choices) {
    const spelled = choices.map((choice) => spell(choice, inner, hole));
    inner.push(node.test);
    return hole ? spelled.join('') + hole : `{${spelled.join('|')}}`;
  }
  inner.push(node);
  return hole ?? `{${placeholderOf(node)}}`;
}

/** Both texts of a condition; undefined if one of them is not a text. */
function choicesOf(node) {
  if (node.type !== 'ConditionalExpression' || !isText(node.consequent)) return undefined;
  if (isText(node.alternate)) return [node.consequent, node.alternate];
  const others = choicesOf(node.alternate);
  return others && [node.consequent, ...others];
}

/** A short name for the value of an expression. */
function placeholderOf(node) {
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'MemberExpression':
      return node.computed ? placeholderOf(node.object) : nameOf(node.property);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'AwaitExpression':
    case 'ParenthesizedExpression':
      return placeholderOf(node.expression ?? node.argument);
    case 'CallExpression':
      return placeholderOfCall(node);
    case 'LogicalExpression':
      return placeholderOf(node.left);
    case 'ConditionalExpression':
      return placeholderOf(isText(node.consequent) ? node.alternate : node.consequent);
    case 'ThisExpression':
      return 'this';
    default:
      return '…';
  }
}

/** `join`, `trim` and the like say less than what they are called on; for any other call its name is used. */
function placeholderOfCall({ callee, arguments: given }) {
  if (
    callee.type === 'MemberExpression' &&
    /^(?:join|map|trim\w*|slice|toString|replace\w*|to\w+)$/.test(nameOf(callee.property))
  )
    return placeholderOf(callee.object);
  const [first] = given;
  const mention = MENTIONS[pathOf(callee)];
  if (mention && given.length === 1 && isText(first)) return mention(spell(first, []));
  const isWrapped = given.length === 1 && /^(?:String|quote\w*|basename)$/.test(pathOf(callee));
  return isWrapped ? placeholderOf(first) : placeholderOf(callee);
}

const nameOf = (node) =>
  node?.name ?? (node?.type === 'MemberExpression' ? nameOf(node.property) : String(node?.value ?? ''));

function pathOf(node) {
  if (node.type === 'MemberExpression') return `${pathOf(node.object)}.${nameOf(node.property)}`;
  if (node.type === 'ChainExpression') return pathOf(node.expression);
  if (node.type === 'PrivateIdentifier') return `#${node.name}`;
  return node.name ?? '';
}
