// The search of one open dialog, repeated while its words are typed. Owns when a search begins, that one
// which nobody waits for is stopped, and what was found last. Leaves finding to the port. Invariant: no timer
// runs unless something was just typed.

import type { SearchFindings, SearchWish } from '../../dialogs/search-dialog.js';
import type { SearchQuery } from '../../search/hit.js';
import type { SearchPort } from '../../search/search-port.js';
import { UserError } from '../../text/user-error.js';

/** More keys are expected within it. */
const TYPING_MS = 60;
/** More than anybody looks through. */
const MOST_HITS = 200;

const NOTHING: SearchFindings = {
  hits: [],
  areOld: false,
  more: false,
  progress: undefined,
  isSearching: false,
  problems: [],
};

export interface LiveSearchPorts {
  /** As of a query. */
  exact: boolean;
  /** id of the session to which a search can be narrowed. */
  here: string | undefined;
  /** There is something new to show. */
  changed(): void;
  /** An error that is no UserError, in words. */
  explain(error: unknown): string;
}

export class LiveSearch {
  #findings = NOTHING;
  #running: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  readonly #port: SearchPort;
  readonly #ports: LiveSearchPorts;

  constructor(port: SearchPort, ports: LiveSearchPorts) {
    this.#port = port;
    this.#ports = ports;
  }

  get findings(): SearchFindings {
    return this.#findings;
  }

  /** In place of the one before, whose hits stay until there are others. */
  begin(wish: SearchWish): void {
    this.stop();
    if (wish.words.trim() === '') {
      this.#findings = NOTHING;
      return;
    }
    this.#findings = {
      ...this.#findings,
      areOld: true,
      isSearching: true,
      progress: undefined,
      problems: [],
    };
    this.#timer = setTimeout(() => void this.#search(wish), TYPING_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = undefined;
  }

  async #search(wish: SearchWish): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const show = (change: Partial<SearchFindings>): void => {
      if (this.#running !== running) return;
      this.#findings = { ...this.#findings, ...change };
      this.#ports.changed();
    };
    try {
      const { hits, more, problems } = await this.#port.search(this.#queryOf(wish), {
        signal: running.signal,
        // An empty list at the beginning would flicker.
        onHits: (found) => found.length > 0 && show({ hits: found, areOld: false }),
        onProgress: (progress) => show({ progress }),
      });
      show({ hits, areOld: false, more, problems, isSearching: false, progress: undefined });
    } catch (error) {
      const why = error instanceof UserError ? error.message : this.#ports.explain(error);
      show({ ...NOTHING, problems: [why] });
    }
  }

  #queryOf({ words, scope }: SearchWish): SearchQuery {
    const { here, exact } = this.#ports;
    return {
      words,
      exact,
      limit: MOST_HITS,
      ...(scope === 'session' && here !== undefined ? { session: here } : {}),
      ...(scope === 'all' || scope === 'session' ? {} : { in: scope }),
    };
  }
}
