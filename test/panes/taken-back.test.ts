// Closes taken back before and after layout changes are undone, in any order: both are exact, and nothing is
// lost. What opens and closes sessions is the test's own; layouts and their undo are real.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { closedBetween, closePanes, type ClosedPanes } from '../../src/panes/closed-panes.js';
import {
  changeHistory,
  exchangeInHistory,
  exchangeSessions,
  nameInHistory,
  recordClose,
  recordStep,
  undoStep,
} from '../../src/panes/layout-history.js';
import type { LayoutHistory } from '../../src/panes/layout-step.js';
import { looksSame } from '../../src/panes/looks-same.js';
import { isSoundWorkspace, salvageHistory } from '../../src/panes/stored-workspace.js';
import { takeBack } from '../../src/panes/taken-back.js';
import { createView } from '../../src/panes/view.js';
import {
  addTab,
  EMPTY_WORKSPACE,
  panesOf,
  replaceSession,
  type PaneNode,
  type Workspace,
} from '../../src/panes/workspace.js';
import { apply, operation, type Operation } from './any-operation.js';

const AREA = { rows: 40, cols: 120 };
const RUNS = process.env['QMUX_TEST_LONG'] ? 40_000 : 200;

const sessionsOf = ({ tabs }: Workspace): string[] => tabs.flatMap(panesOf).map(({ session }) => session);

/** A server without processes. */
class Server {
  workspace: Workspace = EMPTY_WORKSPACE;
  history: LayoutHistory = [];
  readonly open = new Set<string>();
  /** Shown because nothing was left to look at. */
  readonly filling = new Set<string>();
  readonly closes: { sessions: string[]; panes: ClosedPanes; isRecorded: boolean }[] = [];
  #made = 0;

  constructor() {
    this.change({ type: 'tab', pick: 0, other: 0, direction: 0, cells: 1 });
  }

  get hidden(): string[] {
    const shown = new Set(sessionsOf(this.workspace));
    return [...this.open].filter((id) => !shown.has(id));
  }

  /** Whether it is a step to undo. */
  change(how: Operation): boolean {
    const { workspace, history } = this;
    const next = apply(workspace, how, ++this.#made, AREA);
    for (const session of sessionsOf(next)) this.open.add(session);
    this.workspace = next.tabs.length > 0 ? next : this.#fill(next);
    this.history = recordStep(history, workspace, this.workspace);
    return this.history !== history;
  }

  #fill(empty: Workspace): Workspace {
    const id = ++this.#made;
    const session = this.hidden[0] ?? `s${id}`;
    this.open.add(session);
    this.filling.add(session);
    return addTab(empty, { tab: `t${id}`, pane: `p${id}`, session });
  }

  /** Another session in a pane: they exchange places. */
  show(session: string, pick: number): [string, string] {
    const { id, session: before } = this.pane(pick);
    this.workspace = replaceSession(this.workspace, id, session);
    this.history = exchangeInHistory(this.history, before, session);
    return [before, session];
  }

  pane(pick: number): PaneNode {
    const panes = this.workspace.tabs.flatMap(panesOf);
    return panes[pick % panes.length] as PaneNode;
  }

  close(sessions: string[]): void {
    const before = this.workspace;
    for (const session of sessions) this.open.delete(session);
    const closed = new Set(sessions);
    const left = closePanes(before, closed, createView(before));
    this.workspace = left.tabs.length > 0 ? left : this.#fill(left);
    const history = recordClose(this.history, [before, this.workspace], closed);
    const isRecorded = history !== this.history;
    this.history = history;
    this.closes.push({ sessions, panes: closedBetween(before, this.workspace), isRecorded });
  }

  /** How many steps went by it. */
  undo(): number {
    const steps = (): number => this.history.filter(({ closed }) => !closed).length;
    const before = steps();
    const undone = undoStep(this.history, this.workspace);
    if ('refused' in undone) return 0;
    ({ workspace: this.workspace, history: this.history } = undone);
    return before - steps();
  }

  /** The sessions that came back. */
  reopen(): string[] {
    const close = this.closes.pop();
    const sessions = new Set(close?.sessions.filter((id) => !this.open.has(id)));
    if (!close || sessions.size === 0) return [];
    for (const session of sessions) this.open.add(session);
    const back = takeBack(this.workspace, this.history, {
      sessions,
      isInUse: () => false,
      panes: close.panes,
    });
    ({ workspace: this.workspace, history: this.history } = back);
    return [...sessions];
  }

  restart(): void {
    const { tabs, history } = JSON.parse(JSON.stringify({ ...this.workspace, history: this.history })) as {
      tabs: Workspace['tabs'];
      history: unknown;
    };
    this.workspace = { tabs };
    this.history = salvageHistory({ history }).history;
  }
}

/** There is something to look at, each session is in one pane, and none of these is closed. */
function check({ workspace, open }: Server): void {
  expect(workspace.tabs.length).toBeGreaterThan(0);
  expect(isSoundWorkspace(workspace)).toBe(true);
  expect(sessionsOf(workspace).filter((id) => !open.has(id))).toEqual([]);
}

type Doing = {
  what: 'change' | 'show' | 'close' | 'rename' | 'undo' | 'reopen' | 'reopen one';
  how: Operation;
};
const doing = (...what: Doing['what'][]): fc.Arbitrary<Doing> =>
  fc.record({ what: fc.constantFrom(...what), how: operation });

const some = (ids: Iterable<string>, { pick, cells }: Operation): string[] => {
  const all = [...ids];
  const chosen = Array.from(
    { length: Math.min(all.length, Math.ceil(cells / 3)) },
    (_, at) => (pick + at * 2) % all.length,
  );
  return [...new Set(chosen)].flatMap((at) => all[at] ?? []);
};

interface Entry {
  undo: 'undo' | 'reopen';
  before: Workspace;
}

/** What was done, with the layout before each; other sessions in panes and names change all of them. */
function doAll(server: Server, todos: readonly Doing[]): Entry[] {
  let entries: Entry[] = [];
  for (const { what, how } of todos) {
    const before = server.workspace;
    if (what === 'close') {
      server.close(some(server.open, how));
      entries.push({ undo: 'reopen', before });
    } else if (what === 'show') {
      const [session] = some(server.hidden, how);
      // What is shown in place of what only filled the screen stays.
      const isFilling = [session, server.pane(how.other).session].some((id = '') => server.filling.has(id));
      if (session === undefined || isFilling) continue;
      const both = server.show(session, how.other);
      entries = entries.map((entry) => ({ ...entry, before: exchangeSessions(entry.before, ...both) }));
    } else if (what === 'rename') {
      const rename = nameInHistory(before.tabs[how.pick % before.tabs.length]?.id ?? '', `n${how.other}`);
      server.workspace = rename(before);
      server.history = changeHistory(server.history, rename);
      entries = entries.map((entry) => ({ ...entry, before: rename(entry.before) }));
    } else if (server.change(how)) entries.push({ undo: 'undo', before });
    check(server);
  }
  return entries;
}

const namesOf = ({ tabs }: Workspace): unknown => tabs.map(({ id, name }) => [id, name]);

describe('closes and layout changes', () => {
  it('are undone exactly in any order of both', () => {
    const counts = { exact: 0, unseen: 0 };
    fc.assert(
      fc.property(
        fc.array(doing('change', 'change', 'change', 'close', 'show', 'rename'), { maxLength: 14 }),
        fc.infiniteStream(fc.boolean()),
        fc.nat({ max: 20 }),
        (todos, order, restartAt) => {
          const server = new Server();
          const entries = doAll(server, todos);
          const final = server.workspace;
          const left = new Set(entries.keys());
          const take = (undo: Entry['undo']): void => {
            const last = [...left].findLast((at) => entries[at]?.undo === undo);
            if (last !== undefined) left.delete(last);
          };
          for (let round = 0; left.size > 0; round++) {
            if (round === restartAt) server.restart();
            const closes = server.closes.length;
            const undone = order.next().value === true || closes === 0 ? server.undo() : 0;
            for (let count = 0; count < undone; count++) take('undo');
            if (undone === 0 && closes === 0) break;
            if (undone === 0) {
              server.reopen();
              take('reopen');
            }
            check(server);
            // Then the panes that came back are beside those, as the next test wants it.
            if (server.history.some(({ lost }) => lost)) return void counts.unseen++;
            const isBeginning = [...left].every((at, nth) => at === nth);
            if (!isBeginning) continue;
            const want = entries[left.size]?.before ?? final;
            if (!looksSame(server.workspace, want)) expect(server.workspace).toEqual(want);
            expect(namesOf(server.workspace)).toEqual(namesOf(want));
            counts.exact++;
          }
          expect(server.closes).toEqual([]);
          // All is back but what is not seen: a step to the same layout.
          const first = entries[0]?.before ?? final;
          if (!looksSame(server.workspace, first)) expect(server.workspace).toEqual(first);
        },
      ),
      { numRuns: RUNS },
    );
    expect(counts.exact).toBeGreaterThan(counts.unseen);
  });

  it('lose and double no session and no tab, whatever is done in between', () => {
    fc.assert(
      fc.property(
        fc.array(
          doing(
            'change',
            'change',
            'close',
            'close',
            'show',
            'undo',
            'undo',
            'reopen',
            'reopen',
            'reopen one',
          ),
          {
            maxLength: 30,
          },
        ),
        (todos) => {
          const server = new Server();
          let undone = new Set<string>();
          for (const { what, how } of todos) {
            const tabs = server.workspace.tabs.map(({ id }) => id);
            if (what === 'undo') {
              if (server.undo() > 0) undone = new Set(server.closes.flatMap(({ sessions }) => sessions));
            } else if (what === 'reopen') {
              const close = server.closes.at(-1);
              const had = new Set(close?.panes.before.flatMap(panesOf).map(({ session }) => session));
              const back = server.reopen();
              const shown = new Set(sessionsOf(server.workspace));
              const lost = back.filter((id) => had.has(id) && !undone.has(id) && !shown.has(id));
              expect(lost).toEqual([]);
              const now = new Set(server.workspace.tabs.map(({ id }) => id));
              const opened = new Set(close?.panes.after.map(({ id }) => id));
              expect(tabs.filter((id) => !now.has(id) && !opened.has(id))).toEqual([]);
            } else if (what === 'reopen one') {
              const closed = server.closes
                .flatMap(({ sessions }) => sessions)
                .filter((id) => !server.open.has(id));
              const [session] = some(closed, how);
              if (session === undefined) continue;
              server.open.add(session);
              server.show(session, how.other);
            } else doAll(server, [{ what, how }]);
            check(server);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});
