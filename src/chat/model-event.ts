// What a model or an agent reports during a turn, and between turns. Owns the shapes, which follow version 2
// of the Agent Client Protocol: messages, tool calls and plans are updated by id, so that another version of
// it is another decoder and nothing else. Leaves what they become in a conversation to transcript-reducer.ts.

import type { RetryWish } from './retries.js';

export type ToolKind =
  'read' | 'edit' | 'delete' | 'move' | 'search' | 'execute' | 'think' | 'fetch' | 'switch_mode' | 'other';

export type ToolStatus = 'pending' | 'in_progress' | 'completed' | 'failed';

/**
 * A change of one file. Either text may be only the part of the file that changed; old: null where the agent
 * names no text before, which does not mean that the file is new.
 */
export interface FileDiff {
  /** As the agent gave it: absolute, or relative to the session's directory. */
  path: string;
  old: string | null;
  new: string;
}

export interface ToolCall {
  id: string;
  kind: ToolKind;
  /** The agent's own words. */
  title: string;
  status: ToolStatus;
  /** JSON that the tool was called with. */
  input?: unknown;
  /** What it printed or returned, as text. */
  output: string;
  diffs: readonly FileDiff[];
  /** Files that it works on. */
  paths: readonly string[];
}

/** Fields that are absent stay as they were. */
export type ToolUpdate = { id: string } & Partial<Omit<ToolCall, 'id'>> & {
    /** It changed something in a mode that asks before, and nobody was asked. */
    unasked?: true;
  };

/** Of which nothing is known yet. */
export const newCall = (id: string): ToolCall => ({
  id,
  kind: 'other',
  title: '',
  status: 'pending',
  output: '',
  diffs: [],
  paths: [],
});

export interface PlanEntry {
  text: string;
  status: 'pending' | 'in_progress' | 'completed';
}

export interface Cost {
  amount: number;
  /** ISO 4217. */
  currency: string;
}

/** Absent: not known. */
export interface Usage {
  /** Tokens of the context in use, and how many it holds. */
  used?: number;
  size?: number;
  /** Of this turn. */
  inputTokens?: number;
  outputTokens?: number;
  /** Of the whole session so far. */
  cost?: Cost;
  /** This turn cost something, and how much is not known. */
  unpriced?: true;
}

export interface OptionValue {
  value: string;
  name: string;
  description?: string;
}

/** What the user can set for the session: mode, model, effort, or what else an agent offers. */
export interface ModelOption {
  id: string;
  name: string;
  category: 'mode' | 'model' | 'effort' | 'other';
  current: string;
  /** In the agent's order. */
  values: readonly OptionValue[];
}

/** A command of the agent itself. */
export interface AgentCommand {
  name: string;
  summary: string;
  /** What may follow it, in the agent's words. */
  hint?: string;
}

/** What may also arrive while no turn runs. */
export type StandingEvent =
  /** request: it is of one request alone, of which a turn may have several, and costs this. */
  | { type: 'usage'; usage: Usage; request?: { cost: Cost | undefined } }
  /** All of them. */
  | { type: 'options'; options: readonly ModelOption[] }
  /** All of them. */
  | { type: 'commands'; commands: readonly AgentCommand[] }
  /** The agent's own name for the conversation. */
  | { type: 'title'; title: string }
  /** One dim line, such as a kind of update that is not known here. */
  | { type: 'notice'; text: string }
  /** May change a call of an earlier turn. */
  | { type: 'tool'; update: ToolUpdate };

/**
 * Failures are events of the stream, they are not thrown. Nothing follows 'finish', 'interrupted' or 'error'.
 */
export type ModelEvent =
  | StandingEvent
  | { type: 'text'; text: string }
  /** A new message begins: what follows is a paragraph of its own. */
  | { type: 'message' }
  /** A piece of reasoning. */
  | { type: 'thought'; text: string }
  /** The whole plan, in place of the one before. */
  | { type: 'plan'; entries: readonly PlanEntry[] }
  /** The provider said that the answer is complete. reason: the provider's own word. */
  | { type: 'finish'; complete: true; reason: string }
  /**
   * The answer is incomplete. reason: `length`, `content-filter`, `tool-calls`, `no-text`, the provider's own
   * word, or `none given`. message: as an error's.
   */
  | { type: 'finish'; complete: false; reason: string; message: string }
  /** It ended because the user said so. note: what to show beside that. */
  | { type: 'interrupted'; note?: string }
  /**
   * message: lower case, names the thing, then the way out. needsUser: the user can fix it (key, quota).
   * signIn: by signing in to the agent. again: it may pass by itself, and the same request may be made again.
   */
  | { type: 'error'; message: string; needsUser: boolean; signIn?: true; again?: RetryWish };

/** The text of the command that a tool runs; undefined: it runs none. */
export function commandOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const { command, cmd } = input as { command?: unknown; cmd?: unknown };
  // Codex in what it repeats of a session.
  if (command === undefined) return typeof cmd === 'string' ? cmd : undefined;
  if (typeof command === 'string') return command;
  if (!Array.isArray(command) || !command.every((word) => typeof word === 'string')) return undefined;
  // A shell that runs one string: the string is what the user would have typed.
  const [, flag, script] = command;
  return command.length === 3 && (flag === '-c' || flag === '-lc') ? script : command.join(' ');
}
