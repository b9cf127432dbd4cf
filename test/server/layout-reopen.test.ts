// Closes taken back before and after layout changes are undone, in any order, in a running workspace.

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { exchangeSessions } from '../../src/panes/layout-history.js';
import { looksSame } from '../../src/panes/looks-same.js';
import { isSoundWorkspace } from '../../src/panes/stored-workspace.js';
import type { Workspace } from '../../src/panes/workspace.js';
import type { AnySession } from '../../src/session/any-session.js';
import { UserError } from '../../src/text/user-error.js';
import { startServer, type StartedServer } from './start-client.js';

let server: StartedServer;
beforeAll(async () => {
  server = await startServer();
  await server.attach().waitForText('#1 chat-1');
});
afterAll(() => server.workspace.stop());

/** Leaves one chat in one pane, and nothing that could be undone or reopened by what comes next. */
async function startOver(): Promise<void> {
  const { coordinator } = server;
  await coordinator.closeSessions([...coordinator.sessions]);
  const [first] = coordinator.sessions;
  first?.update({ named: true });
  await coordinator.deleteSessions([...coordinator.archive]);
}
beforeEach(startOver);

const layout = (): string =>
  JSON.stringify(
    server.coordinator.arrangement.workspace.tabs.map(({ id, name, root, zoomed }) => [
      id,
      name,
      root,
      zoomed,
    ]),
  );

async function run(...lines: string[]): Promise<string> {
  let said = '';
  for (const line of lines) {
    const { stdout, stderr } = await server.call(line);
    expect([line, stderr]).toEqual([line, '']);
    said = stdout.trimEnd();
  }
  return said;
}

describe('layout undo before reopen', () => {
  it('leads to the same layout as after it, and the rest can still be undone', async () => {
    await run('rename 1 api', 'split right', 'rename web', 'tab new', 'rename db', 'tab new', 'rename log');
    const apart = layout();
    await run('join --tab new api web db');
    const together = layout();
    await run('close web db', 'layout undo');
    expect(await run('reopen')).toBe('reopened 2 sessions: web and db');
    expect(layout()).toBe(apart);
    await run('layout undo');
    expect(server.coordinator.arrangement.paneOf(server.coordinator.resolve('log').id)).toBeUndefined();
    expect(together).not.toBe(apart);
  });

  it('brings a lone session back where the undo put it: in the background', async () => {
    await run('rename 1 api', 'new -d web');
    const apart = layout();
    await run('join --tab new api web', 'close web', 'layout undo');
    expect(await run('reopen')).toBe('reopened #2 web; 1 in the background');
    expect(layout()).toBe(apart);
  });

  it('leaves a pane whose opening nobody saw undone beside where it was', async () => {
    await run('rename 1 api', 'split below', 'rename log', 'zoom', 'zoom', 'resize up 3');
    await run('split right', 'rename web', 'close web', 'layout undo', 'reopen');
    const { arrangement } = server.coordinator;
    const has = (name: string): boolean =>
      arrangement.paneOf(server.coordinator.resolve(name).id) !== undefined;
    expect(['api', 'log', 'web'].map(has)).toEqual([true, true, true]);
    await run('layout undo');
    expect(['api', 'log', 'web'].map(has)).toEqual([true, false, true]);
  });

  it('keeps the panes that came back when what was done between is undone', async () => {
    await run('rename 1 api', 'split right', 'rename web', 'split right', 'rename db');
    const first = layout();
    await run('close web', 'focus left', 'split below', 'reopen');
    expect(layout()).not.toBe(first);
    await run('layout undo');
    expect(layout()).toBe(first);
  });

  it('follows another session in a pane and another name of a tab', async () => {
    await run('rename 1 api', 'split right', 'rename web', 'resize left 9', 'new -d other');
    const before = layout();
    await run('close web');
    await run('switch other', 'tab rename work');
    await run('reopen');
    const { coordinator } = server;
    const [tab] = coordinator.arrangement.workspace.tabs;
    expect(tab?.name).toBe('work');
    expect(coordinator.sessionsOfTab(tab as never).map(({ name }) => name)).toEqual(['other', 'web']);
    const [api, other] = ['api', 'other'].map((name) => coordinator.resolve(name).id) as [string, string];
    expect(layout()).toBe(before.replace(api, other).replace('null', '"work"'));
  });
});

describe('reopen', () => {
  it('keeps the tab of what was shown in place of the chat that only filled the screen', async () => {
    await run(
      'rename 1 api',
      'new -d web',
      'hide',
      'close api web',
      'new -d other',
      'switch other',
      'reopen',
    );
    const { tabs } = server.coordinator.arrangement.workspace;
    const names = tabs.map((tab) => server.coordinator.sessionsOfTab(tab).map(({ name }) => name));
    expect(names.flat()).toContain('other');
    expect(names.flat()).toHaveLength(2);
  });
});

/** What a user may do; where it is refused nothing has changed. */
const LAYOUT_STEPS = [
  'split right',
  'split below',
  'tab new',
  'break',
  'hide',
  'zoom',
  'resize left 3',
  'swap next',
  'rotate',
  'layout tiled',
  'layout stacked',
  'tab move left',
  'focus next',
  'tab next',
] as const;

interface Doing {
  what: (typeof LAYOUT_STEPS)[number] | 'join' | 'show' | 'close' | 'undo' | 'reopen';
  pick: number;
  count: number;
}
const doing = (...more: Doing['what'][]): fc.Arbitrary<Doing> =>
  fc.record({
    what: fc.constantFrom<Doing['what'][]>(...LAYOUT_STEPS, 'join', ...more),
    pick: fc.nat({ max: 20 }),
    count: fc.integer({ min: 1, max: 3 }),
  });

const now = (): Workspace => server.coordinator.arrangement.workspace;
const lastStep = () => server.coordinator.arrangement.stored.history.at(-1);
const chosen = ({ pick, count }: Doing): AnySession[] => {
  const { sessions } = server.coordinator;
  const ids = Array.from({ length: count }, (_, at) => (pick + at * 3) % sessions.length);
  return [...new Set(ids)].flatMap((at) => sessions[at] ?? []);
};

/** What was made because nothing was left to look at; hidden, it is gone for good. */
const standIns = new Set<string>();

/** Whether it was done. Shown: the two sessions that changed places. */
async function act(todo: Doing): Promise<{ done: boolean; shown?: [string, string] }> {
  const { coordinator } = server;
  const viewer = coordinator.arrangement.viewers.attached[0] as never;
  const known = new Set(coordinator.sessions.map(({ id }) => id));
  try {
    if (todo.what === 'undo') coordinator.arrangement.layout(viewer, 'undo');
    else if (todo.what === 'reopen') {
      if (coordinator.archive.length === 0) return { done: false };
      await coordinator.reopenLast(viewer);
    } else if (todo.what === 'close') {
      const closing = chosen(todo);
      // One of the background would be shown when it is reopened, in place of another.
      if (closing.every(({ id }) => coordinator.arrangement.paneOf(id) === undefined)) return { done: false };
      await coordinator.closeSessions(closing);
    } else if (todo.what === 'join') coordinator.splitWith(viewer, 'right', chosen(todo)[0] as AnySession);
    else if (todo.what === 'show') {
      const [session] = chosen(todo) as [AnySession];
      const before = coordinator.focused(viewer)?.id;
      if (coordinator.arrangement.paneOf(session.id) !== undefined) return { done: false };
      coordinator.showSession(viewer, session);
      return { done: true, ...(before === undefined ? {} : { shown: [before, session.id] }) };
    } else {
      if (todo.what === 'hide' && standIns.has(coordinator.focused(viewer)?.id ?? '')) return { done: false };
      const { stderr } = await server.call(todo.what);
      if (stderr !== '') return { done: false };
    }
    if (todo.what === 'hide' || todo.what === 'close')
      for (const { id } of coordinator.sessions) if (!known.has(id)) standIns.add(id);
    coordinator.settle();
    return { done: true };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { done: false };
  }
}

const ANY = { what: 'undo', pick: 0, count: 1 } as const;
const RUNS = process.env['QMUX_TEST_LONG'] ? 600 : 4;

describe('any closes and layout changes', () => {
  it('undone in reverse order lead back exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(doing('show'), fc.record({ ...fieldsOf('close') })), { maxLength: 14 }),
        async (todos) => {
          await startOver();
          let expected: { before: Workspace; undo: 'undo' | 'reopen' }[] = [];
          for (const todo of todos) {
            const [before, step] = [now(), lastStep()];
            const { done, shown } = await act(todo);
            if (!done) continue;
            if (shown)
              expected = expected.map((each) => ({
                ...each,
                before: exchangeSessions(each.before, ...shown),
              }));
            else if (todo.what === 'close') expected.push({ before, undo: 'reopen' });
            else if (lastStep() !== step) expected.push({ before, undo: 'undo' });
          }
          for (const { before, undo } of expected.reverse()) {
            // A zoom that has ended meanwhile is a step that nobody could see undone.
            if (undo === 'undo' && looksSame(now(), before)) continue;
            await act({ ...ANY, what: undo });
            expect(looksSame(now(), before) || [now(), before]).toBe(true);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('lose and double no session in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(doing('show', 'close', 'close', 'undo', 'undo', 'undo', 'reopen', 'reopen'), {
          maxLength: 25,
        }),
        async (todos) => {
          await startOver();
          const { coordinator } = server;
          const known = new Set<string>();
          for (const todo of todos) {
            for (const { id, record } of coordinator.sessions) if (record.named) known.add(id);
            await act(todo);
            expect(isSoundWorkspace(now())).toBe(true);
            expect(now().tabs.length).toBeGreaterThan(0);
            const there = [...coordinator.sessions, ...coordinator.archive].map(({ id }) => id);
            expect(new Set(there).size).toBe(there.length);
            expect(there).toEqual(expect.arrayContaining([...known]));
            for (const tab of now().tabs)
              expect(coordinator.sessionsOfTab(tab)).toHaveLength(
                JSON.stringify(tab).split('"session"').length - 1,
              );
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});

function fieldsOf(what: Doing['what']) {
  return { what: fc.constant(what), pick: fc.nat({ max: 20 }), count: fc.integer({ min: 1, max: 3 }) };
}
