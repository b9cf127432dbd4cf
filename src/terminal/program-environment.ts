// The environment of a program in a pane (pure): that of the client that started it, less the traces of outer terminals,
// plus ours.

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
]);
const REMOVED_PREFIXES = ['LC_TERMINAL', 'GHOSTTY_'];

export function programEnvironment(
  env: Readonly<Record<string, string>>,
  own: { socketPath: string; sessionId: string; agentPath?: string | undefined },
): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name]) => !REMOVED.has(name) && !REMOVED_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
  return {
    ...Object.fromEntries(kept),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'qmux',
    ...(own.agentPath === undefined ? {} : { SSH_AUTH_SOCK: own.agentPath }),
    QMUX: own.socketPath,
    QMUX_SESSION: own.sessionId,
  };
}
