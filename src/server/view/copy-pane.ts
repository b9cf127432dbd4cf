// One pane of a client in copy mode: what it reads, and the work that is left for it. Owns the order of that
// work, a piece at a time. Leaves keys, commands and when it works to client-copy.ts.

import type { CopyKeyState } from '../../keymap/copy-keys.js';
import type { Key } from '../../keymap/key.js';
import type { CopyMode } from '../../copy-mode/copy-mode.js';
import type { CopyScreen } from '../../copy-mode/copy-screen.js';
import { rowAtPlace, type LockedPlace } from '../../copy-mode/locked-place.js';
import type { ReadElsewhere, SizedReading } from '../../copy-mode/read-elsewhere.js';
import type { OpenReading } from '../../copy-mode/reading.js';
import type { Slice } from '../../loop/slice.js';
import type { Screen } from '../../terminal/screen.js';

export interface CopyPane {
  mode: CopyMode;
  screen: CopyScreen;
  /** It reads this screen; if the screen is replaced the mode ends. */
  source: Screen;
  /** It reads what a chat has drawn, which is kept while nobody shows the chat. */
  readsChat: boolean;
  open: OpenReading;
  /** It reads this, not the session; undefined: the session. */
  elsewhere: { what: ReadElsewhere; open: SizedReading } | undefined;
  /** The command that goes on with it is running. */
  isGoingOn: boolean;
  keys: CopyKeyState;
  /** Pressed during a search: meant for the place where it ends. */
  waiting: Key[];
  /** Started by PageUp at a prompt: PageDown past the end leaves. */
  isPaged: boolean;
  /** Where its view follows another; absent: nowhere. */
  wanted?: FollowedPlace | undefined;
  /** How many commands have run: each may have changed the picture. */
  commands: number;
}

/** A place in another session, and which turn here corresponds to the one it counts from. */
export interface FollowedPlace {
  place: LockedPlace;
  base: number;
}

export const hasWork = ({ mode, open, wanted }: CopyPane): boolean =>
  wanted !== undefined ||
  open.isSeeking ||
  mode.isLanding ||
  mode.wantsOlder ||
  (mode.search !== undefined && !mode.search.isDone(mode.reading));

/** Until the slice is over, or nothing is left. */
export function workOn(pane: CopyPane, slice: Slice): void {
  while (!slice.isOver) {
    const isMore = work(pane);
    reach(pane);
    if (isMore) continue;
    // Nothing more can be made.
    pane.wanted = undefined;
    return;
  }
}

/** The view goes where it is wanted, if the rows there are made. */
export function reach(pane: CopyPane): void {
  const { mode, wanted } = pane;
  const row = wanted && rowAtPlace(mode.reading, wanted.place, wanted.base);
  if (row === undefined || row === 'older') return;
  pane.wanted = undefined;
  pane.commands++;
  mode.showTop(row);
}

/** One piece; false: nothing is left. */
function work({ mode, open, wanted }: CopyPane): boolean {
  if (mode.stepLanding()) return true;
  const searched = mode.search?.step(mode.reading) ?? false;
  const wantsOlder = wanted !== undefined || open.isSeeking || mode.wantsOlder;
  return (!searched && wantsOlder && open.makeOlder()) || searched;
}
