// One process of an agent with its one session, from the start to the end. Owns the process and the prompt
// that runs: one at a time, each with one end. Leaves opening the session to session-opening.ts, what the
// agent sends by itself to agent-inbox.ts, starting again and waiting for one's turn to agent-model.ts.

import type { Undo } from '../../text/undo.js';
import type { StandingEvent } from '../model-event.js';
import { AgentConnection, isAgentError } from './agent-connection.js';
import { AgentInbox } from './agent-inbox.js';
import type { AgentProcess, AgentStart, StartAgent } from './agent-process.js';
import type { AgentTurn } from './agent-turn.js';
import type { AgentUpdates } from './agent-updates.js';
import type { AgentFacts } from './capabilities.js';
import { listKeptSessions, type KeptSession } from './kept-sessions.js';
import type { KnownAgent } from './known-agents.js';
import { maskEvent } from './masked-events.js';
import { NamedSecrets } from './named-secrets.js';
import type { AgentPrompt } from './prompt-blocks.js';
import {
  applyWanted,
  findSession,
  forkSession,
  steerSession,
  setOption,
  shakeHands,
  StartFailure,
  type Beginning,
  type SessionPlace,
  type WantedOption,
} from './session-opening.js';
import type { ProviderTable } from '../providers/known-providers.js';
import { SilenceWatch, type AgentClock } from './silence-watch.js';
import {
  describeAgentError,
  describeDeath,
  describeRestart,
  describeStop,
  readPromptUsage,
  type EndEvent,
} from './turn-end.js';

/** An agent may be silent for so long before its session stands; OpenCode takes 40 s on a loaded machine. */
export const START_SILENCE_MS = 120_000;
/** How long an agent may take to put its session away. */
const CLOSE_MS = 2_000;
/** How long an agent may take to end an interrupted turn before the pane says so. */
const STOP_MS = 5_000;
/** From the end of its output to that of the process. */
const EXIT_MS = 2_000;

export interface AgentSessionOptions extends Omit<AgentStart, 'redact'> {
  agent: KnownAgent;
  /** Of the config: their keys are secrets too. */
  providers: ProviderTable;
  /** Of qmux. */
  version: string;
  /** The session to go on with; undefined: a new one. */
  sessionId: string | undefined;
  /** What was said in the session that goes on is of use, as some was said elsewhere. */
  wantsReplay: boolean;
  /** What the session is to be set to once it stands. */
  wanted: readonly WantedOption[];
  start: StartAgent;
  clock: AgentClock;
  /** Events outside a turn. */
  onStanding(event: StandingEvent): void;
  /** activity or hasEnded changed. */
  onChange(): void;
  /** For the server's log: what is of no use to the user. */
  log(message: string): void;
}

export class AgentSession {
  #process: AgentProcess | undefined;
  #connection: AgentConnection | undefined;
  #facts: AgentFacts | undefined;
  #ending: Promise<void> | undefined;
  #hasEnded = false;
  #heardAtMs: number;

  readonly #options: AgentSessionOptions;
  readonly #secrets: NamedSecrets;
  readonly #silence: SilenceWatch;
  readonly #inbox: AgentInbox;

  constructor(options: AgentSessionOptions) {
    this.#options = options;
    this.#heardAtMs = options.clock.nowMs();
    this.#secrets = new NamedSecrets({ ...options.env, ...options.agent.env }, options.providers);
    this.#silence = new SilenceWatch(options.clock, START_SILENCE_MS);
    this.#inbox = new AgentInbox({
      agent: options.agent,
      secrets: this.#secrets,
      onStanding: (event) => options.onStanding(event),
      onChange: () => {
        // Nobody expects anything of an agent that waits for its user.
        this.#heardAtMs = options.clock.nowMs();
        options.onChange();
      },
      onHeard: () => this.#hear(),
      cancelTurn: () => this.#cancel(),
      log: (message) => options.log(message),
    });
  }

  /** Empty until the session stands. */
  get sessionId(): string {
    return this.#inbox.sessionId;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** undefined until the agent has answered `initialize`. */
  get facts(): AgentFacts | undefined {
    return this.#facts;
  }

  get updates(): AgentUpdates {
    return this.#inbox.updates;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** On the clock's scale: when the agent last sent anything, or was last asked or told something. */
  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  /** A prompt is being answered; the user is asked something; neither. */
  get activity(): 'processing' | 'waiting' | 'idle' {
    const { turn } = this.#inbox;
    if (!turn) return 'idle';
    return turn.hasOpenQuestion ? 'waiting' : 'processing';
  }

  /** Resolves when a prompt can be sent; rejects with a StartFailure, and then nothing runs any more. */
  open(): Promise<Beginning> {
    const { directory, sessionId, wanted, agent, wantsReplay } = this.#options;
    return this.#start(async (facts) => {
      const [request, inbox] = [this.#request, this.#inbox];
      const place: SessionPlace = { request, inbox, facts, agent, directory, wantsReplay };
      const beginning = await findSession(place, sessionId);
      await applyWanted(place, wanted);
      return beginning;
    });
  }

  /** Instead of open(): what sessions the agent has kept; then it ends. Rejects with a StartFailure. */
  async list(): Promise<KeptSession[]> {
    const { directory, agent } = this.#options;
    const found = await this.#start((facts) => {
      if (facts.canList) return listKeptSessions(this.#request, directory);
      throw new StartFailure({
        type: 'error',
        message: `${agent.name} does not list its sessions; name one by its id`,
        needsUser: true,
      });
    });
    await this.end();
    return found;
  }

  /**
   * Resolves when the agent has really ended the turn, and never rejects. The turn has its last event by then
   * at the latest.
   */
  async prompt({ blocks, preface }: AgentPrompt, turn: AgentTurn, signal: AbortSignal): Promise<void> {
    const { agent, clock } = this.#options;
    this.#process?.forgetLines();
    this.#heardAtMs = clock.nowMs();
    this.#inbox.beginTurn(turn, preface);
    this.#options.onChange();
    let noLonger: Undo | undefined;
    const cancel = (): void => {
      this.#cancel();
      const text = `${agent.name} does not stop; /restart ends it`;
      noLonger ??= clock.after(STOP_MS, () => this.#inbox.emit({ type: 'notice', text }));
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answer = this.#request('session/prompt', { sessionId: this.sessionId, prompt: blocks });
      if (signal.aborted) cancel();
      const event = await this.#describeEnd(answer, turn);
      turn.cancelQuestions();
      // They will not be reported again.
      if (event.type !== 'finish' || !event.complete) this.#inbox.emit(...this.updates.calls.failOpen());
      this.#inbox.finish(event);
    } finally {
      noLonger?.();
      signal.removeEventListener('abort', cancel);
      this.#inbox.endTurn();
      this.#options.onChange();
    }
  }

  /** false: there is no such option, or it does not have that value. Rejects when the agent refuses. */
  setOption(id: string, value: string): Promise<boolean> {
    return setOption({ request: this.#request, inbox: this.#inbox }, id, value);
  }

  /** Into the turn that runs. False: it does not take it, or no turn runs any more. Never rejects. */
  async steer(text: string): Promise<boolean> {
    if (!this.#facts?.canSteer || !this.#inbox.turn) return false;
    return steerSession(this.#request, this.sessionId, text);
  }

  /** As forkSession(); only of a session that stands. */
  async fork(): Promise<string | undefined> {
    const { directory, agent } = this.#options;
    const [request, inbox, facts] = [this.#request, this.#inbox, this.#facts];
    return facts && forkSession({ request, inbox, facts, agent, directory });
  }

  /** Ends the process; a turn that runs is over. Resolves when nothing of it is left. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#silence.stop();
    this.#inbox.turn?.cancelQuestions();
    if (this.#facts?.canClose && this.sessionId !== '' && !this.#hasEnded) {
      const closed = this.#request('session/close', { sessionId: this.sessionId });
      await this.#options.clock.within(closed, CLOSE_MS);
    }
    await this.#process?.end();
    this.#connection?.close();
    this.#noteEnd();
  }

  readonly #request = (method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> =>
    this.#connection?.request(method, params) ?? Promise.reject(new Error('not connected'));

  /** Runs the process and shakes hands; if that or what comes then fails, nothing of it is left. */
  async #start<Value>(then: (facts: AgentFacts) => Promise<Value>): Promise<Value> {
    try {
      return await this.#connect(then);
    } catch (error) {
      const event = await this.#describeStartFailure(error);
      await this.end();
      throw new StartFailure(maskEvent(event, this.#secrets));
    }
  }

  async #connect<Value>(then: (facts: AgentFacts) => Promise<Value>): Promise<Value> {
    const { agent, start, version } = this.#options;
    this.#process = await start({ ...this.#options, redact: (text) => this.#secrets.redact(text) });
    this.#process.onComplaint(() => this.#hear());
    const silent = this.#silence.begin();
    this.#connection = await AgentConnection.open(this.#process, this.#inbox);
    void this.#connection.closed.then(() => this.#noteEnd());
    const shake = async (): Promise<Value> => {
      this.#facts = await shakeHands(this.#request, agent, version);
      return then(this.#facts);
    };
    const shaken = shake();
    // When the silence ends first, nobody waits for it any more.
    shaken.catch(() => {});
    const value = await Promise.race([shaken, silent]);
    this.#silence.stop();
    return value;
  }

  #cancel(): void {
    this.#connection?.notify('session/cancel', { sessionId: this.sessionId });
    this.#inbox.turn?.cancelQuestions();
  }

  #hear(): void {
    this.#heardAtMs = this.#options.clock.nowMs();
    this.#silence.heard();
  }

  async #describeEnd(answer: Promise<unknown>, turn: AgentTurn): Promise<EndEvent> {
    const { agent } = this.#options;
    try {
      const result = await answer;
      this.#inbox.emit(...this.updates.noteUsage(readPromptUsage(result)));
      if (this.#ending && !turn.facts.isInterrupted) return describeRestart(agent);
      return describeStop(agent, result, turn.facts);
    } catch (error) {
      if (turn.facts.isInterrupted) return { type: 'interrupted' };
      if (isAgentError(error)) return describeAgentError(agent, error, this.#facts?.signIn ?? []);
      return this.#describeExit();
    }
  }

  async #describeExit(): Promise<EndEvent> {
    const { agent, clock } = this.#options;
    if (this.#ending) return describeRestart(agent);
    const exit = await clock.within(this.#process?.exited, EXIT_MS);
    // Without its output it is of no use any more.
    if (exit === undefined) void this.#process?.end();
    return describeDeath(agent, exit ?? 'it closed its output', this.#process?.lastLines ?? []);
  }

  async #describeStartFailure(error: unknown): Promise<EndEvent> {
    const { agent } = this.#options;
    if (error instanceof StartFailure) return error.event;
    if (isAgentError(error)) return describeAgentError(agent, error, this.#facts?.signIn ?? []);
    if (this.#ending) return { type: 'interrupted', note: `${agent.name} was ended` };
    if (this.#silence.isOver) return describeDeath(agent, 'silent for 120 s', this.#process?.lastLines ?? []);
    if (this.#connection) return this.#describeExit();
    return {
      type: 'error',
      message: error instanceof Error ? error.message : String(error),
      needsUser: true,
    };
  }

  #noteEnd(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#options.onChange();
  }
}
