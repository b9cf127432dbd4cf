// `compare` without names: the panes of what was asked together side by side, with their scrolling locked.
// Owns which group is meant. Leaves the panes to panes/ and scrolling to server/view/locked-panes.ts.

import { putSideBySide } from '../../panes/side-by-side.js';
import type { AnySession } from '../../session/any-session.js';
import { membersOf } from '../../session/asked/asked-state.js';
import { newId } from '../../session/names/new-id.js';
import { commandWord, keyWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext, CommandOutput } from '../command.js';
import { done } from '../define.js';

/** Throws a UserError (exit code 2): this session belongs to no group. */
export function compareGroup(context: CommandContext): CommandOutput {
  const { coordinator, viewer, surface } = context;
  const members = groupOf(context.here, coordinator.sessions);
  if (surface?.readOnly || viewer.readOnly)
    throw new UserError(`attached read-only: the panes are not moved here; ${keyWord('detach')} leaves`);
  const { arrangement } = coordinator;
  const ids = members.map(({ id }) => id);
  const area = arrangement.viewers.areaOf(viewer.view.tab);
  const { workspace, tab, panes } = putSideBySide(arrangement.workspace, ids, {
    newId,
    area,
    name: 'compare',
  });
  const isThere = workspace === arrangement.workspace && viewer.view.tab === tab;
  if (isThere && viewer.locked?.tab === tab) {
    viewer.locked = undefined;
    return done(`${spell(members)} scroll alone again; ${commandWord('compare')} locks them`);
  }
  if (workspace !== arrangement.workspace) arrangement.replace(viewer, workspace, panes[0]);
  else if (members[0]) arrangement.goTo(viewer, members[0].id);
  viewer.locked = { tab, sessions: ids };
  coordinator.settle();
  return done(`${spell(members)} scroll together; ${keyWord('layout undo')} puts the panes back`);
}

const spell = (members: readonly AnySession[]): string => members.map(({ name }) => name).join(', ');

function groupOf(session: AnySession | undefined, sessions: readonly AnySession[]): AnySession[] {
  const record = session?.record;
  const groups = [record?.kind === 'chat' ? record.asking : undefined, record?.asked?.group];
  for (const group of groups) {
    const members = group === undefined ? [] : membersOf(group, sessions);
    if (members.length > 1) return members;
  }
  throw new UserError(
    `compare needs a chat, or two: compare chat-1 chat-2, compare :1 :2; without names it shows what ${commandWord('ask')} asked`,
    { exitCode: 2 },
  );
}
