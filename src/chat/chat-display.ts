// What a chat draws on its terminal while somebody watches: the final lines, and the live region below them.
// Owns the view at the terminal's width, the hint for the last key and the marker where the user left off.
// Leaves the bytes to chat-screen.ts and the lines to render.ts and live-region.ts.
// Invariant: a chat that nobody watches draws nothing.

import type { ChatPlace } from './chat-place.js';
import type { LiveRegion } from './chat-screen.js';
import { ChatScreen } from './chat-screen.js';
import type { Conversation, Seen } from './conversation.js';
import { findLeftOff } from './left-off.js';
import { composeLive } from './live-region.js';
import type { ChatTerminal, UserQuestion } from './ports.js';
import { ConversationView } from './render.js';
import type { DrawnChat } from './transcript-reader.js';
import { TranscriptReader } from './transcript-reader.js';

/** Lines drawn again when a chat is shown or its width changes; older ones are rendered when somebody asks. */
const REDRAWN_LINES = 200;

/** The chat as it is when it is drawn. */
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
  #screen = new ChatScreen();
  #view: ConversationView | undefined;
  /** The last final lines on the screen: with what somebody begins who reads back. */
  #written: string[] = [];
  readonly #readers = new Set<{ reader: TranscriptReader; onRestart(drawn: DrawnChat): void }>();
  #suggestion: readonly string[] | undefined;
  /** Where the marker line is drawn while the chat is watched. */
  #leftOff: Seen | undefined;

  constructor(
    private readonly terminal: ChatTerminal,
    private readonly place: ChatPlace,
    private readonly chat: DisplayedChat,
  ) {}

  /** The marker stays where it is until the chat is left, whatever is seen and resized meanwhile. */
  arrive(): void {
    this.#leftOff = findLeftOff(this.chat.now().conversation);
    this.redraw();
  }

  leave(): void {
    this.#leftOff = undefined;
    this.#view = undefined;
  }

  /** Everything anew, for this size. */
  redraw(): void {
    const { terminal, place, chat } = this;
    if (!terminal.watched) return;
    const isFirst = this.#view === undefined;
    const view = new ConversationView(chat.now().conversation, terminal.cols, this.#leftOff);
    this.#view = view;
    const lines = view.restart(REDRAWN_LINES);
    if (place.ownsTerminal) {
      this.#screen = new ChatScreen();
      const live = this.#live(view);
      terminal.write(this.#screen.redraw(lines, live));
      this.#written = lines;
      for (const reader of this.#readers) reader.onRestart(this.#drawn(live));
    } else if (isFirst) terminal.write(this.#screen.begin(lines, this.#live(view)));
    // The lines are final at the same places of the source at every width: those above stay as they were written.
    else terminal.write(this.#screen.rewrap(this.#live(view), terminal.cols));
  }

  draw(): void {
    const { terminal } = this;
    if (!terminal.watched || !this.#view) return;
    const lines = this.#view.advance();
    const live = this.#live(this.#view);
    const bytes = this.#screen.update(lines, live);
    if (bytes === '') return;
    terminal.write(bytes);
    for (const line of lines) this.#written.push(line);
    if (this.#written.length > 2 * REDRAWN_LINES) this.#written = this.#written.slice(-REDRAWN_LINES);
    for (const { reader } of this.#readers) reader.add(lines, live);
  }

  /** For somebody who reads back; onRestart: it drew everything anew. undefined: nobody watches. */
  openReader(onRestart: (reader: TranscriptReader, restart: () => void) => void): OpenReader | undefined {
    if (!this.#view) return undefined;
    const reader = new TranscriptReader(this.#drawn(this.#live(this.#view)));
    const entry = {
      reader,
      onRestart: (drawn: DrawnChat) => onRestart(reader, () => reader.restart(drawn)),
    };
    this.#readers.add(entry);
    return { reader, close: () => this.#readers.delete(entry) };
  }

  #drawn(live: LiveRegion): DrawnChat {
    const { rows, cols } = this.terminal;
    const { conversation } = this.chat.now();
    return { conversation, leftOff: this.#leftOff, rows, cols, written: [...this.#written], live };
  }

  /** Takes the live region off a terminal that goes on without the chat. */
  end(): void {
    if (!this.place.ownsTerminal && this.#view) this.terminal.write(this.#screen.end());
    this.leave();
  }

  #live(view: ConversationView): LiveRegion {
    const { terminal, chat } = this;
    const { rows, cols } = terminal;
    const { conversation, answering, held, question } = chat.now();
    const queued = conversation.queued.length;
    return composeLive(
      {
        tail: view.tail(),
        answering,
        queued,
        held,
        question,
        hint: this.hint,
        welcome: conversation.items.length === 0 && queued === 0 ? this.#welcome() : [],
        prompt: (maxRows) => chat.prompt(cols, maxRows),
      },
      { rows, cols },
    );
  }

  #welcome(): readonly string[] {
    this.#suggestion ??= [this.chat.suggest() ?? []].flat();
    return [...this.place.welcome, ...this.#suggestion, ''];
  }
}
