// What is asked of the process that counts, and what it says (pure). Owns only shapes; the rows are those of
// `stats --json`, which is stable.

export const WAYS_TO_COUNT = ['day', 'session', 'model', 'type', 'agent'] as const;
export type CountBy = (typeof WAYS_TO_COUNT)[number];

/** A session that counts: open or archived, or of `qmux chat`. */
export interface CountedSession {
  id: string;
  name: string;
  kind: 'chat' | 'program';
  /** Of sessions. */
  type: string;
  agent?: string;
}

export interface FiguresPlaces {
  sessionsDir: string;
  chatsDir: string;
  eventsFile: string;
  cacheFile: string;
}

/** What is made of the result. */
export interface FiguresForm {
  as: 'text' | 'json' | 'csv';
  /** How wide a text may be; absent: as wide as it is. */
  cols?: number | undefined;
  /** It is shown over the panes, and wrapped again at each key. */
  isOverlay?: boolean;
  /** Without signs that screen readers spell out. */
  plain: boolean;
}

/** most: entries of history, the newest. */
export type FiguresWish = { form: FiguresForm; from: number; to: number } & (
  { what: 'stats'; by: CountBy } | { what: 'history'; most: number }
);

export type FiguresRequest = FiguresPlaces & FiguresWish;

export interface FigureRow {
  /** A local day, `2026-11-29`, or a name. */
  key: string;
  /** Its id, where it is a session that is counted: others may have its name. */
  session?: string;
  questions: number;
  answers: number;
  tokensIn: number;
  tokensOut: number;
  /** In dollars, of what is priced; null: nothing is. */
  cost: number | null;
  /** null: no answer says. */
  firstPieceMsMedian: number | null;
  answeringMs: number;
  blockedMs: number;
  exits: number;
}

/** What was left out, for both. */
export interface Missing {
  /** Sessions that were deleted in that time: nothing of them is counted. */
  deleted: number;
  /** Conversations and lines that cannot be read, in words; empty: none. */
  problems: string[];
}

export interface Stats extends Missing {
  rows: FigureRow[];
  from: number;
  to: number;
}

export type HistoryEntry = { at: number; session: string; name: string } & (
  | { type: 'made'; kind: 'chat' | 'program'; sessionType: string; agent?: string }
  | { type: 'closed' | 'reopened' }
  | { type: 'question'; text: string }
  | { type: 'answer'; finish: string; model: string; tools: number; ms: number | null }
  | { type: 'wait'; to: number }
  | { type: 'exit'; code?: number; signal?: number; afterMs: number }
);

export interface History extends Missing {
  /** Oldest first; of the newest only, if there are very many. */
  entries: HistoryEntry[];
  /** How many older ones there are. */
  dropped: number;
}

/** Local. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When a local day begins, which may have 23 or 25 hours: the one of a time, or one some days later. */
export function midnightOf(at: number, daysLater = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime();
}
