// The one table of options (pure): name, shape, default, reason. Schema, `qmux config default` and the docs
// come from it. Owns which options exist; leaves reading the file to load-config.ts, and what a key's name or
// a binding's command may be to keymap/ and commands/. Invariant: an option is listed only if something reads
// it.

import { CHAT_OPTIONS } from './chat-options.js';
import { AGENT_FIELDS, type AgentOptions } from './agent-options.js';
import { THEMES, type ThemeOptions } from '../look/theme-choice.js';
import { HOSTS_OPTION, type HostOptions } from './host-options.js';
import { KEY_HINTS_MS, KEY_TABLES, ROOT_PASS, type RootBindingFields } from './key-options.js';
import { LOCAL_MODULE, MODEL_TABLES } from './model-tables.js';
import type { PriceOptions } from './price-options.js';
import type { ProviderOptions } from './provider-options.js';
import { choice, COLOUR, integer, text, type Option, type Shape } from './shape.js';
import { STATUS_FIELDS, THEME_FIELDS } from './table-fields.js';
import {
  DEFAULT_DROP,
  DEFAULT_EVERY_S,
  DEFAULT_LEFT,
  DEFAULT_RIGHT,
  type StatusOptions,
} from './status-template.js';
import { TEMPLATES_OPTION } from './templates/template-options.js';
import type { Template } from './templates/template.js';
import { MCP_OPTION, TOOLS_OPTION, type McpOptions } from './tool-options.js';

export type RestartPolicy = 'never' | 'ask' | 'always';

export interface TypeOptions {
  /** Before automatic names. */
  prefix?: string | undefined;
  /** 0xRRGGBB. */
  colour?: number | undefined;
  /** Standing instruction to the model. */
  instruction?: string | undefined;
  model?: string | undefined;
  /** Name of the agent that answers. */
  agent?: string | undefined;
}

export interface ProgramOptions {
  restart?: RestartPolicy | undefined;
}

export interface Config {
  prefix: string;
  /** Only what the user changes: key name -> command, or 'none'. */
  bindings: Record<string, string>;
  /** Keys without the prefix. */
  rootBindings: Record<string, RootBindingFields>;
  /** Names of programs that get these keys while they are in the foreground. */
  rootPass: string[];
  /** 0: never. */
  keyHintsMs: number;
  /** `provider/model` */
  model: string | undefined;
  /** Of new chats; undefined: a model answers. */
  agent: string | undefined;
  /** Path of node-llama-cpp. */
  localModule: string | undefined;
  types: Record<string, TypeOptions>;
  /** Of models that no agent drives: files and a shell. */
  tools: boolean;
  /** Models are given AGENTS.md and the like. */
  rules: boolean;
  /** By their names. */
  mcp: Record<string, McpOptions>;
  /** By their names. */
  agents: Record<string, AgentOptions>;
  /** By the names that models begin with. */
  providers: Record<string, ProviderOptions>;
  /** By the names of models. */
  prices: Record<string, PriceOptions>;
  /** 0: never. */
  agentIdleMinutes: number;
  scrollbackLines: number;
  restart: RestartPolicy;
  /** By the command's first word, without its directory. */
  programs: Record<string, ProgramOptions>;
  /** By their names for ssh. */
  hosts: Record<string, HostOptions>;
  /** By their names. */
  templates: Record<string, Template>;
  status: StatusOptions;
  tabBar: 'bottom' | 'top';
  notify: 'auto' | 'bell' | 'osc9' | 'osc777' | 'command' | 'none';
  theme: ThemeOptions;
  plain: boolean;
  mouse: boolean;
  loginShell: boolean;
  autoName: 'question' | 'off';
  /** In percent of the window; 0: never. */
  compactAt: number;
  notificationCommand: string | undefined;
  /** undefined: the environment decides. */
  multiSession: boolean | undefined;
  maxSessions: number | undefined;
  sessionNoticeAt: number;
  escapeTimeMs: number;
  repeatTimeMs: number;
  promptKeys: 'readline' | 'vi';
  copyModeKeys: 'vi' | 'emacs';
  copyModeBindings: Record<string, string>;
  clipboard: 'on' | 'off';
  programClipboard: 'on' | 'off';
  sshAgent: 'own' | 'follow';
  /** With {repo} and {name}. */
  worktreeDirectory: string;
}

const RESTART = choice('never', 'ask', 'always');
const MODEL = text('a model as "provider/model"');

const AGENT = text('the name of an agent, such as "claude"');

const TYPE_FIELDS: Record<keyof TypeOptions, Shape> = {
  prefix: text('text to put before automatic names'),
  colour: COLOUR,
  instruction: text('an instruction to the model as text'),
  model: MODEL,
  agent: AGENT,
};

const PROGRAM_FIELDS: Record<keyof ProgramOptions, Shape> = { restart: RESTART };

/** In the order in which `qmux config default` shows them: tables last, as TOML requires. */
export const OPTIONS: { readonly [Key in keyof Config]: Option<Config[Key]> } = {
  prefix: {
    name: 'prefix',
    shape: text('the name of a key, like "C-q"'),
    default: 'C-q',
    reason:
      'The prefix key. C-q by default, because tmux, screen, shells and editors use C-b, C-a and most others.',
  },
  model: {
    name: 'model',
    shape: MODEL,
    default: undefined,
    reason:
      'Model of new chats. If unset: a model whose API key is in the environment, else one found on this machine, else the built-in guide.',
    example: 'model = "openai/gpt-4.1"',
  },
  agent: {
    name: 'agent',
    shape: AGENT,
    default: undefined,
    reason:
      'Agent that answers new chats, unless a model or another agent is asked for. If unset, a model does.',
    example: 'agent = "claude"',
  },
  localModule: LOCAL_MODULE,
  tools: TOOLS_OPTION,
  rules: {
    name: 'rules',
    shape: { type: 'flag', expected: 'true or false' },
    default: true,
    reason:
      'Whether models are given standing rules: AGENTS.md of the directory of the chat and of those above it in its repository, AGENTS.md beside this file, and .amazonq/rules. /context shows which. Agents read their own.',
  },
  scrollbackLines: {
    name: 'scrollback_lines',
    shape: integer(0, 1_000_000),
    default: 10_000,
    reason: 'Lines of scrollback in each session: about a day of shell output.',
  },
  restart: {
    name: 'restart',
    shape: RESTART,
    default: 'ask',
    reason:
      'Whether a program that ended with the server runs again: never, ask (Enter in its pane runs it) or always. Running a command twice can do harm, so the default is to ask.',
  },
  tabBar: {
    name: 'tab_bar',
    shape: choice('bottom', 'top'),
    default: 'bottom',
    reason: 'Where the tab bar is. At the bottom by default, as in tmux.',
  },
  notify: {
    name: 'notify',
    shape: choice('auto', 'bell', 'osc9', 'osc777', 'command', 'none'),
    default: 'auto',
    reason:
      'How you are notified when a session that you are not looking at needs you: by notification_command if set, else in the way each terminal supports, at least by a bell. Set it if your terminal is not recognised.',
  },
  plain: {
    name: 'plain',
    shape: { type: 'flag', expected: 'true or false' },
    default: false,
    reason:
      'For screen readers: words instead of marks, no line drawing, plain characters in rendered Markdown. What programs and models write is not changed.',
  },
  mouse: {
    name: 'mouse',
    shape: { type: 'flag', expected: 'true or false' },
    default: true,
    reason:
      'Whether the mouse focuses panes, picks tabs and reaches programs. If false, or while Shift is held, your terminal handles the mouse.',
  },
  loginShell: {
    name: 'login_shell',
    shape: { type: 'flag', expected: 'true or false' },
    default: true,
    reason:
      'Whether the shell that opens when no command is given is a login shell, which reads your profile. On by default, as in tmux.',
  },
  ...CHAT_OPTIONS,
  notificationCommand: {
    name: 'notification_command',
    shape: text('a shell command as text'),
    default: undefined,
    reason:
      'Run by /bin/sh when a session that you are not looking at needs you, with QMUX_NAME, QMUX_REASON (question, error or bell), QMUX_TEXT and QMUX_SESSION in its environment. If unset, your terminal notifies you.',
    example: `notification_command = 'notify-send "qmux: $QMUX_NAME" "$QMUX_TEXT"'`,
  },
  multiSession: {
    name: 'multi_session',
    shape: { type: 'flag', expected: 'true or false' },
    default: undefined,
    reason:
      'Whether qmux chat opens the workspace instead of one chat in the plain terminal. If unset, Q_MULTI_SESSION decides (off by default); --multi-session and --no-multi-session override both.',
    example: 'multi_session = true',
  },
  maxSessions: {
    name: 'max_sessions',
    shape: integer(1, Number.MAX_SAFE_INTEGER),
    default: undefined,
    reason: 'The most sessions that can be open. No limit by default: an idle chat costs next to nothing.',
    example: 'max_sessions = 200',
  },
  sessionNoticeAt: {
    name: 'session_notice_at',
    shape: integer(1, Number.MAX_SAFE_INTEGER),
    default: 50,
    reason: 'A notice appears when this many sessions are open: more are hard to keep track of.',
  },
  agentIdleMinutes: {
    name: 'agent_idle_minutes',
    shape: integer(0, 10_080),
    default: 30,
    reason:
      'After so many minutes without work an agent is ended, because it takes 100 to 600 MB of memory; its chat says asleep, and the next question starts it again with its session. 0 never does.',
  },
  escapeTimeMs: {
    name: 'escape_time_ms',
    shape: integer(0, 1000),
    default: 10,
    reason:
      'How long an Escape waits for the rest of a key sequence. Raise it on slow connections, where arrows turn into letters.',
  },
  repeatTimeMs: {
    name: 'repeat_time_ms',
    shape: integer(0, 10_000),
    default: 500,
    reason: 'How long after a resize key the next one works without the prefix.',
  },
  keyHintsMs: KEY_HINTS_MS,
  rootPass: ROOT_PASS,
  promptKeys: {
    name: 'prompt_keys',
    shape: choice('readline', 'vi'),
    default: 'readline',
    reason:
      "Keys that edit a chat's prompt: those of the shell's line editor, or vi's with an insert and a normal mode.",
  },
  copyModeKeys: {
    name: 'copy_mode_keys',
    shape: choice('vi', 'emacs'),
    default: 'vi',
    reason: "Keys of copy mode. vi's by default, because less and man use them too.",
  },
  clipboard: {
    name: 'clipboard',
    shape: choice('on', 'off'),
    default: 'on',
    reason:
      "Whether what you copy also goes to your terminal's clipboard (OSC 52), or to a file if the terminal is known not to support that.",
  },
  programClipboard: {
    name: 'program_clipboard',
    shape: choice('off', 'on'),
    default: 'off',
    reason:
      'Whether a program in the focused pane may write to the clipboard. Off by default, because what you paste should be what you copied. Programs can never read it.',
  },
  sshAgent: {
    name: 'ssh_agent',
    shape: choice('own', 'follow'),
    default: 'own',
    reason:
      'Which ssh agent programs use: that of the terminal that started them, or always that of the terminal used last (SSH_AUTH_SOCK then names a link to it).',
  },
  worktreeDirectory: {
    name: 'worktree_directory',
    shape: text('a directory as text, with {repo} and {name}'),
    default: '../{repo}-{name}',
    reason:
      'Where new --worktree makes a git worktree, from the root of the repository: {repo} is its name, {name} that of the branch. Beside the repository by default, where no tool takes one for a part of the other.',
  },
  theme: {
    name: 'theme',
    shape: {
      type: 'table',
      fields: THEME_FIELDS,
      shorthand: 'base',
      expected: `the name of a theme (${THEMES.join(', ')}), or a table with base and colours of roles`,
    },
    default: {},
    reason:
      'The colours of everything that qmux draws itself. auto follows the background of your terminal, default is for dark ones, mono uses none; theme = "light" is short for a table with that base alone. Colours of single roles can be set too.',
    example: '[theme]\nbase = "auto"\naccent = "#c9a3fa"',
  },
  ...KEY_TABLES,
  types: {
    name: 'types',
    shape: {
      type: 'map',
      of: {
        type: 'table',
        fields: TYPE_FIELDS,
        expected: 'a table with prefix, colour, instruction, model, agent',
      },
      expected: 'a table of types',
    },
    default: {},
    reason: 'Types of chats: new ones, or changes to the built-in ones.',
    example:
      '[types.legal]\nprefix = "law"\ncolour = "#d7af5f"\ninstruction = "Answer with the paragraph you rely on."\nmodel = "openai/gpt-4.1"',
  },
  agents: {
    name: 'agents',
    shape: {
      type: 'map',
      of: {
        type: 'table',
        fields: AGENT_FIELDS,
        expected: 'a table with command, args, env, mode, interface',
      },
      expected: 'a table of agents',
    },
    default: {},
    reason:
      'Agents that chats can be held with: changes to those that qmux knows (qmux agents lists them), or other programs that speak the Agent Client Protocol. mode is what a new session begins in, interface the command of its own interface on a session, which the verb face shows.',
    example:
      '[agents.mine]\ncommand = "my-agent"\nargs = ["acp"]\nenv = { MY_AGENT_PROFILE = "work" }\nmode = "ask"\ninterface = ["my-agent", "--resume", "SESSION_ID"]',
  },
  ...MODEL_TABLES,
  mcp: MCP_OPTION,
  programs: {
    name: 'programs',
    shape: {
      type: 'map',
      of: { type: 'table', fields: PROGRAM_FIELDS, expected: 'a table with restart' },
      expected: 'a table of programs',
    },
    default: {},
    reason: 'Settings of one program, by its file name without the directory.',
    example: '[programs.htop]\nrestart = "always"',
  },
  hosts: HOSTS_OPTION,
  templates: TEMPLATES_OPTION,
  status: {
    name: 'status',
    shape: {
      type: 'table',
      fields: STATUS_FIELDS,
      expected: 'a table with left, right, drop, run',
    },
    default: {},
    reason:
      'What the tab bar shows, as templates over {tabs}, {waiting}, {unseen}, {answering}, {session}, {model}, {context}, {cost_today}, {branch}, {host}, {clock}, {zoomed}, {sync}, {read_only}, {warning}, {hint} and {run:NAME}: the first line that the command of [status.run.NAME] prints, run while a terminal that shows it is attached. Text between two values is shown if both are, a label within the braces ({on branch}) with its value; {{ is a brace. A narrow terminal drops values in the order of drop.',
    example: [
      '[status]',
      `left = "${DEFAULT_LEFT}"`,
      `right = "${DEFAULT_RIGHT}"`,
      `drop = [${DEFAULT_DROP.map((name) => `"${name}"`).join(', ')}]`.replace(' "session"', '\n"session"'),
      '[status.run.load]',
      'command = "cut -d \' \' -f 1 /proc/loadavg"',
      `every_s = ${DEFAULT_EVERY_S}`,
    ].join('\n'),
  },
};

/** A fresh copy: its tables may be changed. */
export function defaultConfig(): Config {
  const entries = Object.entries(OPTIONS).map(([key, option]) => [key, structuredClone(option.default)]);
  return Object.fromEntries(entries) as Config;
}
