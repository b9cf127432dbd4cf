// The verb join: a session's pane beside this one, or several together in a tab. Owns which tab is meant.
// Leaves where the panes go to panes/gather.ts.

import { randomUUID } from 'node:crypto';

import { gatherSessions } from '../../panes/gather.js';
import { paneOfSession } from '../../panes/workspace.js';
import { countOf, nameList } from '../../text/name-list.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, done, say } from '../define.js';
import { pickNamed } from './pick-sessions.js';

function join(context: CommandContext, input: ParsedArguments): CommandOutput {
  const words = input.words('X');
  const tab = input.value('tab');
  if (words.length > 1 || tab !== undefined) return gather(context, words, tab);
  const { coordinator, viewer } = context;
  const session = words.length === 0 ? getMarked(context) : coordinator.resolve(words[0] as string);
  coordinator.arrangement.moveToSplit(viewer, session.id, 'right');
  coordinator.settle();
  return SILENT;
}

function getMarked({ coordinator }: CommandContext) {
  const id = coordinator.arrangement.mark.session;
  const session = id === undefined ? undefined : coordinator.find(id);
  if (session) return session;
  throw new UserError(`join needs a session, or a marked pane; ${commandWord('pane mark')} marks one`, {
    exitCode: 2,
  });
}

function gather(context: CommandContext, words: readonly string[], tab: string | undefined): CommandOutput {
  const { coordinator, viewer } = context;
  const { arrangement } = coordinator;
  const sessions = words.length === 0 ? [getMarked(context)] : pickNamed(context, words);
  const before = arrangement.workspace;
  const target = tabOf(context, tab);
  const gathered = gatherSessions(
    before,
    sessions.map(({ id }) => id),
    { tab: target, area: arrangement.viewers.areaOf(viewer.view.tab), newId: randomUUID },
  );
  if ('refused' in gathered) throw new UserError(gathered.refused);
  if (gathered.workspace === before) return say('they are in this tab already');
  arrangement.replace(viewer, gathered.workspace, paneOfSession(gathered.workspace, sessions[0]?.id ?? ''));
  coordinator.settle();
  const at = arrangement.workspace.tabs.findIndex(({ id }) => id === gathered.tab) + 1;
  return done(
    `moved ${countOf(sessions.length, 'session')} to tab ${at}: ${nameList(sessions.map(({ name }) => name))}`,
  );
}

/** Id of the tab, without a word the current one; undefined: a new one. */
function tabOf({ coordinator, viewer }: CommandContext, word: string | undefined): string | undefined {
  const { arrangement } = coordinator;
  if (word === 'new') return undefined;
  if (word === undefined || word === 'here') return arrangement.currentTab(viewer).id;
  const tab = /^\d{1,9}$/.test(word) ? arrangement.workspace.tabs[Number(word) - 1] : undefined;
  if (tab) return tab.id;
  throw new UserError(`there is no tab ${word}; ${commandWord('tree')} lists them, and new makes one`, {
    exitCode: 2,
  });
}

export const JOIN: Command = command({
  name: 'join',
  aliases: ['join-pane'],
  summary: 'bring panes, or the marked one, beside this one or to a tab',
  positionals: [{ name: 'X', kind: 'session', optional: true, rest: true }],
  flags: [{ name: 'tab', value: 'N', summary: 'to tab N, new for one of their own, or here' }],
  run: join,
});
