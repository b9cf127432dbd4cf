// The text of a config file to a Config and the problems in it (pure). Owns the fallback: a bad value is
// reported with its place and replaced by its default, the rest is used. Leaves the file itself to
// load-config.ts, and keeping old values at a reload to keep-old-values.ts. Invariant: always returns a
// complete Config, whatever the text is.

import { parse, TomlError } from 'smol-toml';
import { finishNow } from '../loop/in-turns.js';
import { checkInSteps, insteadOfTable, Suggestions, type Fallback } from './check-option.js';
import type { Table } from './fault-words.js';
import { findKeyPositions, keyOf, type KeyPositions, type Position } from './key-positions.js';
import { defaultConfig, OPTIONS, type Config } from './options.js';
import { spellPath } from './project/project-reader.js';
import { readTemplateInSteps } from './templates/read-template.js';
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

/** All at once; see parseConfigInSteps. */
export const parseConfig = (text: string, fileName: string, fallback?: Fallback): ParsedConfig =>
  finishNow(parseConfigInSteps(text, fileName, fallback));

/** Yields wherever others may have their turn. */
export function* parseConfigInSteps(
  text: string,
  fileName: string,
  fallback: Fallback = 'default',
): Generator<undefined, ParsedConfig> {
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

  yield;
  const suggestions = new Suggestions();
  const byName = new Map(Object.entries(OPTIONS).map(([key, option]) => [option.name, { key, option }]));
  const names = [...byName.keys()];
  for (const [name, value] of Object.entries(raw)) {
    yield;
    const known = byName.get(name);
    if (!known) {
      problems.push(problemAt([name], suggestions.unknown('option', name, names)));
      continue;
    }
    const { value: checked, faults } = yield* checkInSteps(known.option, value, fallback, suggestions);
    for (const { path, message, drops } of faults) {
      problems.push(problemAt([name, ...path], message, [name, ...drops]));
      yield;
    }
    if (checked === undefined) continue;
    if (name !== TEMPLATES_OPTION.name) Object.assign(config, { [known.key]: checked });
    else {
      const templates = checked as Record<string, RawTemplate>;
      config.templates = yield* readTemplates(templates, fallback, problems, problemAt);
    }
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { config, problems, problemAt };
}

/** Those that mean something; of the others it is told why not. */
function* readTemplates(
  raw: Readonly<Record<string, RawTemplate>>,
  fallback: Fallback,
  problems: ConfigProblem[],
  problemAt: ParsedConfig['problemAt'],
): Generator<undefined, Record<string, Template>> {
  const templates: [name: string, template: Template][] = [];
  for (const [name, each] of Object.entries(raw)) {
    const read = yield* readTemplateInSteps(name, each);
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
