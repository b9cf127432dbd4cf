// What an option of tmux is in the config (pure): its name and value there, nothing to do, or why there is
// none. Owns the table. Leaves whether a value is valid to the config's check.

export type OptionMeaning =
  /** value: as TOML has it. */
  | { name: string; value: string }
  | { key: 'prefix'; value: string }
  /** qmux does that anyway. */
  | 'as it is'
  | { why: string };

const isOn = (value: string): boolean => ['on', 'yes', '1', 'external'].includes(value.toLowerCase());
const whole = (name: string, value: string): OptionMeaning =>
  /^\d+$/.test(value) ? { name, value } : { why: 'the value is not a number' };

/** Of tmux itself, with a value. */
const KNOWN: Readonly<Record<string, (value: string) => OptionMeaning>> = {
  prefix: (value) => ({ key: 'prefix', value }),
  mouse: (value) => ({ name: 'mouse', value: String(isOn(value)) }),
  'status-position': (value) => ({ name: 'tab_bar', value: JSON.stringify(value) }),
  'history-limit': (value) => whole('scrollback_lines', value),
  'escape-time': (value) => whole('escape_time_ms', value),
  'repeat-time': (value) => whole('repeat_time_ms', value),
  'mode-keys': (value) => ({ name: 'copy_mode_keys', value: JSON.stringify(value) }),
  'set-clipboard': (value) => ({ name: 'clipboard', value: JSON.stringify(isOn(value) ? 'on' : 'off') }),
  'base-index': (value) => (value === '1' ? 'as it is' : { why: 'tabs are numbered from 1' }),
  'pane-base-index': (value) => (value === '1' ? 'as it is' : { why: 'panes are numbered from 1' }),
  'renumber-windows': (value) => (isOn(value) ? 'as it is' : { why: 'tabs are numbered by their place' }),
  'focus-events': (value) =>
    isOn(value) ? 'as it is' : { why: 'programs that ask for focus reports always get them' },
  'set-titles': (value) => (isOn(value) ? 'as it is' : { why: "the terminal's title is always set" }),
  status: (value) => (isOn(value) ? 'as it is' : { why: 'the tab bar is always shown' }),
  prefix2: () => ({ why: 'there is one prefix' }),
  'status-keys': () => ({
    why: 'the : prompt has the keys of readline; prompt_keys = "vi" is for prompts of chats',
  }),
  'synchronize-panes': () => ({ why: 'sync on is a command: it ends when its tab is left' }),
  'default-shell': () => ({ why: 'SHELL says which shell runs' }),
  'default-command': () => ({ why: 'program COMMAND, in a binding, runs one' }),
};

/** Of the others, by the beginning of their names. */
const GROUPS: readonly (readonly [RegExp, OptionMeaning])[] = [
  [
    /utf8$|^(default-terminal|terminal-(overrides|features)|xterm-keys|extended-keys|allow-passthrough)/,
    'as it is',
  ],
  [
    /^(aggressive-resize|exit-empty|buffer-limit|detach-on-destroy|destroy-unattached|history-file|update-environment)/,
    'as it is',
  ],
  [/^@/, { why: 'plugins of tmux do not run in qmux' }],
  [
    /(-style|-colour|-fg|-bg|-attr)$|^(pane|window|status|mode|message)-.*(style|colour|fg|bg)/,
    { why: 'colours are in [theme]' },
  ],
  [
    /^(status-(left|right|justify|interval)|window-status|status-format|pane-border)/,
    { why: 'the tab bar is described by templates in [status]' },
  ],
  [
    /^(monitor|visual|bell|activity|silence)-/,
    { why: 'sessions that need you, or have unseen output, are marked without an option' },
  ],
  [
    /^(automatic-rename|allow-rename|set-titles-string)/,
    { why: 'tabs are named after their sessions; tab rename names one' },
  ],
  [/^mouse-|^mode-mouse/, { why: 'an option of old versions of tmux; mouse is the one' }],
  [/^(display-panes-time|display-time|lock|clock-mode)/, { why: 'there is no such time or lock' }],
];

export function meaningOfOption(name: string, value: string): OptionMeaning {
  const known = KNOWN[name]?.(value);
  return known ?? GROUPS.find(([pattern]) => pattern.test(name))?.[1] ?? { why: 'no counterpart' };
}
