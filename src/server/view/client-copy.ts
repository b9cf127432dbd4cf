// The panes of one client that are in copy mode: their keys, their commands, and the long work for them
// (searching, rendering older lines), done in slices. Owns which panes are in it, which of them read
// something that is not open, when it ends by itself, and that it outlives a lost connection. Leaves what a
// command does to copy-mode/copy-mode.ts. Invariant: with nothing left to search or render, no timer runs.

import { Slice } from '../../loop/slice.js';
import type { CopyBinding, CopyKeyStyle } from '../../keymap/copy-keys.js';
import { NO_COPY_KEYS, pressCopyKey } from '../../keymap/copy-keys.js';
import { formatKeyName, type Key } from '../../keymap/key.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { CopyCommand, CopyEffect } from '../../copy-mode/command.js';
import { CopyMode } from '../../copy-mode/copy-mode.js';
import { CopyScreen } from '../../copy-mode/copy-screen.js';
import type { Landing } from '../../copy-mode/landing.js';
import type { GoOn, ReadElsewhere } from '../../copy-mode/read-elsewhere.js';
import type { PlaceKeeper } from '../../copy-mode/reading.js';
import type { Screen } from '../../terminal/screen.js';
import { hasWork, reach, workOn, type CopyPane, type FollowedPlace } from './copy-pane.js';
import { unboundCopyKey } from './unbound-key.js';

export interface CopyKeys {
  readonly style: CopyKeyStyle;
  readonly bindings: ReadonlyMap<string, CopyBinding>;
}

export interface ClientCopyOptions {
  /** At the moment. */
  keys(): CopyKeys;
  /** Something must be drawn. */
  onChange(): void;
  onEffect(effect: Exclude<CopyEffect, { type: 'leave' }>): void;
  /** The user has moved a pane's view, or has left its copy mode. */
  onMoved?(session: ManagedSession): void;
  /** A key means this command. */
  onCommand(command: NonNullable<ReturnType<typeof pressCopyKey>['command']>): void;
  /** What is read is gone on with: these words are run. Resolves with whether that was done. */
  onGoOn(words: readonly string[]): Promise<boolean>;
}

/** The copy modes of a client whose connection was lost. */
export type KeptCopy = ReadonlyMap<ManagedSession, CopyPane>;

export const releaseCopy = (kept: KeptCopy): void => {
  for (const { open } of kept.values()) open.close();
};

export class ClientCopy {
  readonly #panes = new Map<ManagedSession, CopyPane>();
  #slice: NodeJS.Immediate | undefined;
  /** A line to go to, once what its session shows can be read. */
  #awaited: { session: ManagedSession; landing: Landing } | undefined;

  readonly #options: ClientCopyOptions;

  constructor(options: ClientCopyOptions) {
    this.#options = options;
  }

  get bindings(): ReadonlyMap<string, CopyBinding> {
    return this.#options.keys().bindings;
  }

  has(session: ManagedSession): boolean {
    return this.#find(session) !== undefined;
  }

  /** The mode of a pane, to show where it is. */
  modeOf(session: ManagedSession): CopyMode | undefined {
    return this.#find(session)?.mode;
  }

  /** What to draw instead of the session's screen. */
  screenOf(session: ManagedSession): Screen | undefined {
    const pane = this.#find(session);
    if (!pane) return undefined;
    const { source, elsewhere, mode } = pane;
    if (elsewhere && (source.rows !== mode.reading.rows || source.cols !== mode.reading.cols))
      elsewhere.open.resize({ rows: source.rows, cols: source.cols });
    pane.screen.refresh(pane.commands);
    this.#plan();
    return pane.screen;
  }

  /** What the pane reads in place of its session. */
  elsewhereIn(session: ManagedSession): ReadElsewhere | undefined {
    return this.#find(session)?.elsewhere?.what;
  }

  /** Goes to a line of what the session shows, now or as soon as it can be read. */
  land(session: ManagedSession, landing: Landing): void {
    this.#awaited = { session, landing };
    if (this.#find(session)?.elsewhere) this.leave(session);
    this.screenChanged(session);
  }

  /** The session's screen is another: a line that was waited for may be there. */
  screenChanged(session: ManagedSession): void {
    const awaited = this.#awaited;
    if (awaited?.session !== session) return;
    // Opening it may change the screen itself.
    this.#awaited = undefined;
    const pane = this.#find(session) ?? this.#enter(session);
    if (pane) this.#land(session, pane, awaited.landing);
    else this.#awaited = awaited;
  }

  /** The pane of the session reads something that is not open; landing: the line that it begins with. */
  read(session: ManagedSession, what: ReadElsewhere, landing: Landing | undefined): void {
    this.#awaited = undefined;
    const { screen } = session;
    if (!screen) return;
    this.leave(session);
    const pane = this.#begin(session, screen, (keeper) => {
      const open = what.open({ rows: screen.rows, cols: screen.cols }, keeper);
      return { open, elsewhere: { what, open } };
    });
    if (pane && landing) this.#land(session, pane, landing);
    else this.#options.onChange();
  }

  #land(session: ManagedSession, pane: CopyPane, landing: Landing): void {
    this.#apply(session, pane, (mode) => {
      mode.land(landing);
      return [];
    });
  }

  /** Any command enters copy mode if it is not on, except those that end something. */
  run(session: ManagedSession, command: CopyCommand): void {
    if (command.name === 'reopen') return this.#goOn(session);
    const pane = this.#find(session) ?? (ENDING.has(command.name) ? undefined : this.#enter(session));
    if (!pane) return;
    pane.wanted = undefined;
    this.#apply(session, pane, (mode) => mode.run(command));
  }

  #goOn(session: ManagedSession): void {
    const pane = this.#find(session);
    const elsewhere = pane?.elsewhere?.what;
    if (!pane || !elsewhere?.goOn) {
      const text = elsewhere ? `${elsewhere.name} cannot be continued here` : 'what you read is open already';
      return this.#options.onEffect({ type: 'say', text });
    }
    // A key that is held down means it once.
    if (!pane.isGoingOn) void this.#goOnWith(session, pane, elsewhere.goOn);
  }

  /** It is read until that is done: where it fails nothing has changed. */
  async #goOnWith(session: ManagedSession, pane: CopyPane, { words, after }: GoOn): Promise<void> {
    pane.isGoingOn = true;
    const isDone = await this.#options.onGoOn(words);
    pane.isGoingOn = false;
    if (!isDone) return;
    if (this.#panes.get(session) === pane) this.leave(session);
    after?.();
  }

  /** The wheel over a pane; negative is up. Scrolling down past the end leaves, but not what is closed. */
  wheel(session: ManagedSession, rows: number): void {
    const down = this.#find(session)?.elsewhere ? 'scroll-down' : 'wheel-down';
    const name = rows < 0 ? 'scroll-up' : down;
    this.run(session, { name, count: Math.abs(rows), text: undefined, incremental: false });
  }

  /** The view goes to the place that corresponds to another's, which may have to be made first. */
  followTo(session: ManagedSession, wanted: FollowedPlace): void {
    const pane = this.#find(session) ?? (wanted.place.whole < 1 ? this.#enter(session) : undefined);
    if (!pane) return;
    pane.wanted = wanted;
    reach(pane);
    this.#options.onChange();
    this.#plan();
  }

  /** The mouse selects at a place of the view. */
  point(session: ManagedSession, ...how: Parameters<CopyMode['point']>): void {
    const pane = this.#find(session) ?? this.#enter(session);
    if (!pane) return;
    this.#apply(session, pane, (mode) => {
      mode.point(...how);
      return [];
    });
  }

  /** Whether a key of the pane's copy mode is bound, or part of a command. */
  means(session: ManagedSession, key: Key): boolean {
    const pane = this.#find(session);
    const { bindings, style } = this.#options.keys();
    return pane !== undefined && !pressCopyKey(bindings, style, pane.keys, key).isUnbound;
  }

  /** True: the key is for copy mode, or starts it: a chat's prompt has no use for PageUp. */
  take(session: ManagedSession, key: Key): boolean {
    // Who types there does not wait for a line any more.
    if (this.#awaited?.session === session) this.#awaited = undefined;
    const pane = this.#find(session);
    const name = formatKeyName(key);
    if (!pane && (session.record.kind !== 'chat' || name !== 'PageUp' || session.questionOnScreen?.scrolled))
      return false;
    if (!pane) this.#pageUp(session);
    else if (pane.isPaged && name === 'PageDown' && pane.mode.rowsBelow === 0) this.leave(session);
    else this.press(session, key);
    return true;
  }

  #pageUp(session: ManagedSession): void {
    this.run(session, { name: 'page-up', count: 1, text: undefined, incremental: false });
    const pane = this.#find(session);
    if (pane) pane.isPaged = true;
  }

  /**
   * Runs what the key means; until a search has its result, keys wait for it, except those that cancel it.
   */
  press(session: ManagedSession, key: Key): void {
    const pane = this.#find(session);
    if (!pane) return;
    const isBusy = pane.mode.isSearching;
    if (isBusy && !GIVING_UP.has(formatKeyName(key))) {
      if (pane.waiting.length < MOST_WAITING) pane.waiting.push(key);
      return;
    }
    pane.waiting = [];
    if (isBusy) pane.keys = NO_COPY_KEYS;
    this.#press(pane, key);
  }

  #press(pane: CopyPane, key: Key): void {
    const { bindings, style } = this.#options.keys();
    const { state, command, isUnbound } = pressCopyKey(bindings, style, pane.keys, key);
    pane.keys = state;
    if (command) this.#options.onCommand(command);
    else if (isUnbound) this.#options.onEffect({ type: 'say', text: unboundCopyKey(key, bindings) });
  }

  /** Each may start another search, or leave. */
  #pressWaiting(session: ManagedSession): void {
    for (;;) {
      const pane = this.#find(session);
      const key = pane && !pane.mode.isSearching ? pane.waiting.shift() : undefined;
      if (!pane || !key) return;
      this.#press(pane, key);
    }
  }

  leave(session: ManagedSession): void {
    this.#panes.get(session)?.open.close();
    if (this.#panes.delete(session)) this.#options.onChange();
  }

  /** Sessions were closed or hidden: their copy modes are released. */
  prune(): void {
    if (this.#awaited?.session.shown === false) this.#awaited = undefined;
    for (const session of this.#panes.keys()) this.#find(session);
  }

  /** Ends it for this client. They go on reading until releaseCopy(), or in another one. */
  stop(): KeptCopy {
    clearImmediate(this.#slice);
    const kept = new Map(this.#panes);
    this.#panes.clear();
    return kept;
  }

  /** Those of the same user before a connection was lost; the sessions are shown again. */
  takeUp(kept: KeptCopy): void {
    for (const [session, pane] of kept) {
      const { screen } = session;
      if (pane.readsChat && session.namesRoles && screen)
        Object.assign(pane, { source: screen, screen: new CopyScreen(pane.mode, screen) });
      // Keys that waited for a search were not taken.
      this.#panes.set(session, Object.assign(pane, { waiting: [], keys: NO_COPY_KEYS }));
    }
    this.prune();
    this.#plan();
  }

  #find(session: ManagedSession): CopyPane | undefined {
    const pane = this.#panes.get(session);
    const { screen } = session;
    if (!pane || pane.source === screen) return pane;
    // What is read elsewhere does not depend on the screen that it covers.
    if (pane.elsewhere && session.record.archivedAt === undefined) {
      if (screen) Object.assign(pane, { source: screen, screen: new CopyScreen(pane.mode, screen) });
      return pane;
    }
    // A chat that is hidden drops its screen, and so does a closed session.
    pane.open.close();
    this.#panes.delete(session);
    return undefined;
  }

  #enter(session: ManagedSession): CopyPane | undefined {
    const source = session.screen;
    if (!source) return undefined;
    // Of the pane, whichever client has it.
    return this.#begin(session, source, (keeper) => {
      const open = session.openReading(keeper);
      return open && { open, elsewhere: undefined };
    });
  }

  #begin(
    session: ManagedSession,
    source: Screen,
    open: (keeper: PlaceKeeper) => Pick<CopyPane, 'open' | 'elsewhere'> | undefined,
  ): CopyPane | undefined {
    const opened = open({ places: () => mode.places(), move: (places) => mode.move(places) });
    if (!opened) return undefined;
    const mode = new CopyMode(opened.open.reading, this.#options.keys().style);
    const pane: CopyPane = {
      ...opened,
      mode,
      screen: new CopyScreen(mode, source),
      source,
      readsChat: session.namesRoles,
      keys: NO_COPY_KEYS,
      waiting: [],
      isPaged: false,
      isGoingOn: false,
      commands: 0,
    };
    this.#panes.set(session, pane);
    return pane;
  }

  #apply(session: ManagedSession, pane: CopyPane, act: (mode: CopyMode) => CopyEffect[]): void {
    pane.commands++;
    const before = pane.mode.top;
    const effects = act(pane.mode);
    const hasMoved = pane.mode.top !== before;
    for (const effect of effects) {
      if (effect.type === 'leave') this.leave(session);
      else this.#options.onEffect(effect);
    }
    if (hasMoved || !this.#panes.has(session)) this.#options.onMoved?.(session);
    this.#options.onChange();
    this.#plan();
  }

  #plan(): void {
    if (this.#slice || ![...this.#panes.values()].some(hasWork)) return;
    this.#slice = setImmediate(() => {
      this.#slice = undefined;
      const slice = new Slice();
      for (const [session, pane] of this.#panes) {
        if (!hasWork(pane)) continue;
        workOn(pane, slice);
        this.#apply(session, pane, (mode) => mode.goOn());
        this.#pressWaiting(session);
      }
    });
  }
}

/** As everywhere, and never bound to a motion. */
const GIVING_UP: ReadonlySet<string> = new Set(['Escape', 'C-c', 'C-g']);
/** More means that a key is held down. */
const MOST_WAITING = 64;

const ENDING: ReadonlySet<string> = new Set([
  'cancel',
  'escape',
  'clear-selection',
  'search-cancel',
  'wheel-down',
]);
