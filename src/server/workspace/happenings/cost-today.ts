// What today's answers have cost, for the status line. Owns when it is counted: when it begins to be shown,
// after answers, and at midnight; not at all while nobody sees it. Leaves counting to the process behind
// `stats`, so both say the same.

import type { Happened } from '../../../commands/history/happened.js';
import { midnightOf, type CountedSession, type Stats } from '../../../store/figures/figures.js';
import { spellAmount } from '../../../text/amounts.js';
import type { Undo } from '../../../text/undo.js';

/** Until the answer is on the disk. */
const SETTLE_MS = 500;
/** From one count to the next, however many answers end. */
const AT_MOST_EVERY_MS = 5_000;

const AS_DATA = { as: 'json', plain: false } as const;

export interface CostTodayPorts {
  readonly happened: Pick<Happened, 'onEvent' | 'count'>;
  sessions(): Promise<readonly CountedSession[]>;
  onChange(): void;
  onProblem(error: unknown): void;
  /** ms since 1970. */
  now(): number;
}

export class CostToday {
  #text = '';
  #unfollow: Undo | undefined;
  #soon: NodeJS.Timeout | undefined;
  #midnight: NodeJS.Timeout | undefined;
  #countedAt = -Infinity;

  readonly #ports: CostTodayPorts;

  constructor(ports: CostTodayPorts) {
    this.#ports = ports;
  }

  /** `$0.42`; empty before it is known, and if nothing of today has a price. */
  get text(): string {
    return this.#text;
  }

  /** It is shown. Does nothing where it is already. */
  start(): void {
    if (this.#unfollow) return;
    this.#unfollow = this.#ports.happened.onEvent(({ type }) => {
      if (type === 'turn') this.#countSoon();
    });
    this.#awaitMidnight();
    void this.#count();
  }

  stop(): void {
    this.#unfollow?.();
    clearTimeout(this.#soon);
    clearTimeout(this.#midnight);
    this.#unfollow = undefined;
    this.#soon = undefined;
    this.#text = '';
  }

  #countSoon(): void {
    if (this.#soon) return;
    const wait = this.#countedAt + AT_MOST_EVERY_MS - performance.now();
    this.#soon = setTimeout(() => void this.#count(), Math.max(SETTLE_MS, wait));
    this.#soon.unref();
  }

  #awaitMidnight(): void {
    const now = this.#ports.now();
    this.#midnight = setTimeout(
      () => {
        this.#awaitMidnight();
        this.#countSoon();
      },
      midnightOf(now, 1) - now,
    );
    this.#midnight.unref();
  }

  async #count(): Promise<void> {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#countedAt = performance.now();
    const { happened, sessions, now, onProblem } = this.#ports;
    const shown = this.#unfollow;
    const to = now();
    const wish = { what: 'stats', by: 'day', from: midnightOf(to), to, form: AS_DATA } as const;
    try {
      let text = '';
      for await (const part of happened.count(wish, await sessions())) text += part;
      const { rows } = JSON.parse(text) as Stats;
      if (shown === this.#unfollow) this.#show(rows[0]?.cost ?? null);
    } catch (error) {
      if (shown === this.#unfollow) onProblem(error);
    }
  }

  #show(cost: number | null): void {
    const text = cost === null ? '' : spellAmount({ amount: cost, currency: 'USD' });
    if (text === this.#text) return;
    this.#text = text;
    this.#ports.onChange();
  }
}
