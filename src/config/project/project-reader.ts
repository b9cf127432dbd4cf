// The tables of a project as data (pure): tabs with their trees of splits, and sessions, with everything that
// is wrong and its path. Owns which keys there are. Leaves the text to parse-project.ts; what a session may
// have besides in a template to config/templates/.

import { describe, unknownMessage } from '../fault-words.js';
import { schemaFor } from '../option-schema.js';
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

type Path = readonly string[];
export type Table = Readonly<Record<string, unknown>>;
export type TableShape = Extract<Shape, { type: 'table' }>;

/** No system call takes a NUL. */
const isWhole = (text: string): boolean => !text.includes('\0');
export const words = (expected: string): Shape => ({ type: 'text', expected, allows: isWhole });

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

/** `tab.0.layout` as `tab[1].layout`: people count from 1. */
export const spellPath = (path: Path): string =>
  path.reduce((text, part) => {
    if (/^\d+$/.test(part)) return `${text}[${Number(part) + 1}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');

/** A file with more is none of these, and nobody reads on. */
export const MOST_PROBLEMS = 50;

/** What a session may have; one whose command is a text; and what only a chat has. */
export interface SessionShapes {
  table: TableShape;
  ofText: TableShape;
  ofChats: readonly string[];
}

export const PROJECT_SESSION: SessionShapes = {
  table: SESSION,
  ofText: SESSION_OF_TEXT,
  ofChats: ['type', 'agent', 'model', 'draft'],
};

export class ProjectReader {
  readonly problems: { path: Path; message: string }[] = [];
  readonly #session: SessionShapes;

  constructor(session: SessionShapes = PROJECT_SESSION) {
    this.#session = session;
  }

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
    return yield* this.readTabs(raw);
  }

  /** Only these two of its tables. */
  *readTabs(raw: Table): Generator<undefined, Project> {
    const project = {
      tabs: yield* this.#list(raw, 'tab', (tab, path) => this.#tab(tab, path)),
      background: yield* this.#list(raw, 'background', (session, path) => this.#sessions(session, path)),
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
    return isTable(raw) && 'split' in raw ? this.#split(raw, path) : this.#sessions(raw, path);
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

  #sessions(raw: unknown, path: Path): ProjectSession[] {
    const isText = isTable(raw) && typeof raw['command'] === 'string';
    const session = this.#table(isText ? this.#session.ofText : this.#session.table, raw, path);
    if (!session) return [];
    const { command } = session;
    if (Array.isArray(command) && (command.length === 0 || command[0] === ''))
      this.#tell([...path, 'command'], 'it has no first word, the program');
    const both = this.#session.ofChats.find((name) => session[name] !== undefined);
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
  if (isPlainlyGood(shape, value)) return undefined;
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

/** What most values are: a schema takes twenty times as long to say so. */
const isPlainlyGood = (shape: Shape, value: unknown): boolean =>
  shape.type === 'text' && typeof value === 'string' && value !== '' && (shape.allows?.(value) ?? true);

/** As sessions are told apart by their names. */
const foldName = (name: string): string => name.normalize('NFC').toLocaleLowerCase('en');

const isNamed = ({ name }: ProjectSession, wanted: string): boolean => foldName(name) === foldName(wanted);

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
