// A Project as the text of a file (pure), in TOML that every reader of it takes: inline tables stand on one
// line, lists may break. Owns the form and its comments. Invariant: parse-project.ts reads the same project
// from it.

import { spellOnLine } from '../../text/visible-signs.js';
import {
  isSplit,
  PROJECT_VERSION,
  type Project,
  type ProjectNode,
  type ProjectSession,
  type ProjectTab,
} from './project.js';
import { latePattern } from '../../text/derived.js';

export interface SpellOptions {
  /** Lines at the top. */
  head: readonly string[];
  /** What cannot be written of a session, by its name. */
  notes?: ReadonlyMap<string, readonly string[]>;
  /** Of a tab, by its place. */
  tabNotes?: ReadonlyMap<number, readonly string[]>;
}

export function spellProject(
  { tabs, background }: Project,
  { head, notes = new Map(), tabNotes = new Map() }: SpellOptions,
): string {
  const blocks = [
    [...head.map(comment), `version = ${PROJECT_VERSION}`],
    ...tabs.map((tab, at) => [
      ...(tabNotes.get(at) ?? []).map(comment),
      ...(isSplit(tab.layout) ? [] : (notes.get(tab.layout.name) ?? []).map(comment)),
      ...spellTab(tab, { fieldsOf, notes }),
    ]),
    ...background.map((session) => [
      ...(notes.get(session.name) ?? []).map(comment),
      '[[background]]',
      ...fieldsOf(session),
    ]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

interface SpellSessions {
  /** `key = value` each, for one line. */
  fieldsOf(session: ProjectSession): readonly string[];
  notes: ReadonlyMap<string, readonly string[]>;
}

/** A line each, of which some have line breaks. */
export const spellTab = ({ name, layout }: ProjectTab, spelling: SpellSessions): string[] => [
  '[[tab]]',
  ...(name === undefined ? [] : [`name = ${spellText(name)}`]),
  `layout = ${spellNode(layout, '', spelling)}`,
];

function spellNode(node: ProjectNode, pad: string, spelling: SpellSessions): string {
  if (!isSplit(node)) return `{${spelling.fieldsOf(node).join(', ')}}`;
  const inner = `${pad}  `;
  const panes = node.panes.map((pane) => {
    const said = isSplit(pane) ? [] : (spelling.notes.get(pane.name) ?? []);
    const before = said.map((text) => `${inner}${comment(text)}\n`).join('');
    return `${before}${inner}${spellNode(pane, inner, spelling)},\n`;
  });
  const how = node.open === undefined ? spellRatio(node.ratio) : `open = ${spellText(node.open)}, `;
  return `{split = "${node.split}", ${how}panes = [\n${panes.join('')}${pad}]}`;
}

const fieldsOf = ({ name, command, type, agent, model, cwd, draft }: ProjectSession): string[] => [
  `name = ${spellText(name)}`,
  ...(command === undefined ? [] : [`command = ${spellCommand(command)}`]),
  ...Object.entries({ type, agent, model, cwd, draft }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} = ${spellText(value)}`],
  ),
];

const spellCommand = (command: readonly string[] | string): string =>
  typeof command === 'string' ? spellText(command) : `[${command.map(spellText).join(', ')}]`;

/** '' for equal ones: they need not be said. */
function spellRatio(ratio: readonly number[]): string {
  if (ratio.every((share) => share === ratio[0])) return '';
  const divisor = ratio.every(Number.isSafeInteger) ? ratio.reduce(commonDivisor) : 1;
  return `ratio = [${ratio.map((share) => String(share / divisor)).join(', ')}], `;
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** JSON's escapes are TOML's, but lone surrogates are refused. What a reader would overlook is escaped. */
export const spellText = (text: string): string =>
  JSON.stringify(text.replace(LONE_SURROGATE, '\ufffd')).replace(overlooked(), escape);

const overlooked = latePattern(
  () => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu,
);

/** They make a picture of several. */
const JOINERS = new Set(['\u200d', '\ufe0f']);

function escape(character: string): string {
  if (JOINERS.has(character)) return character;
  const code = (character.codePointAt(0) as number).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export const comment = (text: string): string => `# ${spellOnLine(text)}`;
