// The verb of popups: popup. Owns what its words mean, and the shell that opens without a command. Leaves
// which session is in a popup to session/arrangement/popups.ts.

import { DEFAULT_POPUP_SIZE, parseLength, type PopupSize } from '../../panes/popup.js';
import type { AnySession } from '../../session/any-session.js';
import { UserError } from '../../text/user-error.js';
import { getCallerDirectory } from '../caller-directory.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { defaultShell } from '../default-shell.js';
import { command, programWords } from '../define.js';

/** Throws a UserError for what is no size. */
function readSize(input: ParsedArguments): PopupSize {
  const read = (flag: 'w' | 'h', usual: PopupSize['cols']): PopupSize['cols'] => {
    const word = input.value(flag);
    if (word === undefined) return usual;
    const length = parseLength(word);
    if (length) return length;
    throw new UserError(`popup: -${flag} must be a number of cells, or 1% to 100%, not ${word}`, {
      exitCode: 2,
    });
  };
  return { cols: read('w', DEFAULT_POPUP_SIZE.cols), rows: read('h', DEFAULT_POPUP_SIZE.rows) };
}

async function openPopup(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer, caller, way, config } = context;
  const shell = (): string[] => defaultShell(caller.env, { login: config.loginShell });
  await coordinator.createSession({
    kind: 'program',
    type: undefined,
    name: input.value('name'),
    model: undefined,
    cwd: way === 'cli' ? getCallerDirectory(caller) : coordinator.likeFocused(viewer).cwd,
    command: input.trailing.length > 0 ? programWords(context, input.trailing) : shell(),
    env: caller.env,
    viewer,
    place: { at: 'popup', size: readSize(input), own: true },
  });
  return SILENT;
}

/** Shows an open session in a popup: it leaves its pane, or another client's popup. */
export async function showInPopup(
  { coordinator, viewer }: Pick<CommandContext, 'coordinator' | 'viewer'>,
  session: AnySession,
  { own } = { own: false },
): Promise<void> {
  const { arrangement } = coordinator;
  const place = { at: 'popup', size: DEFAULT_POPUP_SIZE, own } as const;
  arrangement.checkPlace(viewer, place);
  if (arrangement.paneOf(session.id) !== undefined) await coordinator.hide(session);
  if (coordinator.find(session.id) !== session) throw new UserError(`${session.name} was closed`);
  coordinator.showSession(viewer, session, place);
}

export const POPUP: Command = command({
  name: 'popup',
  aliases: ['display-popup'],
  summary: 'run a command, or a shell, in a box over the panes',
  flags: [
    { name: 'w', value: 'WIDTH', summary: 'in columns or percent, with its border; 80%' },
    { name: 'h', value: 'HEIGHT', summary: 'in rows or percent; 80%' },
    { name: 'name', short: 'n', value: 'NAME', kind: 'name', summary: 'of its session' },
  ],
  trailing: 'command…',
  takesEnvironment: true,
  run: openPopup,
});
