// The life of a session (pure): open, closing (its grace time), ending, archived, removed. Owns the table of
// what leads where and what must be done on the way. Leaves doing it to lives.ts.
// Invariant: at no moment do two processes belong to one session, and none to one that is archived or
// removed.

/** What waits for the end of an ending session. */
export type AfterEnd = 'archived' | 'open' | 'removed';

export type Life =
  | { readonly phase: 'open' }
  /** In the archive; what it runs continues for the grace time of a close. */
  | { readonly phase: 'closing' }
  /** What it runs has been told to end. */
  | { readonly phase: 'ending'; readonly next: AfterEnd }
  | { readonly phase: 'archived' }
  /** Its folder is being removed. */
  | { readonly phase: 'removing' }
  | { readonly phase: 'removed' }
  /** It was open when the server ended, and will be for the next one. */
  | { readonly phase: 'left' };

export type LifeEvent =
  /** runs: something of it would be cut off. */
  | { readonly type: 'close'; readonly runs: boolean }
  /** Nothing in it is worth keeping. */
  | { readonly type: 'drop' }
  | { readonly type: 'reopen' }
  | { readonly type: 'delete' }
  | { readonly type: 'grace-over' }
  /** What it ran is over, and everything of it is saved. */
  | { readonly type: 'ended' }
  | { readonly type: 'folder-removed' }
  | { readonly type: 'removal-failed' }
  /** The server ends. */
  | { readonly type: 'quit' };

export type LifeAction =
  | 'start-grace'
  | 'stop-grace'
  /** End what it runs: its user closed it. */
  | 'end'
  /** End what it runs: the server goes. */
  | 'end-with-server'
  /** The session object that is still alive is the open one again. */
  | 'take-back'
  /** Make a session object of its record. */
  | 'load'
  | 'remove-folder';

/** Why an event cannot be followed. */
export type LifeRefusal = 'is-open' | 'is-being-removed' | 'is-being-reopened' | 'is-gone' | 'server-ends';

export type LifeStep = { readonly life: Life; readonly actions: readonly LifeAction[] } | LifeRefusal;

export const OPEN: Life = { phase: 'open' };
export const ARCHIVED: Life = { phase: 'archived' };

type Table = {
  readonly [Phase in Life['phase']]: {
    readonly [Type in LifeEvent['type']]?: (
      life: Extract<Life, { phase: Phase }>,
      event: Extract<LifeEvent, { type: Type }>,
    ) => LifeStep;
  };
};

const to = (life: Life, ...actions: LifeAction[]): LifeStep => ({ life, actions });
const ending = (next: AfterEnd, ...actions: LifeAction[]): LifeStep =>
  to({ phase: 'ending', next }, ...actions);
const refuse = (why: LifeRefusal) => (): LifeStep => why;

const TABLE: Table = {
  open: {
    close: (_life, { runs }) => (runs ? to({ phase: 'closing' }, 'start-grace') : ending('archived', 'end')),
    drop: () => ending('removed', 'end'),
    reopen: refuse('is-open'),
    delete: refuse('is-open'),
    quit: () => to({ phase: 'left' }, 'end-with-server'),
  },
  closing: {
    reopen: () => to(OPEN, 'stop-grace', 'take-back'),
    delete: () => ending('removed', 'stop-grace', 'end'),
    'grace-over': () => ending('archived', 'end'),
    quit: () => ending('archived', 'stop-grace', 'end'),
  },
  ending: {
    reopen: ({ next }) => (next === 'removed' ? 'is-being-removed' : ending('open')),
    delete: ({ next }) => (next === 'open' ? 'is-being-reopened' : ending('removed')),
    ended: ({ next }) => {
      if (next === 'open') return to(OPEN, 'load');
      return next === 'removed' ? to({ phase: 'removing' }, 'remove-folder') : to(ARCHIVED);
    },
    // Nobody is left to show it to.
    quit: ({ next }) => ending(next === 'open' ? 'archived' : next),
  },
  archived: {
    reopen: () => to(OPEN, 'load'),
    delete: () => to({ phase: 'removing' }, 'remove-folder'),
  },
  removing: {
    reopen: refuse('is-being-removed'),
    delete: () => to({ phase: 'removing' }),
    'folder-removed': () => to({ phase: 'removed' }),
    'removal-failed': () => to(ARCHIVED),
  },
  removed: { reopen: refuse('is-gone'), delete: refuse('is-gone') },
  // Nothing would ever answer whoever waits for it.
  left: { reopen: refuse('server-ends'), delete: refuse('server-ends') },
};

/**
 * Where the event leads. An event without meaning in this phase changes nothing, such as a timer that fires
 * too late.
 */
export function nextLife(life: Life, event: LifeEvent): LifeStep {
  const rule = TABLE[life.phase][event.type] as ((life: Life, event: LifeEvent) => LifeStep) | undefined;
  return rule ? rule(life, event) : to(life);
}
