// The environment of a program in a pane (pure): that of the client that started it, minus the traces of
// outer terminals, plus ours.

const REMOVED = new Set([
  'TMUX',
  'TMUX_PANE',
  'STY',
  'ZELLIJ',
  'ZELLIJ_PANE_ID',
  'ZELLIJ_SESSION_NAME',
  'ITERM_SESSION_ID',
  'KITTY_WINDOW_ID',
  'KITTY_PID',
  'KITTY_LISTEN_ON',
  'WEZTERM_PANE',
  'WEZTERM_UNIX_SOCKET',
  'VTE_VERSION',
  'WT_SESSION',
  'TERM_PROGRAM_VERSION',
  'CLAUDECODE',
  'CLAUDE_CODE_CHILD_SESSION',
  'CLAUDE_CODE_ENTRYPOINT',
  // An outer qmux's.
  'QMUX_BIN',
]);
const REMOVED_PREFIXES = ['LC_TERMINAL', 'GHOSTTY_'];

/** Where a shell looks if PATH is not set. */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

export interface PaneIdentity {
  socketPath: string;
  sessionId: string;
  /** The file `qmux` that reaches this server; undefined: it could not be written. */
  command: string | undefined;
  /**
   * The socket of the ssh agent that follows the client used last; undefined: the one that the environment
   * names.
   */
  agentPath?: string | undefined;
}

export function programEnvironment(
  env: Readonly<Record<string, string>>,
  own: PaneIdentity,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name]) => !REMOVED.has(name) && !REMOVED_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
  return {
    ...Object.fromEntries(kept),
    ...commandVariables(env, own.command),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'qmux',
    ...(own.agentPath === undefined ? {} : { SSH_AUTH_SOCK: own.agentPath }),
    QMUX: own.socketPath,
    QMUX_SESSION: own.sessionId,
  };
}

/** PATH with the directory of this server's `qmux` once, in front, and without that of an outer server's. */
function commandVariables(
  env: Readonly<Record<string, string>>,
  command: string | undefined,
): Record<string, string> {
  const outer = env['QMUX_BIN'];
  if (command === undefined && outer === undefined) return {};
  const ownDirectories = [outer, command].map((file) => file && directoryOf(file));
  const others = (env['PATH'] || DEFAULT_PATH).split(':').filter((each) => !ownDirectories.includes(each));
  if (command === undefined) return { PATH: others.join(':') };
  const directory = directoryOf(command);
  // A colon cannot be quoted in PATH: then only the variable names the file.
  return { PATH: [...(directory.includes(':') ? [] : [directory]), ...others].join(':'), QMUX_BIN: command };
}

const directoryOf = (file: string): string => file.slice(0, file.lastIndexOf('/'));
