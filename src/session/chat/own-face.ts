// The program that shows a chat's conversation in its agent's own interface, while it runs. Owns what it
// reports of itself, and its end. Leaves its screen to the session, and when it is opened to
// faced-session.ts.

import { findCommand } from '../../process/command.js';
import { groupExists, HANG_UP_GRACE_MS } from '../../process/group.js';
import type { Emulator } from '../../terminal/emulator/emulator-ports.js';
import type { Pty } from '../../terminal/pty.js';
import type { Undo } from '../../text/undo.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { ProgramWatch } from '../program/program-watch.js';

const LAST_LINES = 5;

export interface OwnFaceOptions {
  command: readonly string[];
  canFetch: boolean;
  pty: Pty;
  screen(): Emulator | undefined;
  /** What it reports has changed. */
  onReading(): void;
}

export class OwnFace {
  readonly command: readonly string[];
  /** The agent can say what was said there. */
  readonly canFetch: boolean;
  readonly watch: ProgramWatch;
  /** The user has left it; it is not its own end. */
  isLeft = false;
  readonly #pty: Pty;
  readonly #readScreen: () => string[];
  readonly #ended: Promise<void>;
  readonly #undo: Undo;

  constructor({ command, canFetch, pty, screen, onReading }: OwnFaceOptions) {
    this.command = command;
    this.canFetch = canFetch;
    this.#pty = pty;
    this.#readScreen = () => screen()?.captureText({ lines: undefined, ansi: false }).split('\n') ?? [];
    let tellEnded = (): void => {};
    this.#ended = new Promise((resolve) => (tellEnded = resolve));
    this.#undo = pty.onExit(tellEnded);
    this.watch = new ProgramWatch({
      command,
      readScreen: this.#readScreen,
      foregroundCommand: () => findCommand(pty.foregroundGroup()),
      foregroundGroup: () => pty.foregroundGroup(),
      groupExists,
      isCursorVisible: () => screen()?.cursor.visible ?? true,
      onChange: onReading,
    });
    this.watch.start();
  }

  /** Of its screen, for a message about its end. */
  lastLines(): string[] {
    return this.#readScreen()
      .map((line) => sanitiseLine(line).trimEnd())
      .filter((line) => line !== '')
      .slice(-LAST_LINES);
  }

  /** Resolves when nothing of it is left: its session can be taken up by another process. */
  async end(): Promise<void> {
    this.isLeft = true;
    const over = this.#pty.hangUp(HANG_UP_GRACE_MS);
    await this.#ended;
    await over;
  }

  stop(): void {
    this.#undo();
    this.watch.stop();
  }
}
