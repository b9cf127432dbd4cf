// One terminal's keys for several panes: who gets them, and above all who does not.

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { ClientFrame } from '../../src/frame/client-frame.js';
import type { FrameModel } from '../../src/frame/frame-model.js';
import type { AnySession } from '../../src/session/any-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';
const PASTE = '\x1b[200~pasted\x1b[201~';

let server: StartedServer;
let client: TestClient;
/** What each session got since the last step, by its name. */
const got = new Map<string, string>();
/** The frame sent last, and how many were. */
let frame: FrameModel;
let frames = 0;

beforeAll(async () => {
  const { update } = ClientFrame.prototype;
  vi.spyOn(ClientFrame.prototype, 'update').mockImplementation(function (this: ClientFrame, model) {
    // A client that another test has left in this process draws too.
    const { sessions } = server.coordinator;
    if (model.panes.some(({ screen }) => sessions.some((session) => session.screen === screen))) {
      frame = model;
      frames++;
    }
    return update.call(this, model);
  });
  server = await startServer();
  client = server.attach({ rows: 30, cols: 100 });
  await server.create({ name: 'a' });
  for (const name of ['b', 'c']) await server.create({ name, place: { at: 'split', direction: 'right' } });
  const command = [
    process.execPath,
    '-e',
    'process.stdout.write("\\x1b[?2004h\\x1b[?1hup"); process.stdin.resume()',
  ];
  const env = { PATH: process.env['PATH'] ?? '' };
  const program = { kind: 'program', name: 'p', command, env } as const;
  await server.create({ ...program, place: { at: 'split', direction: 'below' } });
  await client.waitForText('up');
  await server.create({ name: 'other', place: { at: 'tab' } });
  for (const session of server.coordinator.sessions)
    vi.spyOn(session, 'input').mockImplementation((bytes: Uint8Array | string) => {
      const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
      got.set(session.name, (got.get(session.name) ?? '') + text);
    });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await server.workspace.stop();
});

const find = (name: string): AnySession => server.coordinator.resolve(name);

function setAsking(name: string, asks: boolean): void {
  const session = find(name);
  if (asks) session.attention.open({ reason: 'question', text: 'sure?', since: 0 }, { visible: true });
  else session.attention.close('question');
  session.changed();
}

/** Whatever changed is on the terminal. */
async function drawn(): Promise<void> {
  const before = frames;
  find('a').changed();
  await waitUntil('a frame is drawn', () => frames > before);
}

function type(bytes: string): Record<string, string> {
  got.clear();
  client.type(bytes);
  return Object.fromEntries(got);
}

/** `:` and a line. */
const command = (line: string): Record<string, string> => type(`${PREFIX}:${line}\r`);

beforeEach(async () => {
  for (const name of ['a', 'b', 'c', 'p']) setAsking(name, false);
  for (const line of ['tab 1', 'sync off', 'layout tiled', 'switch a']) command(line);
  await drawn();
});

const flagsOf = (name: string): readonly string[] | undefined =>
  frame.panes.find(({ title }) => title.name === name)?.title.flags;

it('reaches all panes, each as its program wants it; chats get text, Backspace and Enter', () => {
  command('sync on');
  expect(['a', 'b', 'c', 'p'].map(flagsOf)).toEqual([['sync'], ['sync'], ['sync'], ['sync']]);
  expect(type('x')).toEqual({ a: 'x', b: 'x', c: 'x', p: 'x' });
  expect(type('\r')).toEqual({ a: '\r', b: '\r', c: '\r', p: '\r' });
  expect(type('\x7f')).toEqual({ a: '\x7f', b: '\x7f', c: '\x7f', p: '\x7f' });
  const paste = type(PASTE);
  expect(Object.keys(paste).sort()).toEqual(['a', 'b', 'c', 'p']);
  expect(paste['p']).toBe(PASTE);
  // The program asked for application cursor keys, chats did not.
  expect(type('\x1b[A')).toEqual({ a: '\x1b[A', p: '\x1bOA' });
  expect(type('\u0003')).toEqual({ a: '\u0003', p: '\u0003' });
  expect(type('ab 漢\rcd')).toEqual({ a: 'ab 漢\rcd', b: 'ab 漢\rcd', c: 'ab 漢\rcd', p: 'ab 漢\rcd' });
});

it('ends when its tab is left, which is said, with off, and for one that is named', async () => {
  command('sync on');
  await client.waitForText('your keys go to each pane');
  command('tab 2');
  await client.waitForText('sync ended: its tab was left');
  command('tab 1');
  expect(flagsOf('b')).toBeUndefined();
  expect(Object.keys(type('x'))).toEqual(['a']);
  command('sync on a b');
  expect(type('x')).toEqual({ a: 'x', b: 'x' });
  command('switch c');
  expect(flagsOf('b')).toEqual(['no sync: paused']);
  expect(Object.keys(type('x'))).toEqual(['c']);
  command('sync on a b');
  expect(type('x')).toEqual({ a: 'x', b: 'x', c: 'x' });
  command('sync on');
  command('sync off b');
  expect(Object.keys(type('x')).sort()).toEqual(['a', 'c', 'p']);
  command('sync off');
  expect(Object.keys(type('x'))).toEqual(['c']);
  await client.waitForNoText('sync ended');
});

it('pauses while the focused pane asks or is read; a dialog takes keys first; the status says how many', async () => {
  command('sync on');
  expect(frame.tabBar.status?.texts.get('sync')).toBe('sync 4');
  setAsking('a', true);
  await drawn();
  expect(flagsOf('b')).toEqual(['no sync: paused']);
  expect(Object.keys(type(`y\r${PASTE}`))).toEqual(['a']);
  setAsking('a', false);
  await drawn();
  expect(type(`${PREFIX}[x${PREFIX}:y`)).toEqual({});
  type('\u0003q');
});

it('reaches a pane only once the terminal shows it as marked', async () => {
  command('sync on');
  setAsking('b', true);
  await drawn();
  expect(flagsOf('b')).toEqual(['no sync: asks']);
  setAsking('b', false);
  // It may get keys again, but its user has not seen that yet.
  expect(Object.keys(type('\r')).sort()).toEqual(['a', 'c', 'p']);
  await drawn();
  expect(Object.keys(type('\r')).sort()).toEqual(['a', 'b', 'c', 'p']);
});

it('reaches nobody from a read-only terminal, and not a session of another tab', async () => {
  const guest = server.attach({ readOnly: true });
  guest.type(`${PREFIX}:sync on\r`);
  await guest.waitForText('attached read-only');
  guest.detach();
  expect((await server.call('sync on other')).stderr).toContain('other is not in this tab');
  await drawn();
  expect(Object.keys(type('x'))).toEqual(['a']);
});

it('in any order: nothing reaches a pane that the frame does not mark, that asks or is hidden', async () => {
  const names = ['a', 'b', 'c', 'p'] as const;
  const step = fc.oneof(
    fc.constantFrom('on', 'on a b', 'off', 'off c').map((what) => ({ line: `sync ${what}` })),
    fc
      .constantFrom('zoom', 'tab next', 'focus next', 'focus last', 'layout next', 'swap next', 'rotate')
      .map((line) => ({ line })),
    fc.record({ ask: fc.constantFrom(...names), asks: fc.boolean() }),
    fc.constantFrom('x', '\r', PASTE, 'two\rlines').map((keys) => ({ keys })),
    fc.constantFrom('x', '\r', PASTE).map((keys) => ({ keys })),
    fc.constant({ draw: true }),
  );
  let reached = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      for (const name of names) setAsking(name, false);
      for (const line of ['tab 1', 'sync on', 'layout tiled']) command(line);
      let isOn = true;
      for (const each of steps) {
        if ('line' in each) {
          command(each.line);
          if (each.line.startsWith('sync on')) isOn = true;
          if (each.line === 'sync off' || each.line === 'tab next') isOn = false;
        } else if ('ask' in each) setAsking(each.ask, each.asks);
        else if ('draw' in each) await drawn();
        else {
          const { panes } = frame;
          const { current } = server.coordinator.arrangement.viewers;
          const focused = server.coordinator.focused(current)?.name;
          const asking = names.filter((name) => find(name).attention.find('question'));
          const others = Object.keys(type(each.keys)).filter((name) => name !== focused);
          reached += others.length;
          const shown = server.coordinator.arrangement.boxes(current).boxes.map(({ session }) => session);
          for (const name of others) {
            expect(isOn).toBe(true);
            // With what else there was, for whoever sees it fail.
            const facts = { name, at: steps.indexOf(each), focused, panes: panes.map(({ title }) => title) };
            expect({ ...facts, flags: facts.panes.find((title) => title.name === name)?.flags }).toEqual({
              ...facts,
              flags: ['sync'],
            });
            expect(asking).not.toContain(name);
            expect(asking).not.toContain(focused);
            expect(shown).toContain(find(name).id);
          }
        }
      }
    }),
    {
      numRuns: process.env['QMUX_TEST_LONG'] ? 300 : 6,
      // In which something is reached.
      examples: [[[{ draw: true }, { keys: 'x' }, { keys: 'x' }]]],
    },
  );
  expect(reached).toBeGreaterThan(0);
});
