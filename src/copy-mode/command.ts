// The commands that copy mode gets and what it returns. Owns only shapes, and the limit of a count.

export interface CopyCommand {
  /** One of tmux's copy commands, by its name. */
  name: string;
  count: number | undefined;
  /** Its argument: a character to jump to, a text to search, a row, the name of a buffer. */
  text: string | undefined;
  /** For a search: while it is being typed. */
  incremental: boolean;
}

export type CopyEffect =
  | { type: 'copy'; text: string; name: string | undefined }
  | { type: 'leave' }
  | { type: 'say'; text: string }
  /** Ask for the text of a command. */
  | { type: 'ask'; for: 'search-forward' | 'search-backward' | 'goto-line' };

/** A larger count is a slip of the finger, and would take long. */
export const MAX_STEPS = 1000;
