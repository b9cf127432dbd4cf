// What is open, written as a project file and opened again: the same tabs, trees and sessions.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseProject } from '../../src/config/project/parse-project.js';
import { sessionsOf } from '../../src/config/project/project.js';
import { spellProject } from '../../src/config/project/spell-project.js';
import { orderSecrets } from '../../src/log/redact.js';
import {
  flatten,
  panesIn,
  panesOf,
  type LayoutNode,
  type PaneNode,
  type Tab,
  type Workspace,
} from '../../src/panes/workspace.js';
import { isSoundWorkspace } from '../../src/panes/stored-workspace.js';
import { freezeProject, type FrozenSession } from '../../src/session/projects/freeze-project.js';
import { placeProject } from '../../src/session/projects/place-project.js';
import type { SessionRecord } from '../../src/store/session-record.js';

const record = (id: string, more: object = {}): SessionRecord =>
  ({
    id,
    name: `name-${id}`,
    kind: 'program',
    type: 'program',
    command: ['sh'],
    ...more,
  }) as unknown as SessionRecord;

const frozen = (id: string, more: object = {}): FrozenSession => ({
  record: record(id, more),
  directory: '/home/shop',
  draft: '',
});

const ids = (prefix: string): (() => string) => {
  let count = 0;
  return () => `${prefix}${count++}`;
};

/** Trees as users make them. */
const { tree } = fc.letrec<{ tree: LayoutNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constant<LayoutNode>({ type: 'pane', id: '', session: '' }),
    fc
      .record({
        direction: fc.constantFrom('right' as const, 'below' as const),
        parts: fc.array(
          fc.tuple(
            tie('tree'),
            fc.oneof(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0.1, max: 50, noNaN: true })),
          ),
          {
            minLength: 2,
            maxLength: 4,
          },
        ),
        // A stack; which of its panes is open becomes an id when they have some.
        open: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
      })
      .map(({ direction, parts, open }) =>
        flatten({
          type: 'split',
          direction,
          ...(open === undefined || direction === 'right' ? {} : { open: String(open) }),
          children: parts.map(([child]) => child),
          weights: parts.map(([, weight]) => weight),
        }),
      ),
  ),
}));

/** Each pane with an id and a session of its own. */
const named = (node: LayoutNode, newId: () => string): LayoutNode => {
  if (node.type === 'split') {
    const children = node.children.map((child) => named(child, newId));
    const panes = children.flatMap(panesIn);
    if (node.open === undefined) return { ...node, children };
    return { ...node, children, open: (panes[Number(node.open) % panes.length] as PaneNode).id };
  }
  const id = newId();
  return { type: 'pane', id: `p-${id}`, session: id };
};

/** What a user sees of the tabs: weights as shares, which pane of a stack is open, no ids. */
const picture = ({ tabs }: Workspace): unknown => {
  const spell = (node: LayoutNode): unknown => {
    if (node.type === 'pane') return node.session;
    if (node.open !== undefined) {
      const open = panesIn(node).find(({ id }) => id === node.open)?.session;
      return ['stacked', open, node.children.map(spell)];
    }
    const total = node.weights.reduce((sum, weight) => sum + weight, 0);
    const shares = node.weights.map((weight) => Math.round((weight / total) * 1e6));
    return [node.direction, shares, node.children.map(spell)];
  };
  return tabs.map(({ name, root }) => [name ?? null, spell(root)]);
};

describe('freezeProject', () => {
  it('writes what opens as the same tree', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ name: fc.option(fc.constantFrom('web', 'logs'), { nil: undefined }), root: tree }),
          {
            maxLength: 3,
          },
        ),
        fc.nat({ max: 2 }),
        (given, hidden) => {
          const newId = ids('s');
          const tabs: Tab[] = given.map(({ name, root }, at) => ({
            id: `t${at}`,
            name,
            root: named(root, newId),
            zoomed: undefined,
          }));
          const shown = tabs.flatMap(panesOf).map(({ session }) => session);
          const all = [...shown, ...Array.from({ length: hidden }, newId)];
          const { project, head, ...notes } = freezeProject({
            tabs,
            sessions: all.map((id) => frozen(id)),
            directory: '/home',
            secrets: [],
          });
          const parsed = parseProject(spellProject(project, { head, ...notes }), 'qmux.toml');
          expect(parsed.problems).toEqual([]);
          const sessionOf = (name: string): string => name.replace('name-', '');
          expect(sessionsOf(parsed.project as never).map(({ name }) => sessionOf(name))).toEqual(all);
          const placed = placeProject({ tabs: [] }, parsed.project?.tabs ?? [], {
            sessionOf,
            isNew: () => true,
            newId: ids('n'),
          });
          expect(isSoundWorkspace(placed.workspace)).toBe(true);
          expect(picture(placed.workspace)).toEqual(picture({ tabs }));
          // A second time changes nothing.
          const again = { sessionOf, isNew: () => false, newId: ids('m') };
          expect(placeProject(placed.workspace, parsed.project?.tabs ?? [], again).workspace).toBe(
            placed.workspace,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives tabs names as a user can, and finds them again by these', () => {
    const layout = { name: 'a', at: [] };
    const names = ['web\u001b[31m\u202e\n日本', '\u202e\n', 'x'.repeat(200)];
    const tabs = names.map((name, at) => ({ name, layout: { ...layout, name: `s${at}` } }));
    const placing = { sessionOf: (name: string) => name, isNew: () => true, newId: ids('n') };
    const { workspace } = placeProject({ tabs: [] }, tabs, placing);
    expect(workspace.tabs.map(({ name }) => name)).toEqual(['web[31m 日本', undefined, 'x'.repeat(24)]);
    // Signs that a terminal would follow are written as what they are.
    const frozen = spellProject(
      { tabs: [], background: [{ ...layout, command: 'a \u202e👩‍🚀\x85' }] },
      { head: [] },
    );
    expect(frozen).toContain('command = "a \\u202e👩‍🚀\\u0085"');
  });

  it('writes no key and nothing that secrets are typed into, and says what else is not written', () => {
    const chat = {
      kind: 'chat',
      type: 'review',
      agent: 'claude',
      agentSettings: { model: 'opus', mode: 'plan' },
    };
    const sessions: FrozenSession[] = [
      frozen('a', { command: ['curl', '-H', 'Bearer abcdefgh1234'] }),
      frozen('b', { command: ['mysql', '-phunter22'] }),
      frozen('c', { private: true }),
      frozen('f', { scratch: { directory: '/home', tabs: ['t'] } }),
      { ...frozen('d', chat), directory: '/elsewhere', draft: 'to\nsay' },
      // In a pane it is a program like any other.
      {
        ...frozen('e', { command: ['vim', 'a b'], scratch: { directory: '/', tabs: [] } }),
        directory: undefined,
      },
    ];
    const split: LayoutNode = {
      type: 'split',
      direction: 'below',
      weights: [1, 2, 1],
      children: ['a', 'd', 'e'].map((session) => ({ type: 'pane', id: `p-${session}`, session })),
    };
    const stacked = { open: 'p-e' };
    const { project, ...notes } = freezeProject({
      tabs: [{ id: 't', name: undefined, root: { ...split, ...stacked }, zoomed: 'p-d' }],
      sessions,
      directory: '/home/shop',
      secrets: orderSecrets(['hunter22']),
    });
    expect(spellProject(project, notes)).toBe(`# name-a is not written: its command seems to hold a key
# name-b is not written: its command seems to hold a key
# name-c is not written: secrets are typed into it
# name-f is not written: it is a scratch shell
version = 1

# not written: that one of its panes is zoomed
[[tab]]
layout = {split = "stacked", open = "name-e", panes = [
  # name-d: not written: its mode plan
  {name = "name-d", type = "review", agent = "claude", model = "opus", cwd = "/elsewhere", draft = "to\\nsay"},
  # name-e: its directory does not exist any more
  {name = "name-e", command = ["vim", "a b"]},
]}
`);
  });
});
