// What the chat loop is given by its owner (the server for a pane, cli/ for `qmux chat`) and what it reports
// back. Owns only shapes: chat/ imports neither commands nor session nor store.

import type { Undo } from '../text/undo.js';
import type { AskedQuestion, AskedQuestions } from './prompt/find-asked.js';
import type { Attached } from './context/attached.js';
import type { Conversation } from './conversation.js';
import type { ChatPlace } from './chat-place.js';
import type { MessageLevel } from '../text/message-level.js';
import type { AgentCommand, ModelEvent, StandingEvent } from './model-event.js';
import type { Retry } from './retries.js';
import type { Finish, TranscriptRecord } from './transcript-record.js';
import type { RequestedCall, ToolSet, ToolSpec } from './tools/tool-set.js';
import type { UserQuestion, UserReply } from './user-question.js';

/**
 * The terminal a chat draws on: the program's end of a virtual PTY, or the real tty. Truecolor, UTF-8, raw
 * mode.
 */
export interface ChatTerminal {
  readonly rows: number;
  readonly cols: number;
  /** false: nobody watches, draw nothing. */
  readonly watched: boolean;
  write(text: string): void;
  /** Bytes of the keyboard; may split an escape sequence or a character anywhere. */
  onInput(listener: (bytes: Uint8Array) => void): Undo;
  onResize(listener: () => void): Undo;
  onWatched(listener: (watched: boolean) => void): Undo;
  /**
   * Stops this job; it is unwatched until it continues, which is reported as a resize. Absent: there is no
   * job to stop.
   */
  suspend?(): void;
}

/** What a question says of what goes along with it. */
export interface QuestionAlong {
  /** Where in its text something is named that was typed. */
  refs?: readonly number[];
  /** Files that go along without being named there; absolute. */
  files?: readonly string[];
  /** What was read already. */
  attached?: readonly Attached[];
  /** The turn whose question it takes the place of, on a branch of its own. */
  edits?: string;
}

export interface ChatMessage {
  role: 'user' | 'assistant';
  text: string;
  /** What goes along with a question. */
  attached?: readonly Attached[];
}

export interface ModelRequest {
  instruction: string | undefined;
  /** The conversation so far, the new question last. */
  messages: ChatMessage[];
  signal: AbortSignal;
  /**
   * Resolves when the user has replied and that is on disk; with `cancelled` if the turn ends or withdrawn
   * fires first. Absent: there is nobody to ask, which means the same.
   */
  ask?(question: UserQuestion, withdrawn?: AbortSignal): Promise<UserReply>;
}

/** What a model asked for in an earlier request of this turn, and what came of it. */
export interface ToolStep {
  /** What it said, in the shape in which it gave it: nobody else reads it. */
  said: unknown;
  results: readonly { id: string; name: string; output: string; isError: boolean }[];
}

/** One request of a turn with tools. */
export interface StepRequest extends ModelRequest {
  tools: readonly ToolSpec[];
  steps: readonly ToolStep[];
}

/** In place of a finish: the model waits for the results of these calls. */
export interface CallsEvent {
  type: 'calls';
  calls: readonly RequestedCall[];
  said: unknown;
}

export interface ChatModel {
  /** `provider/model`, or `guide`. */
  readonly name: string;
  /**
   * It ends its turn by itself when the signal fires, and what it reports until then counts; otherwise the
   * turn ends at once.
   */
  readonly endsItself?: boolean;
  /** undefined: not known. */
  readonly takesImages?: boolean | undefined;
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
  /** The same with tools. Absent: it calls none, or has its own. */
  step?(request: StepRequest): AsyncIterable<ModelEvent | CallsEvent>;
}

/** What a slash command printed: one line or many, shown as a note. */
export interface CommandReply {
  level: MessageLevel;
  text: string;
}

export interface Draft {
  text: string;
  /** UTF-16 units of the text before the cursor; absent: the cursor is at the end. */
  cursor?: number;
  /** Which `@` of it were typed; absent: none. */
  refs?: readonly number[];
  /** The turn whose question it changes: sent, it makes a branch there. Absent: it goes to the end. */
  edits?: string;
}

/** A draft that was put aside. */
export type StashedDraft = Pick<Draft, 'text' | 'refs'>;

export interface TurnResult {
  id: string;
  answer: string;
  model: string;
  finish: Finish;
  /** One word for why it is not `stop`, if the provider gave one. */
  reason?: string;
  error?: string;
}

/**
 * Why prompts wait. pause: until resume. interrupt, or failure: the last turn ended so; until the user asks
 * for something, too.
 */
export type Hold = 'pause' | 'interrupt' | 'failure';

export type ChatEvent =
  /** A turn is about to begin: a model is loaded, or an agent starts. */
  | { type: 'turn-starting' }
  /** It did not begin: nothing was sent. */
  | { type: 'turn-withdrawn' }
  | { type: 'turn-began'; id: string; model: string }
  /** Its request failed, and is made again after a while. */
  | { type: 'retry-waits'; retry: Retry }
  | { type: 'turn-ended'; result: TurnResult; needsUser: boolean; queued: number }
  /**
   * Source lines that text was added to. continues: the first was begun before; absent: they are a note's.
   */
  | { type: 'lines-added'; count: number; continues?: boolean }
  /** How far its plan is. */
  | { type: 'plan-changed' }
  | { type: 'first-question'; text: string }
  /** A question waits behind others, or does no more without having been asked. */
  | { type: 'queue-changed' }
  /** Something that is no turn runs between two of them, until it ends. */
  | { type: 'work-starting' }
  | { type: 'work-ended' }
  /** Other turns are shown, or given to a model. */
  | { type: 'branch-changed' }
  /** A tool or a provider waits for the user's reply, until it ends. */
  | { type: 'reply-wanted'; text: string }
  | { type: 'reply-given' }
  /** What is asked came into sight or left it: shownQuestion of the chat is another. */
  | { type: 'question-shown' }
  /** An agent's options, commands or title. */
  | { type: 'standing'; event: Extract<StandingEvent, { type: 'options' | 'commands' | 'title' }> };

export interface ChatHost {
  readonly place: ChatPlace;
  /** Where the session works; undefined: not known. */
  readonly directory?: string | undefined;
  /** At how many percent of the context it is compacted by itself; absent or 0: never. */
  readonly compactAt?: number | undefined;
  readonly terminal: ChatTerminal;
  readonly begun: ChatBeginning;
  readonly keeper: ChatKeeper;
  readonly model: ModelOfChat;
  readonly commands: CommandsOfChat;
  /** What its prompts can name beside files. Absent: nothing. */
  readonly around?: AroundChat;
  readonly stamps: ChatStamps;
  onEvent(event: ChatEvent): void;
  /**
   * What the user's editor makes of a text, in the place of the chat. Rejects with a UserError. Absent: there
   * is no terminal for it.
   */
  edit?(text: string): Promise<string>;
  /** Absent: only this chat's own questions are searched. */
  readonly history?: ChatHistory;
  /**
   * How long, in ms, the terminal from which the last input came has shown the open question. Absent, or
   * undefined: there is only one, which shows it for as long as it is drawn.
   */
  questionSeenMs?(): number | undefined;
}

/** All questions ever asked, in all sessions. */
export interface ChatHistory {
  /** One was asked here; at: ms since 1970. Never throws. */
  add(asked: AskedQuestion, at: number): void;
  /** Never rejects. */
  all(): Promise<AskedQuestions>;
}

/** What a chat goes on with. */
export interface ChatBeginning {
  /** The past; restored after a crash it may end within a turn. */
  readonly conversation: Conversation;
  readonly draft: Draft;
  /** Drafts that were put aside, the latest last. */
  readonly stash?: readonly StashedDraft[];
  /** Outputs of commands that go along with the next question. */
  readonly printed?: readonly Attached[];
  /** Prompts queue, and no turn begins; undefined: one may. */
  readonly held: Hold | undefined;
}

/** Where a chat is kept. */
export interface ChatKeeper {
  /**
   * Appends with one write() before it returns; throws when the disk refuses. Called before anything of it is
   * drawn.
   */
  append(records: readonly TranscriptRecord[]): void;
  /** Resolves when everything appended is on disk (fdatasync). Awaited before a question is sent. */
  sync(): Promise<void>;
  saveDraft(draft: Draft): void;
  saveStash(stash: readonly StashedDraft[]): void;
  savePrinted(printed: readonly Attached[]): void;
}

/** Who answers. */
export interface ModelOfChat {
  /**
   * For the next turn; rejects with a UserError (no key, unknown provider). wanted: the name of another one,
   * for this turn.
   */
  resolve(wanted?: string): Promise<ChatModel>;
  /** Name of the one that the next turn would have, as far as it is known now. */
  readonly chosen: string | undefined;
  /** Begins loading what resolve() will need; called at the first key of a first question. */
  prepare(): void;
  /** Standing instruction of the session's type, and its own. */
  readonly instruction: string | undefined;
  /** What the model of a turn may call. Absent or undefined: nothing. */
  readonly tools?: ToolSet | undefined;
  /** While resolve() waits: `starting claude`, `loading FILE 40 %`. Shown in place of `answering`. */
  readonly starting?: string | undefined;
  /** Of the one that the next turn would have; undefined: not known. */
  readonly takesImages?: boolean | undefined;
  /** Commands of the agent itself, as far as they are known; undefined: a model answers. */
  readonly agentCommands?: readonly AgentCommand[] | undefined;
  /**
   * Sends a text into the turn that runs. False: it cannot, or it is too late. Never rejects. Absent: a model
   * answers, which cannot.
   */
  steer?(text: string): Promise<boolean>;
  /** What an agent reports between its turns. */
  onStanding?(listener: (event: StandingEvent) => void): Undo;
}

/** What a prompt can do beside asking. */
export interface CommandsOfChat {
  /** Runs a slash command, line without the leading slash. Never rejects. */
  run(line: string): Promise<CommandReply | undefined>;
  /** A slash command of qmux has this name. */
  has(name: string): boolean;
  /**
   * Entries for the menu while the draft is a command: the word under the cursor's candidates. more: called
   * when there are others.
   */
  complete(line: string, more: () => void): CompletionEntry[];
  /** A line for the chat while it is empty; asked once, when it is first drawn empty. */
  suggest(): string | undefined;
}

/** What is around a chat that may go along with a question. */
export interface AroundChat {
  /** Files that go along with each question, by their paths and patterns. */
  readonly standing: readonly string[];
  /** Where AGENTS.md stands that holds everywhere; undefined: no rules are read. */
  readonly rulesDirectory: string | undefined;
  /** The text without the values of keys that the chat's model has. */
  withoutKeys(text: string): string;
  /** Sessions whose names or numbers fit, for the menu of `@#`. */
  completeSession(beginning: string): CompletionEntry[];
  /** There is one of this number or name. */
  hasSession(name: string): boolean;
  /** What a session shows; undefined: there is none of this number or name. */
  quoteSession(name: string): Promise<string | undefined>;
  /** Runs a command in the session's directory, on a PTY of these columns. Absent: it cannot. */
  runShell?(line: string, cols: number): Promise<ShellRun>;
}

/** A command that the user runs from the prompt. */
export interface ShellRun {
  /** Its last lines as text, at most this many. */
  text(rows: number): string;
  onOutput(listener: () => void): Undo;
  /** Resolves at its end, with how it ended unless that was with success: `exit 1`, `ended by Esc`. */
  readonly ended: Promise<string | undefined>;
  hangUp(): void;
}

export interface ChatStamps {
  /** ms since 1970. */
  now(): number;
  /** The same on a clock that is never set, for how long something is on the screen. */
  steadyNow(): number;
  newId(): string;
  /** Rejects when the signal fires. Absent: a timer. */
  wait?(ms: number, options: { signal: AbortSignal }): Promise<void>;
  /** From 0 up to 1. Absent: Math.random(). */
  random?(): number;
}

export interface CompletionEntry {
  /** What replaces the word. */
  value: string;
  summary: string;
}
