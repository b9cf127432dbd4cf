// The text of a config file to a Config and the problems in it (pure). Owns the fallback: a bad value is
// reported with its place and replaced by its default, the rest is used. Leaves the file itself to
// load-config.ts, and keeping old values at a reload to keep-old-values.ts. Invariant: always returns a
// complete Config, whatever the text is.

import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { describe, isTable, unknownMessage, type Table } from './fault-words.js';
import { findKeyPositions, keyOf, type KeyPositions, type Position } from './key-positions.js';
import { schemaOf } from './option-schema.js';
import { defaultConfig, OPTIONS, type Config } from './options.js';
import { spellPath } from './project/project-reader.js';
import type { Option, Shape } from './shape.js';
import { readTemplate } from './templates/read-template.js';
import { TEMPLATES_OPTION, type RawTemplate } from './templates/template-options.js';
import type { Template } from './templates/template.js';

export interface ConfigProblem extends Position {
  /** Lower case: what is wrong, what was expected. */
  message: string;
  /** `config.toml:3:1: message` */
  text: string;
  /** Path of what is not used because of it, in the file's names; empty: the whole file. */
  drops: readonly string[];
}

export interface ParsedConfig {
  config: Config;
  problems: ConfigProblem[];
  /** Makes a problem of a key that is valid here but wrong elsewhere (a binding without such a command). */
  problemAt(path: readonly string[], message: string, drops?: readonly string[]): ConfigProblem;
  /** There is no file. */
  isMissing?: true;
}

/** In a file with more faults it is probably another that was meant; looking for near names takes time. */
const MOST_SUGGESTED = 100;

/** What is in force in place of a wrong value: its default, or at a reload what was in force before. */
export type Fallback =
  | 'default'
  | 'before'
  /** Nothing: it is not of the config. */
  | 'none';

export function parseConfig(text: string, fileName: string, fallback: Fallback = 'default'): ParsedConfig {
  const config = defaultConfig();
  const problems: ConfigProblem[] = [];
  // Read only for a problem: it takes as long as the rest.
  let positions: KeyPositions | undefined;
  let indexed: KeyPositions | undefined;
  const positionsFor = ([name]: readonly string[]): KeyPositions =>
    name === TEMPLATES_OPTION.name
      ? (indexed ??= findKeyPositions(text, { indexed: true }))
      : (positions ??= findKeyPositions(text));
  const problemOn = (position: Position, message: string, drops: readonly string[]): ConfigProblem => ({
    line: position.line,
    column: position.column,
    message,
    text: `${fileName}:${position.line}:${position.column}: ${message}`,
    drops,
  });
  const problemAt = (path: readonly string[], message: string, drops = path): ConfigProblem =>
    problemOn(findPosition(positionsFor(path), path), `${spellPath(path)}: ${message}`, drops);

  let raw: Table;
  try {
    raw = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const instead = fallback === 'before' ? 'what was set before stays' : 'the file is ignored';
    problems.push(problemOn(error, `${syntaxMessage(error)}; ${instead} until this is fixed`, []));
    return { config, problems, problemAt };
  }

  const byName = new Map(Object.entries(OPTIONS).map(([key, option]) => [option.name, { key, option }]));
  for (const [name, value] of Object.entries(raw)) {
    const known = byName.get(name);
    if (!known) {
      const isSuggested = problems.length < MOST_SUGGESTED;
      const message = isSuggested ? unknownMessage('option', name, [...byName.keys()]) : 'unknown option';
      problems.push(problemAt([name], message));
      continue;
    }
    const { value: checked, faults } = checkOption(known.option, value, fallback);
    for (const { path, message, drops } of faults)
      problems.push(problemAt([name, ...path], message, [name, ...drops]));
    if (checked === undefined) continue;
    if (name !== TEMPLATES_OPTION.name) Object.assign(config, { [known.key]: checked });
    else
      config.templates = readTemplates(checked as Record<string, RawTemplate>, fallback, problems, problemAt);
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { config, problems, problemAt };
}

/** Those that mean something; of the others it is told why not. */
function readTemplates(
  raw: Readonly<Record<string, RawTemplate>>,
  fallback: Fallback,
  problems: ConfigProblem[],
  problemAt: ParsedConfig['problemAt'],
): Record<string, Template> {
  const templates: [name: string, template: Template][] = [];
  for (const [name, each] of Object.entries(raw)) {
    const read = readTemplate(name, each);
    if (!read.faults) templates.push([name, read.template]);
    for (const { path, message } of read.faults ?? [])
      problems.push(
        problemAt([TEMPLATES_OPTION.name, name, ...path], `${message}; ${insteadOfTable(fallback)}`, [
          TEMPLATES_OPTION.name,
          name,
        ]),
      );
  }
  return Object.fromEntries(templates);
}

const insteadOfTable = (fallback: Fallback): string =>
  fallback === 'before' ? 'what was set before stays' : 'its table is ignored';

interface Fault {
  /** Below the option. */
  path: string[];
  message: string;
  /** What is left out because of it, below the option; empty: all of it. */
  drops: readonly string[];
}

/** value: undefined if the default applies. In a table only the bad entries are left out. */
export function checkOption(
  option: Pick<Option<unknown>, 'shape' | 'default'>,
  raw: unknown,
  fallback: Fallback,
): { value: unknown; faults: Fault[] } {
  const schema = schemaOf(option.shape);
  const faults: Fault[] = [];
  const value = structuredClone(raw);
  for (;;) {
    const checked = schema.safeParse(value);
    if (checked.success) return { value: checked.data, faults };
    const found = onePerPath(
      checked.error.issues.flatMap((issue) => faultsOf(issue, option, value, fallback)),
    );
    for (const fault of found) faults.push(fault);
    if (found.some(({ drops }) => drops.length === 0)) return { value: undefined, faults };
    for (const { drops } of found) removeAt(value, drops);
  }
}

/** zod may complain about one value twice: a list is not text, and also too short. */
function onePerPath(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [keyOf(fault.path), fault])).values()];
}

function faultsOf(
  issue: z.core.$ZodIssue,
  option: Pick<Option<unknown>, 'shape' | 'default'>,
  value: unknown,
  fallback: Fallback,
): Fault[] {
  const path = pathToShorthand(pathToList(issue.path.map(String), value), { shape: option.shape, value });
  if (issue.code === 'unrecognized_keys') {
    const { names, refused = {} } = tableAt(option.shape, path);
    return issue.keys.map((name, at) => ({
      path: [...path, name],
      message:
        refused[name] ?? (at < MOST_SUGGESTED ? unknownMessage('setting', name, names) : 'unknown setting'),
      drops: findWhole(option.shape, path) ?? findRemovable(value, [...path, name]),
    }));
  }
  const whole = findWhole(option.shape, path);
  const isTableIgnored = whole !== undefined || (path.length > 0 && !hasAt(value, path));
  const instead =
    fallback === 'none'
      ? ''
      : fallback === 'before' || isTableIgnored
        ? `; ${insteadOfTable(fallback)}`
        : path.length > 0
          ? '; it is ignored'
          : `; the default is used${describeDefault(option.default)}`;
  const shape = shapeAt(option.shape, path);
  const found = isPrivate(shape) ? 'something else' : describe(valueAt(value, path));
  const expected = shape?.type === 'table' ? shape.expected : issue.message;
  const message = `expected ${expected}, found ${found}${instead}`;
  return [{ path, message, drops: whole ?? findRemovable(value, path) }];
}

/** Of the table around it that counts as a whole. */
function findWhole(shape: Shape, path: readonly string[]): readonly string[] | undefined {
  const length = path.findIndex((_, at) => {
    const above = shapeAt(shape, path.slice(0, at));
    return above?.type === 'table' && above.isWhole;
  });
  const own = shapeAt(shape, path);
  if (length >= 0) return path.slice(0, length);
  return own?.type === 'table' && own.isWhole ? path : undefined;
}

const isPrivate = (shape: Shape | undefined): boolean =>
  (shape?.type === 'text' || shape?.type === 'map') && shape.isPrivate === true;

/** A list with a bad item is bad as a whole: its order may mean something. */
function pathToList(path: string[], value: unknown): string[] {
  const list = path.findIndex((_, at) => Array.isArray(valueAt(value, path.slice(0, at))));
  return list === -1 ? path : path.slice(0, list);
}

/** A text in place of a table is meant, not the field of the table that it stands for. */
function pathToShorthand(path: string[], { shape, value }: { shape: Shape; value: unknown }): string[] {
  const above = path.slice(0, -1);
  const table = shapeAt(shape, above);
  const isShort = table?.type === 'table' && table.shorthand === path.at(-1);
  return isShort && typeof valueAt(value, above) === 'string' ? above : path;
}

function shapeAt(shape: Shape, path: readonly string[]): Shape | undefined {
  let below: Shape | undefined = shape;
  for (const name of path) {
    if (below?.type === 'map') below = below.of;
    else if (below?.type === 'table') below = below.fields[name];
  }
  return below;
}

function tableAt(
  shape: Shape,
  path: readonly string[],
): { names: string[]; refused?: Readonly<Record<string, string>> | undefined } {
  const table = shapeAt(shape, path);
  if (table?.type !== 'table') return { names: [] };
  return { names: Object.keys(table.fields), refused: table.refused };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((below, name) => (isTable(below) ? below[name] : undefined), value);
}

function hasAt(value: unknown, path: readonly string[]): boolean {
  const above = valueAt(value, path.slice(0, -1));
  return isTable(above) && Object.hasOwn(above, path.at(-1) ?? '');
}

/**
 * What to remove: what is not there cannot be, but what it is missing in. Each time something goes, or the
 * checks would never end. Empty: the option itself is bad.
 */
function findRemovable(value: unknown, path: readonly string[]): readonly string[] {
  const length = path.findLastIndex((_, at) => hasAt(value, path.slice(0, at + 1))) + 1;
  return path.slice(0, length);
}

function removeAt(value: unknown, path: readonly string[]): void {
  const above = valueAt(value, path.slice(0, -1));
  if (isTable(above)) delete above[path.at(-1) ?? ''];
}

const describeDefault = (value: unknown): string =>
  isTable(value) ? '' : `: ${value === undefined ? 'unset' : describe(value)}`;

/** The key itself, or the nearest one above it that is in the text. */
export function findPosition(positions: KeyPositions, path: readonly string[]): Position {
  for (let length = path.length; length > 0; length--) {
    const position = positions.get(keyOf(path.slice(0, length)));
    if (position) return position;
  }
  return { line: 1, column: 1 };
}

/** smol-toml's sentence without its heading and excerpt. */
export function syntaxMessage(error: TomlError): string {
  const [sentence = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
  return `not valid TOML: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
