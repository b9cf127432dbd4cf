// What an agent sends and asks by itself: updates become events of the turn that runs, or standing ones, and
// requests become questions to the user. Owns where each goes. Leaves what updates mean to agent-updates.ts,
// and what this side asks of the agent to agent-session.ts.

import type { ModelEvent, StandingEvent } from '../model-event.js';
import type { ConnectionListener } from './agent-connection.js';
import type { AgentTurn } from './agent-turn.js';
import { AgentUpdates } from './agent-updates.js';
import { encodeElicitationReply, readElicitation } from './form-question.js';
import type { KnownAgent } from './known-agents.js';
import { MaskedEvents, maskEvent, maskWhole, maskQuestion } from './masked-events.js';
import type { NamedSecrets } from './named-secrets.js';
import type { EndEvent } from './turn-end.js';
import type { ReplayedTurn, ReplayedTurns } from './replayed-turns.js';
import { encodePermissionReply, isReject, NOT_ANSWERED, readPermission } from './permission-question.js';
import { asText, fieldAt } from './wire-fields.js';

export interface AgentInboxOptions {
  agent: KnownAgent;
  secrets: NamedSecrets;
  /** Events outside a turn. */
  onStanding(event: StandingEvent): void;
  /** A question was opened, or closed. */
  onChange(): void;
  /** Anything came. */
  onHeard(): void;
  /** The turn that runs cannot be gone on with. */
  cancelTurn(): void;
  /** For the server's log. */
  log(message: string): void;
}

export class AgentInbox implements ConnectionListener {
  readonly updates: AgentUpdates;
  /** Updates of other sessions are ignored; empty: it is not known yet. */
  sessionId = '';
  /** The agent repeats what was said: it stands in the transcript already. */
  isReplaying = false;
  /** Takes in what it repeats; undefined: nobody wants to know. */
  replay: ReplayedTurns | undefined;
  #turn: AgentTurn | undefined;
  /** Links that the user was sent to, by the agent's id of each. */
  readonly #links = new Map<string, AbortController>();
  #hasReportedGarbage = false;
  #hasSpokenOutside = false;

  readonly #masked: MaskedEvents;
  readonly #options: AgentInboxOptions;

  constructor(options: AgentInboxOptions) {
    this.#options = options;
    this.#masked = new MaskedEvents(options.secrets);
    this.updates = new AgentUpdates({
      agent: options.agent.name,
      quirks: options.agent.quirks,
      askingModes: options.agent.askingModes,
      secrets: options.secrets,
    });
  }

  get turn(): AgentTurn | undefined {
    return this.#turn;
  }

  /** preface: what of the prompt are not the user's words. */
  beginTurn(turn: AgentTurn, preface: readonly string[]): void {
    this.#turn = turn;
    this.updates.beginTurn(preface);
    this.#hasReportedGarbage = false;
  }

  endTurn(): void {
    this.#turn = undefined;
  }

  /** What was repeated; undefined: nobody wanted to know. */
  get replayed(): readonly ReplayedTurn[] | undefined {
    const { secrets } = this.#options;
    return this.replay?.all.map(({ asked, events }) => ({
      asked,
      events: events.map((event) => maskWhole(event, secrets)),
    }));
  }

  /** The last event of the turn that runs. */
  finish(event: EndEvent): void {
    this.#deliver(this.#masked.flush());
    this.#turn?.finish(maskEvent(event, this.#options.secrets));
  }

  emit(...events: readonly ModelEvent[]): void {
    for (const event of events)
      if (!this.isReplaying || OUTLIVES_REPLAY.has(event.type)) this.#deliver(this.#masked.push(event));
  }

  #deliver(events: readonly ModelEvent[]): void {
    for (const event of events) {
      if (this.#turn && !this.#turn.events.isClosed) this.#turn.events.push(event);
      else if (isStanding(event)) this.#options.onStanding(event);
      else this.#noteOutside(event);
    }
  }

  onHeard(): void {
    this.#options.onHeard();
  }

  onFault(error: unknown): void {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#options.log(`a message of ${this.#options.agent.name} could not be handled: ${words}`);
  }

  onUpdate(params: unknown): Promise<void> | undefined {
    // Those of a fork, or of an agent's own helpers.
    if (this.sessionId !== '' && fieldAt(params, 'sessionId') !== this.sessionId) return undefined;
    const events = this.updates.decode(params);
    if (this.isReplaying) this.replay?.add(params, events);
    this.emit(...events);
    return this.#turn?.events.room();
  }

  async onPermission(params: unknown, withdrawn: AbortSignal): Promise<unknown> {
    const asked = this.updates.decodeAskedCall(fieldAt(params, 'toolCall'));
    this.emit(...(asked?.events ?? []));
    const request = readPermission(params, asked?.call);
    const turn = this.#turn;
    const { secrets } = this.#options;
    if (!request || !turn) return NOT_ANSWERED;
    const reply = await this.#ask(() =>
      turn.ask(maskQuestion(request.question, secrets), withdrawn, request.schema),
    );
    if (reply.type === 'declined' || (reply.type === 'option' && isReject(reply.option))) {
      turn.reject();
      // Gemini CLI and Codex report nothing more about the call.
      if (asked) this.emit(...this.updates.calls.fail(asked.call.id));
    }
    if (asked && reply.type === 'option' && reply.option.kind === 'allow_always')
      this.updates.calls.allowAlways(asked.call);
    return encodePermissionReply(reply, request);
  }

  async onElicitation(params: unknown, withdrawn: AbortSignal): Promise<unknown> {
    const request = readElicitation(params);
    const turn = this.#turn;
    const { secrets } = this.#options;
    if (!request || !turn) return { action: 'cancel' };
    const link = new AbortController();
    const { elicitationId } = request;
    if (elicitationId !== undefined) this.#links.set(elicitationId, link);
    try {
      const ended = AbortSignal.any([withdrawn, link.signal]);
      const reply = await this.#ask(() =>
        turn.ask(maskQuestion(request.question, secrets), ended, request.schema),
      );
      // The agent has seen by itself that the user was there.
      return link.signal.aborted ? { action: 'accept' } : encodeElicitationReply(reply, request);
    } finally {
      if (elicitationId !== undefined) this.#links.delete(elicitationId);
    }
  }

  onElicitationComplete(params: unknown): void {
    this.#links.get(asText(fieldAt(params, 'elicitationId')) ?? '')?.abort();
  }

  onGarbage(start: string): void {
    const { agent, log, secrets } = this.#options;
    log(`${agent.name} wrote a line that is not a message: ${secrets.redact(start)}`);
    if (this.#hasReportedGarbage) return;
    this.#hasReportedGarbage = true;
    const text = `${agent.name} wrote something that is not part of the protocol; server.log has it, and qmux doctor says where that is`;
    this.emit({ type: 'notice', text });
  }

  onTooLong(): void {
    const { agent, log, cancelTurn } = this.#options;
    log(`${agent.name} sent a message over 32 MiB; it was skipped`);
    const turn = this.#turn;
    if (!turn || turn.events.isClosed) return;
    cancelTurn();
    this.finish({
      type: 'error',
      message: `${agent.name} sent a message over 32 MiB, which cannot be shown; ask for less at once`,
      needsUser: false,
    });
  }

  /** The activity is another as soon as it is asked, and once it is answered. */
  #ask<Reply>(ask: () => Promise<Reply>): Promise<Reply> {
    // What was said before it is read together with the question.
    this.#deliver(this.#masked.flush());
    const reply = ask();
    this.#options.onChange();
    return reply.finally(() => this.#options.onChange());
  }

  #noteOutside(event: ModelEvent): void {
    if (event.type !== 'text' || this.#hasSpokenOutside) return;
    this.#hasSpokenOutside = true;
    this.#options.log(`${this.#options.agent.name} sent text outside a turn; it is not shown`);
  }
}

/** What is said during a replay and is true afterwards too. */
const OUTLIVES_REPLAY: ReadonlySet<ModelEvent['type']> = new Set(['usage', 'options', 'commands', 'title']);

const STANDING: ReadonlySet<ModelEvent['type']> = new Set<StandingEvent['type']>([
  'usage',
  'options',
  'commands',
  'title',
  'notice',
  'tool',
]);

const isStanding = (event: ModelEvent): event is StandingEvent => STANDING.has(event.type);
