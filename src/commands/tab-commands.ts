// The verb `tab`: new, next, previous, last, by number, rename, close.

import { createChoice } from '../dialogs/choice.js';
import { createCommandPrompt } from '../dialogs/command-prompt.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, getSurface } from './define.js';

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

async function closeTab(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer } = context;
  if (input.has('hide') || input.has('close')) {
    await coordinator.closeTab(viewer, input.has('close') ? 'close' : 'hide');
    return SILENT;
  }
  const sessions = coordinator.sessionsOfTab(coordinator.arrangement.currentTab(viewer));
  getSurface(context).open(
    createChoice({
      title: 'close this tab?',
      lines: sessions.map(
        (session) => `#${session.number} ${session.name}  ${session.running ?? session.state}`,
      ),
      choices: [
        { key: 'h', label: 'hide', commands: [['tab', 'close', '--hide']] },
        { key: 'c', label: 'close', commands: [['tab', 'close', '--close']] },
      ],
    }),
  );
  return SILENT;
}

export const TAB_COMMANDS: readonly Command[] = [
  command({
    name: 'tab',
    aliases: ['select-window'],
    summary: 'new, next, previous, last, N, rename [NAME] or close',
    positionals: [
      { name: 'what', kind: 'text' },
      { name: 'argument', kind: 'text', optional: true, rest: true },
    ],
    flags: [
      { name: 'a', summary: 'new: after the current tab, not at the end' },
      { name: 'hide', summary: 'close: its sessions go to the background' },
      { name: 'close', summary: 'close: its sessions are closed' },
    ],
    async run(context, input) {
      const { coordinator, viewer } = context;
      const what = input.word('what') as string;
      const [extra] = input.words('argument');
      if (extra !== undefined && what !== 'rename')
        throw new UserError(`tab ${what} does not take ${extra}`, { exitCode: 2 });
      if (what === 'new') return newTab(context, input);
      if (what === 'rename') return renameTab(context, input);
      if (what === 'close') return closeTab(context, input);
      if (what === 'next' || what === 'previous' || what === 'last')
        coordinator.arrangement.selectTab(viewer, what);
      else if (/^\d+$/.test(what)) coordinator.arrangement.selectTab(viewer, Number(what));
      else
        throw new UserError(`tab takes new, next, previous, last, a number, rename or close, not ${what}`, {
          exitCode: 2,
        });
      coordinator.settle();
      return SILENT;
    },
  }),
];
