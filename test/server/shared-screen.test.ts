// What of a chat's text viewers of its share do not get, while its user sees it as ever; and when a viewer is
// sent what.

import { expect, it } from 'vitest';

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

import { rewriteSgr } from '../../src/look/rewrite-sgr.js';
import { ROLES, roleIndex } from '../../src/look/roles.js';
import { encodeShareMessage } from '../../src/protocol/share-messages.js';
import { SharedScreen } from '../../src/server/shares/shared-screen.js';
import { Viewer } from '../../src/server/shares/viewer.js';
import { ViewerPicture } from '../../src/server/shares/viewer-picture.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { CONCEAL, createGrid, rowText, STYLE, UNDERLINE_COLOUR, WORDS } from '../../src/text/cell-grid.js';
import { withoutSgr } from '../../src/text/sgr.js';
import { unshared, UNSHARED } from '../../src/text/unshared.js';
import { waitUntil } from '../harness/wait-until.js';
import { themeOf } from '../harness/theme.js';
import { UNKNOWN_COLOURS } from '../../src/text/terminal-colours.js';

const LINE = `say ${unshared('漢e\u0301 \x1b[1mx\x1b[22m')} done`;

function screenOf(text: string, namesRoles: boolean) {
  const emulator = createEmulator({
    rows: 2,
    cols: 20,
    scrollbackLines: 0,
    outerColours: () => UNKNOWN_COLOURS,
    processes: { foregroundGroup: () => undefined, groupExists: () => true },
    namesRoles,
  });
  emulator.write(new TextEncoder().encode(text));
  return emulator;
}

it('is blank for viewers, cell by cell, and shown to its user', () => {
  const emulator = screenOf(LINE, true);
  const [own, viewed] = [createGrid(2, 20), createGrid(2, 20)];
  emulator.copyRow(0, 20, own, 0, 0);
  new SharedScreen(emulator).copyRow(0, 20, viewed, 0, 0);
  expect(rowText(own, 0)).toBe('say 漢e\u0301 x done');
  expect(rowText(viewed, 0)).toBe('say       done');
  expect(viewed.clusters.size).toBe(0);
  const word = 4 * WORDS;
  expect(own.cells[word + UNDERLINE_COLOUR]).toBe(UNSHARED);
  expect((own.cells[word + STYLE] as number) & CONCEAL).toBe(0);
  expect(viewed.cells.slice(word, word + 5 * WORDS).every((each) => each === 0)).toBe(true);
  // The mark reaches no terminal.
  const style = { fg: 0, bg: 0, style: 0, underlineColour: UNSHARED };
  expect(themeOf('256').resolve(style)).toEqual({ ...style, underlineColour: 0 });
  const elsewhere = rewriteSgr((each) => each)(LINE);
  expect(withoutSgr(elsewhere)).toBe('say 漢e\u0301 x done');
  // eslint-disable-next-line no-control-regex
  expect(elsewhere).not.toMatch(/\x1b\[(?:\d+;)*2?8[;m]/);
});

it('cannot be said by a program', () => {
  const emulator = screenOf('\x1b[8mconcealed\x1b[28m\x1b[4;58;5;1munder', false);
  const [own, viewed] = [createGrid(2, 20), createGrid(2, 20)];
  emulator.copyRow(0, 20, own, 0, 0);
  new SharedScreen(emulator).copyRow(0, 20, viewed, 0, 0);
  expect(viewed.cells).toEqual(own.cells);
});

it('is sent when the socket takes it: what came meanwhile is one frame', async () => {
  const emulator = screenOf('first', false);
  const sent: string[] = [];
  let isBlocked = false;
  let asked = 0;
  const terminal = {
    send: (text: string) => void sent.push(text),
    isBlocked: () => {
      asked++;
      return isBlocked;
    },
  };
  const size = { rows: 5, cols: 40 };
  const picture = new ViewerPicture(
    { name: 'one', screen: emulator },
    { size, colours: { depth: '256', background: null } },
    terminal,
  );
  picture.changed();
  await waitUntil('it is drawn', () => sent.length === 1);
  expect(sent[0]).toContain('first');
  isBlocked = true;
  for (const text of ['\r\nsecond', '\r\nthird', '\rfourth']) {
    emulator.write(new TextEncoder().encode(text));
    picture.changed();
  }
  asked = 0;
  await waitUntil('a frame was due', () => asked > 0);
  expect(sent).toHaveLength(1);
  isBlocked = false;
  picture.drained();
  expect(sent).toHaveLength(2);
  expect(sent[1]).toContain('fourth');
  expect(sent[1]).not.toContain('third');
  // Nothing is drawn without a change, nor after the end.
  picture.drained();
  picture.stop();
  picture.changed();
  expect(sent).toHaveLength(2);
});

it('has the colours that the background of the viewer wants, and none without knowing it', async () => {
  const emulator = screenOf(`\x1b[38;5;${roleIndex('accent')}mown`, true);
  const draw = async (background: number | null): Promise<string> => {
    let sent = '';
    const picture = new ViewerPicture(
      { name: 'one', screen: emulator },
      { size: { rows: 2, cols: 20 }, colours: { depth: 'truecolor', background } },
      { send: (text) => void (sent += text), isBlocked: () => false },
    );
    picture.changed();
    await waitUntil('it is drawn', () => sent.includes('own'));
    picture.stop();
    return sent;
  };
  const rgb = ({ text }: { text?: number }): string =>
    [16, 8, 0].map((shift) => ((text ?? 0) >> shift) & 0xff).join(';');
  expect(await draw(0x101010)).toContain(`38;2;${rgb(ROLES.accent.dark)}`);
  expect(await draw(0xfafafa)).toContain(`38;2;${rgb(ROLES.accent.light)}`);
  expect(await draw(null)).not.toContain('38;');
});

/** Two ends of a connection. */
function duplexPair(): [Duplex, Duplex] {
  const ends: Duplex[] = [0, 1].map(
    (at) =>
      new Duplex({
        read: () => {},
        write: (chunk, _, done) => {
          ends[1 - at]?.push(chunk);
          done();
        },
      }),
  );
  return ends as [Duplex, Duplex];
}

it('is drawn for one size at a time, however many a viewer sends', async () => {
  const [near, far] = duplexPair();
  let token = '';
  const viewer = new Viewer(near as Socket, {
    pane: { name: 'one', screen: screenOf('first', false) },
    wrongWaitMs: 1,
    refusal: (given) => void (token = given),
    changed: () => {},
    closed: () => {},
  });
  const colours = { depth: '256', background: null } as const;
  const size = encodeShareMessage({ type: 'resize', rows: 9, cols: 9 });
  far.write(encodeShareMessage({ type: 'view', token: 'x', rows: 5, cols: 5, colours }));
  await waitUntil('it is let in', () => token === 'x');
  expect(near.isPaused()).toBe(false);
  far.write(size);
  await waitUntil('it is not read', () => near.isPaused());
  far.write(size);
  await waitUntil('it is read again', () => !near.isPaused());
  viewer.end();
  near.destroy();
});
