// The verb by which a program reports its session's state: report. Leaves what an agent's hook means to
// agent-hook.ts, and reading it to cli/. Invariant: from a shell it means the pane it runs in, never the one
// that happens to be focused.

import { isConversation } from '../store/session-record.js';
import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { REPORT_STATES, type ReportState } from './hooks/hook-report.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { command, getHere } from './define.js';
import { orList } from '../text/or-list.js';

/** Longest text shown, as for what programs report themselves. */
const MAX_TEXT_CHARACTERS = 240;

/** Outside of a pane, or in one whose session is gone. */
export const whichSession = (): UserError =>
  new UserError('report works only inside a qmux pane (QMUX_SESSION is not set)', {
    exitCode: 2,
  });

function report(context: CommandContext, input: ParsedArguments): CommandOutput {
  if (input.has('hook'))
    throw new UserError('report --hook reads standard input and works only in a shell', { exitCode: 2 });
  const state = REPORT_STATES.find((each) => each === input.word('STATE'));
  if (!state) throw new UserError(`report needs a state: ${orList(REPORT_STATES)}`, { exitCode: 2 });
  if (context.way === 'cli' && !context.pane) throw whichSession();
  const session = getHere(context);
  const text = sanitiseLine(input.words('TEXT').join(' '), MAX_TEXT_CHARACTERS).trim();
  const conversation = input.value('conversation');
  if (conversation !== undefined && !isConversation(conversation))
    throw new UserError(`${conversation} is not the id of a conversation`, { exitCode: 2 });
  session.report(toReported(state), text, conversation);
  return SILENT;
}

/** The state as a program's own sequence (OSC 7501) names it. */
export const toReported = (state: ReportState): 'working' | 'blocked' | 'done' | 'idle' | 'error' =>
  state === 'waiting' ? 'blocked' : state;

export const REPORT_COMMANDS: readonly Command[] = [
  command({
    name: 'report',
    summary: "report the state of the program in this pane, for agents' hooks",
    positionals: [
      { name: 'STATE', kind: REPORT_STATES, optional: true },
      { name: 'TEXT', kind: 'text', optional: true, rest: true },
    ],
    flags: [
      { name: 'conversation', value: 'ID', summary: "the agent's id of its conversation, to resume it" },
      { name: 'hook', summary: "read an agent's JSON from standard input or the last word; never fails" },
    ],
    run: report,
  }),
];
