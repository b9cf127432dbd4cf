// A coding agent as others see it: the model of a chat, with what it reports between turns. Owns the shapes.
// agent-model.ts makes it.

import type { AgentCommand, ModelOption, StandingEvent } from '../model-event.js';
import type { ChatModel, ModelRequest } from '../ports.js';
import type { ProviderTable } from '../providers/known-providers.js';
import type { Undo } from '../../text/undo.js';
import type { WatchedChild } from '../../process/child-records.js';
import type { StartAgent } from './agent-process.js';
import type { KeptSession } from './kept-sessions.js';
import type { KnownAgent } from './known-agents.js';
import type { ReplayedTurn } from './replayed-turns.js';
import type { SignInMethod } from './sign-in.js';
import type { AgentClock } from './silence-watch.js';

export interface AgentOptions {
  /** Read at each start: its config may be another by then. */
  readonly agent: KnownAgent;
  /** Of the config, read at each start: their keys are secrets too. */
  readonly providers: ProviderTable;
  /** Of qmux, for the agent. */
  version: string;
  /** Of the chat, absolute. Asked at each start, as the next is. */
  directory(): string;
  /** All of it: as a program of the client would get it, the agent's own is added. */
  env(): Readonly<Record<string, string>>;
  /** The agent's session to go on with. */
  sessionId?: string | undefined;
  /** Values to set at the start, by the user's choice. */
  choices?: Partial<Readonly<Record<'mode' | 'model' | 'effort', string>>>;
  /** For its standard error; undefined: it is only kept in memory. */
  logFile?: string | undefined;
  record(child: WatchedChild, command: string): void;
  /**
   * The answer that was cut when the process before ended, as the agent did not keep it; asked once after it
   * was brought back. undefined: none was cut.
   */
  findCutAnswer(): string | undefined;
  /** Whether turns may have been made in its own interface; asked at each start. Absent: none were. */
  wantsReplay?(): boolean;
  /** What was said in its session so far. undefined: it does not tell. Then nothing more is asked for. */
  onReplay?(turns: readonly ReplayedTurn[] | undefined): void;
  /**
   * The agent could not bring the session back. Resolves with what it is to be told of the conversation so
   * far; undefined: nothing. reason: the agent's words. ask: whom to ask for it.
   */
  onLost(reason: string, prompt: Pick<ModelRequest, 'ask' | 'signal'>): Promise<string | undefined>;
  log(message: string): void;
  start?: StartAgent;
  clock?: AgentClock;
}

export type AgentState = 'off' | 'starting' | 'ready' | 'ending';

export interface Agent {
  readonly name: string;
  readonly model: ChatModel;
  readonly state: AgentState;
  /** idle also while it starts. */
  readonly activity: 'processing' | 'waiting' | 'idle';
  /** Nothing of it is under way: no start, turn or call. */
  readonly isIdle: boolean;
  /** undefined until it has said so. */
  readonly takesImages: boolean | undefined;
  /** Its process was ended because nobody needed it; the next prompt starts it again. */
  readonly isAsleep: boolean;
  /** undefined: it has none yet. */
  readonly sessionId: string | undefined;
  readonly pid: number | undefined;
  /** Of the agent, once it has started. */
  readonly version: string | undefined;
  readonly options: readonly ModelOption[];
  readonly commands: readonly AgentCommand[];
  readonly signIn: readonly SignInMethod[];
  /** For how long nothing came from it, ms; 0 unless it starts or a prompt is being answered. */
  readonly silentMs: number;
  /** Since anything came from it or was sent to it, ms; 0 while it has no process. */
  readonly quietMs: number;
  /** Since it began to start, ms; undefined: it does not. */
  readonly startingMs: number | undefined;
  /** As ModelOfChat.steer(). */
  steer(text: string): Promise<boolean>;
  /** Rejects with a StartFailure. */
  start(): Promise<void>;
  /**
   * The sessions that the agent has kept, those of the chat's directory first: by a process of its own, which
   * has ended afterwards. Rejects with a StartFailure.
   */
  listSessions(): Promise<KeptSession[]>;
  /** Starts it if it does not run. Rejects with a StartFailure, or with the agent's error. */
  setOption(id: string, value: string): Promise<boolean>;
  /**
   * The id of a session of its own that goes on from this one; undefined: it cannot do that. Starts it if it
   * does not run. Rejects as setOption does.
   */
  fork(): Promise<string | undefined>;
  /** Ends the process and keeps the session: the next prompt starts it again. */
  close(): Promise<void>;
  /** The same, because nobody needs it now. */
  sleep(): Promise<void>;
  /** What comes outside a turn. */
  onStanding(listener: (event: StandingEvent) => void): Undo;
  /** Any of the properties above changed, except times. */
  onChange(listener: () => void): Undo;
}
