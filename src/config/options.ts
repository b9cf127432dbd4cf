// The one table of options (pure): name, shape, default, reason. Schema, `qmux config default` and the docs come from it.
// Owns which options exist; leaves reading the file to load-config.ts, and what a key's name or a binding's command
// may be to keymap/ and commands/. Invariant: an option stands here only if something reads it.

export type RestartPolicy = 'never' | 'ask' | 'always';

export interface TypeOptions {
  /** Before automatic names. */
  prefix?: string | undefined;
  /** 0xRRGGBB. */
  colour?: number | undefined;
  /** Standing instruction to the model. */
  instruction?: string | undefined;
  model?: string | undefined;
}

export interface ProgramOptions {
  restart?: RestartPolicy | undefined;
}

export interface Config {
  prefix: string;
  /** Only what the user changes: key name -> command, or 'none'. */
  bindings: Record<string, string>;
  /** `provider/model` */
  model: string | undefined;
  types: Record<string, TypeOptions>;
  scrollbackLines: number;
  restart: RestartPolicy;
  /** By the command's first word, without its directory. */
  programs: Record<string, ProgramOptions>;
  tabBar: 'bottom' | 'top';
  notify: 'auto' | 'bell' | 'osc9' | 'osc777' | 'command' | 'none';
  plain: boolean;
  mouse: boolean;
  loginShell: boolean;
  autoName: 'question' | 'off';
  notificationCommand: string | undefined;
  /** undefined: the environment decides. */
  multiSession: boolean | undefined;
  maxSessions: number | undefined;
  sessionNoticeAt: number;
  escapeTimeMs: number;
  repeatTimeMs: number;
  copyModeKeys: 'vi' | 'emacs';
  copyModeBindings: Record<string, string>;
  clipboard: 'on' | 'off';
  programClipboard: 'on' | 'off';
  sshAgent: 'own' | 'follow';
}

/** What a value may be. expected: for the user, after 'expected '. */
export type Shape =
  | { type: 'text'; expected: string }
  | { type: 'colour'; expected: string }
  | { type: 'flag'; expected: string }
  | { type: 'integer'; min: number; max: number; expected: string }
  | { type: 'choice'; values: readonly [string, ...string[]]; expected: string }
  /** A table with any names and values of one shape. */
  | { type: 'map'; of: Shape; expected: string }
  /** A table with the given names, all optional. */
  | { type: 'table'; fields: Readonly<Record<string, Shape>>; expected: string };

export interface Option<Value> {
  /** In the file. */
  name: string;
  shape: Shape;
  default: Value;
  /** Why one would change it and why the default is what it is: one sentence or two. */
  reason: string;
  /** TOML lines for `qmux config default` where the default is no value. */
  example?: string;
}

const text = (expected: string): Shape => ({ type: 'text', expected });

const integer = (min: number, max: number): Shape => ({
  type: 'integer',
  min,
  max,
  expected:
    max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`,
});

const choice = (...values: [string, ...string[]]): Shape => ({
  type: 'choice',
  values,
  expected: values.map((value) => `"${value}"`).join(' or '),
});

const RESTART = choice('never', 'ask', 'always');
const MODEL = text('a model as "provider/model"');

const TYPE_FIELDS: Record<keyof TypeOptions, Shape> = {
  prefix: text('a text before automatic names'),
  colour: { type: 'colour', expected: 'a colour as "#rrggbb"' },
  instruction: text('an instruction to the model as text'),
  model: MODEL,
};

const PROGRAM_FIELDS: Record<keyof ProgramOptions, Shape> = { restart: RESTART };

/** In the order in which `qmux config default` shows them: tables last, as TOML wants it. */
export const OPTIONS: { readonly [Key in keyof Config]: Option<Config[Key]> } = {
  prefix: {
    name: 'prefix',
    shape: text('the name of a key, like "C-q"'),
    default: 'C-q',
    reason:
      'The key before every key of the workspace. C-q, since tmux, screen, shells and editors want C-b, C-a and most others.',
  },
  model: {
    name: 'model',
    shape: MODEL,
    default: undefined,
    reason:
      'Model of new chats. Without it: the one for which the environment has a key, else one found on this machine, else the built-in guide.',
    example: 'model = "openai/gpt-4.1"',
  },
  scrollbackLines: {
    name: 'scrollback_lines',
    shape: integer(0, 1_000_000),
    default: 10_000,
    reason: 'Lines kept above the screen of each session: about a day of shell output.',
  },
  restart: {
    name: 'restart',
    shape: RESTART,
    default: 'ask',
    reason:
      'What happens to a program that ended with the server: never, ask (Enter in its pane) or always. To run a command twice may do harm, so it asks.',
  },
  tabBar: {
    name: 'tab_bar',
    shape: choice('bottom', 'top'),
    default: 'bottom',
    reason: 'Row of the tab bar. At the bottom it is where tmux has its own.',
  },
  notify: {
    name: 'notify',
    shape: choice('auto', 'bell', 'osc9', 'osc777', 'command', 'none'),
    default: 'auto',
    reason:
      'How you are told that a session which you do not look at needs you: notification_command if there is one, else each terminal by what it knows, a bell at least. Set it where a terminal is taken for another.',
  },
  plain: {
    name: 'plain',
    shape: { type: 'flag', expected: 'true or false' },
    default: false,
    reason:
      'For screen readers: words in place of marks, no line drawing, plain signs in rendered Markdown. What programs and models write stays as it is.',
  },
  mouse: {
    name: 'mouse',
    shape: { type: 'flag', expected: 'true or false' },
    default: true,
    reason:
      'Whether the mouse focuses panes, picks tabs and reaches programs. With Shift held, or false, your terminal keeps it.',
  },
  loginShell: {
    name: 'login_shell',
    shape: { type: 'flag', expected: 'true or false' },
    default: true,
    reason:
      'Whether the shell that a new program opens without a command is a login shell, which reads your profile: as in tmux it is.',
  },
  autoName: {
    name: 'auto_name',
    shape: choice('question', 'off'),
    default: 'question',
    reason:
      'A chat without a name gets one from its first question, once, since chat-7 says nothing in a list; off keeps chat-7.',
  },
  notificationCommand: {
    name: 'notification_command',
    shape: text('a shell command as text'),
    default: undefined,
    reason:
      'Run by /bin/sh when a session that you do not look at needs you, with QMUX_NAME, QMUX_REASON (question, error or bell), QMUX_TEXT and QMUX_SESSION in its environment. Without it your terminal is told.',
    example: `notification_command = 'notify-send "qmux: $QMUX_NAME" "$QMUX_TEXT"'`,
  },
  multiSession: {
    name: 'multi_session',
    shape: { type: 'flag', expected: 'true or false' },
    default: undefined,
    reason:
      'Whether qmux chat opens the workspace instead of one chat in the plain terminal. Without it Q_MULTI_SESSION decides, which is off by default; --multi-session and --no-multi-session decide before both.',
    example: 'multi_session = true',
  },
  maxSessions: {
    name: 'max_sessions',
    shape: integer(1, Number.MAX_SAFE_INTEGER),
    default: undefined,
    reason: 'Most sessions that may be open. No limit by default: an idle chat costs next to nothing.',
    example: 'max_sessions = 200',
  },
  sessionNoticeAt: {
    name: 'session_notice_at',
    shape: integer(1, Number.MAX_SAFE_INTEGER),
    default: 50,
    reason: 'A notice appears when this many sessions are open: more are hard to keep in mind.',
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
  copyModeKeys: {
    name: 'copy_mode_keys',
    shape: choice('vi', 'emacs'),
    default: 'vi',
    reason: "Keys of copy mode. vi's by default, since less and man have them too.",
  },
  clipboard: {
    name: 'clipboard',
    shape: choice('on', 'off'),
    default: 'on',
    reason:
      'What you copy also goes to the clipboard of your terminal (OSC 52), or to a file where the terminal is known not to take it.',
  },
  programClipboard: {
    name: 'program_clipboard',
    shape: choice('off', 'on'),
    default: 'off',
    reason:
      'Whether a program in the focused pane may write to the clipboard. Off, since what you paste should be what you copied; reading is never possible.',
  },
  sshAgent: {
    name: 'ssh_agent',
    shape: choice('own', 'follow'),
    default: 'own',
    reason:
      'Which ssh agent programs reach: that of the terminal that started them, or always that of the terminal used last, through a link that SSH_AUTH_SOCK names.',
  },
  bindings: {
    name: 'bindings',
    shape: {
      type: 'map',
      of: text('a command as text, or "none"'),
      expected: 'a table of keys and commands',
    },
    default: {},
    reason: 'Keys after the prefix, each with the command you would type at the prompt. "none" unbinds.',
    example: '"|" = "split right"\nx = "none"',
  },
  copyModeBindings: {
    name: 'copy_mode_bindings',
    shape: {
      type: 'map',
      of: text('a command as text, or "none"'),
      expected: 'a table of keys and commands',
    },
    default: {},
    reason: 'Keys of copy mode, without the prefix, each with its command. "none" unbinds.',
    example: 'K = "copy-mode halfpage-up"\nq = "none"',
  },
  types: {
    name: 'types',
    shape: {
      type: 'map',
      of: { type: 'table', fields: TYPE_FIELDS, expected: 'a table with prefix, colour, instruction, model' },
      expected: 'a table of types',
    },
    default: {},
    reason: 'Types of chats, new ones or changes to those built in.',
    example:
      '[types.legal]\nprefix = "law"\ncolour = "#d7af5f"\ninstruction = "Answer with the paragraph you rely on."\nmodel = "openai/gpt-4.1"',
  },
  programs: {
    name: 'programs',
    shape: {
      type: 'map',
      of: { type: 'table', fields: PROGRAM_FIELDS, expected: 'a table with restart' },
      expected: 'a table of programs',
    },
    default: {},
    reason: 'What differs for one program, by its name without the directory.',
    example: '[programs.htop]\nrestart = "always"',
  },
};

/** A fresh copy: its tables may be changed. */
export function defaultConfig(): Config {
  const entries = Object.entries(OPTIONS).map(([key, option]) => [key, structuredClone(option.default)]);
  return Object.fromEntries(entries) as Config;
}
