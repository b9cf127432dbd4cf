// What can be seen of an agent that reports nothing (pure): output after an Enter is work, and hiding the
// cursor after showing it means that a dialog has the keys. Owns these two signs and their times, in ms on
// one clock. Leaves when to look to program-watch.ts, and what outranks them to program-state.ts. Seen in
// recordings of OpenCode 1.18, Copilot CLI 1.0 and pi 0.74 (fixtures/agents). Only for panes that run an
// agent: a shell's programs hide the cursor as they like.

import type { ProgramRecord } from '../../store/session-record.js';
import { programName } from './program-words.js';

const AGENTS =
  /^(aider|amp|claude|codex|copilot|crush|cursor-agent|droid|gemini|goose|kilo|opencode|pi|qwen)(?:-code)?(?:\.[cm]?js)?$/;

export type AgentSign = 'asks' | 'works' | 'rests';

/** An agent that got an Enter begins to draw within this. */
const BEGIN_MS = 1_000;
/** While it works it draws more often than that: a spinner, a clock of seconds. */
const SILENCE_MS = 1_500;
/**
 * One that was seen to draw far more often rests sooner: after several of its longest pauses, which were
 * 0.16 s at most in the recordings, but never so soon that a busy machine makes it seem to rest.
 */
const SHORT_SILENCE_MS = 600;
const PAUSES = 4;
/** Before so many pictures its pauses are not known. */
const KNOWN_PICTURES = 10;
/** A picture may be read in several pieces, which come closer together than two pictures. */
const PICTURE_MS = 10;
/** It hides the cursor while it draws, too. */
const HIDDEN_MS = 500;
/** It must have shown its cursor for this long at a time: some agents never do. */
const SHOWN_MS = 1_000;

/** command: the words of the pane. undefined: it runs something else. */
export const agentName = (command: readonly string[]): string | undefined =>
  AGENTS.exec(programName(command))?.[1];

/** The agent that runs in a program's pane, also in its shell; undefined: none is known to. */
export const agentOfProgram = ({
  command,
  inside,
}: Pick<ProgramRecord, 'command' | 'inside'>): string | undefined => agentName(inside?.command ?? command);

export const isAgent = (command: readonly string[]): boolean => agentName(command) !== undefined;

export class AgentSigns {
  #enteredAt: number | undefined;
  #workedAt: number | undefined;
  #pictures = 0;
  #longestPauseMs = 0;
  #shownSince: number | undefined;
  #hiddenSince: number | undefined;
  #showsCursor = false;

  entered(now: number): void {
    this.#enteredAt = now;
    this.#rest();
  }

  printed(now: number, isCursorVisible: boolean): void {
    // Some dialogs take a digit or a letter, so no Enter says that the agent goes on.
    const isAnswered = isCursorVisible && this.look(now) === 'asks';
    if (isAnswered) this.#rest();
    const begins = this.#enteredAt !== undefined && now - this.#enteredAt <= BEGIN_MS;
    if (begins || isAnswered || this.#works(now)) this.#work(now);
    if (isCursorVisible) {
      this.#shownSince ??= now;
      this.#hiddenSince = undefined;
    } else {
      this.#hiddenSince ??= now;
      this.#showsCursor ||= this.#shownSince !== undefined && now - this.#shownSince >= SHOWN_MS;
      this.#shownSince = undefined;
    }
  }

  look(now: number): AgentSign {
    if (this.#mayAsk && this.#hiddenSince !== undefined && now - this.#hiddenSince >= HIDDEN_MS)
      return 'asks';
    return this.#works(now) ? 'works' : 'rests';
  }

  /** When the sign will change by itself, in ms from now; undefined: only by more output. */
  changesIn(now: number): number | undefined {
    const times = [
      this.#mayAsk && this.#hiddenSince !== undefined ? this.#hiddenSince + HIDDEN_MS - now : 0,
      this.#works(now) ? (this.#workedAt ?? 0) + this.#silenceMs - now : 0,
    ].filter((inMs) => inMs > 0);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Before it was sent anything it may have shown its cursor only because it was slow to start. */
  get #mayAsk(): boolean {
    return this.#showsCursor && this.#enteredAt !== undefined;
  }

  /** After so long a silence it no longer works. */
  get #silenceMs(): number {
    if (this.#pictures < KNOWN_PICTURES) return SILENCE_MS;
    return Math.min(SILENCE_MS, Math.max(SHORT_SILENCE_MS, this.#longestPauseMs * PAUSES));
  }

  #works(now: number): boolean {
    return this.#workedAt !== undefined && now - this.#workedAt < this.#silenceMs;
  }

  #work(now: number): void {
    const pauseMs = now - (this.#workedAt ?? now);
    this.#longestPauseMs = Math.max(this.#longestPauseMs, pauseMs);
    this.#workedAt = now;
    if (pauseMs >= PICTURE_MS) this.#pictures++;
  }

  #rest(): void {
    this.#workedAt = undefined;
    this.#pictures = 0;
    this.#longestPauseMs = 0;
  }
}
