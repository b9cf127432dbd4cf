// What is searched for, and what was found (pure). Owns only the shapes. Leaves asking to search-port.ts,
// finding to the process that entrance/search.ts starts, and what a hit looks like to its readers.

/** Agents that keep transcripts of their own on this machine. */
export const TRANSCRIPT_AGENTS = ['claude', 'codex', 'gemini', 'opencode'] as const;

export type TranscriptAgent = (typeof TRANSCRIPT_AGENTS)[number];

/** screen: a program's saved screen and the lines above it. */
export type HitSource = 'chat' | 'screen' | TranscriptAgent;

export const SEARCHED_PLACES = ['chats', 'screens', 'agents'] as const;

/** Which of them is searched; chats: open, archived, and those of `qmux chat`. */
export type SearchedPlace = (typeof SEARCHED_PLACES)[number];

export interface SearchQuery {
  /** As they were typed: "…" is a phrase, the last word a prefix unless a blank or a quote ends it. */
  words: string;
  /** Id of the only session to be searched. */
  session?: string;
  in?: SearchedPlace;
  /** All of it is one needle, which may begin within a word, as grep would find it. */
  exact: boolean;
  /** Hits at most, the best ones. */
  limit: number;
}

/** UTF-16 units of the hit's text, [start, end). */
export interface Mark {
  start: number;
  end: number;
}

/** In which part of a turn its line stands; what is no answer may not be drawn, or folded. */
export type HitPart = 'question' | 'answer' | 'thought' | 'tool' | 'note' | 'attached' | 'screen';

/**
 * Of each turn of a conversation in which all the words stand: the line with most of them. On a screen each
 * line with all of them is a hit.
 */
export interface Hit {
  /** Different for each place that can be found, and the same in each search that finds it. */
  key: string;
  source: HitSource;
  /** Id of the session; of `qmux chat` the name of its file without .jsonl; absent: it is an agent's own. */
  session?: string;
  /** The transcript, or the file with the lines. */
  file: string;
  /** The agent's own id of the conversation, by which it is resumed, and the directory where it ran. */
  conversation?: string;
  directory?: string;
  /** Of the session, or the title of an agent's conversation. */
  name: string;
  archived: boolean;
  /** Id of the question, or what the agent has instead; absent: a screen, or a note before the first turn. */
  turnId?: string;
  /** In the order in which they were asked, from 1; 0: none. */
  turn: number;
  part: HitPart;
  /** From 1, in the text of the turn (its question, then what follows in the file), or among a screen's. */
  line: number;
  /** How many lines of the turn have one of the words. */
  lines: number;
  /** The line, without control characters; a long one is cut around its words. */
  text: string;
  marks: readonly Mark[];
  /** The lines around it, if any. */
  before: readonly string[];
  after: readonly string[];
  /** ms since 1970; 0: unknown. */
  at: number;
  /** The higher the better: relevance and age. */
  score: number;
}

/** Of the scan. */
export interface SearchProgress {
  doneBytes: number;
  totalBytes: number;
}

export interface SearchResult {
  /** The best first. */
  hits: readonly Hit[];
  /** There are more than the limit. */
  more: boolean;
  /** Files that could not be read or searched, a sentence each. */
  problems: readonly string[];
}
