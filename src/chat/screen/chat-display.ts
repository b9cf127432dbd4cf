// What a chat draws on its terminal while somebody watches: the final lines, and the live region below them.
// Owns the view at the terminal's width, and the marker where the user left off.
// Leaves the bytes to pane-screen.ts and chat-screen.ts, the lines to render.ts and live-region.ts.
// Invariant: a chat that nobody watches draws nothing.

import { Slice } from '../../loop/slice.js';
import { airFor, withAir } from './chat-air.js';
import type { ChatPlace, WelcomeLine } from '../chat-place.js';
import type { LiveRegion } from './chat-screen.js';
import { ChatScreen } from './chat-screen.js';
import { ruleOf } from '../chat-style.js';
import type { Countdown } from '../running-answer.js';
import type { Conversation, Question, Seen } from '../conversation.js';
import { findLeftOff } from './left-off.js';
import type { PromptView } from '../prompt/line-editor.js';
import { composeLive } from './live-region.js';
import { PaneScreen } from './pane-screen.js';
import type { ChatTerminal, Hold } from '../ports.js';
import type { QuestionPicture, QuestionSize } from '../questions/question-picture.js';
import { questionEnd } from './question-lines.js';
import { turnStatus } from './turn-status.js';
import { ConversationView, PIECE_CHARACTERS, type ConversationLook } from './render.js';
import type { DrawnChat } from './transcript-reader.js';
import { TranscriptReader } from './transcript-reader.js';

/**
 * Lines drawn again when a chat is shown or its width changes; older ones are rendered when somebody asks.
 */
const REDRAWN_LINES = 200;
const SECOND_MS = 1000;
/** One frame at 30 a second. */
const FRAME_MS = 33;

/** The chat as it is at the moment of drawing. */
export interface DisplayedChat {
  /** held: why no queued prompt begins; undefined: one may. */
  now(): {
    conversation: Conversation;
    /** How long the running answer takes so far; undefined: none is running. */
    answeringMs: number | undefined;
    /** The answer was interrupted and has not ended yet; undefined: neither. */
    stopping: 'agent' | 'model' | undefined;
    /** Until its request is made again; undefined: it does not wait for that. */
    countdown: Countdown | undefined;
    /** What runs, if it is no answer: `compacting`. */
    work: string | undefined;
    /** Who starts before it can answer; undefined: nobody. */
    starting: string | undefined;
    /** The question that is about to be asked: it stands above the prompt as if its turn had begun. */
    beginning: Question | undefined;
    held: Hold | undefined;
    /** What is asked; undefined: nothing. */
    question: ((size: QuestionSize) => QuestionPicture) | undefined;
    /** For the last key, until the next one. */
    hint: string | undefined;
    /** What would go along with the prompt; undefined: nothing. */
    naming: string | undefined;
    /** By a command of the prompt, while it runs. */
    printed: readonly string[];
  };
  prompt(cols: number, maxRows: number): PromptView;
  /** Of the session, to which paths are shortened; undefined: not known. */
  readonly directory: string | undefined;
  /** Who would answer the next question; undefined: not known. */
  model(): string | undefined;
  /** A line for the chat while it is empty; asked once. */
  suggest(): string | undefined;
}

export interface OpenReader {
  reader: TranscriptReader;
  close(): void;
}

export class ChatDisplay {
  /** Of a shell's terminal; of a pane. */
  readonly #screen: ChatScreen;
  #pane: PaneScreen;
  /** undefined: nobody watches, or the chat is still being rendered. */
  #view: ConversationView | undefined;
  #isFirst = true;
  /** Rendering that goes on in the next turn of the event loop. */
  #slice: NodeJS.Immediate | undefined;
  /** While an answer runs: its time on the rule changes. */
  #second: NodeJS.Timeout | undefined;
  /** The last final lines on the screen: where a reader who scrolls back begins. */
  #written: string[] = [];
  readonly #readers = new Set<{ reader: TranscriptReader; onRestart(drawn: DrawnChat): void }>();
  /** Final lines that a shell's terminal has not received yet. */
  readonly #pending: string[] = [];
  #suggestion: readonly string[] | undefined;
  /** Tool calls and reasoning are shown whole. */
  #isUnfolded = false;
  /** Of the conversation, as drawn last; and what draws it again once for all changes of a frame. */
  #redrawn = 0;
  /** The same of changes of the branch: other lines are shown then. */
  #moves = 0;
  #redrawing: NodeJS.Timeout | undefined;
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
    this.#pane = new PaneScreen(place.keyboard);
  }

  /** The marker stays where it is until the user leaves the chat, whatever is seen or resized meanwhile. */
  arrive(): void {
    const { conversation } = this.#chat.now();
    this.#leftOff = findLeftOff(conversation);
    this.#moves = conversation.tree.moves;
    this.redraw();
  }

  leave(): void {
    clearImmediate(this.#slice);
    clearTimeout(this.#second);
    clearTimeout(this.#redrawing);
    this.#second = undefined;
    this.#redrawing = undefined;
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
    const { conversation } = chat.now();
    const { tree } = conversation;
    // What arrived while the job was stopped.
    if (!place.ownsTerminal && tree.moves === this.#moves)
      for (const line of this.#view?.advance() ?? []) this.#pending.push(line);
    this.#view = undefined;
    this.#redrawn = conversation.redrawn;
    if (conversation.tree.moves !== this.#moves) this.#leftOff = undefined;
    this.#moves = conversation.tree.moves;
    const view = new ConversationView(conversation, this.#look);
    const work = view.restarting(Math.max(REDRAWN_LINES, terminal.rows));
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
    this.#written = [];
    this.#pane = new PaneScreen(place.keyboard);
    this.#drawPane(0, this.#live(undefined));
  }

  /** Shows the last tool calls and thoughts whole, or short again. */
  toggleFold(): void {
    this.#isUnfolded = !this.#isUnfolded;
    this.redraw();
  }

  get #look(): ConversationLook {
    const cols = this.#terminal.cols - 2 * this.#air;
    return { cols, leftOff: this.#leftOff, isUnfolded: this.#isUnfolded, directory: this.#chat.directory };
  }

  /** Everything is rendered: the last lines are drawn. */
  #begin(view: ConversationView, lines: string[]): void {
    const terminal = this.#terminal;
    const place = this.#place;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    this.#view = view;
    if (place.ownsTerminal) {
      this.#written = lines.map((line) => withAir(line, this.#air));
      const live = this.#live(view);
      this.#pane = new PaneScreen(place.keyboard);
      this.#drawPane(0, live);
      for (const reader of this.#readers) reader.onRestart(this.#drawn(view, live));
      if (view.isBehind) this.draw();
      return;
    }
    const live = this.#live(view);
    if (isFirst) terminal.write(this.#screen.begin(lines, live));
    // The lines are final at the same places of the source at every width: those above stay as they were
    // written.
    else terminal.write(this.#screen.rewrap(this.#pending.splice(0), live, terminal.cols));
    if (view.isBehind) this.draw();
  }

  /** Erases the live region and stops the job; it is drawn again when the job continues. */
  suspend(): void {
    if (!this.#terminal.suspend || !this.#view) return;
    this.standAside();
    this.#terminal.suspend();
  }

  /** Erases the live region of a terminal that another program is about to have. */
  standAside(): void {
    if (!this.#place.ownsTerminal && this.#view) this.#terminal.write(this.#screen.end());
  }

  draw(): void {
    const terminal = this.#terminal;
    if (!terminal.watched) return;
    const { redrawn, tree } = this.#chat.now().conversation;
    if (tree.moves !== this.#moves) return this.redraw();
    if (!this.#view) return this.#drawPrompt();
    if (redrawn !== this.#redrawn) this.#redrawSoon();
    const lines = this.#advance(this.#view);
    if (!this.#place.ownsTerminal) {
      const bytes = this.#screen.update(lines, this.#live(this.#view));
      if (bytes !== '') terminal.write(bytes);
      return;
    }
    const aired = lines.map((line) => withAir(line, this.#air));
    for (const line of aired) this.#written.push(line);
    const kept = Math.max(REDRAWN_LINES, terminal.rows);
    if (this.#written.length > 2 * kept) this.#written = this.#written.slice(-kept);
    const live = this.#live(this.#view);
    if (this.#drawPane(aired.length, live)) for (const { reader } of this.#readers) reader.add(aired, live);
  }

  /** Lines that were final have changed. */
  #redrawSoon(): void {
    this.#redrawing ??= setTimeout(() => {
      this.#redrawing = undefined;
      this.redraw();
    }, FRAME_MS);
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

  /** added: how many of the written lines are new. false: nothing has changed. */
  #drawPane(added: number, live: LiveRegion): boolean {
    const { rows } = this.#terminal;
    const bytes = this.#pane.draw({ final: this.#written, added, live, rows });
    if (bytes !== '') this.#terminal.write(bytes);
    return bytes !== '';
  }

  get #air(): number {
    return this.#place.ownsTerminal ? airFor(this.#terminal.cols) : 0;
  }

  /** While the chat is still being rendered. */
  #drawPrompt(): void {
    if (this.#place.ownsTerminal) this.#drawPane(0, this.#live(undefined));
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
    const { rows } = this.#terminal;
    const { conversation } = this.#chat.now();
    const { shown } = view;
    const written = [...this.#written];
    return { conversation, look: this.#look, rows, air: this.#air, written, shown, live };
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
    const air = this.#air;
    const { rows } = terminal;
    const cols = terminal.cols - 2 * air;
    const {
      conversation,
      answeringMs,
      stopping,
      countdown,
      work,
      starting,
      beginning,
      held,
      question,
      hint,
      naming,
      printed,
    } = chat.now();
    const queued = conversation.queued.filter((each) => each !== beginning);
    this.#awaitSecond(answeringMs);
    const { ownsTerminal } = this.#place;
    const region = composeLive(
      {
        // Below lines that are not drawn yet it would be in the wrong place.
        tail: view?.isBehind === false ? [...view.tail(), ...beginningLines(beginning, cols)] : [],
        state: {
          answeringMs,
          stopping,
          countdown,
          work,
          starting,
          held,
          hint: hint ?? (view ? undefined : 'drawing the conversation …'),
          status: turnStatus(conversation),
        },
        queued,
        question,
        naming,
        printed,
        welcome: conversation.items.length === 0 && conversation.queued.length === 0 ? this.#welcome() : [],
        prompt: (maxRows) => chat.prompt(cols, maxRows),
      },
      {
        rows,
        cols,
        free: ownsTerminal ? rows - this.#written.length : 0,
        line: ruleOf(this.#place),
      },
    );
    if (air === 0) return region;
    const caret = { ...region.caret, col: region.caret.col + air };
    return { ...region, lines: region.lines.map((line) => withAir(line, air)), caret };
  }

  /** The time on the rule goes on while an answer runs, even if nothing of it arrives. */
  #awaitSecond(answeringMs: number | undefined): void {
    if (answeringMs === undefined) {
      clearTimeout(this.#second);
      this.#second = undefined;
      return;
    }
    this.#second ??= setTimeout(
      () => {
        this.#second = undefined;
        this.draw();
      },
      SECOND_MS - (answeringMs % SECOND_MS),
    );
  }

  #welcome(): readonly WelcomeLine[] {
    this.#suggestion ??= [this.#chat.suggest() ?? []].flat();
    const suggested = this.#suggestion.map((text) => ({ text }));
    return [...this.#place.welcome(this.#chat.model()), ...suggested, { text: '' }];
  }
}

const beginningLines = (question: Question | undefined, cols: number): string[] =>
  question ? [...questionEnd(question.text, cols, question.at), ''] : [];
