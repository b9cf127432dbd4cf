// A coding agent as the model of a chat: started at the first prompt, started again with its session when it
// has ended. Owns whose turn it is, and that a start serves all who wait for it. Leaves one process to
// agent-session.ts, what a prompt consists of to prompt-blocks.ts. Invariant: a prompt is sent only when the
// one before has really ended.

import type { AgentCommand, ModelEvent, ModelOption, StandingEvent } from '../model-event.js';
import type { ChatModel, ModelRequest } from '../ports.js';
import type { Undo } from '../../text/undo.js';
import type { Agent, AgentOptions, AgentState } from './agent.js';
import { startAgentProcess } from './agent-process.js';
import { AgentSession } from './agent-session.js';
import { AgentTurn } from './agent-turn.js';
import type { KeptSession } from './kept-sessions.js';
import { orAborted } from './or-aborted.js';
import { toPrompt, type FirstWords } from './prompt-blocks.js';
import { StartFailure, type Beginning, type WantedOption } from './session-opening.js';
import type { SignInMethod } from './sign-in.js';
import { agentClock, type AgentClock } from './silence-watch.js';

export const createAgent = (options: AgentOptions): Agent => new RunnableAgent(options);

class RunnableAgent implements Agent {
  readonly model: ChatModel;
  #session: AgentSession | undefined;
  #sessionId: string | undefined;
  #opening: Promise<AgentSession> | undefined;
  #openedAtMs = 0;
  #closing: Promise<void> | undefined;
  /** How often its end was asked for: a start from before that must not go on. */
  #closes = 0;
  #isAsleep = false;
  /** Resolves when the turn before has really ended. */
  #turnsBefore: Promise<void> = Promise.resolve();
  #turn: AgentTurn | undefined;
  /** What the next prompt begins with. */
  #first: FirstWords = {};
  #lost: string | undefined;
  /** By the option's id; a process that starts again gets them. */
  readonly #chosen = new Map<string, string>();
  readonly #standing = new Set<(event: StandingEvent) => void>();
  readonly #changes = new Set<() => void>();

  readonly #given: AgentOptions;
  readonly #clock: AgentClock;

  constructor(options: AgentOptions) {
    this.#given = options;
    this.#clock = options.clock ?? agentClock;
    this.#sessionId = options.sessionId;
    this.model = {
      name: options.agent.name,
      endsItself: true,
      stream: (request) => this.#stream(request),
    };
  }

  get name(): string {
    return this.#given.agent.name;
  }

  get state(): AgentState {
    if (this.#closing) return 'ending';
    if (this.#opening) return 'starting';
    return this.#session && !this.#session.hasEnded ? 'ready' : 'off';
  }

  get activity(): Agent['activity'] {
    return this.#session?.activity ?? 'idle';
  }

  get isIdle(): boolean {
    if (this.#opening || this.#turn || this.activity !== 'idle') return false;
    return !this.#session?.updates.calls.hasOpen;
  }

  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  get pid(): number | undefined {
    return this.#session?.hasEnded ? undefined : this.#session?.pid;
  }

  get version(): string | undefined {
    return this.#session?.facts?.version;
  }

  get options(): readonly ModelOption[] {
    return this.#session?.updates.options.list ?? [];
  }

  get commands(): readonly AgentCommand[] {
    return this.#session?.updates.commands ?? [];
  }

  get takesImages(): boolean | undefined {
    return this.#session?.facts?.takes.images;
  }

  get signIn(): readonly SignInMethod[] {
    return this.#session?.facts?.signIn ?? [];
  }

  get silentMs(): number {
    return !this.#opening && this.activity === 'idle' ? 0 : this.quietMs;
  }

  get quietMs(): number {
    return this.#session ? this.#clock.nowMs() - this.#session.heardAtMs : 0;
  }

  get startingMs(): number | undefined {
    return this.#opening ? this.#clock.nowMs() - this.#openedAtMs : undefined;
  }

  async start(): Promise<void> {
    await this.#open();
  }

  listSessions(): Promise<KeptSession[]> {
    return this.#makeSession().list();
  }

  async setOption(id: string, value: string): Promise<boolean> {
    const session = await this.#open();
    const isSet = await session.setOption(id, value);
    if (isSet) this.#chosen.set(id, value);
    this.#tellChange();
    return isSet;
  }

  async fork(): Promise<string | undefined> {
    return (await this.#open()).fork();
  }

  async steer(text: string): Promise<boolean> {
    return this.#turn !== undefined && !this.#opening && ((await this.#session?.steer(text)) ?? false);
  }

  close(): Promise<void> {
    this.#isAsleep = false;
    return this.#end();
  }

  sleep(): Promise<void> {
    this.#isAsleep = true;
    return this.#end();
  }

  #end(): Promise<void> {
    this.#closes++;
    const session = this.#session;
    if (!session || session.hasEnded) return this.#closing ?? Promise.resolve();
    this.#closing ??= session.end().finally(() => {
      this.#closing = undefined;
      this.#tellChange();
    });
    this.#tellChange();
    return this.#closing;
  }

  onStanding(listener: (event: StandingEvent) => void): Undo {
    this.#standing.add(listener);
    return () => void this.#standing.delete(listener);
  }

  onChange(listener: () => void): Undo {
    this.#changes.add(listener);
    return () => void this.#changes.delete(listener);
  }

  async *#stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    const turn = new AgentTurn(request);
    const stopped = new AbortController();
    const signal = AbortSignal.any([request.signal, stopped.signal]);
    const before = this.#turnsBefore;
    const running = this.#run(request, turn, before, signal);
    this.#turnsBefore = Promise.all([before, running]).then(() => undefined);
    try {
      yield* turn.events;
    } finally {
      // Whoever reads it may stop before its end.
      stopped.abort();
    }
  }

  /** Resolves when the turn has really ended; never rejects. */
  async #run(
    request: ModelRequest,
    turn: AgentTurn,
    before: Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await orAborted(before, signal);
      if (signal.aborted) return turn.finish({ type: 'interrupted' });
      this.#turn = turn;
      this.#tellChange();
      const session = await orAborted(this.#open(), signal);
      if (!session) return turn.finish({ type: 'interrupted' });
      await this.#recall(request, signal);
      if (signal.aborted) return turn.finish({ type: 'interrupted' });
      const { commands } = this;
      const takes = session.facts?.takes ?? { images: false, resources: false };
      const images = (request.messages.at(-1)?.attached ?? []).filter(({ kind }) => kind === 'image');
      if (images.length > 0 && !takes.images)
        turn.events.push({ type: 'notice', text: `the image was not sent: ${this.name} takes no images` });
      const { prompt, rest } = toPrompt(request, this.#first, { commands, takes });
      this.#first = rest;
      await session.prompt(prompt, turn, signal);
    } catch (error) {
      if (!(error instanceof StartFailure)) this.#given.log(`${this.name}: ${String(error)}`);
      turn.finish(error instanceof StartFailure ? error.event : brokenEvent(this.name, error));
    } finally {
      if (this.#turn === turn) this.#turn = undefined;
      this.#tellChange();
    }
  }

  /** Quotes the conversation to an agent that does not know it, if the user wants that. */
  async #recall({ ask }: ModelRequest, signal: AbortSignal): Promise<void> {
    if (this.#lost === undefined) return;
    const recalled = await orAborted(this.#given.onLost(this.#lost, { signal, ...(ask && { ask }) }), signal);
    if (signal.aborted) return;
    this.#lost = undefined;
    if (recalled !== undefined) this.#first = { ...this.#first, recalled };
  }

  /** The session that runs, or the one start that all wait for. */
  #open(): Promise<AgentSession> {
    if (this.#opening) return this.#opening;
    if (this.#session && !this.#session.hasEnded && !this.#closing) return Promise.resolve(this.#session);
    this.#isAsleep = false;
    this.#openedAtMs = this.#clock.nowMs();
    this.#opening = this.#startAgain().finally(() => {
      this.#opening = undefined;
      this.#tellChange();
    });
    this.#tellChange();
    return this.#opening;
  }

  async #startAgain(): Promise<AgentSession> {
    // Two processes never hold one session.
    const closes = this.#closes;
    await this.#closing;
    await this.#session?.end();
    if (closes !== this.#closes)
      throw new StartFailure({ type: 'interrupted', note: `${this.name} was ended` });
    const wantsReplay = this.#given.wantsReplay?.() ?? false;
    const session = this.#makeSession({ wantsReplay });
    this.#session = session;
    const beginning = await session.open();
    this.#sessionId = session.sessionId;
    if (wantsReplay) this.#given.onReplay?.(beginning.type === 'resumed' ? beginning.replay : undefined);
    this.#noteBeginning(beginning);
    return session;
  }

  #makeSession({ wantsReplay } = { wantsReplay: false }): AgentSession {
    const { agent, providers, version, logFile, log, record } = this.#given;
    return new AgentSession({
      agent,
      providers,
      version,
      log,
      logFile,
      directory: this.#given.directory(),
      env: this.#given.env(),
      sessionId: this.#sessionId,
      wantsReplay,
      wanted: this.#wanted(),
      record,
      start: this.#given.start ?? startAgentProcess,
      clock: this.#clock,
      onStanding: (event) => this.#emit(event),
      onChange: () => this.#tellChange(),
    });
  }

  #noteBeginning(beginning: Beginning): void {
    if (beginning.type === 'resumed') {
      // What it was to be told before it ended is still to be told.
      this.#first = { ...this.#first, cutAnswer: this.#given.findCutAnswer() };
      return;
    }
    this.#first = { isFresh: true };
    this.#lost = beginning.type === 'lost' ? beginning.reason : undefined;
  }

  #wanted(): WantedOption[] {
    const { agent, choices = {} } = this.#given;
    const mode = choices.mode ?? agent.mode;
    const of = (category: 'mode' | 'model' | 'effort', value: string | undefined): WantedOption[] =>
      value === undefined ? [] : [{ of: { category }, value, isChosen: choices[category] !== undefined }];
    return [
      ...of('mode', mode),
      ...of('model', choices.model),
      ...of('effort', choices.effort),
      ...[...this.#chosen].map(([id, value]) => ({ of: { id }, value, isChosen: true })),
    ];
  }

  /** While the agent starts for a turn, what it reports belongs to that turn. */
  #emit(event: StandingEvent): void {
    if (this.#turn && !this.#turn.events.isClosed) this.#turn.events.push(event);
    else for (const listener of this.#standing) listener(event);
  }

  #tellChange(): void {
    for (const listener of this.#changes) listener();
  }
}

const brokenEvent = (name: string, error: unknown): ModelEvent => ({
  type: 'error',
  message: `${name} cannot go on: ${error instanceof Error ? error.message : String(error)}; ask again`,
  needsUser: false,
});
