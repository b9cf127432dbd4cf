// One program's output as a screen: @xterm/headless behind our port. Owns writing (synchronous), dirty rows,
// guards and the text of its lines. Leaves who parses when to parse-scheduler.ts and the drawing to frame/.
// Invariant: after write() returns everything written is on the screen, except an incomplete UTF-8 character.

import type { CellGrid } from '../../text/cell-grid.js';
import type { TerminalColours } from '../../text/terminal-colours.js';
import { UNKNOWN_COLOURS } from '../../text/terminal-colours.js';
import { reportFocus } from './focus-reports.js';
import { listenToClipboardWrites } from './clipboard-writes.js';
import type { Emulator } from './emulator-ports.js';
import { installGuards } from '../xterm/guards.js';
import { HeldFrame } from './held-frame.js';
import { readInputModes } from './input-modes.js';
import { trackKeyboardModes } from './keyboard-modes.js';
import { listenToSignals } from './listen-to-signals.js';
import { useLinkTable } from '../xterm/link-table.js';
import type { ProgramSignal } from './program-signal.js';
import { addMouseEncodings } from '../xterm/mouse-encodings.js';
import { trackOwnModes } from './own-modes.js';
import { trackPointerShapes } from './pointer-shapes.js';
import { trackColours } from './program-colours.js';
import type { TerminalProcesses } from './mode-owners.js';
import { trackProgramModes } from './program-modes.js';
import { PromptRows, type NormalLines } from '../scrollback/prompt-rows.js';
import { LookAhead } from './look-ahead.js';
import { answerQueries } from './queries.js';
import { nameRoles } from './name-roles.js';
import { recolour } from './recolour.js';
import { completeResets } from '../xterm/resets.js';
import type { ScreenCursor } from '../screen.js';
import { joinSlices, readableSlices, replayText } from './screen-text.js';
import { HOT_MOST_ROWS, Scrollback } from '../scrollback/scrollback.js';
import { answerStatusStrings } from './status-strings.js';
import { StringCap } from './string-cap.js';
import { Utf8Tail } from './utf8-tail.js';
import { useWidthProvider } from '../xterm/width-provider.js';
import type { BufferLine, Core } from '../xterm/internals.js';
import { copyLine, hasText, linkNumbersOf } from '../xterm/cells.js';
import { bufferBytes, coreOf, createTerminal, takesPlainLines } from '../xterm/internals.js';

const encoder = new TextEncoder();
const NO_PROCESSES: TerminalProcesses = { foregroundGroup: () => undefined, groupExists: () => true };
const MAX_SIZE = 1000;
/** More in one write is not a reply to a query, but a program that makes the terminal type. */
const MAX_REPLY_CHARACTERS = 64 * 1024;

const clamp = (value: number, least: number): number =>
  Math.max(least, Math.min(MAX_SIZE, Math.floor(value)));

export interface EmulatorOptions {
  rows: number;
  cols: number;
  /** Lines kept above the screen. */
  scrollbackLines: number;
  /** Colours of the terminal that shows it, reported to programs that ask. */
  outerColours?: () => TerminalColours;
  /** It names roles of look/roles.ts by the numbers of the 256 colours, as chats do. */
  namesRoles?: boolean;
  /** The processes of its terminal; absent: it is unknown which program set a mode. */
  processes?: TerminalProcesses;
}

export function createEmulator(options: EmulatorOptions): Emulator {
  const terminal = createTerminal({
    rows: clamp(options.rows, 1),
    cols: clamp(options.cols, 2),
    scrollbackLines: Math.min(options.scrollbackLines, HOT_MOST_ROWS),
  });
  useWidthProvider(terminal);
  const core = coreOf(terminal);
  installGuards(core, () => terminal);
  completeResets(core);
  useLinkTable(core);
  const scrollback = new Scrollback(core, {
    limit: options.scrollbackLines,
    setHotRows: (rows) => (terminal.options.scrollback = rows),
  });
  const linkNumbers = linkNumbersOf(core);
  const cap = new StringCap();
  const tail = new Utf8Tail();
  let version = 0;
  let rowVersions = new Uint32Array(terminal.rows);
  let replied = 0;
  const changeListeners: (() => void)[] = [];
  const replyListeners: ((text: string) => void)[] = [];
  const signalListeners: ((signal: ProgramSignal) => void)[] = [];

  const reply = (text: string): void => {
    replied += text.length;
    if (replied > MAX_REPLY_CHARACTERS) return;
    for (const listener of replyListeners) listener(text);
  };
  answerQueries(terminal, reply);
  answerStatusStrings(terminal, core, reply);
  const keyboard = trackKeyboardModes(terminal, reply);
  listenToSignals(terminal, {
    reply,
    tell(signal) {
      for (const listener of signalListeners) listener(signal);
    },
  });
  const ownModes = trackOwnModes(terminal, reply);
  addMouseEncodings(terminal, core, reply);
  const colours = trackColours(terminal, {
    reply,
    outer: options.outerColours ?? (() => UNKNOWN_COLOURS),
    announces: () => ownModes.announcesColours,
    onChange: () => rowVersions.fill(version),
  });
  const focus = reportFocus(terminal, { isOn: () => core.coreService.decPrivateModes.sendFocus, reply });
  terminal.onData(reply);
  core._inputHandler.onRequestRefreshRows((range) => {
    const start = Math.max(0, range?.start ?? 0);
    const end = Math.min(terminal.rows - 1, range?.end ?? terminal.rows - 1);
    rowVersions.fill(version, start, end + 1);
  });
  const pointer = trackPointerShapes(terminal, reply);
  const modes = trackProgramModes(terminal, core, {
    keyboard,
    ownModes,
    cursorColour: colours.cursor,
    pointer: pointer.any,
    processes: options.processes ?? NO_PROCESSES,
  });
  const readCursor = (): ScreenCursor => {
    const { decPrivateModes, isCursorHidden } = core.coreService;
    return {
      ...positionOf(core, terminal.cols),
      visible: !isCursorHidden,
      shape: decPrivateModes.cursorStyle ?? 'default',
      blinking: decPrivateModes.cursorBlink ?? false,
      colour: colours.changed?.cursor,
    };
  };
  const prompts = new PromptRows();
  const outputs = new PromptRows();
  terminal.parser.registerOscHandler(133, (data) => {
    const [, mark] = /^([AC])(?:;|$)/.exec(data) ?? [];
    if (mark !== undefined && core.buffers.active === core.buffers.normal) {
      const row = scrollback.scrolledLines + core.buffers.active.y;
      if (mark === 'A') outputs.forgetFrom(row);
      (mark === 'A' ? prompts : outputs).add(row);
    }
    // The state of the program follows from it too (listen-to-signals.ts).
    return false;
  });
  const changed = (): void => {
    for (const listener of changeListeners) listener();
  };
  const held = new HeldFrame(core, {
    onBegin() {
      const seen = { version, rowVersions: rowVersions.slice(), cursor: readCursor() };
      // What this write has changed so far is announced only when it ends.
      const { start, end } = core._inputHandler._dirtyRowTracker;
      seen.rowVersions.fill(version, Math.max(0, start), Math.max(0, end + 1));
      version++;
      return seen;
    },
    onOverdue: changed,
  });
  const ahead = new LookAhead(core);
  let aheadVersion = 0;
  const lineAt = (row: number): BufferLine | undefined => {
    const { lines, ybase } = (ahead.shown ?? core).buffers.active;
    return held.picture && !ahead.shown ? held.picture.lines[row] : lines.get(ybase + row);
  };

  /** Modes have changed without a sequence: the whole screen may look different. */
  const redrawAfter = (text: string): void => {
    core.coreService.decPrivateModes.synchronizedOutput = false;
    emulator.write(encoder.encode(text));
    rowVersions.fill(version);
  };

  const emulator: Emulator = {
    get rows() {
      return terminal.rows;
    },
    get cols() {
      return terminal.cols;
    },
    get version() {
      return (ahead.shown ? undefined : held.picture?.version) ?? version;
    },
    get scrolledLines() {
      return scrollback.scrolledLines;
    },
    get clearedLines() {
      return scrollback.clearedLines;
    },
    get isAlternate() {
      return terminal.buffer.active.type === 'alternate';
    },
    get memoryBytes() {
      return bufferBytes(core) + scrollback.history.sizeBytes;
    },
    get promptRows() {
      return prompts.rows;
    },
    get outputRows() {
      return outputs.rows;
    },
    get usedRows() {
      return countUsedRows((ahead.shown ?? core).buffers);
    },
    get cursor() {
      if (ahead.shown) return { ...readCursor(), ...positionOf(ahead.shown, terminal.cols) };
      return held.picture?.cursor ?? readCursor();
    },
    get pointerShape() {
      return pointer.current;
    },
    get inputModes() {
      return readInputModes(core, { keyboard, ownModes });
    },
    get holdsFrame() {
      return held.picture !== undefined && !ahead.shown;
    },
    rowVersion: (row) =>
      ahead.shown ? aheadVersion : ((held.picture?.rowVersions ?? rowVersions)[row] ?? 0),
    get historyRows() {
      return scrollback.rowCount(terminal.cols);
    },
    isWrapped(row) {
      return row < 0 ? scrollback.isWrapped(row, terminal.cols) : (lineAt(row)?.isWrapped ?? false);
    },
    copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number) {
      if (row < 0) scrollback.copyRow(row, terminal.cols, grid, { row: toRow, col: toCol, most: cols });
      else copyLine(lineAt(row), cols, grid, toRow, toCol, linkNumbers);
      if (options.namesRoles) nameRoles(grid, { row: toRow, col: toCol, cols });
      else if (colours.changed) recolour(grid, { row: toRow, col: toCol, cols }, colours.changed);
    },
    write(bytes) {
      version++;
      replied = 0;
      core.writeSync(tail.complete(cap.filter(bytes)));
      modes.settle();
      held.settle();
      scrollback.written();
      changed();
    },
    floodRoom() {
      if (!cap.isIdle || tail.isHolding || !takesPlainLines(core)) return undefined;
      // The scrollback, the screen, and the way down to its last row: until then the lines are above what is
      // there.
      return { rows: terminal.rows, lines: options.scrollbackLines + 2 * terminal.rows + 2 };
    },
    lookAhead(end, leftOut) {
      version++;
      scrollback.scrolledLines += leftOut;
      if (end) ahead.show(end, terminal);
      else ahead.hide();
      aheadVersion = version;
      rowVersions.fill(version);
      changed();
    },
    resize(rows, cols) {
      const [toRows, toCols] = [clamp(rows, 1), clamp(cols, 2)];
      if (toRows === terminal.rows && toCols === terminal.cols) return;
      ahead.hide();
      const reflow = (): void =>
        scrollback.resize(terminal.cols, toCols, () => terminal.resize(toCols, toRows));
      const lines = (): NormalLines => scrollback.normalLines;
      prompts.keepOver(lines, () => outputs.keepOver(lines, reflow));
      version++;
      if (held.picture) held.resized(version++, toRows);
      rowVersions = new Uint32Array(toRows).fill(version);
      changed();
    },
    outerColoursChanged() {
      emulator.leaveDeadModes();
      replied = 0;
      colours.outerChanged();
    },
    leaveDeadModes() {
      const text = modes.leaveDead();
      if (text !== undefined) redrawAfter(text);
    },
    resetModes() {
      modes.leaveAll();
      redrawAfter('');
    },
    setFocused(focused) {
      emulator.leaveDeadModes();
      replied = 0;
      focus.setFocused(focused);
    },
    onReply: (listener) => void replyListeners.push(listener),
    onTitle: (listener) => void terminal.onTitleChange(listener),
    onSignal: (listener) => void signalListeners.push(listener),
    onClipboardWrite: (listener) => listenToClipboardWrites(terminal, listener),
    onChange: (listener) => void changeListeners.push(listener),
    captureText: (capture) => joinSlices(emulator.captureSlices(capture), capture.lines),
    captureSlices({ lines, ansi }) {
      const pieces = lines === undefined ? scrollback.screenLines() : scrollback.lastLines(lines);
      // Copied: they are only valid until the next write.
      return readableSlices(
        pieces.map((piece) => new Uint8Array(piece)),
        { ansi },
      );
    },
    get linesAbove() {
      return scrollback.linesAbove;
    },
    snapshot() {
      const shown = ahead.shown ?? core;
      const { active } = shown.buffers;
      const isBelowLines = active === core.buffers.normal;
      const text = replayText(shown, active, isBelowLines ? scrollback.screenStart : active.ybase);
      return `${text}\x1b[${active.y + 1};${Math.min(active.x + 1, terminal.cols)}H`;
    },
    restoreLines: (lines, first) => scrollback.restore(lines, first),
    dispose() {
      held.end();
      scrollback.dispose();
      ahead.hide();
      terminal.dispose();
    },
  };
  return emulator;
}

function countUsedRows({ active }: Core['buffers']): number {
  let rows = active.lines.length - active.ybase;
  while (rows > 0 && !hasText(active.lines.get(active.ybase + rows - 1))) rows--;
  return rows;
}

function positionOf({ buffers: { active } }: Core, cols: number): { row: number; col: number } {
  // After the last column a wrap is pending: terminals show the cursor on the last cell.
  return { row: active.y, col: Math.min(active.x, cols - 1) };
}
