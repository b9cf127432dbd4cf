// `ask --models`: a new session for each model or agent, side by side in a tab of their own. Owns that either
// all of them are made and asked, or none is left. Leaves worktrees to worktrees/ and the panes to panes/.

import { putSideBySide } from '../../panes/side-by-side.js';
import type { AnySession } from '../../session/any-session.js';
import type { Asked } from '../../session/asked/ask-sessions.js';
import { defaultName, uniqueName } from '../../session/names/names.js';
import { newId } from '../../session/names/new-id.js';
import { lowestFreeNumber } from '../../session/names/numbers.js';
import { findAgentName, reservedNames } from '../../session/new-session.js';
import { describeMissing } from '../../chat/agents/find-agents.js';
import { UserError } from '../../text/user-error.js';
import { getCallerDirectory } from '../caller-directory.js';
import type { CommandContext } from '../command.js';
import { createInWorktree } from '../worktrees/new-worktree.js';

interface Wanted {
  agent: string | undefined;
  model: string | undefined;
}

/** models: words, separated by commas. Rejects with a UserError: none of the sessions is left. */
export async function askedOfModels(
  context: CommandContext,
  { models, worktree }: { models: string; worktree: boolean },
  send: (sessions: readonly AnySession[]) => Promise<Asked>,
): Promise<Asked> {
  const wanted = await readModels(context, models);
  const made: { session: AnySession; undo: () => Promise<void> }[] = [];
  try {
    for (const each of wanted) made.push(await create(context, each, worktree));
    const sessions = made.map(({ session }) => session);
    const asked = await send(sessions);
    show(context, sessions);
    return asked;
  } catch (error) {
    for (const { session, undo } of made) {
      context.coordinator.drop(session);
      await undo();
    }
    context.coordinator.settle();
    throw error;
  }
}

async function readModels({ coordinator, agents }: CommandContext, models: string): Promise<Wanted[]> {
  const words = models.split(',').map((word) => word.trim());
  if (words.includes(''))
    throw new UserError('--models takes names with commas between them', { exitCode: 2 });
  const wanted = words.map((word): Wanted => {
    const agent = findAgentName(coordinator.agents, word);
    return { agent, model: agent === undefined ? word : undefined };
  });
  if (wanted.every(({ agent }) => agent === undefined)) return wanted;
  const installed = new Set((await agents.installed()).map(({ name }) => name));
  for (const { agent } of wanted) {
    const missing = agents.known.find(({ name }) => name === agent && !installed.has(name));
    if (missing) throw new UserError(describeMissing(missing));
  }
  return wanted;
}

async function create(
  context: CommandContext,
  { agent, model }: Wanted,
  worktree: boolean,
): Promise<{ session: AnySession; undo: () => Promise<void> }> {
  const { coordinator, viewer, caller, way } = context;
  const cwd = way === 'cli' ? getCallerDirectory(caller) : coordinator.likeFocused(viewer).cwd;
  const name = nameFor(context, { agent, model });
  const make = (directory: string): Promise<AnySession> =>
    coordinator.createSession({
      kind: 'chat',
      type: undefined,
      name,
      model,
      agent,
      cwd: directory,
      command: [],
      env: caller.env,
      viewer,
      place: { at: 'background' },
    });
  if (!worktree) return { session: await make(cwd), undo: async () => {} };
  const wishes = { type: undefined, name, agent, command: [], cwd };
  const { session, made } = await createInWorktree(context, wishes, make);
  return { session, undo: () => made.undo() };
}

/** After who answers: names from the question would all be the same. */
function nameFor({ coordinator }: CommandContext, { agent, model = '' }: Wanted): string {
  const taken = coordinator.sessions.map(({ name }) => name);
  const number = lowestFreeNumber(coordinator.sessions.map((session) => session.number));
  if (agent !== undefined) return defaultName(agent, number, taken);
  const base = model
    .slice(model.lastIndexOf('/') + 1)
    .replaceAll(/[^\p{L}\p{N}\-_.]+/gu, '-')
    .replace(/^[-.]+/, '');
  const isName = /\P{N}/u.test(base);
  return uniqueName(isName ? base : `model-${base}`, [...taken, ...reservedNames(coordinator)]);
}

function show({ coordinator, viewer }: CommandContext, sessions: readonly AnySession[]): void {
  const { arrangement } = coordinator;
  const ids = sessions.map(({ id }) => id);
  const area = arrangement.viewers.areaOf(viewer.view.tab);
  const { workspace, panes } = putSideBySide(arrangement.workspace, ids, { newId, area, name: 'ask' });
  arrangement.replace(viewer, workspace, panes[0]);
  coordinator.settle();
}
