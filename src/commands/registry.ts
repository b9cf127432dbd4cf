// All verbs, found by name or alias. Owns the list and the aliases that stand for words with arguments
// (tmux's too).

import { nearest } from '../text/nearest.js';
import { UserError } from '../text/user-error.js';
import type { Command, Registry } from './command.js';
import { PANE_COMMANDS } from './pane-commands.js';
import { quoteWord } from './line/usage.js';
import { ASKING_COMMANDS } from './asking/asking-commands.js';
import { AGENT_COMMANDS } from './agent-commands.js';
import { AGENT_LIST_COMMANDS } from './agent-list.js';
import { ARCHIVE_COMMANDS } from './archive-commands.js';
import { CLIENT_COMMANDS } from './client-commands.js';
import { COMPARE } from './compare/compare-command.js';
import { CONFIG_COMMANDS } from './config/config-command.js';
import { CONTEXT_COMMANDS } from './context/context-command.js';
import { DOCTOR_COMMANDS } from './doctor/doctor-command.js';
import { ANSWER_COMMANDS } from './answer-commands.js';
import { BUFFER_COMMANDS } from './buffer-commands.js';
import { COPY_COMMANDS } from './copy-commands.js';
import { COPY } from './output/copy-command.js';
import { SAVE_COMMANDS } from './output/save-commands.js';
import { HISTORY_COMMANDS } from './history/history-commands.js';
import { IMPORT_COMMANDS } from './import-command.js';
import { MENU_COMMANDS } from './layout/menu-command.js';
import { SYNC_COMMANDS } from './layout/sync-command.js';
import { HOLD_COMMANDS } from './hold-commands.js';
import { INBOX_COMMANDS } from './inbox-command.js';
import { REMOTE_COMMANDS } from './remote/remote-commands.js';
import { REPORT_COMMANDS } from './report-commands.js';
import { REPLY_COMMANDS } from './reply-commands.js';
import { SHARE_COMMANDS } from './sharing/share-commands.js';
import { SCRIPTING_COMMANDS } from './scripting/scripting-commands.js';
import { SEARCH } from './search/search-command.js';
import { SESSION_COMMANDS } from './session-commands.js';
import { TEMPLATE_COMMANDS } from './templates/template-commands.js';
import { TAB_COMMANDS } from './tab-commands.js';
import { TALK_COMMANDS } from './talk-commands.js';
import { TOOL_COMMANDS } from './tool-commands.js';
import { TREE_COMMANDS } from './tree-commands.js';
import { POPUP } from './popups/popup-command.js';
import { SCRATCH } from './popups/scratch-command.js';
import { PIPE } from './pipe/pipe-command.js';
import { PROMPT_COMMANDS } from './prompt/prompt-commands.js';
import { TURN_COMMANDS } from './turns/turn-commands.js';
import { WORKSPACE_COMMANDS } from './workspace-commands.js';
import { PROJECT_COMMANDS } from './projects/project-commands.js';
import { WORKTREE_COMMANDS } from './worktrees/worktree-command.js';
import { commandWord } from '../text/mentions.js';
import { orList } from '../text/or-list.js';

const COMMANDS: readonly Command[] = [
  ...SESSION_COMMANDS,
  ...HOLD_COMMANDS,
  ...ARCHIVE_COMMANDS,
  ...AGENT_LIST_COMMANDS,
  ...AGENT_COMMANDS,
  ...TALK_COMMANDS,
  ...ASKING_COMMANDS,
  ...TURN_COMMANDS,
  ...PROMPT_COMMANDS,
  ...REPLY_COMMANDS,
  ...INBOX_COMMANDS,
  ...REPORT_COMMANDS,
  ...TAB_COMMANDS,
  ...PANE_COMMANDS,
  ...SYNC_COMMANDS,
  POPUP,
  SCRATCH,
  ...MENU_COMMANDS,
  ...CONTEXT_COMMANDS,
  ...TOOL_COMMANDS,
  ...TREE_COMMANDS,
  SEARCH,
  ...COPY_COMMANDS,
  ...BUFFER_COMMANDS,
  ...ANSWER_COMMANDS,
  COPY,
  COMPARE,
  PIPE,
  ...WORKTREE_COMMANDS,
  ...PROJECT_COMMANDS,
  ...TEMPLATE_COMMANDS,
  ...WORKSPACE_COMMANDS,
  ...CLIENT_COMMANDS,
  ...SHARE_COMMANDS,
  ...REMOTE_COMMANDS,
  ...DOCTOR_COMMANDS,
  ...CONFIG_COMMANDS,
  ...IMPORT_COMMANDS,
  ...SAVE_COMMANDS,
  ...SCRIPTING_COMMANDS,
  ...HISTORY_COMMANDS,
];

/** Words at the beginning of a line that mean other words; the longest match wins. */
const EXPANSIONS: readonly { from: readonly [string, ...string[]]; to: readonly string[] }[] = [
  { from: ['next'], to: ['switch', '--next'] },
  { from: ['prev'], to: ['switch', '--prev'] },
  { from: ['last'], to: ['switch', '--last'] },
  { from: ['split-window', '-h'], to: ['split', 'right'] },
  { from: ['split-window', '-v'], to: ['split', 'below'] },
  { from: ['split-window'], to: ['split', 'below'] },
  { from: ['select-pane', '-L'], to: ['focus', 'left'] },
  { from: ['select-pane', '-R'], to: ['focus', 'right'] },
  { from: ['select-pane', '-U'], to: ['focus', 'up'] },
  { from: ['select-pane', '-D'], to: ['focus', 'down'] },
  { from: ['last-pane'], to: ['focus', 'last'] },
  { from: ['resize-pane', '-L'], to: ['resize', 'left'] },
  { from: ['resize-pane', '-R'], to: ['resize', 'right'] },
  { from: ['resize-pane', '-U'], to: ['resize', 'up'] },
  { from: ['resize-pane', '-D'], to: ['resize', 'down'] },
  { from: ['resize-pane', '-Z'], to: ['zoom'] },
  { from: ['swap-pane', '-U'], to: ['swap', 'previous'] },
  { from: ['swap-pane', '-D'], to: ['swap', 'next'] },
  { from: ['rotate-window', '-U'], to: ['rotate', 'up'] },
  { from: ['rotate-window', '-D'], to: ['rotate', 'down'] },
  { from: ['rotate', '-U'], to: ['rotate', 'up'] },
  { from: ['rotate', '-D'], to: ['rotate', 'down'] },
  { from: ['select-pane', '-m'], to: ['pane', 'mark'] },
  { from: ['select-layout', '-E'], to: ['equalise'] },
  { from: ['move-window'], to: ['tab', 'move'] },
  { from: ['swap-window'], to: ['tab', 'swap'] },
  { from: ['new-window'], to: ['tab', 'new'] },
  { from: ['next-window'], to: ['tab', 'next'] },
  { from: ['previous-window'], to: ['tab', 'previous'] },
  { from: ['last-window'], to: ['tab', 'last'] },
  { from: ['rename-window'], to: ['tab', 'rename'] },
  { from: ['kill-window'], to: ['tab', 'close'] },
  { from: ['kill-pane'], to: ['close'] },
  { from: ['send-keys', '-t'], to: ['send-keys'] },
];

const byName = new Map(
  COMMANDS.flatMap((command) => [command.name, ...command.aliases].map((name) => [name, command] as const)),
);

const names: readonly string[] = [
  ...new Set([...byName.keys(), ...EXPANSIONS.map(({ from: [name] }) => name)]),
];

function getCommand(words: readonly string[]): ReturnType<Registry['get']> {
  const [name = ''] = words;
  // `2` and `#2` go to a session.
  if (/^#?\d+$/.test(name)) return { ...getCommand(['switch', ...words]), taken: 0 };
  const expansion = EXPANSIONS.filter(({ from }) => from.every((word, at) => words[at] === word)).sort(
    (a, b) => b.from.length - a.from.length,
  )[0];
  if (expansion) {
    const { from, to } = expansion;
    return { ...getCommand([...to, ...words.slice(from.length)]), taken: from.length };
  }
  const command = byName.get(name);
  if (command) return { command, rest: words.slice(1), taken: 1 };
  const near = nearest(name, names);
  const wayOut =
    near.length > 0 ? `did you mean ${orList(near)}?` : `${commandWord('help')} lists the commands`;
  throw new UserError(`no command ${quoteWord(name)}; ${wayOut}`, { exitCode: 2 });
}

export const registry: Registry = {
  commands: COMMANDS,
  names,
  find: (name) => byName.get(name),
  get: getCommand,
};
