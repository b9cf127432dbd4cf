// What is said between qmux and the process that holds a model's file, a line of JSON each (pure). Owns only
// the shapes.

export interface SaidText {
  role: 'user' | 'assistant';
  text: string;
}

export type ToChild =
  /** turns: the conversation so far, the new question last. */
  | { type: 'ask'; id: number; instruction: string | undefined; turns: readonly SaidText[] }
  | { type: 'stop'; id: number };

/** module: node-llama-cpp cannot be loaded; build: it has none for this machine. */
export type RefusalReason = 'module' | 'build' | 'memory' | 'file';

/** Of one question. used: tokens of the window. */
export type AnswerMessage =
  /** As much of the conversation as that has been read. */
  | { type: 'read'; id: number; used: number }
  | { type: 'text' | 'thought'; id: number; text: string; used: number }
  /** full: no more fits into the window. output: tokens of this answer. */
  | { type: 'end'; id: number; how: 'whole' | 'full'; used: number; output: number }
  | { type: 'failed'; id: number; words: string };

export type FromChild =
  | { type: 'loading'; percent: number }
  /** window: in tokens. */
  | { type: 'ready'; window: number }
  /** Nothing follows. */
  | { type: 'refused'; why: RefusalReason; words: string }
  | AnswerMessage;
