// Random programs in one or two panes, drawn to a second terminal that must show every cell of every frame.
// Owns the grammar: texts of all widths, and every sequence that moves, erases, scrolls, styles or links
// cells.

import { expect } from 'vitest';

import { ClientFrame } from '../../src/frame/client-frame.js';
import type { FrameModel } from '../../src/frame/frame-model.js';
import type { TerminalFeatures } from '../../src/frame/terminal-features.js';
import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import {
  ALL_FEATURES,
  cellsOf,
  createStage,
  draw,
  leftCols,
  modelOf,
  resizeStage,
  type Stage,
} from './stage.js';
import { themeOf } from '../harness/theme.js';

export interface FuzzOptions {
  seed: number;
  /** Written to the programs' screens in all. */
  bytes: number;
  rows: number;
  cols: number;
  features: TerminalFeatures;
}

type Random = (below: number) => number;

const TEXTS = [
  'a',
  'log line ',
  '漢字',
  '👍',
  '🫠',
  '👩‍💻',
  '❤️',
  '🇨🇳',
  '𠀀',
  'e\u0301',
  '       ',
  'Ä',
  '한글',
  '─────',
  'ｗｉｄｅ',
  'น้ำ',
  'हिन्दी',
  'ｶﾞ',
  '\u0301',
  'a\u200b',
  '1\ufe0f\u20e3',
  '👍🏽',
];
const ESC = '\x1b';
const STYLES = [
  '',
  '0',
  '1',
  '2',
  '3',
  '4',
  '4:3',
  '58:5:9',
  '58:2::1:2:3',
  '59',
  '7',
  '9',
  '53',
  '31',
  '38;5;99',
  '38;2;9;200;30',
  '44',
  '48;5;17',
  '49;39',
  '22;24',
];
/**
 * Final bytes of sequences with one or two numbers: cursor, erasing, inserting, deleting, scrolling,
 * repeating, tabs.
 */
const NUMBERED = [...'ABCDEFGHJKLMPSTX@bdf`ZI'];
const PLAIN = ['\r', '\n', '\r\n', '\b', '\t', `${ESC}M`, `${ESC}D`, `${ESC}E`, `${ESC}7`, `${ESC}8`];
/** Modes: origin, wrapping, insert, alternate screens, cursor, held frames. */
const MODES = ['?6', '?7', '4', '?1049', '?47', '?25', '?2026'];
const LINKS = [
  '',
  'https://example.org/a',
  'https://example.org/漢 b',
  'mailto:a@example.org',
  'javascript:alert(1)',
  'file:///etc/hosts',
];

/** A linear congruential generator: the same numbers for the same seed, everywhere. */
export function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const pick = (random: Random, from: readonly string[]): string => from[random(from.length)] ?? '';

function nextPart(random: Random, rows: number, cols: number): string {
  const kind = random(20);
  if (kind < 7) return pick(random, TEXTS).repeat(1 + random(4));
  if (kind < 10) return `\r\n${pick(random, TEXTS)}${random(10_000)}`;
  if (kind < 12) return pick(random, PLAIN);
  if (kind < 14) return `${ESC}[${pick(random, STYLES)}m`;
  if (kind < 15) return `${ESC}[${1 + random(rows)};${1 + random(cols)}H`;
  if (kind < 18) return `${ESC}[${random(3) === 0 ? random(cols) : random(4)}${pick(random, NUMBERED)}`;
  if (kind < 19) return `${ESC}]8;${random(2) === 0 ? 'id=x' : ''};${pick(random, LINKS)}${ESC}\\`;
  if (random(4) === 0) return `${ESC}[${pick(random, MODES)}${random(3) === 0 ? 'h' : 'l'}`;
  const top = 1 + random(rows);
  return random(2) === 0 ? `${ESC}[r` : `${ESC}[${top};${top + 2 + random(rows)}r`;
}

function program(random: Random, rows: number, cols: number, bytes: number): Buffer {
  const parts: string[] = [];
  for (let length = 0; length < bytes;) {
    const part = nextPart(random, rows, cols);
    parts.push(part);
    length += Buffer.byteLength(part);
  }
  return Buffer.from(parts.join(''));
}

function extras(random: Random, drawn: number): Partial<FrameModel> {
  if (random(6) > 0) return {};
  if (random(2) === 0)
    return {
      bottomLine: { text: [{ text: `message ${drawn} 漢字 `.repeat(1 + random(9)), role: 'accent' }] },
    };
  const lines = Array.from({ length: 1 + random(5) }, (_, at) => [
    { text: `👩‍💻 line ${at}`, role: 'normal' as const },
  ]);
  const placement = random(2) === 0 ? 'bottom' : 'centre';
  return {
    dialog: {
      placement,
      title: 'sessions 漢',
      lines,
      selected: 0,
      footer: 'Esc',
      cursor: { line: 0, col: 3 },
    },
  };
}

/** Gives the screens the sizes of their panes. */
function fit(screens: readonly Emulator[], { rows, cols }: Stage): void {
  const left = leftCols(cols);
  if (screens.length === 1) screens[0]?.resize(rows - 2, cols);
  else [left, cols - left - 1].forEach((width, at) => screens[at]?.resize(rows - 2, width));
}

/** The model with a popup over its panes, whose screen need not have the size of its box. */
function withPopup(model: FrameModel, screen: Emulator, random: Random): FrameModel {
  const { rows, cols } = model;
  const [below] = model.panes;
  if (!below) return model;
  const edge = { row: random(3), col: random(9), rows: rows - 4, cols: cols - 12 };
  const box = { row: edge.row, col: edge.col + 1, rows: edge.rows - 1, cols: edge.cols - 2 };
  const popup = { ...below, id: 'popup', box, edge, note: '漢字 closes', screen, focused: true };
  return { ...model, panes: [...model.panes.map((pane) => ({ ...pane, focused: false })), popup] };
}

/** Throws at the first frame that is not shown as it was composed. Returns what was seen on the way. */
export function runFuzz({ seed, bytes, rows, cols, features }: FuzzOptions): {
  frames: number;
  marginScrolls: number;
} {
  const random = createRandom(seed);
  const stage = createStage(rows, cols, { features });
  const create = (): Emulator => createEmulator({ rows: rows - 2, cols, scrollbackLines: 10 });
  const all: readonly [Emulator, Emulator] = [create(), create()];
  const inPopup = create();
  inPopup.resize(rows - 6, cols - 14);
  let hasPopup = false;
  let screens: readonly Emulator[] = all;
  fit(screens, stage);
  let frames = 0;
  let model: FrameModel | undefined;
  for (let written = 0; written < bytes; frames++) {
    const screen = hasPopup && random(2) === 0 ? inPopup : (screens[random(screens.length)] ?? all[0]);
    // Often little, like a program that scrolls a line; sometimes more than a screen.
    const part = program(random, screen.rows, screen.cols, random(20) === 0 ? 4000 : 40 + random(400));
    written += part.length;
    for (let at = 0; at < part.length;) {
      const end = at + 1 + random(part.length);
      screen.write(part.subarray(at, end));
      at = end;
    }
    if (random(60) === 0) {
      resizeStage(stage, rows - random(5), cols - random(20));
      fit(screens, stage);
      model = undefined;
    }
    if (random(40) === 0) {
      screens = screens.length === 2 ? all.slice(0, 1) : all;
      fit(screens, stage);
      model = undefined;
    }
    if (random(30) === 0) {
      hasPopup = !hasPopup;
      model = undefined;
    }
    if (random(100) === 0) stage.frame.invalidate();
    // As a client does while only screens change.
    if (random(2) === 0) model = undefined;
    if (!model) {
      const panes = modelOf(stage, screens, extras(random, frames));
      model = hasPopup ? withPopup(panes, inPopup, random) : panes;
    }
    draw(stage, model);
    if (random(50) === 0) expectAsDrawnAnew(stage, model);
  }
  stage.frame.dispose();
  for (const screen of [...all, inPopup]) screen.dispose();
  return { frames, marginScrolls: stage.marginScrolls() };
}

/** What was drawn bit by bit equals what a client that attaches now would get. */
function expectAsDrawnAnew({ frame, rows, cols }: Stage, model: FrameModel): void {
  const anew = new ClientFrame({
    rows,
    cols,
    colours: 'truecolor',
    theme: themeOf('truecolor'),
    features: ALL_FEATURES,
  });
  anew.update(model);
  expect(cellsOf(frame.grid)).toEqual(cellsOf(anew.grid));
  anew.dispose();
}
