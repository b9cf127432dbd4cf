// What a project file says, as data (pure): tabs with their trees of splits, and the sessions in them and in
// the background. Owns the shapes. Leaves reading them to parse-project.ts, writing them to spell-project.ts,
// and what of it is open to session/projects/.

export interface ProjectSession {
  /** By which it is found again. */
  readonly name: string;
  /** Of a program: its words, run without a shell; a text is run by `sh -c`. Absent: a chat. */
  readonly command?: readonly string[] | string;
  readonly type?: string;
  readonly agent?: string;
  readonly model?: string;
  /** As it is written; absent: the directory of the file. */
  readonly cwd?: string;
  /** Typed into the prompt of a new chat, never sent. */
  readonly draft?: string;
  /** Where it is in the file. */
  readonly at: readonly string[];
}

export interface ProjectSplit {
  /** stacked: its panes show one at a time, the others as title rows. */
  readonly split: 'right' | 'below' | 'stacked';
  /** One number for each pane, above 0; of a stack, whose sizes nobody chooses, each is 1. */
  readonly ratio: readonly number[];
  /** Of a stack: the session in its open pane. Absent: the first. */
  readonly open?: string;
  /** At least one. */
  readonly panes: readonly ProjectNode[];
}

export type ProjectNode = ProjectSession | ProjectSplit;

export interface ProjectTab {
  readonly name: string | undefined;
  readonly layout: ProjectNode;
}

export interface Project {
  readonly tabs: readonly ProjectTab[];
  readonly background: readonly ProjectSession[];
}

export const PROJECT_VERSION = 1;

/** Some 600 sessions; its TOML is parsed in one turn of the event loop, in about 5 ms. */
export const MAX_PROJECT_BYTES = 64 * 1024;

export const isSplit = (node: ProjectNode): node is ProjectSplit => 'split' in node;

export const sessionsIn = (node: ProjectNode): ProjectSession[] =>
  isSplit(node) ? node.panes.flatMap(sessionsIn) : [node];

/** In the order of the file. */
export const sessionsOf = ({ tabs, background }: Project): ProjectSession[] => [
  ...tabs.flatMap(({ layout }) => sessionsIn(layout)),
  ...background,
];

export const isProgramOf = ({ command }: ProjectSession): boolean => command !== undefined;

/** The words that are run; empty for a chat. */
export const wordsOf = ({ command = [] }: ProjectSession): readonly string[] =>
  typeof command === 'string' ? ['sh', '-c', command] : command;
