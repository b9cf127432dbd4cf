import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkspace, salvageWorkspace } from '../../src/panes/stored-workspace.js';
import { panesOf, type LayoutNode, type Tab, type Workspace } from '../../src/panes/workspace.js';

const pane = (id: string): LayoutNode => ({ type: 'pane', id, session: `s-${id}` });
const split = (direction: 'right' | 'below', ...children: LayoutNode[]): LayoutNode => ({
  type: 'split',
  direction,
  children,
  weights: children.map((_, at) => at + 1),
});
const tab = (id: string, root: LayoutNode): Tab => ({ id, name: `name-${id}`, root, zoomed: undefined });
const WORKSPACE: Workspace = {
  tabs: [
    tab('t1', split('right', pane('a'), split('below', pane('b'), pane('c')))),
    tab('t2', pane('d')),
    tab('t3', split('below', pane('e'), pane('f'))),
  ],
};
const TEXT = JSON.stringify(WORKSPACE);
const sessionsIn = ({ tabs }: Workspace): string[] => tabs.flatMap(panesOf).map(({ session }) => session);
const damaged = (from: string, to: string): unknown => {
  expect(TEXT).toContain(from);
  return JSON.parse(TEXT.replace(from, to));
};

describe('a stored workspace', () => {
  it('that is good is given back without a word', () => {
    expect(salvageWorkspace(JSON.parse(TEXT))).toEqual({ workspace: JSON.parse(TEXT), problems: [] });
  });

  it.each([
    ['a direction', '"direction":"right"', '"direction":"rigth"', 6],
    ['a type of a split', '"type":"split"', '"type":"splat"', 6],
    ['a type of a pane', '"type":"pane","id":"b"', '"type":"pone","id":"b"', 6],
    ['a session', '"session":"s-b"', '"session":7', 5],
    ['the name of a field', '"session":"s-b"', '"sesion":"s-b"', 5],
    ['weights', '"weights":[1,2]', '"weights":[1,"x"]', 6],
    ['a list of children', '"children":[{"type":"pane","id":"a"', '"childrem":[{"type":"pane","id":"a"', 3],
    ['an id of a tab', '"id":"t2"', '"id":null', 6],
    ['a root', '"root":{"type":"pane","id":"d"', '"roof":{"type":"pane","id":"d"', 5],
    ['a session that stands there twice', '"session":"s-d"', '"session":"s-a"', 5],
  ])(
    'with a wrong letter in %s keeps the other tabs, and all panes that can be read',
    (_, from, to, kept) => {
      const { workspace, problems } = salvageWorkspace(damaged(from, to));
      expect(isWorkspace(workspace)).toBe(true);
      expect(sessionsIn(workspace)).toHaveLength(kept);
      expect(problems).toEqual([expect.stringMatching(/tab \d .*(?:damaged|lost)/)]);
      // Undamaged tabs are as they were.
      expect(workspace.tabs).toContainEqual(JSON.parse(JSON.stringify(WORKSPACE.tabs[2])));
    },
  );

  it.each([[null], [[]], ['x'], [7], [{ tabs: 7 }], [{ tabz: [] }], [{ tabs: [null, 7, {}] }]])(
    'that is %j is empty, which is told',
    (value) => {
      const { workspace, problems } = salvageWorkspace(value);
      expect(workspace.tabs).toEqual([]);
      expect(problems.length).toBeGreaterThan(0);
    },
  );

  it('with any letter changed gives a workspace, and says so unless nothing is lost', () => {
    fc.assert(
      fc.property(fc.nat(TEXT.length - 1), fc.constantFrom('~', 'x', '1', '"', '{'), (at, letter) => {
        let value: unknown;
        try {
          value = JSON.parse(TEXT.slice(0, at) + letter + TEXT.slice(at + 1));
        } catch {
          // Not JSON: the backup is read.
          return;
        }
        const { workspace, problems } = salvageWorkspace(value);
        expect(isWorkspace(workspace)).toBe(true);
        if (sessionsIn(workspace).length < 6) expect(problems).not.toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
