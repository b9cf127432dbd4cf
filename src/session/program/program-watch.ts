// Follows what one running program reports: signals, titles, hooks, its screen, the user's keys. Owns when
// its first screen is read (after a pause in its output, until the first Enter, also of an agent in a shell),
// when an agent's signs are looked at, and announcing that the reading changed. Leaves what counts to
// program-state.ts and what follows from it to program-session.ts. Invariant: a timer is set only by output,
// never for what an idle program reported.

import type { ProgramSignal } from '../../terminal/emulator/program-signal.js';
import { AgentSigns, isAgent } from './agent-signs.js';
import { kindOfTyped, type TypedKind } from './key-bytes.js';
import {
  hearHook,
  hearKey,
  hearProgress,
  hearPrompt,
  hearReport,
  hearSign,
  hearStart,
  hearTitle,
  HEARD_NOTHING,
  readState,
  type Heard,
  type ProgramReading,
  type Report,
} from './program-state.js';
import { findStartQuestion } from './start-question.js';
import { Teller, type TellerPorts } from './teller.js';

export interface WatchPorts extends Omit<TellerPorts, 'onGone'> {
  /** The words that the pane runs. */
  readonly command: readonly string[];
  /**
   * Those of the process in the foreground, which a shell may have started; undefined: the system does not
   * say.
   */
  foregroundCommand(): readonly string[] | undefined;
  /** Its screen as lines of text. */
  readScreen(): readonly string[];
  isCursorVisible(): boolean;
  /** Its reading has changed. */
  onChange(): void;
  /** An agent was found in the foreground of a shell, with these words; undefined: it is there no more. */
  onInside?(command: readonly string[] | undefined): void;
}

/** A dialog is drawn in several writes. */
const QUIET_MS = 300;
/**
 * An agent asks as it starts, even one that is downloaded first; what prints for longer is not an agent, and
 * costs no more timers.
 */
const START_MS = 300_000;
/** A shell that still starts, or a slow machine, runs the line that was entered seconds later. */
const FIND_AGENT_MS = 10_000;

export class ProgramWatch {
  #heard: Heard = HEARD_NOTHING;
  #reading = readState(HEARD_NOTHING);
  #startedAtMs = 0;
  #printedAtMs = 0;
  #isStarting = false;
  /** The user has entered something in a shell, or another program, that may start an agent. */
  #awaitsAgent = false;
  #enteredAtMs = 0;
  /** The one that is starting was found in the foreground, and may leave it to its shell. */
  #isInShell = false;
  #hasInside = false;
  #timer: NodeJS.Timeout | undefined;
  /** undefined: no agent was in the foreground at the last Enter. */
  #signs: AgentSigns | undefined;
  #signTimer: NodeJS.Timeout | undefined;
  #signDueAtMs = 0;
  readonly #teller: Teller;

  readonly #ports: WatchPorts;

  constructor(ports: WatchPorts) {
    this.#ports = ports;
    this.#teller = new Teller({
      foregroundGroup: () => ports.foregroundGroup(),
      groupExists: (group) => ports.groupExists(group),
      onGone: () => {
        this.#leftInside();
        this.#become(hearPrompt(this.#heard));
      },
    });
  }

  get reading(): ProgramReading {
    return this.#reading;
  }

  /** Makes sure that the process that reported what counts now is still alive. */
  look(): void {
    this.#teller.look();
  }

  /** It runs from now on. */
  start(): void {
    this.stop();
    this.#hasInside = false;
    this.#isStarting = true;
    this.#startedAtMs = performance.now();
    if (isAgent(this.#ports.command)) this.#signs = new AgentSigns();
  }

  /** It has ended, and so has everything that it reported. */
  stop(): void {
    this.#endStart();
    this.#signs = undefined;
    clearTimeout(this.#signTimer);
    this.#signTimer = undefined;
    this.#teller.forget();
    this.#become(HEARD_NOTHING);
  }

  hear(signal: Exclude<ProgramSignal, { type: 'bell' }>): void {
    const { type } = signal;
    if (type === 'report') this.#told(hearReport(this.#heard, signal, performance.now()));
    else if (type === 'progress') this.#told(hearProgress(this.#heard, signal.running));
    else if (!this.#isMarkOfAgent()) {
      if (this.#isInShell) this.#endStart();
      this.#leftInside();
      this.#become(hearPrompt(this.#heard));
    }
    if (this.#heard.speaks) this.#endStart();
  }

  hearHook(report: Report): void {
    this.look();
    this.#become(hearHook(this.#heard, report, performance.now()));
  }

  /** As it was written. */
  hearTitle(title: string): void {
    this.#told(hearTitle(this.#heard, title, () => this.#ports.foregroundCommand() ?? this.#ports.command));
  }

  /** Bytes from the user, or sent as if by one. Returns what they were. */
  typed(bytes: Uint8Array | string): TypedKind {
    const kind = kindOfTyped(bytes);
    if (kind === 'none') return kind;
    this.look();
    const answersStart = this.#heard.startQuestion !== undefined;
    let heard = hearKey(this.#heard, { isInterrupt: kind === 'interrupt' });
    if (kind === 'enter' && this.#isStarting) {
      this.#endStart();
      heard = hearStart(heard, undefined);
    }
    this.#become(heard);
    if (kind === 'enter') {
      this.#followAgent();
      this.#awaitsAgent = !this.#signs;
      this.#enteredAtMs = performance.now();
    }
    if (kind === 'enter' && !answersStart) this.#signs?.entered(performance.now());
    return kind;
  }

  /** Its output was parsed. */
  printed(): void {
    this.#signs?.printed(performance.now(), this.#ports.isCursorVisible());
    if (this.#signs) this.#lookAt(this.#signs);
    if (this.#reading.state !== 'active') this.#teller.printed();
    if (!this.#isStarting && !this.#awaitsAgent) return;
    this.#printedAtMs = performance.now();
    if (!this.#timer) this.#readIn(QUIET_MS);
  }

  /** An agent may mark its messages as a shell marks its prompts, as pi does. */
  #isMarkOfAgent(): boolean {
    return isAgent(this.#ports.command) || (this.#signs !== undefined && this.#isAgentThere());
  }

  /** Even one that was started in a shell. */
  #isAgentThere(): boolean {
    return isAgent(this.#ports.foregroundCommand() ?? this.#ports.command);
  }

  #followAgent(): void {
    if (this.#isAgentThere()) {
      this.#signs ??= new AgentSigns();
      this.#tellInside();
      return;
    }
    this.#leftInside();
    this.#signs = undefined;
    clearTimeout(this.#signTimer);
    this.#signTimer = undefined;
    this.#become(hearSign(this.#heard, 'rests'));
  }

  #lookAt(signs: AgentSigns): void {
    const now = performance.now();
    // A more precise source needs no timer.
    if (this.#heard.speaks || this.#heard.titleSubject !== '') return;
    this.#become(hearSign(this.#heard, signs.look(now)));
    const dueAtMs = now + (signs.changesIn(now) ?? Infinity);
    // Not restarted with every write: the pending one looks in time, and then again.
    if (dueAtMs === Infinity || (this.#signTimer && this.#signDueAtMs <= dueAtMs)) return;
    clearTimeout(this.#signTimer);
    this.#signDueAtMs = dueAtMs;
    this.#signTimer = setTimeout(() => {
      this.#signTimer = undefined;
      this.#lookAt(signs);
    }, dueAtMs - now);
    this.#signTimer.unref();
  }

  #readIn(waitMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#awaitsAgent) this.#findAgent();
      if (!this.#isStarting) return;
      if (this.#isInShell && !this.#isAgentThere()) {
        this.#endStart();
        return this.#become(hearStart(this.#heard, undefined));
      }
      const now = performance.now();
      const untilQuietMs = this.#printedAtMs + QUIET_MS - now;
      if (untilQuietMs > 0) return this.#readIn(untilQuietMs);
      this.#become(hearStart(this.#heard, findStartQuestion(this.#ports.readScreen())));
      if (now - this.#startedAtMs > START_MS && this.#heard.startQuestion === undefined) this.#endStart();
    }, waitMs);
    this.#timer.unref();
  }

  /** The shell may not yet have started what was entered: then again after what is printed next. */
  #findAgent(): void {
    const isThere = this.#isAgentThere();
    this.#awaitsAgent = !isThere && performance.now() - this.#enteredAtMs < FIND_AGENT_MS;
    if (!isThere) return;
    this.#signs ??= new AgentSigns();
    this.#isStarting = true;
    this.#isInShell = true;
    this.#startedAtMs = performance.now();
    this.#tellInside();
  }

  #tellInside(): void {
    if (this.#hasInside || isAgent(this.#ports.command)) return;
    this.#hasInside = true;
    this.#ports.onInside?.(this.#ports.foregroundCommand());
  }

  #leftInside(): void {
    if (this.#hasInside) this.#ports.onInside?.(undefined);
    this.#hasInside = false;
  }

  #endStart(): void {
    this.#isStarting = false;
    this.#isInShell = false;
    this.#awaitsAgent = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** By its own sequences, so it is in the foreground. */
  #told(heard: Heard): void {
    if (heard !== this.#heard) this.#teller.told();
    this.#become(heard);
  }

  #become(heard: Heard): void {
    if (heard === this.#heard) return;
    this.#heard = heard;
    const before = this.#reading;
    this.#reading = readState(heard);
    const keys = Object.keys(before) as (keyof ProgramReading)[];
    if (keys.some((key) => before[key] !== this.#reading[key])) this.#ports.onChange();
  }
}
