// What a chat draws on its terminal while somebody watches: the final lines, and the live region below them.
// Owns the view at the terminal's width, the hint for the last key and the marker where the user left off.
// Leaves the bytes to chat-screen.ts and the lines to render.ts and live-region.ts.
// Invariant: a chat that nobody watches draws nothing.

import { Slice } from '../loop/slice.js';
import type { ChatPlace } from './chat-place.js';
import type { LiveRegion } from './chat-screen.js';
import { ChatScreen } from './chat-screen.js';
import type { Conversation, Seen } from './conversation.js';
import { findLeftOff } from './left-off.js';
import { composeLive } from './live-region.js';
import type { ChatTerminal, UserQuestion } from './ports.js';
import { ConversationView, PIECE_CHARACTERS } from './render.js';
import type { DrawnChat } from './transcript-reader.js';
import { TranscriptReader } from './transcript-reader.js';

/**
 * Lines drawn again when a chat is shown or its width changes; older ones are rendered when somebody asks.
 */
const REDRAWN_LINES = 200;

/** The chat as it is at the moment of drawing. */
export interface DisplayedChat {
  /** held: prompts queue until resume. */
  now(): {
    conversation: Conversation;
    answering: boolean;
    held: boolean;
    question: UserQuestion | undefined;
  };
  prompt(cols: number, maxRows: number): LiveRegion;
  /** A line for the chat while it is empty; asked once. */
  suggest(): string | undefined;
}

export interface OpenReader {
  reader: TranscriptReader;
  close(): void;
}

export class ChatDisplay {
  /** For the last key, until the next one. */
  hint: string | undefined;
  #screen: ChatScreen;
  /** undefined: nobody watches, or the chat is still being rendered. */
  #view: ConversationView | undefined;
  #isFirst = true;
  /** Rendering that goes on in the next turn of the event loop. */
  #slice: NodeJS.Immediate | undefined;
  /** The last final lines on the screen: where a reader who scrolls back begins. */
  #written: string[] = [];
  readonly #readers = new Set<{ reader: TranscriptReader; onRestart(drawn: DrawnChat): void }>();
  /** Final lines that a shell's terminal has not received yet. */
  readonly #pending: string[] = [];
  #suggestion: readonly string[] | undefined;
  /** Where the marker line is drawn while the chat is watched. */
  #leftOff: Seen | undefined;

  readonly #terminal: ChatTerminal;
  readonly #place: ChatPlace;
  readonly #chat: DisplayedChat;

  constructor(terminal: ChatTerminal, place: ChatPlace, chat: DisplayedChat) {
    this.#terminal = terminal;
    this.#place = place;
    this.#chat = chat;
    this.#screen = new ChatScreen(place.keyboard);
  }

  /** The marker stays where it is until the user leaves the chat, whatever is seen or resized meanwhile. */
  arrive(): void {
    this.#leftOff = findLeftOff(this.#chat.now().conversation);
    this.redraw();
  }

  leave(): void {
    clearImmediate(this.#slice);
    this.#leftOff = undefined;
    this.#view = undefined;
    this.#isFirst = true;
  }

  /**
   * Draws everything from scratch for this size. While a long answer is rendered, only the prompt is shown.
   */
  redraw(): void {
    const terminal = this.#terminal;
    const place = this.#place;
    const chat = this.#chat;
    if (!terminal.watched) return;
    clearImmediate(this.#slice);
    // What arrived while the job was stopped.
    if (!place.ownsTerminal) for (const line of this.#view?.advance() ?? []) this.#pending.push(line);
    this.#view = undefined;
    const view = new ConversationView(chat.now().conversation, terminal.cols, this.#leftOff);
    const work = view.restarting(REDRAWN_LINES);
    const goOn = (): boolean => {
      for (const slice = new Slice(); ;) {
        const step = work.next();
        if (step.done) {
          this.#begin(view, step.value);
          return true;
        }
        if (!slice.isOver) continue;
        this.#slice = setImmediate(goOn);
        return false;
      }
    };
    if (goOn() || !place.ownsTerminal) return;
    this.#screen = new ChatScreen(place.keyboard);
    terminal.write(this.#screen.redraw([], this.#live(undefined)));
  }

  /** Everything is rendered: the last lines are drawn. */
  #begin(view: ConversationView, lines: string[]): void {
    const terminal = this.#terminal;
    const place = this.#place;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    this.#view = view;
    const live = this.#live(view);
    if (place.ownsTerminal) {
      this.#screen = new ChatScreen(place.keyboard);
      terminal.write(this.#screen.redraw(lines, live));
      this.#written = lines;
      for (const reader of this.#readers) reader.onRestart(this.#drawn(view, live));
    } else if (isFirst) terminal.write(this.#screen.begin(lines, live));
    // The lines are final at the same places of the source at every width: those above stay as they were
    // written.
    else terminal.write(this.#screen.rewrap(this.#pending.splice(0), live, terminal.cols));
    if (view.isBehind) this.draw();
  }

  /** Erases the live region and stops the job; it is drawn again when the job continues. */
  suspend(): void {
    const terminal = this.#terminal;
    if (!terminal.suspend || !this.#view) return;
    terminal.write(this.#screen.end());
    terminal.suspend();
  }

  draw(): void {
    const terminal = this.#terminal;
    if (!terminal.watched) return;
    if (!this.#view) return this.#drawPrompt();
    const lines = this.#advance(this.#view);
    const live = this.#live(this.#view);
    const bytes = this.#screen.update(lines, live);
    if (bytes === '') return;
    terminal.write(bytes);
    for (const line of lines) this.#written.push(line);
    if (this.#written.length > 2 * REDRAWN_LINES) this.#written = this.#written.slice(-REDRAWN_LINES);
    for (const { reader } of this.#readers) reader.add(lines, live);
  }

  /** Lines that became final, as many as can be rendered in one slice; the rest is drawn in later turns. */
  #advance(view: ConversationView): string[] {
    const slice = new Slice();
    const parts = [view.advance(PIECE_CHARACTERS)];
    while (view.isBehind && !slice.isOver) parts.push(view.advance(PIECE_CHARACTERS));
    if (view.isBehind) {
      clearImmediate(this.#slice);
      this.#slice = setImmediate(() => this.draw());
    }
    return parts.flat();
  }

  /** While the chat is still being rendered. */
  #drawPrompt(): void {
    if (this.#place.ownsTerminal) this.#terminal.write(this.#screen.update([], this.#live(undefined)));
  }

  /**
   * For a reader who scrolls back; onRestart: everything was drawn again. undefined: nobody watches, or it is
   * being rendered.
   */
  openReader(onRestart: (reader: TranscriptReader, restart: () => void) => void): OpenReader | undefined {
    if (!this.#view) return undefined;
    const reader = new TranscriptReader(this.#drawn(this.#view, this.#live(this.#view)));
    const entry = {
      reader,
      onRestart: (drawn: DrawnChat) => onRestart(reader, () => reader.restart(drawn)),
    };
    this.#readers.add(entry);
    return { reader, close: () => this.#readers.delete(entry) };
  }

  #drawn(view: ConversationView, live: LiveRegion): DrawnChat {
    const { rows, cols } = this.#terminal;
    const { conversation } = this.#chat.now();
    const { shown } = view;
    return { conversation, leftOff: this.#leftOff, rows, cols, written: [...this.#written], shown, live };
  }

  /** Erases the live region on a terminal that continues without the chat. */
  end(): void {
    if (!this.#place.ownsTerminal && this.#view) this.#terminal.write(this.#screen.end());
    this.leave();
  }

  /** view: undefined while the chat is being rendered. */
  #live(view: ConversationView | undefined): LiveRegion {
    const terminal = this.#terminal;
    const chat = this.#chat;
    const { rows, cols } = terminal;
    const { conversation, answering, held, question } = chat.now();
    const queued = conversation.queued.length;
    return composeLive(
      {
        // Below lines that are not drawn yet it would be in the wrong place.
        tail: view?.isBehind === false ? view.tail() : [],
        answering,
        queued,
        held,
        question,
        hint: this.hint ?? (view ? undefined : 'drawing the conversation …'),
        welcome: conversation.items.length === 0 && queued === 0 ? this.#welcome() : [],
        prompt: (maxRows) => chat.prompt(cols, maxRows),
      },
      { rows, cols },
    );
  }

  #welcome(): readonly string[] {
    this.#suggestion ??= [this.#chat.suggest() ?? []].flat();
    return [...this.#place.welcome, ...this.#suggestion, ''];
  }
}
