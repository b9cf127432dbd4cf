// The coding agents that speak the Agent Client Protocol (pure): how each is started and installed, which of
// its modes asks, and where it differs from the others. Owns the table and what `[agents.NAME]` of the config
// changes in it. Leaves looking for their programs to find-agents.ts.

export interface KnownAgent {
  /** What the user calls it. */
  name: string;
  command: string;
  args: readonly string[];
  /** What makes the program print its version. */
  versionArgs: readonly string[];
  /** In addition to the environment of the client. */
  env: Readonly<Record<string, string>>;
  /** A shell command; undefined: the user's own agent, or one without a package. */
  install: string | undefined;
  /** The mode that a new session gets; undefined: the one that the agent begins with. */
  mode: string | undefined;
  /** Modes in which it asks before it changes something. Empty: not known, or its own config says. */
  askingModes: readonly string[];
  /** Its own interface on a session; undefined: it has none. */
  ownInterface: readonly string[] | undefined;
  /** Its login in a terminal, where it names none itself. */
  login: string | undefined;
  quirks: Quirks;
}

/** Where an agent differs from what the protocol promises; each was measured. */
export interface Quirks {
  /** Gemini CLI's load overwrites or removes the conversation that it loads. */
  neverLoad?: boolean;
  /** Codex ends the turn as cancelled when the user rejects a tool. */
  endsTurnAtNo?: boolean;
  /** A permission to run a command has it in the title alone. */
  titleIsCommand?: boolean;
  /** Arguments by which the adapter itself shows the own interface, where that has no program on PATH. */
  interfaceArgs?: readonly string[];
  /** Fields of a call's input that are its own bookkeeping. */
  bookkeeping?: readonly string[];
}

const CODEX_BOOKKEEPING = [
  'call_id',
  'turn_id',
  'process_id',
  'started_at_ms',
  'completed_at_ms',
  'parsed_cmd',
  'source',
  'auto_approved',
  'proposed_execpolicy_amendment',
  'available_decisions',
];

/** `[agents.NAME]` of the config; an absent field leaves the table's. */
export interface AgentSettings {
  command?: string | undefined;
  args?: readonly string[] | undefined;
  env?: Readonly<Record<string, string>> | undefined;
  mode?: string | undefined;
  /** Its own interface on a session; SESSION_ID stands for that. */
  interface?: readonly string[] | undefined;
}

/** Stands in ownInterface for the session's id. */
export const SESSION_ID = 'SESSION_ID';

const npm = (name: string): string => `npm install -g ${name}`;

type Row = Pick<KnownAgent, 'name' | 'command' | 'args' | 'install'> & Partial<KnownAgent>;

const row = (given: Row): KnownAgent => ({
  env: {},
  versionArgs: ['--version'],
  mode: given.askingModes?.[0],
  askingModes: [],
  ownInterface: undefined,
  login: undefined,
  quirks: {},
  ...given,
});

/** In the order in which they are listed. */
export const KNOWN_AGENTS: readonly KnownAgent[] = [
  row({
    name: 'claude',
    command: 'claude-agent-acp',
    args: [],
    install: npm('@agentclientprotocol/claude-agent-acp'),
    askingModes: ['default'],
    ownInterface: ['claude', '--resume', SESSION_ID],
    login: 'claude /login',
    quirks: { interfaceArgs: ['--cli', '--resume', SESSION_ID] },
  }),
  row({
    name: 'codex',
    command: 'codex-acp',
    args: [],
    // The other adapter, @agentclientprotocol/codex-acp, reviews by itself and never asks.
    install: npm('@zed-industries/codex-acp'),
    askingModes: ['read-only'],
    // Otherwise its daemon outlives it and holds the conversation's lock.
    ownInterface: ['codex', '--no-daemon', 'resume', SESSION_ID],
    login: 'codex login',
    quirks: { endsTurnAtNo: true, bookkeeping: CODEX_BOOKKEEPING },
  }),
  row({
    name: 'opencode',
    command: 'opencode',
    args: ['acp'],
    install: npm('opencode-ai'),
    ownInterface: ['opencode', '-s', SESSION_ID],
    login: 'opencode auth login',
  }),
  row({
    name: 'gemini',
    command: 'gemini',
    args: ['--acp'],
    install: npm('@google/gemini-cli'),
    askingModes: ['default'],
    ownInterface: ['gemini', '--resume', SESSION_ID],
    login: 'gemini',
    quirks: { neverLoad: true, titleIsCommand: true },
  }),
  row({ name: 'copilot', command: 'copilot', args: ['--acp'], install: npm('@github/copilot') }),
  row({
    name: 'qwen',
    command: 'qwen',
    args: ['--acp'],
    install: npm('@qwen-code/qwen-code'),
    askingModes: ['default'],
    ownInterface: ['qwen', '--resume', SESSION_ID],
    quirks: { titleIsCommand: true },
  }),
  row({ name: 'pi', command: 'pi-acp', args: [], install: npm('pi-acp') }),
  row({ name: 'goose', command: 'goose', args: ['acp'], install: undefined }),
  row({ name: 'kimi', command: 'kimi', args: ['acp'], install: 'uv tool install kimi-cli' }),
  row({ name: 'auggie', command: 'auggie', args: ['--acp'], install: npm('@augmentcode/auggie') }),
  row({ name: 'cline', command: 'cline', args: ['--acp'], install: npm('cline') }),
  row({ name: 'kilo', command: 'kilo', args: ['acp'], install: npm('@kilocode/cli') }),
];

/** The table with the user's changes, then the user's own agents by name; those without a command are not. */
export function mergeAgents(settings: Readonly<Record<string, AgentSettings>>): KnownAgent[] {
  const known = KNOWN_AGENTS.map((agent) => withSettings(agent, settings[agent.name]));
  const names = new Set(KNOWN_AGENTS.map(({ name }) => name));
  const own = Object.entries(settings).flatMap(([name, { command, ...rest }]) =>
    names.has(name) || command === undefined
      ? []
      : [withSettings(row({ name, command, args: [], install: undefined }), rest)],
  );
  return [...known, ...own];
}

function withSettings(agent: KnownAgent, settings: AgentSettings | undefined): KnownAgent {
  if (!settings) return agent;
  const { command, args, env, mode } = settings;
  return {
    ...agent,
    // Another program takes other arguments and is installed in another way.
    ...(command === undefined || command === agent.command ? {} : { command, args: [], install: undefined }),
    // They may name the program proper, as those of node do.
    ...(args === undefined ? {} : { args, versionArgs: [...args, '--version'] }),
    ...(env === undefined ? {} : { env: { ...agent.env, ...env } }),
    ...(mode === undefined ? {} : { mode }),
    ...(settings.interface === undefined ? {} : { ownInterface: settings.interface }),
  };
}
