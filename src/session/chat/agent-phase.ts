// What a title says of an agent beside its chat's state: that it starts, is silent or asleep. Owns the words,
// and the one timer that shows the passing time, which runs only while the agent starts or answers. Leaves
// drawing to whoever shows the title.

import type { Agent } from '../../chat/agents/agent.js';
import { agentClock, type AgentClock } from '../../chat/agents/silence-watch.js';
import { formatDuration } from '../../text/age.js';
import { glyphs } from '../../text/glyphs.js';
import type { Undo } from '../../text/undo.js';

/** An agent that answers may be silent for so long before its title says so, ms. */
const SILENT_MS = 60_000;
const SECOND_MS = 1_000;

export type WatchedAgent = Pick<
  Agent,
  'name' | 'state' | 'activity' | 'isAsleep' | 'silentMs' | 'startingMs'
>;

type Phase = 'starting' | 'answering' | 'asleep' | 'none';

export class AgentPhase {
  #timer: { phase: Phase; undo: Undo } | undefined;

  readonly #agent: WatchedAgent;
  readonly #redraw: () => void;
  readonly #clock: Pick<AgentClock, 'after'>;

  /** redraw: the words are others now. */
  constructor(agent: WatchedAgent, redraw: () => void, clock: Pick<AgentClock, 'after'> = agentClock) {
    this.#agent = agent;
    this.#redraw = redraw;
    this.#clock = clock;
  }

  /** In place of the state: `starting claude… 4 s`, `asleep`. undefined: nothing. */
  get words(): string | undefined {
    const { name, startingMs } = this.#agent;
    if (this.#now === 'asleep') return 'asleep';
    return startingMs === undefined ? undefined : spellStart(name, startingMs);
  }

  /** Beside the state: `silent for 60 s`. undefined: it is not, or need not say anything. */
  get silence(): string | undefined {
    const { silentMs } = this.#agent;
    return this.#now === 'answering' && silentMs >= SILENT_MS
      ? `silent for ${silentMs < 2 * SILENT_MS ? `${Math.floor(silentMs / 1000)} s` : formatDuration(silentMs)}`
      : undefined;
  }

  /** The agent's state may be another. */
  follow(): void {
    const phase = this.#now;
    if (this.#timer?.phase === phase) return;
    this.stop();
    const inMs = this.#nextMs(phase);
    if (inMs === undefined) return;
    const undo = this.#clock.after(inMs, () => {
      this.#timer = undefined;
      this.#redraw();
      this.follow();
    });
    this.#timer = { phase, undo };
  }

  stop(): void {
    this.#timer?.undo();
    this.#timer = undefined;
  }

  get #now(): Phase {
    const { state, activity, isAsleep } = this.#agent;
    if (state === 'starting') return 'starting';
    if (activity === 'processing') return 'answering';
    return isAsleep ? 'asleep' : 'none';
  }

  /** Until the words may be others. */
  #nextMs(phase: Phase): number | undefined {
    const { silentMs, startingMs = 0 } = this.#agent;
    if (phase === 'starting') return SECOND_MS - (startingMs % SECOND_MS);
    if (phase !== 'answering') return undefined;
    if (silentMs < SILENT_MS) return SILENT_MS - silentMs;
    const step = silentMs < 2 * SILENT_MS ? 10 * SECOND_MS : SILENT_MS;
    return step - (silentMs % step);
  }
}

/** ms: undefined: it is only being looked for. */
export const spellStart = (name: string, ms?: number): string =>
  `starting ${name}${glyphs().ellipsis}${ms === undefined ? '' : ` ${Math.floor(ms / 1000)} s`}`;
