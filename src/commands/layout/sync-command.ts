// The verb `sync`: a terminal's keys go to several panes of its tab. Leaves which of them get a key to
// session/arrangement/sync.ts.

import type { AnySession } from '../../session/any-session.js';
import { keyWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { command, done, getSurface } from '../define.js';

/** Whoever names others types into the focused pane too. A popup over it is none. */
function groupOf({ coordinator, viewer }: CommandContext, named: readonly AnySession[]): 'all' | string[] {
  if (named.length === 0) return 'all';
  const focused = coordinator.focused({ ...viewer, popup: undefined });
  return [...new Set([...(focused ? [focused] : []), ...named])].map(({ id }) => id);
}

/** Without those that are named; one pane alone is no group. */
function restOf(
  { viewer: { sync } }: CommandContext,
  named: readonly AnySession[],
  here: readonly AnySession[],
): 'off' | string[] {
  if (!sync || named.length === 0) return 'off';
  const before = here.filter(({ id }) => sync.sessions?.includes(id) ?? true);
  const left = before.filter((session) => !named.includes(session)).map(({ id }) => id);
  return left.length > 1 ? left : 'off';
}

function run(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { coordinator, viewer } = context;
  // Without a terminal nobody types.
  getSurface(context);
  const named = input.words('X').map((word) => coordinator.resolve(word));
  const here = coordinator.sessionsOfTab(coordinator.arrangement.currentTab(viewer));
  const elsewhere = named.find((session) => !here.includes(session));
  if (elsewhere)
    throw new UserError(`${elsewhere.name} is not in this tab; ${keyWord('join')} brings it here`);
  const to = input.word('to') ?? (viewer.sync ? 'off' : 'on');
  const group = to === 'on' ? groupOf(context, named) : restOf(context, named, here);
  coordinator.arrangement.viewers.sync(viewer, group);
  coordinator.settle();
  if (group === 'off') return done('your keys go to the focused pane only');
  return done(`your keys go to each pane marked [sync]; ${keyWord('sync off')} or another tab ends it`);
}

export const SYNC_COMMANDS: readonly Command[] = [
  command({
    name: 'sync',
    summary: 'your keys go to all panes of the tab, or this one and those named',
    positionals: [
      { name: 'to', called: 'on or off', kind: ['on', 'off'], optional: true },
      { name: 'X', kind: 'session', optional: true, rest: true },
    ],
    run,
  }),
];
