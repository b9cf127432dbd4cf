// The last closes, each of one session or of many at once, and what they took out of the tabs: what an undo
// brings back. Owns their order, how many are kept, and how they are stored. Leaves bringing sessions back to
// reopening.ts and panes to panes/closed-panes.ts. Invariant: a close is one step, however many sessions it
// closed.

import { closedBetween, type ClosedPanes } from '../../panes/closed-panes.js';
import { isWorkspace } from '../../panes/stored-workspace.js';
import { panesOf, type SessionId } from '../../panes/workspace.js';
import type { AnySession } from '../any-session.js';
import type { Arrangement } from '../arrangement/arrangement.js';

/** More than anyone takes back one after the other. */
const MAX_STEPS = 20;
/** Of all steps that are stored: of more, the newest are kept. */
const MAX_STORED_PANES = 10_000;
/** Spelling fewer takes less than a millisecond. */
const LARGE_PANES = 500;

export interface CloseStep {
  /** In the order in which they were closed. */
  readonly sessions: readonly SessionId[];
  /** Those in which something ran. */
  readonly running: readonly SessionId[];
  /** The one that had the focus, if it was closed. */
  readonly focused?: SessionId | undefined;
  /** The fresh chat that was opened because nothing was left to look at. */
  readonly standIn?: SessionId | undefined;
  readonly panes: ClosedPanes;
}

interface Around {
  readonly arrangement: Pick<Arrangement, 'workspace' | 'viewers' | 'focusedSession' | 'settle'>;
  /** The open ones. */
  sessions(): readonly AnySession[];
}

export class Closes {
  #steps: readonly CloseStep[];

  readonly #save: (how: { isLarge: boolean }) => void;

  /** save: what is stored is another now. isLarge: writing it takes its time. */
  constructor(stored: readonly CloseStep[] = [], save: (how: { isLarge: boolean }) => void = () => {}) {
    this.#steps = stored;
    this.#save = save;
  }

  /** Before these are closed. The function returned keeps the step, once nothing more changes by it. */
  begin(closing: readonly AnySession[], around: Around): () => void {
    const { arrangement } = around;
    // What went by itself, such as a popup, is nobody's last close.
    if (closing.every(({ record }) => record.closedItself)) return () => {};
    const before = arrangement.workspace;
    const sessions = new Set(closing.map(({ id }) => id));
    const running = closing.filter((session) => session.running !== undefined).map(({ id }) => id);
    const focused = arrangement.focusedSession(arrangement.viewers.current);
    const open = new Set(around.sessions().map(({ id }) => id));
    return () => {
      arrangement.settle();
      const standIn = around.sessions().find(({ id }) => !open.has(id))?.id;
      this.add({
        sessions: [...sessions],
        running,
        ...(focused !== undefined && sessions.has(focused) ? { focused } : {}),
        ...(standIn === undefined ? {} : { standIn }),
        panes: closedBetween(before, arrangement.workspace),
      });
    };
  }

  add(step: CloseStep): void {
    this.#steps = [...this.#steps, step].slice(-MAX_STEPS);
    this.#changed();
  }

  /** The last one of which something is still closed; those after it are forgotten. */
  last(isClosed: (session: SessionId) => boolean): CloseStep | undefined {
    const at = this.#steps.findLastIndex(({ sessions }) => sessions.some(isClosed));
    this.#steps = this.#steps.slice(0, at + 1);
    return this.#steps.at(-1);
  }

  /** It is being taken back. */
  remove(step: CloseStep): void {
    this.#steps = this.#steps.filter((each) => each !== step);
    this.#changed();
  }

  #changed(): void {
    const size = this.#steps.reduce((sum, step) => sum + sizeOf(step), 0);
    this.#save({ isLarge: size > LARGE_PANES });
  }

  get stored(): readonly CloseStep[] {
    let panes = 0;
    const from = this.#steps.findLastIndex(
      (step) => (panes += sizeOf(step)) > MAX_STORED_PANES && step !== this.#steps.at(-1),
    );
    return this.#steps.slice(from + 1);
  }
}

const sizeOf = ({ sessions, panes: { order, before, after } }: CloseStep): number =>
  sessions.length + order.length + [...before, ...after].reduce((sum, tab) => sum + panesOf(tab).length, 0);

/** Those before a damaged one are left out. value: as the store has it. */
export function salvageCloses(value: unknown): readonly CloseStep[] {
  if (!Array.isArray(value)) return [];
  const steps: readonly unknown[] = value;
  return steps.slice(steps.findLastIndex((step) => !isStep(step)) + 1) as CloseStep[];
}

const isTextOrNothing = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

function isStep(value: unknown): value is CloseStep {
  if (typeof value !== 'object' || value === null) return false;
  const { sessions, running, focused, standIn, panes } = value as { [Key in keyof CloseStep]?: unknown };
  if (typeof panes !== 'object' || panes === null) return false;
  const { order, before, after } = panes as { [Key in keyof ClosedPanes]?: unknown };
  return (
    isTexts(sessions) &&
    isTexts(running) &&
    isTextOrNothing(focused) &&
    isTextOrNothing(standIn) &&
    isTexts(order) &&
    isWorkspace({ tabs: before }) &&
    isWorkspace({ tabs: after })
  );
}
