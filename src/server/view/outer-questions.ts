// What one client's terminal is asked when it attaches, and what it replied: its keyboard protocol, colours,
// modes, and whether it reads reports of states. Owns the queries, the replies and how keys should be
// reported. Leaves the modes that every terminal has to frame/, and resetting all of them to
// text/terminal-setup.ts. Invariant: replies are never keys; while one is outstanding a lone ESC is given
// more time to become one.

import { parseReply } from '../../keymap/terminal-reply.js';
import type { TerminalColours } from '../../text/terminal-colours.js';
import type { Sequences } from '../../text/terminal-family.js';

/** The colours that themes change and programs ask for; the others are the same everywhere. */
const ASKED_PALETTE = 16;
/**
 * modifyOtherKeys 1: keys like Shift-Enter, which have no bytes of their own, get some; all others stay as
 * they are. No terminal reports that it has it. A terminal with kitty's protocol prefers that.
 */
const MODIFY_OTHER_KEYS = '\x1b[>4;1m';
/** Mode 2031: it reports when its user switches between dark and light colours. */
const ANNOUNCE_COLOURS = '\x1b[?2031h';
/** DEC private modes that frames use: left and right margins (DECLRMM), synchronized output. */
const MODES = { 69: 'margins', 2026: 'synchronisedOutput' } as const;
/** Asked once. */
const KEYBOARD_QUESTION = '\x1b[?u';
const MODE_QUESTIONS = Object.keys(MODES)
  .map((mode) => `\x1b[?${mode}$p`)
  .join('');
/** Whether it reads reports of states (OSC 7501). */
const STATUS_QUESTION = '\x1b]7501;?\x1b\\';
/** Foreground, background, cursor, palette; DA1 last, which shows that no more replies will come. */
const COLOUR_QUESTIONS = [
  ...[10, 11, 12].map((code) => `\x1b]${code};?\x1b\\`),
  ...Array.from({ length: ASKED_PALETTE }, (_, index) => `\x1b]4;${index};?\x1b\\`),
  '\x1b[c',
].join('');

/**
 * Kitty flags: 1, keys that share legacy bytes; 4, the key's position on the standard layout, without which
 * Ctrl-q of a Cyrillic layout would not be the prefix. Pushed, so that leaving pops them.
 */
const PUSH_KEYBOARD_FLAGS = '\x1b[>5u';

/** A reply's first byte may arrive alone on a slow line; tmux's former escape-time. */
const ESCAPE_TIME_WHILE_ASKING_MS = 500;
/** Longer than any line delays a reply: a terminal that has not sent DA1 by then never will. */
const ANSWER_TIME_MS = 5_000;

export class OuterQuestions {
  #askedAtMs: number | undefined;
  #hasKeyboardFlags = false;
  /** It has replied to everything that it is asked when it attaches. */
  #isSettled = false;
  #colours: { -readonly [Key in keyof TerminalColours]: TerminalColours[Key] } = { palette: new Map() };

  readonly #options: {
    /** What the table of families says about the terminal. */
    has: Pick<Sequences, 'questions' | 'keyboard'>;
    send(text: string): void;
    /** All that it will report about its colours has arrived. */
    onColours(): void;
    /** It has one of the modes that were queried. */
    onMode(mode: (typeof MODES)[keyof typeof MODES]): void;
    /** It reads reports of states. */
    onStatusRead(): void;
    /** It does not report keys that share their bytes. */
    onSharedKeys(): void;
    nowMs(): number;
  };

  constructor(options: {
    /** What the table of families says about the terminal. */
    has: Pick<Sequences, 'questions' | 'keyboard'>;
    send(text: string): void;
    /** All that it will report about its colours has arrived. */
    onColours(): void;
    /** It has one of the modes that were queried. */
    onMode(mode: (typeof MODES)[keyof typeof MODES]): void;
    /** It reads reports of states. */
    onStatusRead(): void;
    /** It does not report keys that share their bytes. */
    onSharedKeys(): void;
    nowMs(): number;
  }) {
    this.#options = options;
  }

  get colours(): TerminalColours {
    return this.#colours;
  }

  ask(): void {
    const { has } = this.#options;
    if (!has.questions) return this.#options.onSharedKeys();
    this.#askedAtMs = this.#options.nowMs();
    const keyboard = has.keyboard ? MODIFY_OTHER_KEYS : '';
    const keyboardQuestion = has.keyboard ? KEYBOARD_QUESTION : '';
    this.#options.send(
      keyboard + ANNOUNCE_COLOURS + keyboardQuestion + MODE_QUESTIONS + STATUS_QUESTION + COLOUR_QUESTIONS,
    );
  }

  /** How long an ESC waits for what follows it. */
  escapeTimeMs(usualMs: number): number {
    return this.#isAsking ? Math.max(usualMs, ESCAPE_TIME_WHILE_ASKING_MS) : usualMs;
  }

  answer(bytes: Uint8Array): void {
    const reply = parseReply(bytes);
    switch (reply?.type) {
      case 'keyboard-flags':
        if (!this.#hasKeyboardFlags) this.#options.send(PUSH_KEYBOARD_FLAGS);
        this.#hasKeyboardFlags = true;
        break;
      case 'colour':
        this.#colours = { ...this.#colours, [reply.colour]: reply.rgb };
        break;
      case 'palette-colour':
        if (reply.index < ASKED_PALETTE)
          this.#colours = {
            ...this.#colours,
            palette: new Map(this.#colours.palette).set(reply.index, reply.rgb),
          };
        break;
      case 'colours-changed':
        // A pending series of queries includes the new ones, or is followed by another announcement.
        if (this.#isAsking) break;
        this.#askedAtMs = this.#options.nowMs();
        this.#options.send(COLOUR_QUESTIONS);
        break;
      case 'mode':
        if (reply.has && isAsked(reply.mode)) this.#options.onMode(MODES[reply.mode]);
        break;
      case 'status-read':
        this.#options.onStatusRead();
        break;
      case 'device-attributes':
        if (this.#askedAtMs !== undefined) this.#options.onColours();
        this.#askedAtMs = undefined;
        if (!this.#hasKeyboardFlags && !this.#isSettled) this.#options.onSharedKeys();
        this.#isSettled = true;
        break;
      case undefined:
    }
  }

  get #isAsking(): boolean {
    return this.#askedAtMs !== undefined && this.#options.nowMs() - this.#askedAtMs < ANSWER_TIME_MS;
  }
}

const isAsked = (mode: number): mode is keyof typeof MODES => mode in MODES;
