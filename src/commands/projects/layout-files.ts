// `layout save`, `load`, `list` and `delete`: the current tab as a file of one's own, and a new tab from one.
// Owns that what is loaded gets names that are free, and runs unasked: only its user can have written it.
// Leaves the files to session/projects/saved-layouts.ts.

import { homedir } from 'node:os';

import {
  isSplit,
  type ProjectNode,
  type ProjectSession,
  type ProjectTab,
} from '../../config/project/project.js';
import { foldCase, uniqueName } from '../../session/names/names.js';
import { readProjectFile } from '../../session/projects/find-project-file.js';
import { openProject } from '../../session/projects/open-project.js';
import { deleteLayout, findLayout, listLayouts, saveLayout } from '../../session/projects/saved-layouts.js';
import { formatAgo } from '../../text/age.js';
import { UserError } from '../../text/user-error.js';
import type { ArgumentKind, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { done, say } from '../define.js';
import { freezeText } from './freeze-command.js';
import { describeFailures } from './describe-opened.js';
import { readProject } from './read-project.js';

export const SAVED_ACTIONS = ['save', 'load', 'list', 'delete'] as const;
type SavedAction = (typeof SAVED_ACTIONS)[number];

export const SAVED_SUGGESTIONS: Readonly<Record<string, ArgumentKind>> = {
  save: 'saved-layout',
  load: 'saved-layout',
  delete: 'saved-layout',
};

export const SAVED_FLAGS = [{ name: 'json', summary: 'list: print the names as an array' }] as const;

export const isSavedAction = (action: string): action is SavedAction =>
  (SAVED_ACTIONS as readonly string[]).includes(action);

export function refuseSurplus(action: string, input: ParsedArguments): void {
  const extra = input.word('NAME') ?? (input.has('json') && action !== 'list' ? '--json' : undefined);
  if (extra !== undefined) throw new UserError(`layout ${action} does not take ${extra}`, { exitCode: 2 });
}

export async function savedLayout(
  context: CommandContext,
  action: SavedAction,
  input: ParsedArguments,
): Promise<CommandOutput> {
  const { layoutsDir } = context.inspection.paths;
  if (action === 'list') {
    refuseSurplus(action, input);
    return list(layoutsDir);
  }
  const name = input.word('NAME');
  if (name === undefined) throw new UserError(`layout ${action} needs the name of a layout`, { exitCode: 2 });
  if (action === 'save') return save(context, name);
  if (action === 'load') return load(context, name);
  deleteLayout(layoutsDir, name);
  return done(`deleted the layout ${name}`);
}

function list(directory: string): CommandOutput {
  const layouts = listLayouts(directory);
  const lines = layouts.map(({ name, ageMs }) => `${name}  saved ${formatAgo(ageMs)}`);
  return {
    ...say(lines.length > 0 ? lines.join('\n') : 'no layout was saved yet'),
    isReference: true,
    json: layouts.map(({ name }) => name),
  };
}

async function save(context: CommandContext, name: string): Promise<CommandOutput> {
  const { coordinator, viewer, inspection } = context;
  const tab = coordinator.arrangement.currentTab(viewer);
  const sessions = coordinator.sessionsOfTab(tab);
  const { text, left } = await freezeText(context, {
    tabs: [tab],
    sessions,
    drafts: false,
    directory: undefined,
    without: 'Conversations, drafts, environments and keys are not in this file.',
  });
  const { files } = inspection.disk;
  const { replaced } = await saveLayout(inspection.paths.layoutsDir, name, { text: `${text}\n`, files });
  return done([replaced ? `replaced the layout ${name}` : `saved the layout ${name}`, ...left].join('\n'));
}

/** A new tab, with new sessions: those of its names that are open already stay where they are. */
async function load(context: CommandContext, name: string): Promise<CommandOutput> {
  const { coordinator, viewer, caller, inspection } = context;
  const file = await readProjectFile(findLayout(inspection.paths.layoutsDir, name));
  const { tabs } = await readProject(file, context);
  const taken = coordinator.sessions.map((session) => session.name);
  const names = new Map<string, string>();
  const free = (session: ProjectSession): ProjectSession => {
    const unique = uniqueName(session.name, taken);
    taken.push(unique);
    names.set(foldCase(session.name), unique);
    return { ...session, name: unique };
  };
  const freeIn = (node: ProjectNode): ProjectNode => {
    if (!isSplit(node)) return free(node);
    const panes = node.panes.map(freeIn);
    const open = node.open === undefined ? undefined : names.get(foldCase(node.open));
    return { ...node, panes, ...(open === undefined ? {} : { open }) };
  };
  const opened = await openProject(
    {
      tabs: tabs.map((tab): ProjectTab => ({ ...tab, layout: freeIn(tab.layout) })),
      background: [],
    },
    { coordinator, viewer, env: caller.env, directory: homedir(), agreed: true },
  );
  const failures = describeFailures(opened);
  if (failures !== undefined) throw new UserError(failures);
  return done(`loaded the layout ${name}: ${opened.opened.map((session) => session.name).join(', ')}`);
}
