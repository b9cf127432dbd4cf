// Opens what a project file says: the sessions that are not open yet, each in its place. Owns that nothing is
// opened twice, also by two callers at once, and what is said of sessions that differ from the file. Leaves
// consent to commands/projects/, trees to place-project.ts and creating sessions to the coordinator.
// Invariant: a session that cannot be opened keeps no other from being opened.

import {
  isProgramOf,
  sessionsOf,
  wordsOf,
  type Project,
  type ProjectSession,
} from '../../config/project/project.js';
import { explainFailure } from '../../files/explain-failure.js';
import { Pace } from '../../loop/slice.js';
import { layoutTab, TITLE_ROWS } from '../../panes/geometry.js';
import { openPane, shownFor } from '../../panes/stacks.js';
import { getTab, type Workspace } from '../../panes/workspace.js';
import { resolveNamed } from '../../paths/named-path.js';
import { sanitiseInput, sanitiseModelText } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { isProgram, type AnySession } from '../any-session.js';
import type { Viewer } from '../arrangement/viewers.js';
import type { Coordinator } from '../coordinator.js';
import { newId } from '../names/new-id.js';
import { foldCase } from '../names/names.js';
import type { Size } from '../session-screen.js';
import { placeProject, type Placing } from './place-project.js';

export interface ProjectOptions {
  readonly coordinator: Coordinator;
  readonly viewer: Viewer;
  readonly env: Readonly<Record<string, string>>;
  /** Where relative directories begin. */
  readonly directory: string;
  /** Its user agrees to what is created; else only open sessions are put into their places. */
  readonly agreed: boolean;
  /** The viewer goes on looking at what it looks at, if that is anything. */
  readonly stays?: boolean;
  /** What else each new session is given. */
  readonly prepare?: (session: AnySession, wanted: ProjectSession) => void;
}

export interface OpenedProject {
  /** In the order of the file. */
  opened: readonly AnySession[];
  failed: readonly { name: string; why: UserError }[];
  /** To look at; undefined: there is none. */
  first: AnySession | undefined;
}

/** Finds the open session with a name. */
export function byName({
  sessions,
}: Pick<Coordinator, 'sessions'>): (name: string) => AnySession | undefined {
  const named = new Map(sessions.map((session) => [foldCase(session.name), session]));
  return (name) => named.get(foldCase(name));
}

export function missingOf(project: Project, coordinator: Pick<Coordinator, 'sessions'>): ProjectSession[] {
  const find = byName(coordinator);
  return sessionsOf(project).filter(({ name }) => !find(name));
}

/** Absolute. */
export const directoryOf = ({ cwd = '.' }: ProjectSession, directory: string): string =>
  resolveNamed(cwd, directory);

const last = new WeakMap<Coordinator, Promise<unknown>>();

/** One after the other: each sees what the one before it has opened. */
export function openProject(project: Project, options: ProjectOptions): Promise<OpenedProject> {
  const { coordinator } = options;
  const opened = (last.get(coordinator) ?? Promise.resolve()).then(() => open(project, options));
  last.set(
    coordinator,
    opened.catch(() => {}),
  );
  return opened;
}

async function open(project: Project, options: ProjectOptions): Promise<OpenedProject> {
  const { coordinator, viewer, agreed, stays = false } = options;
  const { arrangement } = coordinator;
  const missing = agreed ? missingOf(project, coordinator) : [];
  const ids = new Map(missing.map(({ name }) => [name, newId()]));
  const place = (created: ReadonlyMap<string, string>): ReturnType<typeof placeProject> =>
    placeProject(arrangement.workspace, project.tabs, placingOf(coordinator, created));
  const sizes = sizesIn(place(ids).workspace, coordinator, new Set(ids.values()));
  const opened: AnySession[] = [];
  const failed: { name: string; why: UserError }[] = [];
  const created = new Map<string, string>();
  const pace = new Pace();
  try {
    for (const wanted of missing) {
      await pace.pause();
      const id = ids.get(wanted.name) as string;
      try {
        const session = await create(wanted, { ...options, id, size: sizes.get(id) });
        created.set(wanted.name, id);
        opened.push(session);
      } catch (error) {
        const why = explainFailure(error) ?? error;
        if (!(why instanceof UserError)) throw error;
        failed.push({ name: wanted.name, why });
      }
    }
  } finally {
    // Others had their turns: one may be closed already.
    const alive = new Map([...created].filter(([, id]) => coordinator.find(id)));
    const { workspace, pane } = place(alive);
    const seesNothing = arrangement.workspace.tabs.length === 0;
    if (workspace !== arrangement.workspace)
      arrangement.replace(viewer, workspace, stays && !seesNothing ? undefined : pane);
    coordinator.settle();
  }
  const find = byName(coordinator);
  const [first] = sessionsOf(project).flatMap(({ name }) => find(name) ?? []);
  return { opened, failed, first: (opened.length > 0 && coordinator.focused(viewer)) || first };
}

const placingOf = (coordinator: Coordinator, created: ReadonlyMap<string, string>): Placing => {
  const isNew = new Set(created.values());
  const find = byName(coordinator);
  return {
    sessionOf: (name) => created.get(name) ?? find(name)?.id,
    isNew: (session) => isNew.has(session),
    newId,
  };
};

/** Programs are started at the size that they will have, in a stack at the one of its open pane. */
function sizesIn(
  workspace: Workspace,
  { arrangement }: Coordinator,
  wanted: ReadonlySet<string>,
): Map<string, Size> {
  const sizes = new Map<string, Size>();
  for (const tab of workspace.tabs) {
    const area = arrangement.viewers.areaOf(tab.id);
    const { boxes } = layoutTab(tab, area);
    for (const { pane, session, box } of boxes) {
      if (!wanted.has(session)) continue;
      const isShown = shownFor(tab.root, pane) === pane;
      const opened = isShown ? undefined : layoutTab(getTab(openPane(workspace, pane), tab.id), area).boxes;
      const { rows, cols } = opened?.find((each) => each.pane === pane)?.box ?? box;
      sizes.set(session, { rows: Math.max(1, rows - TITLE_ROWS), cols: Math.max(2, cols) });
    }
  }
  return sizes;
}

async function create(
  wanted: ProjectSession,
  {
    coordinator,
    viewer,
    env,
    directory,
    id,
    size,
    prepare,
  }: ProjectOptions & { id: string; size: Size | undefined },
): Promise<AnySession> {
  const { name, type, agent, model, draft } = wanted;
  const session = await coordinator.createSession({
    id,
    kind: isProgramOf(wanted) ? 'program' : 'chat',
    type,
    name,
    agent,
    model,
    cwd: directoryOf(wanted, directory),
    command: wordsOf(wanted),
    env,
    viewer,
    place: { at: 'background' },
    ...(size ? { size } : {}),
  });
  // Of others: nothing in it may make it read as something else.
  if (draft !== undefined && !isProgram(session)) session.paste(sanitiseModelText(sanitiseInput(draft)));
  prepare?.(session, wanted);
  return session;
}
