// Lists that somebody else has, such as the models of a provider: asked for when they are first wanted, and
// not with each key. Owns how long one is kept. Leaves asking to the caller.

/** Models are seldom added; a list that could not be had is not asked for with the next key either. */
const KEPT_MS = 10 * 60_000;

interface Kept {
  names: readonly string[];
  askedAtMs: number;
  /** Whose keys it was asked with. */
  of: unknown;
  /** Told when it is there; empty: it is. */
  waiting: Set<() => void>;
}

export interface Asking {
  of: unknown;
  ask(): Promise<readonly string[]>;
  /** Called when there is more than is returned now. */
  more(): void;
}

export class KeptLists {
  readonly #kept = new Map<string, Kept>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** What all lists hold, even those that are due to be asked for again. */
  all(of: unknown): readonly string[] {
    return [...this.#kept.values()].flatMap((kept) => (kept.of === of ? kept.names : []));
  }

  /** It was had in another way. */
  keep(key: string, { of, names }: { of: unknown; names: readonly string[] }): void {
    const kept = this.#kept.get(key);
    const waiting = kept?.of === of ? kept?.waiting : undefined;
    this.#kept.set(key, { names, askedAtMs: this.#nowMs(), of, waiting: waiting ?? new Set() });
  }

  /** What is known by now, without waiting. */
  find(key: string, { of, ask, more }: Asking): readonly string[] {
    const kept = this.#kept.get(key);
    if (kept && kept.of === of && this.#nowMs() - kept.askedAtMs < KEPT_MS) {
      if (kept.waiting.size > 0) kept.waiting.add(more);
      return kept.names;
    }
    const before = kept?.of === of ? (kept?.names ?? []) : [];
    const asked: Kept = { names: before, askedAtMs: this.#nowMs(), of, waiting: new Set([more]) };
    this.#kept.set(key, asked);
    const settle = (names: readonly string[]): void => {
      asked.names = names;
      const { waiting } = asked;
      asked.waiting = new Set();
      for (const tell of waiting) tell();
    };
    ask().then(settle, () => settle(before));
    return before;
  }
}
