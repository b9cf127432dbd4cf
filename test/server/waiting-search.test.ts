// A search in rows that are still being made: it is shown, and keys wait for the place where it ends.

import { describe, expect, it } from 'vitest';

import { copyBindings } from '../../src/keymap/copy-keys.js';
import { parseKeyName, type Key } from '../../src/keymap/key.js';
import { ClientCopy } from '../../src/server/view/client-copy.js';
import { copyKeyWords } from '../../src/server/view/copy-key-words.js';
import { describeCopy } from '../../src/server/view/describe-copy.js';
import type { ManagedSession } from '../../src/session/managed-session.js';
import { typedPattern } from '../../src/copy-mode/search.js';
import { EmulatorRows } from '../../src/copy-mode/emulator-rows.js';
import { waitUntil } from '../harness/wait-until.js';
import { bytesOf, emulate } from '../terminal/compare-emulators.js';

const LINES = 200;

/**
 * Two hundred lines, of which the last fifty are there; the others come in pieces of ten once they are
 * released.
 */
function open() {
  const screen = emulate({ rows: 10, cols: 40, scrollbackLines: 1000 });
  const text = (at: number): string => (at % 40 === 3 ? `needle ${at}` : `row ${at}`);
  screen.write(bytesOf(Array.from({ length: LINES }, (_, at) => text(at)).join('\r\n')));
  const rows = new EmulatorRows(screen);
  let first = rows.firstRow + 150;
  let mayGoOn = false;
  const reading = new Proxy(rows, {
    get(target, name) {
      if (name === 'firstRow') return first;
      if (name === 'isComplete') return first <= target.firstRow;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  let canBeRead = true;
  const openReading = (): unknown =>
    canBeRead && {
      reading,
      makeOlder() {
        if (!mayGoOn || first <= rows.firstRow) return false;
        first -= 10;
        return true;
      },
      isSeeking: false,
      close() {},
    };
  const session = { screen, openReading, shown: true, record: { kind: 'chat' } } as unknown as ManagedSession;
  const said: string[] = [];
  const copy: ClientCopy = new ClientCopy({
    keys: () => ({ style: 'vi', bindings: copyBindings('vi') }),
    onChange() {},
    onGoOn: () => Promise.resolve(true),
    onEffect: (effect) =>
      said.push(effect.type === 'copy' ? effect.text : effect.type === 'say' ? effect.text : ''),
    onCommand(command) {
      const words = copyKeyWords(command);
      const [, name = '', ...rest] = typeof words === 'string' ? [] : words;
      const count = rest[0] === '--count' ? Number(rest[1]) : undefined;
      copy.run(session, {
        name,
        count,
        text: rest.at(-2) === '--' ? rest.at(-1) : undefined,
        incremental: false,
      });
    },
  });
  const mode = () => copy.modeOf(session);
  return {
    press: (...keys: string[]) => keys.forEach((key) => copy.press(session, parseKeyName(key) as Key)),
    search: (query: string, name = 'search-backward') =>
      copy.run(session, { name, count: undefined, text: query, incremental: false }),
    land: (text: string) =>
      copy.land(session, { pattern: typedPattern(text), turn: undefined, text, line: 1, missing: 'no' }),
    letRead: (can: boolean) => {
      canBeRead = can;
      copy.screenChanged(session);
    },
    take: (key: string) => copy.take(session, parseKeyName(key) as Key),
    letGoOn: () => void (mayGoOn = true),
    at: () => {
      const now = mode();
      return now && rows.rowText(now.cursor.row).text;
    },
    title: () => {
      const now = mode();
      return now && describeCopy(now, new Map());
    },
    said,
    stop: () => copy.stop(),
  };
}

describe('a line to go to', () => {
  it('is gone to once its session can be read and its rows are made, keys after it', async () => {
    const pane = open();
    pane.letRead(false);
    pane.land('needle 3');
    expect(pane.title()).toBeUndefined();
    pane.letRead(true);
    expect(pane.title()?.[1]).toBe('searching…');
    pane.press('j');
    pane.letGoOn();
    await waitUntil('it is there, and the key ran', () => pane.at() === 'row 4');
    expect(pane.title()?.[1]).toMatch(/hit/);
    pane.stop();
  });

  it('is forgotten by who types there before', () => {
    const pane = open();
    pane.letRead(false);
    pane.land('needle 163');
    expect(pane.take('a')).toBe(false);
    pane.letRead(true);
    expect(pane.title()).toBeUndefined();
    pane.stop();
  });
});

describe('a search in rows that are not made yet', () => {
  it('is said, and keys act once it has found its way', async () => {
    const pane = open();
    pane.search('needle 3');
    expect(pane.title()).toEqual(['line 0/40+', 'searching…']);
    const before = pane.at();
    pane.press('j', '2', 'j', 'y');
    expect(pane.at()).toBe(before);
    pane.letGoOn();
    await waitUntil('it is found, and the keys ran', () => pane.at() === 'row 6');
    expect(pane.said).toEqual(['nothing is selected yet']);
    await waitUntil('all hits are counted', () => pane.title()?.[1]?.includes('+') === false);
    pane.press('n');
    expect(pane.title()?.[1]).toMatch(/^hit \d\/1$/);
    pane.stop();
  });

  it('waits again for a second one among the keys', async () => {
    const pane = open();
    pane.search('needle 123');
    pane.press('n', 'k');
    pane.letGoOn();
    await waitUntil('both are done', () => pane.title()?.[1] === '1 hit' || pane.title()?.[1] === 'hit 1/1');
    expect(pane.at()).toBe('row 122');
    pane.stop();
  });

  it.each(['Escape', 'C-c'])('is given up by %s, and what waited is dropped', async (key) => {
    const pane = open();
    pane.search('needle 3');
    const before = pane.at();
    pane.press('g', key);
    expect(pane.title()?.[1]).not.toBe('searching…');
    pane.letGoOn();
    pane.press('l');
    expect(pane.at()).toBe(before);
    pane.stop();
  });
});
