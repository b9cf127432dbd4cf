// Two clients, panes, popups, stacks, the mark, sync and the undo, in any order.

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { Arrangement, type Place } from '../../src/session/arrangement/arrangement.js';
import { Viewers, type Viewer } from '../../src/session/arrangement/viewers.js';
import { DEFAULT_POPUP_SIZE } from '../../src/panes/popup.js';
import type { Rearrangement } from '../../src/panes/rearrange.js';
import { isSoundWorkspace } from '../../src/panes/stored-workspace.js';
import { createView, repairView } from '../../src/panes/view.js';
import { addTab, EMPTY_WORKSPACE, panesOf } from '../../src/panes/workspace.js';
import { UserError } from '../../src/text/user-error.js';

type Act = (arrangement: Arrangement, viewer: Viewer, session: string) => void;

const POPUP: Place = { at: 'popup', size: DEFAULT_POPUP_SIZE, own: true };
const PLACES: readonly Place[] = [
  { at: 'pane' },
  { at: 'tab' },
  { at: 'tab', after: true },
  { at: 'split', direction: 'right' },
  { at: 'split', direction: 'below' },
  POPUP,
];
const REARRANGEMENTS: readonly Rearrangement[] = [
  { type: 'zoom' },
  { type: 'rotate', way: 'up' },
  { type: 'rotate', way: 'down' },
  { type: 'swap-in-order', step: 1 },
  { type: 'equalise' },
  { type: 'move-tab', to: 0 },
];

/** As the coordinator does it: a session that has a pane leaves it for another place. */
const place =
  (where: Place): Act =>
  (arrangement, viewer, session) => {
    if (where.at === 'pane' && arrangement.goTo(viewer, session)) return;
    arrangement.checkPlace(viewer, where);
    if (where.at !== 'pane' && arrangement.paneOf(session) !== undefined) {
      const isLast = arrangement.workspace.tabs.flatMap(panesOf).length === 1;
      if (isLast) return;
      arrangement.removeSession(session);
      arrangement.checkPlace(viewer, where);
    }
    arrangement.place(viewer, session, where);
  };

const whenOthersStay =
  (act: Act): Act =>
  (arrangement, viewer, session) => {
    const shown = arrangement.workspace.tabs.flatMap(panesOf).map((pane) => pane.session);
    if (shown.length > 1 || shown[0] !== session) act(arrangement, viewer, session);
  };

const ACTS: readonly Act[] = [
  ...PLACES.map(place),
  ...REARRANGEMENTS.map(
    (how): Act =>
      (arrangement, viewer) =>
        arrangement.rearrange(viewer, how),
  ),
  whenOthersStay((arrangement, _viewer, session) => arrangement.removeSession(session)),
  (arrangement, viewer, session) => arrangement.moveToSplit(viewer, session, 'right'),
  (arrangement, viewer) => arrangement.breakPane(viewer, 'last'),
  (arrangement, viewer, session) => {
    const pane = arrangement.paneOf(session);
    if (pane !== undefined) arrangement.rearrange(viewer, { type: 'swap', with: pane });
  },
  (arrangement, viewer) => arrangement.layout(viewer, 'undo'),
  (arrangement, viewer) => arrangement.layout(viewer, 'stacked'),
  (arrangement, viewer) => arrangement.layout(viewer, 'next'),
  (arrangement, viewer) => arrangement.selectTab(viewer, 'next'),
  (arrangement, viewer) => arrangement.focus(viewer, 'next'),
  (arrangement, viewer) => arrangement.viewers.sync(viewer, 'all'),
  (arrangement, viewer) => arrangement.viewers.use(viewer),
];

/** What both look at, and where every session is. */
const pictureOf = ({ workspace, viewers }: Arrangement): string =>
  JSON.stringify([workspace, viewers.attached.map(({ view: { tab, focus }, popup }) => [tab, focus, popup])]);

it('no session is in two places, and nobody looks at what is not there', () => {
  const step = fc.record({
    act: fc.nat({ max: ACTS.length - 1 }),
    second: fc.boolean(),
    session: fc.nat({ max: 4 }),
  });
  let refused = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
      let ids = 0;
      const start = addTab(EMPTY_WORKSPACE, { tab: 't', pane: 'p', session: 's0' });
      const arrangement = new Arrangement(
        start,
        new Viewers(createView(start), undefined),
        () => `id${++ids}`,
      );
      const both = [
        arrangement.viewers.attach({ id: 'a', rows: 40, cols: 120 }),
        arrangement.viewers.attach({ id: 'b', rows: 15, cols: 60 }),
      ];
      for (const { act, second, session } of steps) {
        const before = pictureOf(arrangement);
        try {
          (ACTS[act] as Act)(arrangement, both[second ? 1 : 0] as Viewer, `s${session}`);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          // Placing takes it out of its pane first, which the coordinator checks before.
          if (act >= PLACES.length) expect(pictureOf(arrangement)).toBe(before);
          refused++;
        }
        const drawn = arrangement.settle();
        const { workspace } = arrangement;
        expect(isSoundWorkspace(workspace)).toBe(true);
        const popups = both.flatMap(({ popup }) => (popup ? [popup.session] : []));
        const places = [...workspace.tabs.flatMap(panesOf).map((pane) => pane.session), ...popups];
        expect(new Set(places).size).toBe(places.length);
        for (const viewer of both) {
          const { view, sync, popup } = viewer;
          expect(repairView(view, workspace)).toEqual(view);
          const focused = arrangement.focusedSession(viewer) as string;
          expect(places).toContain(focused);
          expect(drawn.has(focused)).toBe(true);
          expect(popup === undefined || focused === popup.session).toBe(true);
          expect(sync === undefined || sync.tab === view.tab).toBe(true);
        }
      }
    }),
    { numRuns: process.env['QMUX_TEST_LONG'] ? 2000 : 40 },
  );
  expect(refused).toBeGreaterThan(0);
});
