// What a model may call: the port between the tools of a chat and the loop of a turn that runs them. Owns the
// shapes. Leaves asking the user to run-call.ts, and the tools themselves to their files.

import type { FileDiff, ToolCall } from '../model-event.js';
import type { UserQuestion, UserReply } from '../user-question.js';

/** A schema of an object, as JSON. */
export type InputSchema = Readonly<Record<string, unknown>>;

/** As a model is told. */
export interface ToolSpec {
  /** Letters, digits, `_` and `-`, at most 64: what every provider takes. */
  name: string;
  description: string;
  inputSchema: InputSchema;
}

/** What a model asks for. */
export interface RequestedCall {
  /** The model's own, by which it knows the result. */
  id: string;
  name: string;
  /** Parsed JSON. */
  input: unknown;
  /** Why its input could not be parsed. */
  fault?: string;
}

/** For the model, and below the call's line. */
export interface ToolResult {
  output: string;
  isError: boolean;
}

/** What has to be asked before a call runs. */
export interface Consent {
  /** What exactly is allowed or denied by an answer for the whole session. */
  key: string;
  /** That, in the words of an option: `this command`, `writing /etc/hosts`. */
  covers: string;
  /** What the user is asked, where the call does not say it. */
  text?: string;
}

/** As a turn asks its user. */
export type Ask = (question: UserQuestion, withdrawn?: AbortSignal) => Promise<UserReply>;

export interface RunPorts {
  /** Ends it; what it has done by then stays. */
  signal: AbortSignal;
  /** Everything that it has printed so far. */
  progress(output: string): void;
  /** For what a tool itself wants to know while it runs. */
  ask: Ask;
}

/** A call whose input was understood. */
export interface ReadyCall {
  kind: ToolCall['kind'];
  title: string;
  /** As it is shown; absent: as it was given. */
  input?: unknown;
  paths: readonly string[];
  /** What it would change. */
  diffs: readonly FileDiff[];
  /** undefined: it may run unasked. */
  consent: Consent | undefined;
  /** Rejects with a ToolFault; anything else is a bug. */
  run(ports: RunPorts): Promise<ToolResult>;
}

export interface Tool {
  readonly spec: ToolSpec;
  /** Changes nothing yet. Rejects with a ToolFault when the input makes no sense. */
  prepare(input: unknown): Promise<ReadyCall>;
}

export interface ListPorts {
  signal: AbortSignal;
  /** Whether what a project's file names may be started. */
  ask: Ask;
  /** A line for the user, such as that a server does not start. */
  notice(text: string): void;
}

/** Of one chat. */
export interface ToolSet {
  /** Those that can be called now; servers that offer some are started for it. */
  list(ports: ListPorts): Promise<readonly Tool[]>;
  readonly permissions: Permissions;
  /** Replaces values that must not reach a model or a transcript. */
  mask(text: string): string;
}

/** What the user has said for the whole session. In memory alone: a restart asks again. */
export interface Permissions {
  decide(consent: Consent | undefined): 'deny' | 'allow' | 'ask';
  allow(consent: Consent): void;
  deny(consent: Consent): void;
}

/** Why a call did not do what it was meant to. message: for the model and the user; says the way out. */
export class ToolFault extends Error {
  override readonly name = 'ToolFault';
}

export const failedResult = (output: string): ToolResult => ({ output, isError: true });
export const goodResult = (output: string): ToolResult => ({ output, isError: false });
