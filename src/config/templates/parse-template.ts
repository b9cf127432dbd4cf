// The text of a file in templates/ to the template, or to everything that is wrong with it, each with its
// line and column (pure). Leaves the file itself to session/templates/.

import { parse, TomlError } from 'smol-toml';
import { findKeyPositions, type KeyPositions, type Position } from '../key-positions.js';
import { checkOption } from '../check-option.js';
import { findPosition, syntaxMessage } from '../parse-config.js';
import { MOST_PROBLEMS, spellPath } from '../project/project-reader.js';
import { readTemplateInSteps } from './read-template.js';
import { TEMPLATE_SHAPE, type RawTemplate } from './template-options.js';
import type { Template } from './template.js';

export interface ParsedTemplate {
  /** undefined: there are problems. */
  template: Template | undefined;
  /** `fix.toml:3:1: message`, in the order of the file. */
  problems: readonly string[];
  /** The same of something that is valid here but wrong elsewhere: a type that does not exist. */
  problemAt(path: readonly string[], message: string): string;
}

/** All at once; see parseInSteps. */
export function parseTemplate(text: string, fileName: string, name: string): ParsedTemplate {
  const steps = parseInSteps(text, fileName, name);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Yields wherever others may have their turn. name: of the template. */
export function* parseInSteps(
  text: string,
  fileName: string,
  name: string,
): Generator<undefined, ParsedTemplate> {
  let positions: KeyPositions | undefined;
  const on = ({ line, column }: Position, message: string): Position & { text: string } => ({
    line,
    column,
    text: `${fileName}:${line}:${column}: ${message}`,
  });
  const at = (path: readonly string[], message: string): Position & { text: string } => {
    positions ??= findKeyPositions(text, { indexed: true });
    return on(findPosition(positions, path), path.length === 0 ? message : `${spellPath(path)}: ${message}`);
  };
  const problemAt = (path: readonly string[], message: string): string => at(path, message).text;
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { template: undefined, problems: [on(error, syntaxMessage(error)).text], problemAt };
  }
  yield;
  const { value, faults } = checkOption({ shape: TEMPLATE_SHAPE, default: undefined }, raw, 'none');
  yield;
  const read = value === undefined ? undefined : yield* readTemplateInSteps(name, value as RawTemplate);
  yield;
  const found = [...faults, ...(read?.faults ?? [])];
  const problems = found
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => at(path, message))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map((problem) => problem.text);
  if (found.length > MOST_PROBLEMS) problems.push(`only the first ${MOST_PROBLEMS} errors are listed`);
  const template = read?.faults ? undefined : read?.template;
  return { template: problems.length === 0 ? template : undefined, problems, problemAt };
}
