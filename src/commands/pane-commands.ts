// The verbs of panes: split, focus, resize, zoom, swap, rotate, mark, layout, break, hide. Each calls the
// arrangement or, where sessions come or go, the coordinator.

import type { Command, CommandContext } from './command.js';
import { SILENT } from './command.js';
import type { AnySession } from '../session/any-session.js';
import { checkNoPopup } from '../session/arrangement/popups.js';
import { commandWord, keyWord } from '../text/mentions.js';
import { UserError } from '../text/user-error.js';
import { command, done, getSurface, parseCount, say } from './define.js';
import { JOIN } from './several/join-command.js';
import {
  isSavedAction,
  refuseSurplus,
  SAVED_ACTIONS,
  SAVED_FLAGS,
  SAVED_SUGGESTIONS,
  savedLayout,
} from './projects/layout-files.js';

const DIRECTIONS = ['left', 'right', 'up', 'down'] as const;
type Direction = (typeof DIRECTIONS)[number];

const PRESETS = ['even-horizontal', 'even-vertical', 'main-horizontal', 'main-vertical', 'tiled'] as const;

const LAYOUTS = ['next', 'undo', ...PRESETS, 'stacked'] as const;
const LAYOUT_ACTIONS = [...LAYOUTS, ...SAVED_ACTIONS] as const;

const FOCUS_TARGETS = [...DIRECTIONS, 'next', 'last'] as const;

/** A key that cannot do anything says so. */
const change = (context: CommandContext, act: () => void, otherwise?: string) => {
  const { arrangement } = context.coordinator;
  const { workspace } = arrangement;
  const pane = arrangement.focusedPane(context.viewer);
  act();
  const isSame = workspace === arrangement.workspace && pane === arrangement.focusedPane(context.viewer);
  context.coordinator.settle();
  return isSame && otherwise !== undefined ? say(otherwise) : SILENT;
};

const LONE_PANE = `this tab has only one pane; ${keyWord('split right')} makes another`;

const loneOr = ({ coordinator, viewer }: CommandContext, otherwise: string): string =>
  coordinator.sessionsOfTab(coordinator.arrangement.currentTab(viewer)).length > 1 ? otherwise : LONE_PANE;

const sessionsInPanes = ({ coordinator }: CommandContext) =>
  coordinator.arrangement.workspace.tabs.flatMap((tab) => coordinator.sessionsOfTab(tab));

/** needs: what is said if no pane is marked. */
function getMarked({ coordinator }: CommandContext, needs: string): AnySession {
  const id = coordinator.arrangement.mark.session;
  const session = id === undefined ? undefined : coordinator.find(id);
  if (!session) throw new UserError(`${needs}; ${commandWord('pane mark')} marks one`, { exitCode: 2 });
  return session;
}

export const PANE_COMMANDS: readonly Command[] = [
  command({
    name: 'split',
    summary: 'put a new chat, or a session, beside the focused pane',
    positionals: [{ name: 'direction', called: 'a direction', kind: ['right', 'below'] }],
    flags: [{ name: 'session', value: 'X', kind: 'session', summary: 'show session X in the new pane' }],
    async run(context, input) {
      const { coordinator, viewer } = context;
      const direction = input.word('direction') as 'right' | 'below';
      const word = input.value('session');
      if (word !== undefined) {
        coordinator.splitWith(viewer, direction, coordinator.resolve(word));
        return SILENT;
      }
      await coordinator.createSession({
        ...coordinator.likeFocused(viewer),
        env: context.caller.env,
        viewer,
        place: { at: 'split', direction },
      });
      return SILENT;
    },
  }),
  command({
    name: 'focus',
    aliases: ['select-pane'],
    summary: 'move to another pane',
    positionals: [{ name: 'to', called: 'a direction', kind: FOCUS_TARGETS }],
    run: (context, input) =>
      change(
        context,
        () =>
          context.coordinator.arrangement.focus(
            context.viewer,
            input.word('to') as (typeof FOCUS_TARGETS)[number],
          ),
        loneOr(context, `there is no pane ${input.word('to') === 'last' ? 'used before' : 'there'}`),
      ),
  }),
  command({
    name: 'resize',
    aliases: ['resize-pane'],
    summary: 'move a border of the focused pane by N cells',
    positionals: [
      { name: 'direction', called: 'a direction', kind: DIRECTIONS },
      { name: 'N', kind: 'text', optional: true },
    ],
    run: (context, input) =>
      change(
        context,
        () =>
          context.coordinator.arrangement.resize(
            context.viewer,
            input.word('direction') as Direction,
            parseCount(input.word('N'), 'resize: N', 1),
          ),
        'the panes there cannot get any smaller',
      ),
  }),
  command({
    name: 'zoom',
    summary: 'zoom the focused pane to the whole tab, or back',
    run: (context) =>
      change(
        context,
        () => context.coordinator.arrangement.rearrange(context.viewer, { type: 'zoom' }),
        LONE_PANE,
      ),
  }),
  command({
    name: 'swap',
    aliases: ['swap-pane'],
    summary: 'exchange the focused pane with another or the marked one',
    positionals: [{ name: 'with', called: 'the other pane', kind: ['next', 'previous'], optional: true }],
    run(context, input) {
      const { arrangement } = context.coordinator;
      const word = input.word('with');
      if (word !== undefined)
        return change(
          context,
          () =>
            arrangement.rearrange(context.viewer, { type: 'swap-in-order', step: word === 'next' ? 1 : -1 }),
          LONE_PANE,
        );
      const marked = getMarked(context, 'swap needs the other pane: next, previous or a marked one');
      const pane = arrangement.paneOf(marked.id);
      if (pane === undefined)
        throw new UserError(`${marked.name} is in no pane; ${commandWord('join')} puts it beside this one`);
      return change(
        context,
        () => arrangement.rearrange(context.viewer, { type: 'swap', with: pane }),
        'this is the marked pane itself; go to another one to exchange the two',
      );
    },
  }),
  command({
    name: 'rotate',
    aliases: ['rotate-window'],
    summary: 'move every pane to the place of the one before or after it',
    positionals: [{ name: 'way', called: 'a way', kind: ['up', 'down'], optional: true }],
    run: (context, input) =>
      change(
        context,
        () =>
          context.coordinator.arrangement.rearrange(context.viewer, {
            type: 'rotate',
            way: input.word('way') === 'down' ? 'down' : 'up',
          }),
        LONE_PANE,
      ),
  }),
  command({
    name: 'equalise',
    aliases: ['equalize'],
    summary: 'give every pane of the tab the same area',
    run: (context) =>
      change(
        context,
        () => context.coordinator.arrangement.rearrange(context.viewer, { type: 'equalise' }),
        loneOr(context, 'the panes of this tab already have the same area'),
      ),
  }),
  command({
    name: 'pane',
    summary: 'mark the focused pane for join and swap, or unmark it',
    positionals: [{ name: 'action', called: 'an action', kind: ['mark'] }],
    run(context) {
      const { coordinator, viewer } = context;
      const session = coordinator.focused(viewer);
      if (!session) throw new UserError('there is no pane to mark');
      checkNoPopup(viewer);
      const isMarked = coordinator.arrangement.mark.toggle(session.id);
      coordinator.settle();
      return done(
        isMarked
          ? `marked ${session.name}; ${keyWord('join')} and ${keyWord('swap')} in another pane act on it`
          : `${session.name} is no longer marked`,
      );
    },
  }),
  command({
    name: 'layout',
    aliases: ['select-layout'],
    summary: 'arrange the panes by a preset, stack, undo, save or load',
    positionals: [
      { name: 'ACTION', called: 'a layout', kind: LAYOUT_ACTIONS },
      { name: 'NAME', kind: 'text', suggestsAfter: SAVED_SUGGESTIONS, optional: true },
    ],
    flags: SAVED_FLAGS,
    takesEnvironment: true,
    lookingActions: ['list'],
    run(context, input) {
      const action = input.word('ACTION') as (typeof LAYOUT_ACTIONS)[number];
      if (isSavedAction(action)) return savedLayout(context, action, input);
      refuseSurplus(action, input);
      const { coordinator, viewer } = context;
      const shown = sessionsInPanes(context);
      const before = coordinator.arrangement.workspace;
      coordinator.arrangement.layout(viewer, action);
      coordinator.settle();
      if (before === coordinator.arrangement.workspace)
        return say(loneOr(context, `the tab already has the layout ${action}`));
      const left = shown.filter(({ id }) => coordinator.arrangement.paneOf(id) === undefined);
      if (left.length === 0) return SILENT;
      const verb = left.length === 1 ? 'goes' : 'go';
      return done(`${left.map(({ name }) => name).join(', ')} ${verb} on in the background`);
    },
  }),
  command({
    name: 'break',
    aliases: ['break-pane'],
    summary: 'move the focused pane to a tab of its own',
    flags: [{ name: 'a', summary: 'after the current tab, not at the end' }],
    run: (context, input) =>
      change(context, () =>
        context.coordinator.arrangement.breakPane(context.viewer, input.has('a') ? 'after' : 'last'),
      ),
  }),
  JOIN,
  command({
    name: 'hide',
    summary: 'hide the pane; its session keeps running in the background',
    async run(context) {
      const { coordinator, viewer } = context;
      const session = coordinator.focused(viewer);
      if (!session) throw new UserError('there is no pane to hide');
      await coordinator.hide(session);
      const does = session.state === 'completed' ? 'stays' : 'keeps running';
      return done(`hid ${session.name}; it ${does} in the background`);
    },
  }),
  command({
    name: 'send-prefix',
    summary: 'send the prefix key itself to the pane',
    run(context) {
      getSurface(context).sendPrefix();
      return SILENT;
    },
  }),
];
