// What is open, as a project (pure): tabs with their trees, sessions in the background, and a note for each
// thing that a project file cannot hold. Owns what is left out: environments, keys, what secrets are typed
// into, and drafts unless they are asked for. Invariant: opened again in an empty workspace it is the same
// tree.

import type { Project, ProjectNode, ProjectSession } from '../../config/project/project.js';
import { redact } from '../../log/redact.js';
import { isStack, openIndex } from '../../panes/stacks.js';
import {
  panesIn,
  panesOf,
  type LayoutNode,
  type SessionId,
  type SplitNode,
  type Tab,
} from '../../panes/workspace.js';
import { pathWithin } from '../../paths/named-path.js';
import type { ChatRecord, SessionRecord } from '../../store/session-record.js';

export interface FrozenSession {
  readonly record: SessionRecord;
  /** Where it is now, absolute; undefined: nowhere that exists. */
  readonly directory: string | undefined;
  /** '' for none, and for one that is not wanted. */
  readonly draft: string;
}

export interface FrozenProject {
  project: Project;
  /** What is not written: of the whole, of sessions by their names, of tabs by their place. */
  head: string[];
  notes: Map<string, string[]>;
  tabNotes: Map<number, string[]>;
}

export interface FreezeOptions {
  readonly tabs: readonly Tab[];
  /** Open ones, in the order of their opening. */
  readonly sessions: readonly FrozenSession[];
  /** Directories below it are written relative to it; undefined: all are absolute. */
  readonly directory: string | undefined;
  /** As redact() takes them. */
  readonly secrets: readonly string[];
}

export function freezeProject(options: FreezeOptions): FrozenProject {
  const frozen: FrozenProject = {
    project: { tabs: [], background: [] },
    head: [],
    notes: new Map(),
    tabNotes: new Map(),
  };
  const inPanes = new Set(options.tabs.flatMap(panesOf).map(({ session }) => session));
  const written = new Map<SessionId, ProjectSession>();
  for (const session of options.sessions) {
    const { id, name } = session.record;
    const why = whyNot(session.record, { secrets: options.secrets, isInPane: inPanes.has(id) });
    if (why !== undefined) frozen.head.push(`${name} is not written: ${why}`);
    else written.set(id, sessionOf(session, options.directory));
    const notes = why === undefined ? notesOf(session) : [];
    if (notes.length > 0) frozen.notes.set(name, notes);
  }
  const shown = new Set<SessionId>();
  const tabs = options.tabs.flatMap(({ name, root, zoomed }) => {
    const layout = nodeOf(root, written, shown);
    return layout ? [{ name, layout, notes: notesOfTab(zoomed) }] : [];
  });
  tabs.forEach(({ notes }, at) => frozen.tabNotes.set(at, notes));
  const background = [...written].filter(([id]) => !shown.has(id)).map(([, session]) => session);
  frozen.project = { tabs: tabs.map(({ name, layout }) => ({ name, layout })), background };
  return frozen;
}

const notesOfTab = (zoomed: Tab['zoomed']): string[] =>
  zoomed === undefined ? [] : ['not written: that one of its panes is zoomed'];

/** undefined: none of its sessions is written. */
function nodeOf(
  node: LayoutNode,
  written: ReadonlyMap<SessionId, ProjectSession>,
  shown: Set<SessionId>,
): ProjectNode | undefined {
  if (node.type === 'pane') {
    shown.add(node.session);
    return written.get(node.session);
  }
  const panes = node.children.map((child) => nodeOf(child, written, shown));
  const kept = panes.flatMap((pane, at) => (pane ? [{ pane, share: node.weights[at] as number }] : []));
  const [first] = kept;
  if (!first || kept.length === 1) return first?.pane;
  const inside = kept.map(({ pane }) => pane);
  if (isStack(node))
    return { split: 'stacked', ratio: kept.map(() => 1), ...openOf(node, written), panes: inside };
  return { split: node.direction, ratio: kept.map(({ share }) => share), panes: inside };
}

/** Nothing for what is open anyway: the first pane. */
function openOf(stack: SplitNode, written: ReadonlyMap<SessionId, ProjectSession>): { open?: string } {
  const sessions = (node: LayoutNode): ProjectSession[] =>
    panesIn(node).flatMap(({ session }) => written.get(session) ?? []);
  const [first] = sessions(stack);
  const child = stack.children[openIndex(stack)] as LayoutNode;
  const pane = panesIn(child).find(({ id }) => id === stack.open);
  const open = (pane && written.get(pane.session)) ?? sessions(child)[0];
  return open === undefined || open === first ? {} : { open: open.name };
}

function whyNot(
  record: SessionRecord,
  { secrets, isInPane }: { secrets: readonly string[]; isInPane: boolean },
): string | undefined {
  if (record.kind === 'chat') return undefined;
  // It would be a program in the background that nobody gets to; each tab has its own when it is wanted.
  if (record.scratch !== undefined && !isInPane) return 'it is a scratch shell';
  if (record.private) return 'secrets are typed into it';
  const isClean = record.command.every((word) => redact(word, secrets) === word);
  return isClean ? undefined : 'its command seems to hold a key';
}

function sessionOf({ record, directory, draft }: FrozenSession, below: string | undefined): ProjectSession {
  const cwd = directory === undefined ? undefined : spellDirectory(directory, below);
  const common = { name: record.name, ...(cwd === undefined ? {} : { cwd }), at: [] };
  if (record.kind === 'program') return { ...common, command: record.command };
  const { type, agent, agentSettings } = record;
  const model = agent === undefined ? record.model : agentSettings?.model;
  return {
    ...common,
    ...(type === 'chat' ? {} : { type }),
    ...(agent === undefined ? {} : { agent }),
    ...(model === undefined ? {} : { model }),
    ...(draft === '' ? {} : { draft }),
  };
}

/** undefined: the directory of the file, which need not be said. */
function spellDirectory(directory: string, below: string | undefined): string | undefined {
  const within = below === undefined ? undefined : pathWithin(below, directory);
  if (within === '') return undefined;
  // A directory called `~` is not the home directory.
  return within === undefined ? directory : within.startsWith('~') ? `./${within}` : within;
}

function notesOf({ record, directory }: FrozenSession): string[] {
  const lost = [
    ...(record.kind === 'chat' ? settingsOf(record) : []),
    ...(record.worktree === undefined ? [] : ['that it works in a git worktree']),
  ];
  return [
    ...(directory === undefined ? [`${record.name}: its directory does not exist any more`] : []),
    ...(lost.length === 0 ? [] : [`${record.name}: not written: ${lost.join(', ')}`]),
  ];
}

function settingsOf({ agentSettings, effort, instruction, tools, standing, paused }: ChatRecord): string[] {
  const { mode, effort: agentEffort } = agentSettings ?? {};
  const how = effort ?? agentEffort;
  return [
    ...(mode === undefined ? [] : [`its mode ${mode}`]),
    ...(how === undefined ? [] : [`its effort ${how}`]),
    ...(instruction === undefined ? [] : ['its own instruction']),
    ...(tools === undefined ? [] : [`that its tools are ${tools ? 'on' : 'off'}`]),
    ...(standing === undefined || standing.length === 0
      ? []
      : ['the files that go along with its questions']),
    ...(paused ? ['that it is paused'] : []),
  ];
}
