// The internals of @xterm/headless 6.0.0 (pinned exactly): buffers, synchronous writing, dirty rows, modes.
// Owns a typed view of what is used; only this file and xterm/cells.ts, which reads the cells, know it.

import headless from '@xterm/headless';
import type { Terminal } from '@xterm/headless';

export type { Terminal };

/** One row of cells: three words each. */
export interface BufferLine {
  readonly length: number;
  isWrapped: boolean;
  readonly _data: Uint32Array;
  readonly _combined: Record<number, string | undefined>;
  readonly _extendedAttrs: Record<number, { _ext: number; _urlId: number } | undefined>;
}

export interface Buffer {
  x: number;
  y: number;
  /** Rows above the screen. */
  ybase: number;
  ydisp: number;
  savedY: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  /** Tab stops by column. */
  tabs: Record<number, boolean | undefined>;
  readonly lines: {
    readonly length: number;
    readonly maxLength: number;
    readonly isFull: boolean;
    get(index: number): BufferLine | undefined;
    set(index: number, line: BufferLine | undefined): void;
    trimStart(count: number): void;
  };
}

/** Parameters of a control sequence; params may be changed before the next handler sees them. */
export interface CsiParams {
  readonly length: number;
  readonly params: Int32Array;
}

export interface Core {
  writeSync(bytes: Uint8Array): void;
  registerCsiHandler(id: { final: string; prefix?: string }, handler: (params: CsiParams) => boolean): void;
  registerEscHandler(id: { final: string; intermediates?: string }, handler: () => boolean): void;
  readonly buffers: { readonly active: Buffer; readonly normal: Buffer };
  readonly _bufferService: { scroll(eraseAttributes: unknown, isWrapped?: boolean): void };
  readonly _oscLinkService: {
    registerLink(link: { id?: string | undefined; uri: string }): number;
    addLineToLink(id: number, row: number): void;
    getLinkData(id: number): { id?: string | undefined; uri: string } | undefined;
  };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: { readonly insertMode: boolean };
    readonly decPrivateModes: {
      readonly applicationCursorKeys: boolean;
      readonly applicationKeypad: boolean;
      readonly bracketedPasteMode: boolean;
      readonly cursorBlink: boolean | undefined;
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly origin: boolean;
      readonly sendFocus: boolean;
      readonly wraparound: boolean;
      synchronizedOutput: boolean;
    };
  };
  readonly _charsetService: { readonly charset: unknown };
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string };
  readonly _inputHandler: {
    /** Code points [start, end) of data, from where the cursor is. */
    print(data: Uint32Array, start: number, end: number): void;
    /** Rows changed by what was parsed since the last request, which comes when a write ends. */
    readonly _dirtyRowTracker: { readonly start: number; readonly end: number; markDirty(row: number): void };
    /** The current style. */
    _curAttrData: {
      readonly fg: number;
      readonly bg: number;
      readonly extended: { readonly _ext: number; readonly _urlId: number };
      isProtected(): number;
      clone(): Core['_inputHandler']['_curAttrData'];
    };
    readonly _parser: { readonly currentState: number };
    readonly onRequestRefreshRows: (
      listener: (range: { start: number; end: number } | undefined) => void,
    ) => void;
    eraseInDisplay(params: CsiParams, keepsProtected: boolean): boolean;
    _eraseInBufferLine(
      row: number,
      start: number,
      end: number,
      unwraps: boolean,
      keepsProtected: boolean,
    ): void;
  };
}

export function createTerminal(options: { rows: number; cols: number; scrollbackLines: number }): Terminal {
  return new headless.Terminal({
    rows: options.rows,
    cols: options.cols,
    scrollback: options.scrollbackLines,
    allowProposedApi: true,
    // Its log would go to the server's standard output whenever a program wants.
    logLevel: 'off',
    // Without them xterm does not pass these sequences to handlers; queries.ts decides what is answered.
    windowOptions: {
      getWinSizePixels: true,
      getCellSizePixels: true,
      getWinSizeChars: true,
      pushTitle: true,
      popTitle: true,
    },
  });
}

/** Bytes of the cells of both buffers. Combined characters and links are few and not counted. */
export function bufferBytes({ buffers }: Core): number {
  let bytes = 0;
  for (const { lines } of new Set([buffers.normal, buffers.active]))
    for (let at = 0; at < lines.length; at++) bytes += lines.get(at)?._data.buffer.byteLength ?? 0;
  return bytes;
}

export const coreOf = (terminal: Terminal): Core => (terminal as unknown as { _core: Core })._core;

/** ParserState.GROUND: between sequences and strings. */
const GROUND = 0;

/**
 * Nothing that was printed or set changes what lines of text do: they are put one below another on the normal
 * screen, which they scroll, in the style that is set.
 */
export function takesPlainLines(core: Core): boolean {
  const { active, normal } = core.buffers;
  const { modes, decPrivateModes } = core.coreService;
  return (
    active === normal &&
    normal.scrollTop === 0 &&
    normal.scrollBottom === normal.lines.length - normal.ybase - 1 &&
    !modes.insertMode &&
    !decPrivateModes.origin &&
    !decPrivateModes.synchronizedOutput &&
    decPrivateModes.wraparound &&
    core._charsetService.charset === undefined &&
    core._inputHandler._parser.currentState === GROUND &&
    core._inputHandler._curAttrData.extended._urlId === 0
  );
}

/** Copies the style and the tab stops from one to the other. */
export function copyPrintState(from: Core, to: Core): void {
  to._inputHandler._curAttrData = from._inputHandler._curAttrData.clone();
  to.buffers.normal.tabs = from.buffers.normal.tabs;
}

export function linesOf(buffer: Buffer, from: number): BufferLine[] {
  const lines: BufferLine[] = [];
  for (let at = from; at < buffer.lines.length; at++) {
    const line = buffer.lines.get(at);
    if (line) lines.push(line);
  }
  return lines;
}

/** Removes the top rows of the scrollback, and what the list would still hold of them. */
export function trimTop(buffer: Buffer, count: number): void {
  for (let row = 0; row < count; row++) buffer.lines.set(row, undefined);
  buffer.lines.trimStart(count);
  buffer.ybase -= count;
  buffer.ydisp = Math.max(0, buffer.ydisp - count);
  buffer.savedY = Math.max(0, buffer.savedY - count);
}

/**
 * Called before a row leaves the top of the normal screen for the scrollback; what the list cannot hold is
 * lost then.
 */
export function beforeScroll(core: Core, listener: (buffer: Buffer) => void): void {
  const service = core._bufferService;
  const scroll = service.scroll.bind(service);
  service.scroll = (eraseAttributes, isWrapped) => {
    const { active, normal } = core.buffers;
    if (active === normal && active.scrollTop === 0) listener(active);
    scroll(eraseAttributes, isWrapped);
  };
}
