// How the rest of qmux searches. Owns the port only: searcher.ts stands behind it, hit.ts says what a query
// and a hit are.

import type { Hit, SearchProgress, SearchQuery, SearchResult } from './hit.js';

export interface SearchHandlers {
  /** All hits so far, the best first, in place of those before; never more than the limit. */
  onHits?(hits: readonly Hit[]): void;
  onProgress?(progress: SearchProgress): void;
  /** Stops the search at once; the promise is rejected with the signal's reason. */
  signal: AbortSignal;
}

export interface SearchPort {
  /** Starts the process ahead of the first query, when a dialog opens. */
  prepare(): void;
  /** Rejects with a UserError if nothing can be searched. A query without words finds nothing. */
  search(query: SearchQuery, handlers: SearchHandlers): Promise<SearchResult>;
}
