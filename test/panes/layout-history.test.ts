import { withoutSessions } from '../../src/panes/closed-panes.js';
import { describe, expect, it } from 'vitest';

import { type LayoutHistory } from '../../src/panes/layout-step.js';
import {
  changeHistory,
  exchangeSessions,
  nameInHistory,
  recordStep,
  undoStep,
} from '../../src/panes/layout-history.js';
import { applyPreset } from '../../src/panes/presets.js';
import {
  breakPane,
  EMPTY_WORKSPACE,
  joinPane,
  removePane,
  replaceSession,
  toggleZoom,
  type Workspace,
} from '../../src/panes/workspace.js';
import { accepted, onePane, panesInRow, picture, split } from './build-workspace.js';

const AREA = { rows: 12, cols: 40 };
const pictures = ({ tabs }: Workspace): string[] => tabs.map((tab) => `${tab.id}\n${picture(tab, AREA)}`);
const sessions = (workspace: Workspace): string[] => JSON.stringify(workspace).match(/s-\w+/g) ?? [];
const record = (...states: Workspace[]): LayoutHistory =>
  states.reduce<LayoutHistory>(
    (history, state, at) => (at === 0 ? history : recordStep(history, states[at - 1] as Workspace, state)),
    [],
  );
const undo = (history: LayoutHistory, workspace: Workspace) => {
  const undone = undoStep(history, workspace);
  if ('refused' in undone) throw new Error(undone.refused);
  return undone;
};

describe('an undo', () => {
  const three = panesInRow(3);

  it('brings a pane back from its own tab, and from another one', () => {
    const broken = accepted(breakPane(three, 'b', 't2'));
    const joined = accepted(joinPane(broken, 'c', 'b', 'below'));
    const first = undo(record(three, broken, joined), joined);
    expect(pictures(first.workspace)).toEqual(pictures(broken));
    const second = undo(first.history, first.workspace);
    expect(pictures(second.workspace)).toEqual(pictures(three));
    expect(second.tabs).toEqual(['t1']);
  });

  it('brings back a tab that went with its last pane, where it stood', () => {
    const two = accepted(breakPane(three, 'a', 't2'));
    const gone = removePane(two, 'a');
    expect(pictures(undo(record(two, gone), gone).workspace)).toEqual(pictures(two));
  });

  it('takes back a zoom as a step of its own', () => {
    const zoomed = toggleZoom(three, 'c');
    const tiled = applyPreset(zoomed, 't1', 'tiled');
    const once = undo(record(three, zoomed, tiled), tiled);
    expect(once.workspace.tabs[0]?.zoomed).toBe('c');
    expect(undo(once.history, once.workspace).workspace.tabs[0]?.zoomed).toBeUndefined();
  });

  it('brings back no session that was closed meanwhile, and does not stand still for it', () => {
    const four = split(three, 'c', 'below', 'd');
    const hidden = removePane(four, 'b');
    const history = changeHistory(record(three, four, hidden), (earlier) =>
      withoutSessions(earlier, new Set(['s-d'])),
    );
    const now = withoutSessions(hidden, new Set(['s-d']));
    const first = undo(history, now);
    expect(sessions(first.workspace).sort()).toEqual(['s-a', 's-b', 's-c']);
    // The split that created the closed one is no longer a step.
    expect(undoStep(first.history, first.workspace)).toEqual({
      refused: 'there is no layout change to undo',
    });
  });

  it('keeps the session that a pane shows by now; one that it showed takes its place', () => {
    const hidden = removePane(three, 'b');
    const shown = replaceSession(hidden, 'a', 's-b');
    const history = changeHistory(record(three, hidden), (earlier) =>
      exchangeSessions(earlier, 's-a', 's-b'),
    );
    expect(sessions(undo(history, shown).workspace)).toEqual(['s-b', 's-a', 's-c']);
  });

  it('keeps a name that a tab was given meanwhile', () => {
    const broken = accepted(breakPane(three, 'b', 't2'));
    const history = changeHistory(record(three, broken), nameInHistory('t1', 'work'));
    const undone = undo(history, { tabs: broken.tabs.map((tab) => ({ ...tab, name: 'work' })) });
    expect(undone.workspace.tabs.map(({ name }) => name)).toEqual(['work']);
  });

  it('never leaves a workspace without a tab', () => {
    expect(recordStep([], EMPTY_WORKSPACE, onePane)).toEqual([]);
    const history = changeHistory(record(onePane, panesInRow(2)), (earlier) =>
      withoutSessions(earlier, new Set(['s-a'])),
    );
    expect(undoStep(history, removePane(panesInRow(2), 'a'))).toEqual({
      refused: 'there is no layout change to undo',
    });
  });

  it('takes no step that a damaged file has, with one session in two panes', () => {
    const history: LayoutHistory = [
      { order: ['t1', 't2'], before: [{ ...onePane.tabs[0], id: 't2' } as never] },
    ];
    expect(undoStep(history, onePane)).toEqual({ refused: 'there is no layout change to undo' });
  });
});
