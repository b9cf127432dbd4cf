// What a command of tmux is in qmux (pure): the line that a binding runs, or why there is none. Owns the
// table. Leaves options and keys to the other files here, and whether a line is one to commands/.

import { parseKeyName } from '../../keymap/key.js';
import { splitLine } from '../../commands/line/split-line.js';
import { quoteWord } from '../../commands/line/usage.js';
import { registry } from '../../commands/registry.js';
import { PRESETS } from '../../panes/presets.js';
import { readBoundCommands, readTmuxCommands, type TmuxCommand } from './tmux-commands.js';
import { readTmuxCall, type TmuxCall } from './tmux-flags.js';

/** note: what of it has no counterpart. */
export type Action = { line: string; note?: string } | { why: string };

const line = (text: string, note?: string): Action =>
  note === undefined ? { line: text } : { line: text, note };
const none = (why: string): Action => ({ why });

const DIRECTIONS: Readonly<Record<string, string>> = { L: 'left', R: 'right', U: 'up', D: 'down' };
const directionOf = ({ flags }: TmuxCall): string | undefined =>
  Object.entries(DIRECTIONS).find(([flag]) => flags.has(flag))?.[1];

/** New panes begin there anyway. */
const IS_CURRENT_PATH = /pane_current_path|pane_start_path/;
const SHELL_SIGNS = /[^\w\s./:@%+=,-]/;

/** The words of a program: one argument is for a shell, several are the words themselves. */
function program(args: readonly string[]): string {
  const [text = ''] = args;
  if (args.length > 1) return args.map(quoteWord).join(' ');
  return SHELL_SIGNS.test(text) ? `sh -c ${quoteWord(text)}` : text.trim().replace(/\s+/g, ' ');
}

/** Also by the variables that configs name it with: `$TMUX`, `"$TMUX_PROGRAM"`. */
const speaksToTmux = (text: string): boolean => /\btmux(?:\s|$)|#\{|\$\{?TMUX/.test(text);
const SPEAKS = none('its command speaks to tmux');

function directoryNote({ flags }: TmuxCall): string | undefined {
  const directory = flags.get('c');
  return directory === undefined || IS_CURRENT_PATH.test(directory)
    ? undefined
    : `-c ${directory}: it begins in the directory of the focused session`;
}

function newWindow(call: TmuxCall): Action {
  const { flags, args } = call;
  const text = args.join(' ');
  if (speaksToTmux(text)) return SPEAKS;
  const name = flags.get('n');
  if (text !== '')
    return line(
      `program ${program(args)}`,
      directoryNote(call) ??
        (name ? `-n ${name}: a tab is named after its program; tab rename names one` : undefined),
    );
  const rename = name === undefined || name === '' ? '' : ` ; tab rename ${name}`;
  return line(`tab new${flags.has('a') ? ' -a' : ''}${rename}`, directoryNote(call));
}

function splitWindow(call: TmuxCall): Action {
  const { flags, args } = call;
  const isRight = flags.has('h');
  const lost = ['b', 'f', 'l', 'p'].filter((flag) => flags.has(flag)).map((flag) => `-${flag}`);
  const note =
    lost.length > 0 ? `${lost.join(' ')}: a split is half of the pane, right or below` : directoryNote(call);
  if (speaksToTmux(args.join(' '))) return SPEAKS;
  if (args.length === 0) return line(`split ${isRight ? 'right' : 'below'}`, note);
  return line(`new ${isRight ? '-h' : '-v'} -- ${program(args)}`, note);
}

function selectPane(call: TmuxCall): Action {
  const direction = directionOf(call);
  if (direction !== undefined) return line(`focus ${direction}`);
  if (call.flags.has('l')) return line('focus last');
  if (call.flags.has('m')) return line('pane mark');
  const target = call.flags.get('t');
  if (target === ':.+' || target === '+') return line('focus next');
  return none('panes are chosen by direction, or by their number after pane-numbers');
}

function resizePane(call: TmuxCall): Action {
  if (call.flags.has('Z')) return line('zoom');
  const direction = directionOf(call);
  if (direction === undefined) return none('a pane is resized in a direction: resize left 5');
  return line(`resize ${direction} ${/^\d+$/.test(call.args[0] ?? '') ? call.args[0] : 1}`);
}

function selectWindow({ flags }: TmuxCall): Action {
  if (flags.has('l')) return line('tab last');
  if (flags.has('n')) return line('tab next');
  if (flags.has('p')) return line('tab previous');
  const target = (flags.get('t') ?? '').replace(/^:?=?/, '');
  if (target === '+' || target === '{next}') return line('tab next');
  if (target === '-' || target === '{previous}') return line('tab previous');
  return /^\d+$/.test(target)
    ? line(`tab ${target === '0' ? 10 : target}`)
    : none('tabs are chosen by number');
}

/** `swap-window -t -1` moves the window by one. */
function swapWindow({ flags }: TmuxCall): Action {
  const target = (flags.get('t') ?? '').replace(/^:/, '');
  if (target === '-1' || target === '-') return line('tab move left');
  if (target === '+1' || target === '+') return line('tab move right');
  return /^\d+$/.test(target)
    ? line(`tab move ${target === '0' ? 1 : target}`)
    : none('tabs move left, right or to a number');
}

function sendKeys({ flags, args }: TmuxCall): Action {
  if (flags.has('X'))
    return args.length > 0 ? line(`copy-mode ${copyCommand(args)}`) : none('there is no command');
  if (flags.has('t')) return none('the target of send-keys: name a session, send-keys X KEY');
  if (flags.has('R') || flags.has('M') || args.length === 0)
    return none('nothing clears the scrollback, or resets a terminal but redraw --reset');
  if (flags.has('l')) return line(`send-keys --here -l ${quoteWord(args.join(''))}`);
  const firstKey = args.findIndex((word) => parseKeyName(word) !== undefined);
  const texts = firstKey < 0 ? args : args.slice(0, firstKey);
  const keys = firstKey < 0 ? [] : args.slice(firstKey);
  if (keys.some((word) => !parseKeyName(word)))
    return none('a text after keys: send-keys types its text first');
  const text = texts.length > 0 ? [`-l ${quoteWord(texts.join(''))}`] : [];
  return line(
    ['send-keys --here', ...text, ...keys.map((key) => (key === ';' ? '";"' : quoteWord(key)))].join(' '),
  );
}

/** Pipes to a clipboard are not needed, and the names are the same otherwise. */
function copyCommand([name = '', ...rest]: readonly string[]): string {
  const plain = name.replace(/^copy-pipe/, 'copy-selection').replace(/-no-clear$/, '');
  return rest.length > 0 && plain === name ? `${name} ${rest.join(' ')}` : plain;
}

function confirmed({ args }: TmuxCall): Action {
  const inner = actionOf(readTmuxCommands(args.join(' ')));
  if (!('line' in inner)) return inner;
  if (inner.line === 'close') return line('close --ask');
  return ['tab close', 'quit'].includes(inner.line) ? inner : { ...inner, note: 'it does not ask first' };
}

/** Templates of the command prompt, with the command whose argument is asked for here. */
const ASKED: readonly (readonly [RegExp, string])[] = [
  [/^switch(?:-client|c)\s+-t\s/, 'switch'],
  [/^(?:join-pane|joinp|move-pane|movep)\s.*-s\s/, 'join'],
  [/^new(?:-session)?\s.*-s\s/, 'new'],
  [/^(?:swap|move)-?w(?:indow)?\s.*-t\s/, "'tab move'"],
];

/** `command-prompt "rename-window '%%'"`. */
function prompted({ args, flags }: TmuxCall): Action {
  const [template = ''] = args;
  if (template === '') return line(`prompt${flags.get('I') ? ` ${quoteWord(`${flags.get('I')} `)}` : ''}`);
  if (/^rename-?w/.test(template)) return line('tab rename');
  if (/^rename(?:-session)?\s/.test(template)) return line('rename --ask');
  const verb = ASKED.find(([pattern]) => pattern.test(template))?.[1];
  return verb === undefined ? none('a template of the command prompt') : line(`prompt ${verb}`);
}

function runShell({ flags, args }: TmuxCall): Action {
  const text = args.join(' ');
  if (/plugins\/|\btpm\b/.test(text)) return none('plugins of tmux do not run in qmux');
  if (speaksToTmux(text)) return SPEAKS;
  return line(`run ${flags.has('b') ? '-b ' : ''}${text}`);
}

function popup({ flags, args }: TmuxCall): Action {
  if (speaksToTmux(args.join(' ')))
    return none('its command speaks to tmux; scratch shows and hides a shell, popup -n NAME a program');
  const sizes = ['w', 'h'].flatMap((flag) => (flags.has(flag) ? [`-${flag} ${flags.get(flag)}`] : []));
  return line(['popup', ...sizes, ...(args.length > 0 ? [`-- ${program(args)}`] : [])].join(' '));
}

function setOption({ args, flags }: TmuxCall): Action {
  const [name = '', value] = args;
  if (name === 'mouse') return line(value === undefined ? 'mouse' : `mouse ${value}`);
  if (name === 'synchronize-panes') return line(value === undefined ? 'sync' : `sync ${value}`);
  return none(`options are set in the config, not by a key: ${name || [...flags.keys()].join('')}`);
}

function switchClient({ flags }: TmuxCall): Action {
  if (flags.has('T')) return none('there is one table of keys after the prefix');
  if (flags.has('l')) return line('switch --last');
  if (flags.has('n')) return line('switch --next');
  if (flags.has('p')) return line('switch --prev');
  const target = flags.get('t');
  return target === undefined ? none('which session?') : line(`switch ${quoteWord(target)}`);
}

function layout({ flags, args }: TmuxCall): Action {
  if (flags.has('n')) return line('layout next');
  if (flags.has('E')) return line('equalise');
  const [name = ''] = args;
  return PRESETS.some((preset) => preset === name) ? line(`layout ${name}`) : none(`no layout ${name}`);
}

const SIMPLE: Readonly<Record<string, string>> = {
  'next-window': 'tab next',
  'previous-window': 'tab previous',
  'last-window': 'tab last',
  'last-pane': 'focus last',
  'kill-pane': 'close',
  'kill-window': 'tab close',
  'kill-server': 'quit',
  'break-pane': 'break',
  'next-layout': 'layout next',
  'choose-tree': 'tree',
  'choose-buffer': 'buffers',
  'list-buffers': 'buffers',
  'paste-buffer': 'paste',
  'refresh-client': 'redraw',
  'list-keys': 'keys',
  'display-panes': 'pane-numbers',
  'show-messages': 'messages',
  'choose-client': 'clients',
  'source-file': 'config reload',
};

const WITH_ARGUMENTS: Readonly<Record<string, (call: TmuxCall) => Action>> = {
  'new-window': newWindow,
  'split-window': splitWindow,
  'select-pane': selectPane,
  'resize-pane': resizePane,
  'select-window': selectWindow,
  'swap-window': swapWindow,
  'move-window': swapWindow,
  'swap-pane': (call) => (call.flags.has('U') ? line('swap previous') : line('swap next')),
  'rotate-window': ({ flags }) => line(flags.has('D') ? 'rotate down' : 'rotate up'),
  'select-layout': layout,
  'join-pane': ({ flags }) => (flags.has('s') ? none('join takes a session, join X') : line('prompt join')),
  'copy-mode': ({ flags }) => line(flags.has('u') ? 'copy-mode page-up' : 'copy-mode'),
  'send-keys': sendKeys,
  'send-prefix': ({ flags }) => (flags.has('2') ? none('there is one prefix') : line('send-prefix')),
  'confirm-before': confirmed,
  'command-prompt': prompted,
  'run-shell': runShell,
  'display-popup': popup,
  'detach-client': ({ flags }) => line(flags.has('a') ? 'detach --others' : 'detach'),
  'switch-client': switchClient,
  'new-session': ({ flags }) =>
    line(['new', ...(flags.get('s') ? [quoteWord(flags.get('s') as string)] : [])].join(' ')),
  'rename-window': ({ args }) => line(['tab rename', ...args].join(' ')),
  'rename-session': ({ args }) => line(args.length > 0 ? `rename ${args.join(' ')}` : 'rename --ask'),
  set: setOption,
  'if-shell': () => none('there are no conditions in bindings'),
  'display-message': () => none('there is no command that shows a text'),
};

/** In a sequence: it only says that something was done, or follows a tab that takes its user along. */
function isIdle({ name, flags }: TmuxCall, before: TmuxCall | undefined): boolean {
  const follows = name === 'select-window' && /^:?[+-]1?$/.test(flags.get('t') ?? '');
  return name === 'display-message' || (follows && before?.name === 'swap-window');
}

/** Commands that a binding runs one after another. */
export function actionOf(commands: readonly TmuxCommand[]): Action {
  const calls = commands.map(readTmuxCall);
  const meant = calls.filter((call, at) => calls.length === 1 || !isIdle(call, calls[at - 1]));
  const actions = meant.map((call): Action => {
    const simple = SIMPLE[call.name];
    if (simple !== undefined) return line(simple);
    const rich = WITH_ARGUMENTS[call.name];
    return rich ? rich(call) : none(`no counterpart of ${call.name}`);
  });
  const failed = actions.find((action) => 'why' in action);
  if (failed) return failed;
  const done = actions.flatMap((action) => ('line' in action ? [action] : []));
  const notes = done.flatMap(({ note }) => note ?? []);
  if (done.length === 0) return none('there is no command');
  const lines = done.map(({ line: text }) => text);
  const count = lines.flatMap((text) => splitLine(registry, text)).length;
  if (splitLine(registry, lines.join(' ; ')).length !== count)
    return none('a command that takes the rest of the line, such as run, can only be the last');
  return line(lines.join(' ; '), notes.length > 0 ? notes.join('; ') : undefined);
}

/**
 * `if-shell "$is_vim" "send-keys C-h" "select-pane -L"`: in vim the key is its own. undefined: another
 * command.
 */
export function passedToVim(
  command: TmuxCommand,
  variables: ReadonlyMap<string, string>,
): { line: string; pass: string[] } | undefined {
  const { name, flags, args } = readTmuxCall(command);
  const [condition = '', then = '', otherwise = ''] = args;
  if (name !== 'if-shell' || otherwise === '') return undefined;
  const text = condition.replace(
    /\$\{?(\w+)\}?/g,
    (whole, variable: string) => variables.get(variable) ?? whole,
  );
  const programs = ['vim', 'nvim', 'fzf'].filter((each) => text.includes(each));
  const isVim = /vim/.test(text) || (flags.has('F') && /@pane-is-vim/.test(text));
  if (!isVim || !/^\s*\{?\s*send(?:-keys)?\s/.test(then)) return undefined;
  const action = actionOf(
    readBoundCommands([{ text: otherwise, isQuoted: false, isBlock: true }], command.line),
  );
  return 'line' in action
    ? { line: action.line, pass: [...new Set(['vim', 'nvim', ...programs])] }
    : undefined;
}
