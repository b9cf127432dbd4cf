// The text of a project file to a Project, or to everything that is wrong with it, each with its line and
// column (pure). Owns that whatever else is in the file is an error, and then nothing of it counts. Leaves
// its tables to project-reader.ts, and names of types and agents to session/projects/ and commands/projects/.

import { parse, TomlError } from 'smol-toml';
import { findKeyPositions, type KeyPositions, type Position } from '../key-positions.js';
import { findPosition, syntaxMessage } from '../parse-config.js';
import { MOST_PROBLEMS, ProjectReader, spellPath, type Table } from './project-reader.js';
import type { Project } from './project.js';

export { MOST_PROBLEMS } from './project-reader.js';

export interface ParsedProject {
  /** undefined: there are problems. */
  project: Project | undefined;
  /** `qmux.toml:3:1: message`, in the order of the file. */
  problems: readonly string[];
  /** The same of something that is valid here but wrong elsewhere: a type that does not exist. */
  problemAt(path: readonly string[], message: string): string;
}

/** All at once; see parseInSteps. */
export function parseProject(text: string, fileName: string): ParsedProject {
  const steps = parseInSteps(text, fileName);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Yields wherever others may have their turn. */
export function* parseInSteps(text: string, fileName: string): Generator<undefined, ParsedProject> {
  let positions: KeyPositions | undefined;
  const found: (Position & { text: string })[] = [];
  const on = (position: Position, message: string): Position & { text: string } => ({
    line: position.line,
    column: position.column,
    text: `${fileName}:${position.line}:${position.column}: ${message}`,
  });
  const at = (path: readonly string[], message: string): Position & { text: string } => {
    positions ??= findKeyPositions(text, { indexed: true });
    return on(findPosition(positions, path), path.length === 0 ? message : `${spellPath(path)}: ${message}`);
  };
  const problemAt = (path: readonly string[], message: string): string => at(path, message).text;
  let raw: Table;
  try {
    raw = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { project: undefined, problems: [on(error, syntaxMessage(error)).text], problemAt };
  }
  yield;
  const reader = new ProjectReader();
  const project = yield* reader.read(raw);
  yield;
  for (const { path, message } of reader.problems) found.push(at(path, message));
  found.sort((a, b) => a.line - b.line || a.column - b.column);
  const problems = found.map((problem) => problem.text);
  if (reader.isFull) problems.push(`only the first ${MOST_PROBLEMS} errors are listed`);
  return { project: problems.length === 0 ? project : undefined, problems, problemAt };
}
