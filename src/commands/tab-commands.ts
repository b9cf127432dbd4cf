// The verb `tab`: new, next, previous, last, by number, rename, move, swap, close.

import { createChoice } from '../dialogs/choice.js';
import { createCommandPrompt } from '../dialogs/command-prompt.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import type { Tab } from '../panes/workspace.js';
import { commandWord, keyWord } from '../text/mentions.js';
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

/** `tab move left`, `right` or a number: the client stays with its tab. */
function moveTab({ coordinator, viewer }: CommandContext, input: ParsedArguments): CommandOutput {
  const { arrangement } = coordinator;
  const { tabs } = arrangement.workspace;
  const words = argumentsOf(input);
  const [word] = words;
  if (word === undefined || words.length > 1)
    throw new UserError('tab move needs a place: left, right or a number', { exitCode: 2 });
  const at = tabs.indexOf(arrangement.currentTab(viewer));
  const step = word === 'left' ? -1 : word === 'right' ? 1 : undefined;
  const to = step === undefined ? tabIndex(word, { at, count: tabs.length, verb: 'tab move' }) : at + step;
  if (to < 0 || to >= tabs.length)
    return say(tabs.length === 1 ? LONE_TAB : `this is the ${to < 0 ? 'first' : 'last'} tab`);
  if (to === at) return say(`this is tab ${at + 1} already`);
  arrangement.rearrange(viewer, { type: 'move-tab', to });
  coordinator.settle();
  return SILENT;
}

/** `tab swap Y`: the current one with Y; `tab swap X Y`: any two. */
function swapTabs({ coordinator, viewer }: CommandContext, input: ParsedArguments): CommandOutput {
  const { arrangement } = coordinator;
  const { tabs } = arrangement.workspace;
  const words = argumentsOf(input);
  if (words.length < 1 || words.length > 2)
    throw new UserError('tab swap needs the number of the other tab, or of two', { exitCode: 2 });
  const at = tabs.indexOf(arrangement.currentTab(viewer));
  const found = words.map((word) => tabs[tabIndex(word, { at, count: tabs.length, verb: 'tab swap' })]);
  const [other, first = tabs[at]] = found.toReversed();
  if (!first || !other) throw new UserError('tab swap needs a tab');
  if (first === other) return say('the two are the same tab');
  arrangement.rearrange(viewer, { type: 'swap-tabs', tab: first.id, with: other.id });
  coordinator.settle();
  return SILENT;
}

/** The words, and tmux's `-s X -t Y`. */
const argumentsOf = (input: ParsedArguments): string[] => [
  ...(input.value('s') === undefined ? [] : [input.value('s') as string]),
  ...(input.value('t') === undefined ? [] : [input.value('t') as string]),
  ...input.words('argument'),
];

/** A number from 1, or as tmux has it, one to the left or right of the current tab: `-1`, `+2`, `:3`. */
function tabIndex(word: string, { at, count, verb }: { at: number; count: number; verb: string }): number {
  const [, sign, digits] = /^:?([+-]?)(\d{1,9})$/.exec(word) ?? [];
  if (digits === undefined)
    throw new UserError(`${verb}: ${word} is not a number of a tab; ${commandWord('tree')} lists them`, {
      exitCode: 2,
    });
  const index = sign === '-' ? at - Number(digits) : sign === '+' ? at + Number(digits) : Number(digits) - 1;
  if (index >= 0 && index < count) return index;
  throw new UserError(`there is no tab ${index + 1}; ${commandWord('tree')} lists them`);
}

const LONE_TAB = `this is the only tab; ${keyWord('tab new')} opens another`;

/** Which action takes which flag; only some take words. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  new: ['a'],
  move: ['t'],
  swap: ['s', 't'],
  close: ['hide', 'close', 'tab', 'only'],
};

function refuseSurplus(action: string, input: ParsedArguments): void {
  const [extra] = input.words('argument');
  if (extra !== undefined && !['rename', 'move', 'swap'].includes(action))
    throw new UserError(`tab ${action} does not take ${extra}`, { exitCode: 2 });
  const flag = TAB_FLAGS.find(({ name }) => input.has(name) && !FLAGS[action]?.includes(name));
  if (flag) throw new UserError(`tab ${action} does not take ${flagName(flag)}`, { exitCode: 2 });
}

const TAB_FLAGS = [
  { name: 'a', summary: 'new: after the current tab, not at the end' },
  { name: 's', value: 'X', summary: 'swap: the first of the two, as in tmux' },
  { name: 't', value: 'Y', summary: 'move, swap: the place or the other tab, as in tmux' },
  { name: 'hide', summary: 'close: its sessions go to the background' },
  { name: 'close', summary: 'close: its sessions are closed' },
  { name: 'tab', value: 'ID', summary: 'close: the tab with this id, not the current one' },
  { name: 'only', value: 'IDS', summary: 'close: only if it holds no sessions but these' },
] as const;

export const TAB_COMMANDS: readonly Command[] = [
  command({
    name: 'tab',
    aliases: ['select-window'],
    summary: 'new, next, previous, last, N, rename [NAME], move, swap or close',
    positionals: [
      {
        name: 'action',
        called: 'an action',
        kind: ['new', 'next', 'previous', 'last', ANY_NUMBER, 'rename', 'move', 'swap', 'close'],
      },
      { name: 'argument', kind: 'text', textAfter: ['rename'], optional: true, rest: true },
    ],
    flags: TAB_FLAGS,
    async run(context, input) {
      const { coordinator, viewer } = context;
      const action = input.word('action') as string;
      refuseSurplus(action, input);
      if (action === 'new') return newTab(context, input);
      if (action === 'rename') return renameTab(context, input);
      if (action === 'move') return moveTab(context, input);
      if (action === 'swap') return swapTabs(context, input);
      if (action === 'close') return closeTab(context, input);
      if (action === 'next' || action === 'previous') {
        if (coordinator.arrangement.workspace.tabs.length === 1) return say(LONE_TAB);
        coordinator.arrangement.selectTab(viewer, action);
      } else {
        coordinator.arrangement.selectTab(viewer, action === 'last' ? action : Number(action));
      }
      coordinator.settle();
      return SILENT;
    },
  }),
];
