// How a program's state is derived (pure): everything it reported, in whichever way, and which of that
// counts. Owns the order of authority: OSC 7501, once used, alone; then its title; then the question it
// starts with; then a cursor that an agent hides; then a hook's report; then a progress bar; then an agent's
// output. A shell's prompt and the program's end clear all of it. Leaves reading sequences to terminal/, and
// when a state is announced to program-watch.ts. Invariant: whatever makes a program wait is cleared by the
// same source, by a shell's prompt, or by the program's end; what only a hook reported also by a key of the
// user's.

import type { ReportedState } from '../../terminal/emulator/program-signal.js';
import { ASKS_SOMETHING, isGenericQuestion } from '../../terminal/emulator/program-signal.js';
import type { AgentSign } from './agent-signs.js';
import { findBlocked, hearPart, NO_PARTS, type Parts } from './program-parts.js';
import type { SessionState } from '../status.js';
import { readTitle, titleSubject, type TitleState } from './title-shapes.js';

export type SaidBy = 'osc7501' | 'title' | 'screen' | 'report' | 'progress' | 'activity';

interface Statement {
  state: Exclude<ReportedState, 'clear'>;
  /** One line, safe to show; '' if there is none. */
  text: string;
  /** ms on a monotonic clock. */
  atMs: number;
  /** The user has seen this error. */
  isKnown?: boolean;
}

/** Everything that a program reported and has not cleared. */
export interface Heard {
  /** It speaks OSC 7501. */
  speaks: boolean;
  own: Statement | undefined;
  parts: Parts;
  title: TitleState | undefined;
  /** The subject of its titles, once one of them has shown a state; '' before. */
  titleSubject: string;
  /** What it asks on its first screen. */
  startQuestion: string | undefined;
  /** By `qmux report`, from a hook or a script. */
  hook: Statement | undefined;
  isProgressing: boolean;
  /** The signs of an agent that reports nothing. */
  sign: AgentSign;
  /** An error is a result: it outlasts the prompt after it. */
  left: { text: string; by: SaidBy } | undefined;
}

export const HEARD_NOTHING: Heard = {
  speaks: false,
  own: undefined,
  parts: NO_PARTS,
  title: undefined,
  titleSubject: '',
  startQuestion: undefined,
  hook: undefined,
  isProgressing: false,
  sign: 'rests',
  left: undefined,
};

/**
 * A hook takes a while to start, or runs before its question is on the screen: older ones belong to another
 * question.
 */
const HOOK_LEAD_MS = 2_000;

export interface Report {
  state: ReportedState;
  text: string;
}

/** A record of OSC 7501. */
export function hearReport(heard: Heard, report: Report & { part?: string }, atMs: number): Heard {
  const { state, text, part } = report;
  if (part !== undefined)
    return { ...heard, speaks: true, parts: hearPart(heard.parts, { id: part, state, text }) };
  // Cleared, with all of its parts. What ran is over, so that a later program's hooks count again.
  if (state === 'clear') return { ...HEARD_NOTHING, title: heard.title, titleSubject: heard.titleSubject };
  return {
    ...heard,
    speaks: true,
    own: { state, text, atMs },
    hook: state === 'blocked' || heard.own?.state !== 'blocked' ? keepRecent(heard.hook, atMs) : undefined,
    startQuestion: undefined,
    isProgressing: false,
    left: undefined,
  };
}

/** A hook's question that may be the one that the program asks now. */
const keepRecent = (hook: Statement | undefined, atMs: number): Statement | undefined =>
  hook?.state === 'blocked' && atMs - hook.atMs <= HOOK_LEAD_MS ? hook : undefined;

/** `qmux report`. For a program that reports its own state it only gives a question its text. */
export function hearHook(heard: Heard, { state, text }: Report, atMs: number): Heard {
  const isQuestion = state === 'blocked';
  if (heard.speaks) {
    // A tool that ends meanwhile says nothing about the question.
    if (!isQuestion && heard.own?.state === 'blocked') return heard;
    return { ...heard, hook: isQuestion ? { state, text, atMs } : undefined };
  }
  return {
    ...heard,
    hook: state === 'clear' ? undefined : { state, text, atMs },
    isProgressing: heard.isProgressing && (state === 'working' || isQuestion),
    left: undefined,
  };
}

/** OSC 0 and 2, as the program wrote it. command: returns the program's words, if they matter. */
export function hearTitle(heard: Heard, title: string, command: () => readonly string[]): Heard {
  const state = readTitle(title, command);
  const subject = titleSubject(title);
  if (state === undefined && heard.title === undefined && heard.titleSubject === '') return heard;
  // What a hook asked before the program continued was answered.
  const isOver =
    (state === 'working' && heard.title !== 'working') || (heard.title === 'blocked' && state !== 'blocked');
  const titleOf = state !== undefined || subject === heard.titleSubject ? subject : '';
  const hook = isOver && heard.hook?.state !== 'working' ? undefined : heard.hook;
  // A spinner sets it many times a second.
  if (state === heard.title && titleOf === heard.titleSubject && hook === heard.hook) return heard;
  return { ...heard, title: state, titleSubject: titleOf, hook };
}

/** OSC 9;4. */
export function hearProgress(heard: Heard, isRunning: boolean): Heard {
  if (heard.speaks || heard.isProgressing === isRunning) return heard;
  if (!isRunning) return { ...heard, isProgressing: false };
  // It has continued since a hook reported an end; a hook's question or work takes precedence over a bar.
  const hook = heard.hook?.state === 'blocked' || heard.hook?.state === 'working' ? heard.hook : undefined;
  return { ...heard, isProgressing: true, hook, left: undefined };
}

/** A shell shows its prompt, or the terminal was reset: what ran before it is over. */
export function hearPrompt(heard: Heard): Heard {
  const { error, source } = readState(heard);
  return error === undefined || source === null
    ? HEARD_NOTHING
    : { ...HEARD_NOTHING, left: { text: error, by: source } };
}

/** The first screen was read. undefined: it asks nothing. */
export const hearStart = (heard: Heard, question: string | undefined): Heard =>
  heard.startQuestion === question ? heard : { ...heard, startQuestion: question };

/** How an agent looks now. */
export const hearSign = (heard: Heard, sign: AgentSign): Heard =>
  heard.sign === sign ? heard : { ...heard, sign };

/** A key of the user's. isInterrupt: one that ends the current work, which no hook reports. */
export function hearKey(heard: Heard, { isInterrupt }: { isInterrupt: boolean }): Heard {
  const { own, hook, left, isProgressing } = heard;
  if (!own && !hook && !left && !isProgressing) return heard;
  const ends = hook?.state === 'blocked' || (isInterrupt && hook?.state === 'working');
  return {
    ...heard,
    own: seen(own),
    // Beside OSC 7501 it is only the text of a question, which the program itself ends.
    hook: ends && !heard.speaks ? undefined : seen(hook),
    isProgressing: isProgressing && !isInterrupt,
    left: undefined,
  };
}

const seen = (statement: Statement | undefined): Statement | undefined =>
  statement?.state === 'error' ? { ...statement, isKnown: true } : statement;

/** The result of all of it. */
export interface ProgramReading {
  state: Extract<SessionState, 'active' | 'processing' | 'waiting'>;
  /** What was reported, and in which way; null: nothing that counts. */
  said: Statement['state'] | null;
  source: SaidBy | null;
  /** While it waits: what it asks, never ''. */
  question: string | undefined;
  /** Not seen yet; '' if there is none. */
  error: string | undefined;
  /** What it is doing, '' if it does not say. */
  text: string;
  /** How many of its parts are running. */
  parts: number;
  /** A bell is its only way to call its user. */
  mayRing: boolean;
}

export function readState(heard: Heard): ProgramReading {
  const mayRing = !heard.speaks && heard.titleSubject === '';
  return { ...readTellers(heard), parts: heard.parts.size, mayRing };
}

type Told = Omit<ProgramReading, 'parts' | 'mayRing'>;

function readTellers(heard: Heard): Told {
  const { own, parts, title, startQuestion, hook, sign, left } = heard;
  const hookQuestion = hook?.state === 'blocked' ? hook.text : '';
  if (heard.speaks) {
    const asking = own?.state === 'blocked' ? own : findBlocked(parts);
    if (asking)
      return asks('osc7501', isGenericQuestion(asking.text) ? hookQuestion || asking.text : asking.text);
    return own ? tell(own, 'osc7501') : says(parts.size > 0 ? 'working' : 'idle', 'osc7501');
  }
  if (title === 'blocked') return asks('title', hookQuestion);
  if (title === 'working') return says('working', 'title');
  if (startQuestion !== undefined) return asks('screen', startQuestion);
  if (title === 'idle' && hook?.state !== 'error') return says('idle', 'title');
  if (sign === 'asks' && heard.titleSubject === '') return asks('screen', hookQuestion);
  if (hook?.state === 'blocked') return asks('report', hook.text);
  if (hook) return tell(hook, 'report');
  if (heard.isProgressing) return says('working', 'progress');
  if (sign === 'works' && heard.titleSubject === '') return says('working', 'activity');
  if (left) return { ...says('error', left.by), error: left.text };
  return { state: 'active', said: null, source: null, question: undefined, error: undefined, text: '' };
}

const asks = (source: SaidBy, text: string): Told => ({
  state: 'waiting',
  said: 'blocked',
  source,
  question: text || ASKS_SOMETHING,
  error: undefined,
  text: '',
});

const says = (said: Statement['state'], source: SaidBy, text = ''): Told => ({
  state: said === 'working' ? 'processing' : 'active',
  said,
  source,
  question: undefined,
  error: undefined,
  text,
});

function tell({ state, text, isKnown }: Statement, source: SaidBy): Told {
  if (state !== 'error') return says(state, source, state === 'working' ? text : '');
  return { ...says('error', source), error: isKnown ? undefined : text };
}
