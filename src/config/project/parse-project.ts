// The text of a project file to a Project, or to everything that is wrong with it, each with its line and
// column (pure). Owns which keys there are: whatever else is in the file is an error, and then nothing of it
// counts. Leaves the file itself, and names of types and agents, to session/projects/ and commands/projects/.

import { parse, TomlError } from 'smol-toml';
import { findKeyPositions, type KeyPositions, type Position } from '../key-positions.js';
import { schemaOf } from '../option-schema.js';
import { describe, findPosition, syntaxMessage, unknownMessage } from '../parse-config.js';
import { choice, type Shape } from '../shape.js';
import {
  PROJECT_VERSION,
  sessionsIn,
  sessionsOf,
  type Project,
  type ProjectNode,
  type ProjectSession,
  type ProjectSplit,
  type ProjectTab,
} from './project.js';

export interface ParsedProject {
  /** undefined: there are problems. */
  project: Project | undefined;
  /** `qmux.toml:3:1: message`, in the order of the file. */
  problems: readonly string[];
  /** The same of something that is valid here but wrong elsewhere: a type that does not exist. */
  problemAt(path: readonly string[], message: string): string;
}

type Path = readonly string[];
type Table = Readonly<Record<string, unknown>>;
type TableShape = Extract<Shape, { type: 'table' }>;

/** No system call takes a NUL. */
const isWhole = (text: string): boolean => !text.includes('\0');
const words = (expected: string): Shape => ({ type: 'text', expected, allows: isWhole });

const ONLY_THIS = 'a project file holds tabs, splits and sessions, nothing else';
const elsewhere = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, ONLY_THIS]));

const ANYTHING: Shape = { type: 'table', fields: {}, expected: 'a table' };

const TOP: TableShape = {
  type: 'table',
  fields: { version: ANYTHING, tab: ANYTHING, background: ANYTHING },
  refused: elsewhere(
    'env',
    'environment',
    'types',
    'bindings',
    'root_bindings',
    'run',
    'status',
    'templates',
  ),
  expected: 'a table',
};

const TAB: TableShape = {
  type: 'table',
  fields: { name: words('a name'), layout: ANYTHING },
  required: ['layout'],
  refused: elsewhere('env', 'run'),
  expected: 'a tab as {name, layout}',
};

const SPLIT: TableShape = {
  type: 'table',
  fields: {
    split: choice('right', 'below', 'stacked'),
    ratio: {
      type: 'list',
      of: { type: 'amount', expected: 'a number above 0' },
      expected: 'a number for each pane',
    },
    open: words('the name of a session'),
    panes: ANYTHING,
  },
  required: ['split', 'panes'],
  expected: 'a split as {split, ratio, panes}',
};

const COMMAND_WORDS: Shape = {
  type: 'list',
  of: { type: 'text', mayBeEmpty: true, expected: 'words', allows: isWhole },
  expected: 'the words of a command, or a text for sh -c',
};

const SESSION: TableShape = {
  type: 'table',
  fields: {
    name: words('the name of the session'),
    command: COMMAND_WORDS,
    type: words('a type'),
    agent: words('an agent'),
    model: words('a model'),
    cwd: words('a directory'),
    draft: words('a text'),
  },
  required: ['name'],
  refused: {
    ...elsewhere('env', 'environment', 'run'),
    panes: 'a split needs split = "right", "below" or "stacked"',
  },
  expected: 'a session as {name, command} or {name, type, agent, model, draft}',
};

/** Its command is a text. */
const SESSION_OF_TEXT: TableShape = {
  ...SESSION,
  fields: { ...SESSION.fields, command: words(COMMAND_WORDS.expected) },
};

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
  const at = (path: Path, message: string): Position & { text: string } => {
    positions ??= findKeyPositions(text, { indexed: true });
    return on(findPosition(positions, path), path.length === 0 ? message : `${spell(path)}: ${message}`);
  };
  const problemAt = (path: Path, message: string): string => at(path, message).text;
  let raw: Table;
  try {
    raw = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { project: undefined, problems: [on(error, syntaxMessage(error)).text], problemAt };
  }
  yield;
  const reader = new Reader();
  const project = yield* reader.read(raw);
  yield;
  for (const { path, message } of reader.problems) found.push(at(path, message));
  found.sort((a, b) => a.line - b.line || a.column - b.column);
  const problems = found.map((problem) => problem.text);
  if (reader.isFull) problems.push(`only the first ${MOST_PROBLEMS} errors are listed`);
  return { project: problems.length === 0 ? project : undefined, problems, problemAt };
}

/** `tab.0.layout` as `tab[1].layout`: people count from 1. */
const spell = (path: Path): string =>
  path.reduce((text, part) => {
    if (/^\d+$/.test(part)) return `${text}[${Number(part) + 1}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');

/** A file with more is none of these, and nobody reads on. */
export const MOST_PROBLEMS = 50;

class Reader {
  readonly problems: { path: Path; message: string }[] = [];

  /** Nothing more is read. */
  get isFull(): boolean {
    return this.problems.length >= MOST_PROBLEMS;
  }

  *read(raw: Table): Generator<undefined, Project> {
    this.#checkNames(TOP, raw, []);
    const { version } = raw;
    if (version === undefined) this.#tell([], `version = ${PROJECT_VERSION} is missing`);
    else if (version !== PROJECT_VERSION)
      this.#tell(['version'], `expected ${PROJECT_VERSION}, found ${describe(version)}`);
    const project = {
      tabs: yield* this.#list(raw, 'tab', (tab, path) => this.#tab(tab, path)),
      background: yield* this.#list(raw, 'background', (session, path) => this.#session(session, path)),
    };
    this.#checkTwice(project);
    return project;
  }

  *#list<Item>(
    raw: Table,
    name: string,
    read: (item: unknown, path: Path) => Item[],
  ): Generator<undefined, Item[]> {
    const list = raw[name];
    if (list === undefined) return [];
    if (!Array.isArray(list)) {
      this.#tell([name], `expected [[${name}]], found ${describe(list)}`);
      return [];
    }
    const items: Item[] = [];
    for (const [index, item] of list.entries()) {
      if (this.isFull) break;
      items.push(...read(item, [name, String(index)]));
      yield;
    }
    return items;
  }

  #tab(raw: unknown, path: Path): ProjectTab[] {
    const tab = this.#table(TAB, raw, path);
    if (!tab) return [];
    const { name, layout } = tab;
    return layout === undefined
      ? []
      : this.#node(layout, [...path, 'layout']).map((node) => ({
          name: typeof name === 'string' ? name : undefined,
          layout: node,
        }));
  }

  #node(raw: unknown, path: Path): ProjectNode[] {
    return isTable(raw) && 'split' in raw ? this.#split(raw, path) : this.#session(raw, path);
  }

  #split(raw: Table, path: Path): ProjectSplit[] {
    const split = this.#table(SPLIT, raw, path);
    if (!split) return [];
    const { panes: given, ratio, open } = split;
    const kind = split['split'] as ProjectSplit['split'];
    const below = [...path, 'panes'];
    if (!Array.isArray(given) || given.length === 0) {
      if (given !== undefined)
        this.#tell(
          below,
          `expected a list of panes, found ${Array.isArray(given) ? 'none' : describe(given)}`,
        );
      return [];
    }
    const told = this.problems.length;
    const panes = given.flatMap((pane, index) =>
      this.isFull ? [] : this.#node(pane, [...below, String(index)]),
    );
    const shares = this.#ratio(ratio, given.length, [...path, 'ratio']);
    if (kind === 'stacked' && ratio !== undefined)
      this.#tell(
        [...path, 'ratio'],
        'the panes of a stack have no ratio: one is open, the others are titles',
      );
    if (typeof open !== 'string') return [{ split: kind, ratio: shares, panes }];
    if (kind !== 'stacked') this.#tell([...path, 'open'], 'only a split = "stacked" has an open pane');
    else if (
      told === this.problems.length &&
      !panes.flatMap(sessionsIn).some((session) => isNamed(session, open))
    )
      this.#tell([...path, 'open'], `no session of this stack is called ${describe(open)}`);
    return [{ split: kind, ratio: shares, open, panes }];
  }

  #ratio(ratio: unknown, count: number, path: Path): readonly number[] {
    if (!Array.isArray(ratio)) return Array.from({ length: count }, () => 1);
    if (ratio.length !== count)
      this.#tell(path, `expected a number for each of the ${count} panes, found ${ratio.length}`);
    else if (!ratio.every((share) => Number.isFinite(share) && share > 0))
      this.#tell(path, `expected numbers above 0, found ${describe(ratio)}`);
    return ratio as number[];
  }

  #session(raw: unknown, path: Path): ProjectSession[] {
    const isText = isTable(raw) && typeof raw['command'] === 'string';
    const session = this.#table(isText ? SESSION_OF_TEXT : SESSION, raw, path);
    if (!session) return [];
    const { command } = session;
    if (Array.isArray(command) && (command.length === 0 || command[0] === ''))
      this.#tell([...path, 'command'], 'it has no first word, the program');
    const both = ['type', 'agent', 'model', 'draft'].find((name) => session[name] !== undefined);
    if (command !== undefined && both !== undefined)
      this.#tell([...path, both], `a program has no ${both}; leave out one of the two`);
    return [{ ...(session as Omit<ProjectSession, 'at'>), at: path }];
  }

  #tell(path: Path, message: string): void {
    if (!this.isFull) this.problems.push({ path, message });
  }

  /** undefined: it is none, or not a good one. */
  #table(shape: TableShape, raw: unknown, path: Path): Table | undefined {
    if (!isTable(raw)) {
      this.#tell(path, `expected ${shape.expected}, found ${describe(raw)}`);
      return undefined;
    }
    let isGood = this.#checkNames(shape, raw, path);
    for (const [name, field] of Object.entries(shape.fields)) {
      const value = raw[name];
      if (value === undefined && shape.required?.includes(name)) {
        this.#tell(path, `${name} is missing; expected ${shape.expected}`);
        isGood = false;
      }
      if (value === undefined || field === ANYTHING) continue;
      const expected = findFault(field, value);
      if (expected === undefined) continue;
      this.#tell([...path, name], `expected ${expected}, found ${describe(value)}`);
      isGood = false;
    }
    return isGood ? raw : undefined;
  }

  #checkNames({ fields, refused = {} }: TableShape, raw: Table, path: Path): boolean {
    const names = Object.keys(fields);
    const unknown = Object.keys(raw).filter((name) => !names.includes(name));
    for (const name of unknown) {
      if (this.isFull) break;
      this.#tell([...path, name], refused[name] ?? unknownMessage('setting', name, names));
    }
    return unknown.length === 0;
  }

  #checkTwice(project: Project): void {
    const seen = new Set<string>();
    for (const { name, at } of sessionsOf(project)) {
      const folded = foldName(name);
      if (seen.has(folded)) this.#tell([...at, 'name'], `${describe(name)} is the name of two sessions`);
      seen.add(folded);
    }
  }
}

/** What is expected instead. Of a list the first item that is wrong: a schema would tell each. */
function findFault(shape: Shape, value: unknown): string | undefined {
  if (shape.type === 'list' && Array.isArray(value)) {
    for (const item of value) {
      const fault = findFault(shape.of, item);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  const checked = schemaFor(shape).safeParse(value);
  return checked.success ? undefined : checked.error.issues[0]?.message;
}

/** Making one takes longer than using it, and a file has the same fields again and again. */
const schemas = new Map<Shape, ReturnType<typeof schemaOf>>();

function schemaFor(shape: Shape): ReturnType<typeof schemaOf> {
  const schema = schemas.get(shape) ?? schemaOf(shape);
  schemas.set(shape, schema);
  return schema;
}

/** As sessions are told apart by their names. */
const foldName = (name: string): string => name.normalize('NFC').toLocaleLowerCase('en');

const isNamed = ({ name }: ProjectSession, wanted: string): boolean => foldName(name) === foldName(wanted);

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
