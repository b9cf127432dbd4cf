// The verb `tab`: new, next, previous, last, by number, rename, close.

import { createChoice } from '../dialogs/choice.js';
import { createCommandPrompt } from '../dialogs/command-prompt.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import type { Tab } from '../panes/workspace.js';
import { keyWord } from '../text/mentions.js';
import { command, getSurface, say } from './define.js';
import { ANY_NUMBER } from './line/misfit.js';
import { flagName } from './line/usage.js';

async function newTab(
  { coordinator, viewer, caller }: CommandContext,
  input: ParsedArguments,
): Promise<CommandOutput> {
  await coordinator.createSession({
    ...coordinator.likeFocused(viewer),
    env: caller.env,
    viewer,
    place: { at: 'tab', ...(input.has('a') ? { after: true } : {}) },
  });
  return SILENT;
}

function renameTab(context: CommandContext, input: ParsedArguments): CommandOutput {
  const { coordinator, viewer } = context;
  const name = input.words('argument').join(' ');
  if (name === '') {
    const current = coordinator.arrangement.currentTab(viewer).name ?? '';
    getSurface(context).open(
      createCommandPrompt({
        title: 'rename tab to: ',
        text: current,
        toCommands: (text) => (text.trim() === '' ? [] : [['tab', 'rename', text.trim()]]),
      }),
    );
    return SILENT;
  }
  coordinator.arrangement.renameTab(viewer, name);
  coordinator.settle();
  return SILENT;
}

function findTab({ coordinator, viewer }: CommandContext, id: string | undefined): Tab {
  const { arrangement } = coordinator;
  if (id === undefined) return arrangement.currentTab(viewer);
  const tab = arrangement.workspace.tabs.find((each) => each.id === id);
  if (!tab) throw new UserError('the tab is already closed');
  return tab;
}

async function closeTab(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator } = context;
  const tab = findTab(context, input.value('tab'));
  const sessions = coordinator.sessionsOfTab(tab);
  if (input.has('hide') || input.has('close')) {
    const listed = input.value('only')?.split(',');
    const added = listed && sessions.find(({ id }) => !listed.includes(id));
    if (added) throw new UserError(`${added.name} is now in this tab as well; check it again`);
    await coordinator.closeTab(tab, input.has('close') ? 'close' : 'hide');
    return SILENT;
  }
  // The tab and its sessions by id: by the time of the answer another tab may be current, or the tab may hold
  // more.
  const same = ['--tab', tab.id, '--only', sessions.map(({ id }) => id).join(',')];
  getSurface(context).open(
    createChoice({
      title: 'close this tab?',
      lines: sessions.map(
        (session) => `#${session.number} ${session.name}  ${session.running ?? session.state}`,
      ),
      choices: [
        { key: 'h', label: 'hide', commands: [['tab', 'close', '--hide', ...same]] },
        { key: 'c', label: 'close', commands: [['tab', 'close', '--close', ...same]] },
      ],
    }),
  );
  return SILENT;
}

/** Which action takes which flag; only rename takes a word. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  new: ['a'],
  close: ['hide', 'close', 'tab', 'only'],
};

function refuseSurplus(action: string, input: ParsedArguments): void {
  const [extra] = input.words('argument');
  if (extra !== undefined && action !== 'rename')
    throw new UserError(`tab ${action} does not take ${extra}`, { exitCode: 2 });
  const flag = TAB_FLAGS.find(({ name }) => input.has(name) && !FLAGS[action]?.includes(name));
  if (flag) throw new UserError(`tab ${action} does not take ${flagName(flag)}`, { exitCode: 2 });
}

const TAB_FLAGS = [
  { name: 'a', summary: 'new: after the current tab, not at the end' },
  { name: 'hide', summary: 'close: its sessions go to the background' },
  { name: 'close', summary: 'close: its sessions are closed' },
  { name: 'tab', value: 'ID', summary: 'close: the tab with this id, not the current one' },
  { name: 'only', value: 'IDS', summary: 'close: only if it holds no sessions but these' },
] as const;

export const TAB_COMMANDS: readonly Command[] = [
  command({
    name: 'tab',
    aliases: ['select-window'],
    summary: 'new, next, previous, last, N, rename [NAME] or close',
    positionals: [
      {
        name: 'action',
        called: 'an action',
        kind: ['new', 'next', 'previous', 'last', ANY_NUMBER, 'rename', 'close'],
      },
      { name: 'argument', kind: 'text', optional: true, rest: true },
    ],
    flags: TAB_FLAGS,
    async run(context, input) {
      const { coordinator, viewer } = context;
      const action = input.word('action') as string;
      refuseSurplus(action, input);
      if (action === 'new') return newTab(context, input);
      if (action === 'rename') return renameTab(context, input);
      if (action === 'close') return closeTab(context, input);
      if (action === 'next' || action === 'previous') {
        if (coordinator.arrangement.workspace.tabs.length === 1)
          return say(`this is the only tab; ${keyWord('tab new')} opens another`);
        coordinator.arrangement.selectTab(viewer, action);
      } else {
        coordinator.arrangement.selectTab(viewer, action === 'last' ? action : Number(action));
      }
      coordinator.settle();
      return SILENT;
    },
  }),
];
