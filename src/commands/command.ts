// The shape of a verb and of what surrounds it. One definition each; keys, slash, prompt, CLI, help, docs and
// completion read it. Owns shapes only. Leaves parsing to parse-command.ts and the list to registry.ts.

import type { Config } from '../config/options.js';
import type { ConfigProblem } from '../config/parse-config.js';
import type { Dialog } from '../dialogs/dialog-view.js';
import type { Binding } from '../keymap/key-table.js';
import type { Paths } from '../paths/paths.js';
import type { Disk } from '../files/disk.js';
import type { Confirmation, OtherPlace } from '../protocol/messages.js';
import type { KeptSession } from '../chat/agents/kept-sessions.js';
import type { ChatServers } from '../chat/mcp/chat-servers.js';
import type { KnownAgent } from '../chat/agents/known-agents.js';
import type { PasteBuffers } from '../session/paste-buffers.js';
import type { ChangePlace } from '../copy-mode/find-change.js';
import type { Landing } from '../copy-mode/landing.js';
import type { ReadElsewhere } from '../copy-mode/read-elsewhere.js';
import type { AnySession } from '../session/any-session.js';
import type { ToolUser } from '../session/chat/tools-of-chats.js';
import type { Coordinator } from '../session/coordinator.js';
import type { Viewer } from '../session/arrangement/viewers.js';
import type { Happened } from './history/happened.js';
import type { SearchPort } from '../search/search-port.js';
import type { AgentReadPort } from '../search/read-port.js';
import type { Runs } from './scripting/runs.js';
import type { KnownShares } from './sharing/known-shares.js';
import type { ServerFacts } from './doctor/facts.js';
import type { Wording } from '../text/mentions.js';

/** Where a command came from. */
export type Way = 'key' | 'slash' | 'prompt' | 'cli';

export type ArgumentKind =
  | 'session'
  | 'archived-session'
  /** Open, or archived and only read. */
  | 'readable-session'
  | 'worktree'
  | 'type'
  | 'model'
  | 'agent'
  | 'directory'
  | 'file'
  /** A pattern of files that go along with each question of a chat. */
  | 'kept-files'
  | 'saved-layout'
  /** Sessions, and where no `--` separates it, the text that begins with the first word that names none. */
  | 'targets'
  | 'template'
  /** KEY=VALUE of the template that a flag of this command names. */
  | 'template-key'
  /** Another machine, as ssh knows it. */
  | 'host'
  | 'text'
  | 'name'
  | 'command'
  /** A command line that a shell reads. */
  | 'shell'
  | readonly string[];

export interface Positional {
  name: string;
  /** Used instead of the name in the error for a missing one: `a direction`. */
  called?: string;
  kind: ArgumentKind;
  /** What it is completed from, where its kind says nothing of that. */
  suggests?: ArgumentKind;
  /** The same after these first words. */
  suggestsAfter?: Readonly<Record<string, ArgumentKind>>;
  /** The same where a flag of this name was given. */
  suggestsWith?: Readonly<Record<string, ArgumentKind>>;
  /** It is a text after these words only; after others it is words. */
  textAfter?: readonly string[];
  /** May be left out. */
  optional?: true;
  /** Takes all remaining words. */
  rest?: true;
}

export interface Flag {
  /** Long name, without the dashes. */
  name: string;
  /** One letter, without the dash. */
  short?: string;
  /** The name of its value in help; absent: it is a switch. */
  value?: string;
  /** Its value may be left out, and is '' then. */
  valueOptional?: true;
  /** It may be given several times. */
  repeats?: true;
  /** What completes its value. */
  kind?: ArgumentKind;
  summary: string;
}

/** A parsed command line. */
export interface ParsedArguments {
  /** Words of the positionals, by name; text() joins a rest positional's words with spaces. */
  word(name: string): string | undefined;
  words(name: string): readonly string[];
  has(flag: string): boolean;
  value(flag: string): string | undefined;
  /** Of a flag that may be given several times, in their order. */
  values(flag: string): readonly string[];
  /** What followed `--`. */
  trailing: readonly string[];
}

/** What a command has to say. */
export interface CommandOutput {
  /** '' says nothing. From keys and the prompt one line goes to the message line, more to an overlay. */
  text: string;
  /** Absent: info. error: only of what a program printed before it failed; any other is thrown. */
  level?: 'done' | 'error';
  /**
   * Something to look up, not the result of a command: if it has several lines it never becomes part of a
   * conversation.
   */
  isReference?: true;
  /** An overlay begins with its end. */
  isNewestLast?: true;
  /** What --json prints instead. */
  json?: unknown;
  /** CLI only: lines about the result that are no part of it, for standard error. */
  remarks?: readonly string[];
  /** CLI only: attach to this session afterwards, when run on a terminal outside qmux. */
  attach?: string;
  /** The command whose help this is: a shell prints it in its own form. */
  help?: string;
  /** CLI only: nothing was done yet; refusal is what is said if there is no terminal to ask on. */
  confirm?: Confirmation & { refusal: string; exitCode?: number };
  /** CLI only: not 0 although it is not an error of qmux (a cut answer of `send --wait`). */
  exitCode?: number;
}

export const SILENT: CommandOutput = { text: '' };

/** One command of copy mode, as its keys run it. */
export interface CopyModeCall {
  name: string;
  count: number | undefined;
  text: string | undefined;
  /** For a search: while it is being typed. */
  incremental: boolean;
}

/** What a command may do to the screen of the client it acts on. */
export interface ClientSurface extends ClientDisplay, ClientTerminal, ClientMemory {}

/** Where a command shows what it has to show, or asks. */
export interface ClientDisplay {
  /** Nothing that is typed in it may change anything. */
  readonly readOnly: boolean;
  /** false: what a colour would say has to be said by signs. */
  readonly hasColours: boolean;
  open(dialog: Dialog): void;
  /** What the open dialog shows is another, without a key: it is drawn. */
  dialogChanged(): void;
  /** How long, in ms, the terminal has shown the question; 0: it does not. */
  questionSeenMs(id: string): number;
  /** A line about what was begun here and has ended since. */
  showMessage(text: string, level: 'done' | 'info' | 'error'): void;
  /** Names what takes its time until the function returned is called. */
  showProgress(text: string): () => void;
  /** Sessions that get what is typed into the focused pane besides it. */
  synced(): readonly AnySession[];
  /** In the focused pane, which enters copy mode when it is not in it. */
  copyMode(call: CopyModeCall): void;
  /** To a line of what the session shows, in copy mode, as soon as it can be read there. */
  land(session: AnySession, landing: Landing): void;
  /** In the focused pane, in copy mode: what is not open; landing: the line that it begins with. */
  read(what: ReadElsewhere, landing?: Landing): void;
  /** Of a chat that is read in copy mode: the change of files that the cursor is in. */
  changeUnderCursor(session: AnySession): ChangePlace | undefined;
  /** What is selected in the focused pane's copy mode; undefined: nothing is. */
  selection(): string | undefined;
  /**
   * Puts a text on the paste buffers and offers it to the terminal's clipboard; resolves with a line about
   * it.
   */
  copyText(text: string): Promise<string>;
}

/** What a command does to the terminal itself. */
export interface ClientTerminal {
  /** The terminal leaves; everything goes on. */
  detach(): void;
  /** The same, and it attaches to the server of another machine. */
  leaveFor(place: OtherPlace): void;
  redraw(): void;
  /**
   * Whether the terminal reports its mouse; returns the resulting state. Terminals of read-only clients never
   * do.
   */
  switchMouse(to: 'on' | 'off' | 'other'): 'on' | 'off';
  /** Sends the prefix key itself to the focused pane. */
  sendPrefix(): void;
}

/** What was said and typed in the client. */
export interface ClientMemory {
  /** The last messages, newest last. */
  messages(): readonly string[];
  /** Prompts typed in this client, newest last. */
  promptHistory(): readonly string[];
}

/** An attached terminal. */
export interface AttachedClient {
  id: string;
  rows: number;
  cols: number;
  /** Name of the session that has its focus. */
  session: string;
  readOnly: boolean;
  /** The one that the command acts on. */
  isHere: boolean;
  detach(): void;
}

/** All verbs; what help and completion read. */
export interface Registry {
  readonly commands: readonly Command[];
  /** Names and aliases. */
  readonly names: readonly string[];
  find(name: string): Command | undefined;
  /**
   * The command that the words mean, the remaining words (after what an alias adds), and how many were used
   * for its name. Throws a UserError (exit code 2) with similar names.
   */
  get(words: readonly string[]): { command: Command; rest: readonly string[]; taken: number };
}

/** The agents that chats can be held with. */
export interface KnownAgents {
  /** With those that are not installed. */
  readonly known: readonly KnownAgent[];
  /** Those that the client attached last could start. */
  installed(): Promise<readonly KnownAgent[]>;
  /**
   * That the agent of this name has kept, those of the directory first. Rejects with a UserError: it lists
   * none, or cannot be started.
   */
  listSessions(name: string, directory: string): Promise<readonly KeptSession[]>;
  /** Of an installed one; resolves after 2 s at the latest. undefined: it does not say. */
  version(agent: KnownAgent): Promise<string | undefined>;
}

/** What the models of chats may call. */
export interface KnownTools {
  /** Those on files and the shell. */
  areOn(session: ToolUser): boolean;
  /** Those of the Model Context Protocol. */
  servers(session: ToolUser): Pick<ChatServers, 'list' | 'forgetSaid'>;
}

/** What doctor looks at besides the sessions. */
export interface Inspection {
  paths: Paths;
  disk: Disk;
  /** Of the config file, as it was read last. */
  configProblems(): readonly Pick<ConfigProblem, 'drops' | 'text'>[];
  inspectServer(): Promise<ServerFacts>;
}

/** What reading the config again has done. */
export interface ReloadReport {
  /** Its name without the directory. */
  file: string;
  /** There is none. */
  isMissing: boolean;
  /** Except for what the problems are about; false: nothing of it is. */
  isUsed: boolean;
  /** Names of options. */
  changed: readonly string[];
  /** As `config.toml:3:9: …`; of what each is about the old value stays. */
  problems: readonly string[];
}

export interface CommandContext {
  way: Way;
  /** How its output spells what it names; errors too. */
  wording: Wording;
  registry: Registry;
  coordinator: Coordinator;
  /** Whose view it acts on; if none is attached, a stand-in for the next client. */
  viewer: Viewer;
  /** undefined: no terminal is attached. */
  surface: ClientSurface | undefined;
  clients(): readonly AttachedClient[];
  /** "This session": the pane it was typed in; else the focused one. undefined: there is none. */
  here: AnySession | undefined;
  /**
   * CLI only: the session in whose pane the call was made. undefined: it was made outside of one, or its
   * session is gone.
   */
  pane?: AnySession | undefined;
  /**
   * CLI only: a part of standard output, before the command has ended. Resolves when there is room for more;
   * with false if the caller has left.
   */
  print?(text: string): Promise<boolean>;
  /** CLI only: fires when the caller has left. */
  left?: AbortSignal;
  /** CLI only: what it does at the moment, for a caller who waits at a terminal. */
  tell?(text: string): void;
  /** The files of commands that it is run from, the outermost first; absent: none. */
  sourcing?: readonly string[];
  agents: KnownAgents;
  tools: KnownTools;
  /** The paste buffers. */
  buffers: PasteBuffers;
  /** Shell commands without a pane. */
  runs: Runs;
  /** Sessions that others may watch. */
  shares: KnownShares;
  /** What happens to sessions. */
  happened: Happened;
  /** Over all conversations and screens. */
  search: SearchPort & AgentReadPort;
  /** CLI only: pid of the process that called; cols of its terminal, if it prints to one. */
  caller: { env: Readonly<Record<string, string>>; cwd: string; pid?: number; cols?: number };
  config: Readonly<Config>;
  /** Reads the file again. */
  reloadConfig(): Promise<ReloadReport>;
  bindings: readonly Binding[];
  inspection: Inspection;
  /** Ends the server once everything is saved. */
  quit(): Promise<void>;
}

export interface Command {
  name: string;
  aliases: readonly string[];
  /** One line, lower case, no full stop. */
  summary: string;
  positionals: readonly Positional[];
  flags: readonly Flag[];
  /** Takes words after `--`. */
  trailing?: string;
  /**
   * Starts something in the caller's environment, which a shell's call then includes; calls of other verbs do
   * not.
   */
  takesEnvironment?: true;
  /**
   * Whether a shell's terminal shows its session at once, so that a terminal that cannot be drawn on refuses
   * it.
   */
  attaches?(input: ParsedArguments): boolean;
  /** The command that ends it while it runs. */
  stoppedBy?: string;
  /** It changes nothing in the workspace: a read-only client may run it. Default: it may change something. */
  changesNothing?: true;
  /** The same for some of its actions: first words. */
  lookingActions?: readonly string[];
  /** Left out of help's list, the pages and completion: what it is for cannot happen yet. */
  unlisted?: true;
  run(context: CommandContext, input: ParsedArguments): CommandOutput | Promise<CommandOutput>;
}
