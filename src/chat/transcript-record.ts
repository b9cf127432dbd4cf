// The records of a chat's transcript, as they are in transcript.jsonl, one per line, append-only. Owns their
// shape and the check of a parsed line. The reducer turns them into turns; store/ writes and reads the file.
// Invariant: the content of a record is shown only after the record was appended.

import type { MessageLevel } from '../text/message-level.js';
import type { Attached } from './context/attached.js';
import type { PlanEntry, ToolCall, Usage } from './model-event.js';
import type { Answer, FormField, QuestionOption, UserQuestion } from './user-question.js';

export type Finish = 'stop' | 'cut' | 'error' | 'interrupted';

export type TranscriptRecord =
  /**
   * First record of a file, and again after each renaming: enough to list the session again if the index is
   * lost.
   */
  | {
      type: 'session';
      version: 1;
      id: string;
      name: string;
      kind: 'chat';
      sessionType: string;
      created: number;
      /** Where it was started; absent in older files. */
      cwd?: string;
      /** Of `qmux chat` with an agent: the agent's own id of the conversation. */
      agentSession?: string;
    }
  /**
   * A question the user sent. It waits (queued) until its turn begins. parent: id of the turn before, or
   * null, when it was asked. first: it goes before those that wait already. model: who answers it, this once.
   * refs: where in the text something to be attached is named, found when it was typed; files: what is
   * attached without being named there. copied: the turn was asked in another session, which counts it.
   */
  | {
      type: 'question';
      id: string;
      parent: string | null;
      text: string;
      first?: true;
      model?: string;
      refs?: readonly number[];
      files?: readonly string[];
      copied?: true;
      at: number;
    }
  /** The question's turn begins, answered by model. */
  | { type: 'begin'; id: string; model: string; at: number }
  /** A piece of the answer's source text. at: of the first one; absent in older files. */
  | { type: 'piece'; id: string; text: string; at?: number }
  /**
   * The turn ended. error: what to show if finish is 'error' or 'cut'; reason: why, in the model's one word.
   * late: it ended some time before, with a server that was killed.
   */
  | { type: 'finish'; id: string; finish: Finish; reason?: string; error?: string; late?: true; at: number }
  /** A queued question was taken back before its turn began (its text is in the draft again). */
  | { type: 'withdraw'; id: string; at: number }
  /** Output of a command or of qmux itself; shown, never sent to a model. */
  | { type: 'note'; text: string; level: MessageLevel; at: number }
  /** Everything above was visible to the user. watching: and so is what follows, until the next of these. */
  | { type: 'seen'; at: number; watching?: true }
  | SecondVersionRecord;

/**
 * Kinds of version 2. The file begins as version 1 does, and `version` stands once before the first of them:
 * nothing is rewritten. turn: the id of the turn that it belongs to.
 */
export type SecondVersionRecord =
  | { type: 'version'; version: 2 }
  /** A piece of reasoning. It ends with the next record of its turn that is none. */
  | { type: 'thought'; turn: string; text: string; at: number }
  /** A tool call, by its id: what is absent is as it was. */
  | ({ type: 'tool'; turn: string; id: string; at: number } & Partial<Omit<ToolCall, 'id'>> & {
        /** It changed something in a mode that asks before, and nobody was asked. */
        unasked?: true;
      })
  /** The whole plan, in place of the one before. */
  | { type: 'plan'; turn: string; entries: readonly PlanEntry[]; at: number }
  /** Somebody asks the user. tool: id of the call that it is about. */
  | {
      type: 'asked';
      turn: string;
      id: string;
      kind: UserQuestion['kind'];
      text: string;
      options?: readonly QuestionOption[];
      fields?: readonly FormField[];
      url?: string;
      tool?: string;
      at: number;
    }
  /** How that ended. */
  | ({ type: 'answered'; turn: string; id: string } & Answer)
  | { type: 'usage'; turn: string; usage: Usage; at: number }
  /** What goes along with a question, as it was sent; the question may still wait for its turn. */
  | ({ type: 'attached'; turn: string; at: number } & Attached)
  /** The text of the one before goes on. */
  | { type: 'attached-more'; turn: string; text: string; at: number }
  | BranchRecord;

/** What changes which turns are shown, or given to a model. */
export type BranchRecord =
  /** The conversation ends with this turn, and what is asked next follows it; null: it is empty. */
  | { type: 'head'; turn: string | null }
  /** The turn is no longer part of what a model is given, or is again. */
  | { type: 'context'; turn: string; in: boolean }
  /** To a model the summary stands for all turns up to this one. */
  | { type: 'compacted'; upTo: string; summary: string; at?: number };
