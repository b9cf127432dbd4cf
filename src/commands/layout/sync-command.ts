// The verb `sync`: a terminal's keys go to several panes of its tab. Leaves which of them get a key to
// session/arrangement/sync.ts.

import { keyWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { command, done, getSurface } from '../define.js';

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
  const before = here.filter(({ id }) => viewer.sync?.sessions?.includes(id) ?? viewer.sync !== undefined);
  const left = to === 'on' ? named : before.filter((session) => named.length > 0 && !named.includes(session));
  const isOn = to === 'on' || left.length > 1;
  const all = to === 'on' && named.length === 0;
  coordinator.arrangement.viewers.sync(viewer, all ? 'all' : isOn ? left.map(({ id }) => id) : 'off');
  coordinator.settle();
  if (!isOn) return done('your keys go to the focused pane only');
  const names = all ? 'all panes of this tab' : left.map(({ name }) => name).join(', ');
  return done(`your keys go to ${names}; ${keyWord('sync off')} or another tab ends it`);
}

export const SYNC_COMMANDS: readonly Command[] = [
  command({
    name: 'sync',
    summary: 'your keys go to all panes of the tab at once, or to those named',
    positionals: [
      { name: 'to', called: 'on or off', kind: ['on', 'off'], optional: true },
      { name: 'X', kind: 'session', optional: true, rest: true },
    ],
    run,
  }),
];
