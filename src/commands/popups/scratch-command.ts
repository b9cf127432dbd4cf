// The verb of the scratch shell: scratch. Owns which shell is the one of a tab, its name and its directory.
// Leaves the popup it is shown in to popup-command.ts.

import { basename } from 'node:path';

import { isProgram } from '../../session/any-session.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import { MAX_NAME_LENGTH, uniqueName } from '../../session/names/names.js';
import type { ProgramSession } from '../../session/program/program-session.js';
import { DEFAULT_POPUP_SIZE } from '../../panes/popup.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { Command, CommandContext, CommandOutput } from '../command.js';
import { SILENT } from '../command.js';
import { defaultShell } from '../default-shell.js';
import { command } from '../define.js';
import { showInPopup } from './popup-command.js';

/** The one that the tab has used, else the one of the directory. */
function findScratch(
  { coordinator }: CommandContext,
  tab: string,
  directory: string,
): ProgramSession | undefined {
  const shells = coordinator.sessions.filter((session) => isProgram(session));
  return (
    shells.find(({ record }) => record.scratch?.tabs.includes(tab)) ??
    shells.find(({ record }) => record.scratch?.directory === directory)
  );
}

function use(shell: ProgramSession, tab: string, directory: string): void {
  const { scratch = { directory, tabs: [] } } = shell.record;
  if (scratch.tabs.includes(tab)) return;
  shell.update({ scratch: { ...scratch, tabs: [...scratch.tabs, tab] } });
}

/** `scratch-site` for /srv/site: what a name may not contain is left out. */
const scratchName = (directory: string, taken: readonly string[]): string => {
  const base = sanitiseLine(basename(directory))
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\-_.]/gu, '');
  return uniqueName(
    [...(base === '' ? 'scratch' : `scratch-${base}`)].slice(0, MAX_NAME_LENGTH).join(''),
    taken,
  );
};

/** Whose shell is about to start: the key pressed again meanwhile is for that one. */
const starting = new WeakSet<Viewer>();

async function openScratch(context: CommandContext): Promise<CommandOutput> {
  const { coordinator, viewer } = context;
  if (starting.has(viewer)) return SILENT;
  const { id: tab } = coordinator.arrangement.currentTab(viewer);
  // Of the tab, whatever is in the popup now.
  const { cwd: directory } = coordinator.likeFocused({ ...viewer, popup: undefined });
  const found = findScratch(context, tab, directory);
  if (found && viewer.popup?.session === found.id) {
    await coordinator.hide(found);
    return SILENT;
  }
  if (found) {
    use(found, tab, directory);
    await showInPopup(context, found, { own: true });
    return SILENT;
  }
  starting.add(viewer);
  try {
    await startScratch(context, tab, directory);
  } finally {
    starting.delete(viewer);
  }
  return SILENT;
}

async function startScratch(context: CommandContext, tab: string, directory: string): Promise<void> {
  const { coordinator, viewer, caller, config } = context;
  const made = await coordinator.createSession({
    kind: 'program',
    type: undefined,
    name: scratchName(
      directory,
      coordinator.sessions.map(({ name }) => name),
    ),
    model: undefined,
    cwd: directory,
    command: defaultShell(caller.env, { login: config.loginShell }),
    env: caller.env,
    viewer,
    place: { at: 'popup', size: DEFAULT_POPUP_SIZE, own: true },
  });
  if (isProgram(made)) use(made, tab, directory);
  coordinator.settle();
}

export const SCRATCH: Command = command({
  name: 'scratch',
  summary: "show or hide the scratch shell of the tab's directory",
  takesEnvironment: true,
  run: openScratch,
});
