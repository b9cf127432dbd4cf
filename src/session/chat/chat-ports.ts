// What a chat in the workspace is given by the server, beside what every session is. Owns only shapes;
// Session is the class that is given this, which imports this file.

import type { Agent, AgentOptions } from '../../chat/agents/agent.js';
import type { SigningInOptions } from '../../chat/agents/signing-in.js';
import type { ChatPlace } from '../../chat/chat-place.js';
import type { AroundChat, ChatModel, CommandReply, CompletionEntry } from '../../chat/ports.js';
import type { ToolSet } from '../../chat/tools/tool-set.js';
import type { AgentSettings, ChatRecord } from '../../store/session-record.js';
import type { Pty, PtyExit } from '../../terminal/pty.js';
import type { SessionSurroundings } from '../session-ports.js';
import type { Size } from '../session-screen.js';
import type { KeptHistory } from './session-history.js';

/** Which model answers. */
export interface ChatModels<Session> {
  /** Rejects with a UserError that says what is missing. wanted: the name of another model. */
  resolve(session: Session, wanted?: string): Promise<ChatModel>;
  /**
   * The model that the next turn would have; title: with where it was found; callsTools: absent: it may.
   */
  chosen(session: Session): { name: string; title: string; callsTools?: false };
  /** `loading FILE 40 %`, while resolve() waits for that. Absent: nothing takes long. */
  loading?(session: Session): string | undefined;
  /** Loads it, so that the first question need not wait. */
  prepare(session: Session): void;
  /** The whole name of a model, of its own provider if none is named. Throws a UserError. */
  find(session: Session, wanted: string): string;
  offered(session: Session): Promise<OfferedModels>;
  /**
   * Their names, as far as they are known; asked for at most once in ten minutes. more: called when they are
   * known.
   */
  known(session: Session, more: () => void): readonly string[];
  /** What was last heard of any provider, and what the config names; nobody is asked. */
  kept(): readonly string[];
  /** From little to much; empty: the model that the next turn would have cannot be told. */
  efforts(session: Session): readonly string[];
}

/** Models that can be chosen, by their whole names. */
export interface OfferedModels {
  names: readonly string[];
  /** Why there are not more; undefined: these are all. */
  problem: string | undefined;
}

/** What its model may call. */
export interface ChatTools<Session> {
  /** The same one as long as the session lives; undefined: none. */
  of(session: Session): ToolSet | undefined;
  /** Those on files and the shell, as its title says. */
  areOn(session: Session): boolean;
}

/** What its prompt can do beside asking. */
export interface ChatCommands<Session> {
  run(session: Session, line: string): Promise<CommandReply | undefined>;
  has(name: string): boolean;
  complete(session: Session, line: string, more: () => void): CompletionEntry[];
}

/** What follows from a chat's type and directory. */
export interface ChatAdvice<Session> {
  /** A line for an empty chat: what its directory speaks for. */
  suggest(session: Session): string | undefined;
  /** Standing instruction to the model. */
  instruction(session: Session): string | undefined;
  /** A chat without a given name asked its first question. */
  firstQuestion(session: Session, question: string): void;
  /** An agent gave a title to a chat without a given name. */
  title(session: Session, title: string): void;
}

/** What a chat says of the agent that it wants. */
export interface WantedAgent {
  name: string;
  /** The id of the session whose agent it is. */
  session: string;
  /** Absolute. */
  directory: string;
  /** The agent's own id of a conversation that goes on. */
  sessionId: string | undefined;
  choices: AgentSettings;
  findCutAnswer: AgentOptions['findCutAnswer'];
  onLost: AgentOptions['onLost'];
  wantsReplay?: NonNullable<AgentOptions['wantsReplay']>;
  onReplay?: NonNullable<AgentOptions['onReplay']>;
}

/** An agent, and what signing in to it needs. */
export interface MadeAgent extends Pick<SigningInOptions, 'known' | 'runLogin'> {
  agent: Agent;
}

/** Where agents come from. */
export interface ChatAgents {
  /** Not started yet. Rejects with a UserError: not installed, or no longer in the config. */
  make(wanted: WantedAgent): Promise<MadeAgent>;
}

/** An agent's own interface on one of its sessions: a program that can be started. */
export interface OwnInterface {
  command: readonly string[];
  /** The agent can say afterwards what was said there. */
  canFetch: boolean;
  /** Throws a UserError that names what is missing. */
  spawn(size: Size): Pty;
}

export interface OwnInterfaces {
  /** Rejects with a UserError: it has none, or its program is missing. agentSession: the agent's id. */
  find(record: ChatRecord, agentSession: string): Promise<OwnInterface>;
}

/** The user's editor on a draft. */
export interface DraftEditors {
  /**
   * What it made of the text. show: shows a program in the chat's pane until it ends. Rejects with a
   * UserError: there is none, or it ended with an error.
   */
  edit(
    record: ChatRecord,
    text: string,
    show: (spawn: (size: Size) => Pty) => Promise<PtyExit>,
  ): Promise<string>;
}

/** Session: the class of a chat; All: that of every session. */
export interface ChatSurroundings<Session extends All, All> extends SessionSurroundings<All> {
  readonly place: ChatPlace;
  /** As ChatHost.compactAt, at the moment. */
  readonly compactAt?: () => number;
  readonly models: ChatModels<Session>;
  readonly tools: ChatTools<Session>;
  readonly agents: ChatAgents;
  readonly ownInterfaces: OwnInterfaces;
  readonly around: { of(session: Session): AroundChat };
  readonly editors: DraftEditors;
  readonly history: KeptHistory;
  readonly commands: ChatCommands<Session>;
  readonly advice: ChatAdvice<Session>;
}
