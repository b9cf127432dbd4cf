// A terminal as a user has one: a real PTY whose output an emulator draws and whose queries the emulator
// answers. Owns the process in it until stop(). The emulator measures by the product's width table and is
// otherwise independent: nothing of src/frame or of the server's emulators is used to look at what they drew.

import { readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import headless from '@xterm/headless';
import type { IBufferCell, Terminal } from '@xterm/headless';
import nodePty from 'node-pty';
import type { IPty } from 'node-pty';
import { COLOUR_PALETTE, COLOUR_RGB } from '../../src/text/cell-grid.js';
import { useWidthProvider } from '../../src/terminal/xterm/width-provider.js';
import { trackModes, type TerminalModes } from './terminal-modes.js';
import { waitUntil } from './wait-until.js';

export interface TerminalOptions {
  command: string;
  args?: string[];
  /** The whole environment; nothing is added. */
  env: Record<string, string>;
  cwd: string;
  /** Default 40 by 120. */
  rows?: number;
  cols?: number;
  /** false: a terminal that never answers a query. */
  answers?: boolean;
}

export interface OuterCell {
  /** '' for an empty cell and for the second half of a wide character. */
  text: string;
  width: number;
  /** As in src/text/cell-grid.ts: 0, COLOUR_PALETTE | index or COLOUR_RGB | 0xRRGGBB. */
  fg: number;
  bg: number;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
  strike: boolean;
}

export interface OutputChunk {
  /** performance.now() of the test's process. */
  atMs: number;
  bytes: Buffer;
}

export async function startInTerminal(options: TerminalOptions): Promise<OuterTerminal> {
  return new OuterTerminal(options);
}

export class OuterTerminal {
  /** Everything the program wrote, in the chunks and with the times it arrived in. */
  readonly bytes: OutputChunk[] = [];
  /** Exit status of the program; 128 + number when a signal ended it. */
  readonly exit: Promise<number>;
  /** Number of the signal that ended it, 0 for none. */
  readonly endedBy: Promise<number>;
  readonly #emulator: Terminal;
  readonly #pty: IPty;
  readonly #modes: () => TerminalModes;
  #running = true;
  #unparsed = 0;

  constructor({ command, args = [], env, cwd, rows = 40, cols = 120, answers = true }: TerminalOptions) {
    this.#emulator = new headless.Terminal({
      rows,
      cols,
      scrollback: 2000,
      allowProposedApi: true,
      logLevel: 'off',
      // Without them the emulator does not pass these sequences to trackModes.
      windowOptions: { pushTitle: true, popTitle: true },
    });
    useWidthProvider(this.#emulator);
    this.#modes = trackModes(this.#emulator);
    this.#pty = nodePty.spawn(command, args, {
      name: env['TERM'] ?? 'dumb',
      rows,
      cols,
      env,
      cwd,
      encoding: null,
    });
    // The emulator loses a character that is split at a chunk's end.
    const decoder = new StringDecoder('utf8');
    const onBytes = this.#pty.onData as unknown as (listener: (bytes: Buffer) => void) => void;
    const show = (bytes: Buffer): void => {
      this.bytes.push({ atMs: performance.now(), bytes });
      this.#unparsed++;
      this.#emulator.write(decoder.write(bytes), () => this.#unparsed--);
    };
    onBytes(show);
    readRestAtEnd(this.#pty, show);
    if (answers) this.#emulator.onData((reply) => this.#write(reply));
    const ended = new Promise<{ exitCode: number; signal: number }>((resolve) => {
      this.#pty.onExit(({ exitCode, signal = 0 }) => {
        this.#running = false;
        // Behind the last output, which is drawn by then.
        this.#emulator.write('', () => resolve({ exitCode, signal }));
      });
    });
    this.exit = ended.then(({ exitCode, signal }) => (signal ? 128 + signal : exitCode));
    this.endedBy = ended.then(({ signal }) => signal);
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Zero-based, within the visible rows. */
  get cursor(): { row: number; col: number } {
    const { cursorX, cursorY } = this.#emulator.buffer.active;
    return { row: cursorY, col: cursorX };
  }

  /** Keyboard input: text as typed, keys as the sequences that a terminal sends for them. */
  type(text: string): void {
    this.#write(text);
  }

  /** The visible rows, trailing space dropped. */
  screen(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from({ length: this.#emulator.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  cell(row: number, col: number): OuterCell {
    const { active } = this.#emulator.buffer;
    const cell = active.getLine(active.baseY + row)?.getCell(col);
    if (!cell) throw new Error(`no cell ${row}, ${col} in ${this.#emulator.rows} by ${this.#emulator.cols}`);
    return readCell(cell);
  }

  /** It has received a part of a frame whose rest is on its way; only known if it answers queries. */
  get isWithinFrame(): boolean {
    return this.#emulator.modes.synchronizedOutputMode;
  }

  modes(): TerminalModes {
    return this.#modes();
  }

  resize(rows: number, cols: number): void {
    this.#emulator.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** Resolves when the text is in one row of the screen, or the expression matches its rows joined by LF. */
  async waitForText(text: string | RegExp, { timeoutMs }: { timeoutMs?: number } = {}): Promise<void> {
    const isThere = (): boolean =>
      typeof text === 'string'
        ? this.screen().some((row) => row.includes(text))
        : text.test(this.screen().join('\n'));
    await this.waitUntil(`${text} is on the screen`, isThere, { timeoutMs });
  }

  /** waitUntil that shows the screen on time-out. */
  waitUntil<Value>(
    what: string,
    predicate: () => Value | undefined | false,
    { timeoutMs }: { timeoutMs?: number | undefined } = {},
  ): Promise<Value> {
    const describe = (): string => [...this.screen(), `(modes ${JSON.stringify(this.modes())})`].join('\n');
    return waitUntil(what, predicate, { describe, ...(timeoutMs !== undefined && { timeoutMs }) });
  }

  /** Resolves with the exit status when the program has ended and the emulator drawn its last output. */
  async waitForExit(): Promise<number> {
    const code = await this.waitUntil('the program has ended', () =>
      this.#running ? false : { code: this.exit },
    );
    await this.waitUntil('its output is drawn', () => this.#unparsed === 0);
    return code.code;
  }

  /** Closes the window: the terminal is gone while the program runs. Its last output is lost. */
  close(): void {
    (this.#pty as unknown as { destroy(): void }).destroy();
  }

  /** Default SIGHUP, what a terminal sends when its window is closed. */
  kill(signal: NodeJS.Signals = 'SIGHUP'): void {
    if (this.#running) this.#pty.kill(signal);
  }

  /** Ends the program, whatever it does, and releases everything. */
  async stop(): Promise<void> {
    this.kill('SIGKILL');
    await this.exit;
    this.#emulator.dispose();
  }

  #write(text: string): void {
    if (this.#running) this.#pty.write(text);
  }
}

/**
 * What a program wrote last, before the terminal is closed: libuv takes a short read from one that has hung
 * up for its end, and node-pty closes it 200 ms after the exit, read or not.
 */
function readRestAtEnd(pty: IPty, show: (bytes: Buffer) => void): void {
  const { _socket: socket, fd } = pty as unknown as { _socket: Socket; fd: number };
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    if (!socket.destroyed) readRest(fd, show);
    return destroy(error);
  };
}

function readRest(fd: number, show: (bytes: Buffer) => void): void {
  try {
    // A terminal holds less than 16 KB; more is from a child that floods on after its leader's end.
    for (let reads = 0; reads < 16; reads++) {
      const buffer = Buffer.alloc(64 * 1024);
      const length = readSync(fd, buffer);
      if (length === 0) return;
      show(buffer.subarray(0, length));
    }
  } catch {
    // EIO: everything was read. EAGAIN: another process still holds the terminal and is silent now.
  }
}

function readCell(cell: IBufferCell): OuterCell {
  return {
    text: cell.getChars(),
    width: cell.getWidth(),
    fg: colourWord(cell.getFgColor(), cell.isFgRGB(), cell.isFgPalette()),
    bg: colourWord(cell.getBgColor(), cell.isBgRGB(), cell.isBgPalette()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
    strike: cell.isStrikethrough() !== 0,
  };
}

function colourWord(colour: number, isRgb: boolean, isPalette: boolean): number {
  if (isRgb) return COLOUR_RGB | colour;
  return isPalette ? COLOUR_PALETTE | colour : 0;
}
