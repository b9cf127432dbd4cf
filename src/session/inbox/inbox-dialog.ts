// The inbox: all that sessions ask, longest waiting first, answered there by the same component as in a pane.
// Owns which question has the keys, and the keys that are the inbox's own. Leaves what is asked to
// open-questions.ts, replying and its rules against accidents to chat/questions/, rows to inbox-view.ts.
// Invariant: a key reaches only the question that was selected when it came.

import { Answering } from '../../chat/questions/answering.js';
import type { OpenQuestion } from '../../chat/questions/question-queue.js';
import type { UserReply } from '../../chat/user-question.js';
import type { Dialog, DialogRoom, DialogStep, DialogView, Line } from '../../dialogs/dialog-view.js';
import { keepInView } from '../../dialogs/scrolling.js';
import type { FindPreview } from '../../dialogs/session-preview.js';
import { encodeLegacy } from '../../keymap/encode-legacy.js';
import { formatKeyName, type Key } from '../../keymap/key.js';
import { UserError } from '../../text/user-error.js';
import { InboxDraft } from './inbox-draft.js';
import { leaveEnded, moveBy, NOTHING_ASKED, withOpen, type InboxList } from './inbox-list.js';
import { draftLine, inboxRooms, inboxRows, ruleLine } from './inbox-view.js';
import type { InboxEntry } from './open-questions.js';
import { paintedSpans } from './painted-spans.js';
import { programPart } from './program-part.js';

export interface InboxPorts {
  /** A read-only client looks and does not answer. */
  readonly readOnly: boolean;
  /** What is asked now, longest waiting first. */
  open(): readonly InboxEntry[];
  /** ms, on a monotonic clock. */
  now(): number;
  /** How long, in ms, its client's terminal has shown the question; 0: it does not. */
  seenMs(id: string): number;
  /** False: it is not asked any more. Throws a UserError if the reply cannot be kept. */
  reply(entry: InboxEntry, reply: UserReply): boolean;
  /** Queues a prompt. Throws a UserError if the session is gone. */
  queue(entry: InboxEntry, text: string): void;
  findPreview: FindPreview;
  /** It looks different now, without a key. */
  changed(): void;
}

interface Asked {
  answering: Answering;
  draft: InboxDraft;
}

const NEXT: ReadonlySet<string> = new Set(['C-n', 'M-Down']);
const PREVIOUS: ReadonlySet<string> = new Set(['C-p', 'M-Up']);
const GO_THERE = 'C-g';
const PAGES: ReadonlySet<string> = new Set(['PageUp', 'PageDown']);
const ESCAPE = '\x1b';

const ENDED = 'this question has ended: it was answered elsewhere, or taken back';
const READ_ONLY = 'attached read-only: nothing is answered here';
const NO_ROOM = 'its options do not fit here; Ctrl-g goes there';
const OTHERS = 'Ctrl-n, Ctrl-p others';
const WAY_OUT = 'Esc closes';

export class InboxDialog implements Dialog {
  readonly name = 'inbox';
  readonly isLarge = true;
  #list: InboxList = NOTHING_ASKED;
  #isOld = true;
  readonly #answered = new Set<string>();
  /** Of the questions that were selected so far: what was begun is there again. */
  readonly #asked = new Map<string, Asked>();
  #top = 0;
  #note: string | undefined;
  #hasNoRoom = false;

  readonly #ports: InboxPorts;

  constructor(ports: InboxPorts) {
    this.#ports = ports;
  }

  /** Whose screen is shown. */
  get selectedSession(): string | undefined {
    const entry = this.#entry;
    return entry && !entry.question ? entry.session.id : undefined;
  }

  listChanged(): void {
    this.#isOld = true;
  }

  closed(): void {
    for (const { answering } of this.#asked.values()) answering.stand(undefined);
    this.#asked.clear();
  }

  press(key: Key): DialogStep {
    this.#refresh();
    const asked = this.#askedBy(this.#entry);
    this.#note = undefined;
    if (asked) asked.draft.hint = undefined;
    const name = formatKeyName(key);
    if (NEXT.has(name)) return this.#move(1);
    if (PREVIOUS.has(name)) return this.#move(-1);
    if (name === GO_THERE) return this.#goThere();
    if (name === 'Escape') return this.#leave(asked);
    if (!asked) return this.#pressWithoutAnswer(name);
    if (this.#ports.readOnly && !PAGES.has(name)) return name === 'C-c' ? CLOSE : this.#refuse(READ_ONLY);
    const data = encodeLegacy(key, { applicationCursorKeys: false, applicationKeypad: false });
    if (data !== '') asked.answering.press(data);
    return this.#stay;
  }

  paste(text: string): DialogStep {
    this.#refresh();
    if (this.#ports.readOnly) return this.#refuse(READ_ONLY);
    this.#askedBy(this.#entry)?.answering.paste(text);
    return this.#stay;
  }

  view(room: DialogRoom): DialogView {
    this.#refresh();
    const { entries, at } = this.#list;
    const entry = this.#entry;
    const title = entries.length === 0 ? 'inbox' : `inbox: ${at + 1} of ${entries.length}`;
    if (!entry)
      return {
        placement: 'centre',
        title,
        lines: [[{ text: 'no question is open', role: 'dim' }]],
        ...this.#footer([]),
      };
    const draft = this.#draftOf(entry);
    const rooms = inboxRooms(room, entries.length, draft !== undefined);
    this.#top = keepInView(this.#top, at, { rows: rooms.listRows, count: entries.length });
    const rows = inboxRows(this.#list, {
      top: this.#top,
      rows: rooms.listRows,
      cols: room.cols,
    });
    const above: Line[] = rooms.ruleRows > 0 ? [...rows, ruleLine(room.cols)] : rows;
    const below = this.#below(entry, rooms.below);
    const typed = draft && draftLine(draft.field, room.cols);
    const lines = [...above, ...below.lines, ...(typed ? [typed.line] : [])].slice(0, room.rows);
    const caret = typed
      ? { line: above.length + below.lines.length, col: typed.caretCol }
      : below.caret && { line: above.length + below.caret.row, col: below.caret.col };
    return {
      placement: 'centre',
      isLarge: true,
      title,
      lines,
      selected: at - this.#top,
      ...(below.screen ? { screen: { ...below.screen, from: above.length + below.screen.from } } : {}),
      ...(below.isShown ? { asks: { id: entry.id, row: above.length } } : {}),
      ...(caret && caret.line < lines.length ? { cursor: caret } : {}),
      ...this.#footer(this.#keysOf(entry)),
    };
  }

  get #entry(): InboxEntry | undefined {
    return this.#list.entries[this.#list.at];
  }

  get #stay(): DialogStep {
    return { type: 'stay', dialog: this };
  }

  #refresh(): void {
    if (!this.#isOld) return;
    this.#isOld = false;
    this.#list = withOpen(this.#list, this.#ports.open(), this.#answered);
    const listed = new Set(this.#list.entries.map(({ id }) => id));
    if (this.#list.hasEnded) listed.delete(this.#entry?.id ?? '');
    for (const [id, { answering }] of this.#asked) {
      if (listed.has(id)) continue;
      answering.stand(undefined);
      this.#asked.delete(id);
    }
  }

  /** undefined: it cannot be answered here. */
  #askedBy(entry: InboxEntry | undefined): Asked | undefined {
    if (!entry?.question || this.#list.hasEnded) return undefined;
    let asked = this.#asked.get(entry.id);
    if (!asked) {
      asked = this.#begin(entry, entry.question);
      this.#asked.set(entry.id, asked);
    }
    return asked;
  }

  #begin(entry: InboxEntry, question: OpenQuestion): Asked {
    const ports = this.#ports;
    const draft = new InboxDraft((text) =>
      this.#try(`queued for ${entry.session.name}`, () => {
        ports.queue(entry, text);
        return true;
      }),
    );
    const answering = new Answering({
      now: () => ports.now(),
      seenMs: () => (ports.readOnly ? 0 : ports.seenMs(entry.id)),
      draft,
      directory: entry.directory,
      reply: (_, reply) => this.#reply(entry, reply),
      draw: () => ports.changed(),
      onShown: () => {},
    });
    answering.stand(question);
    return { answering, draft };
  }

  #reply(entry: InboxEntry, reply: UserReply): void {
    this.#isOld = true;
    if (!this.#try(`answered ${entry.session.name}`, () => this.#ports.reply(entry, reply))) return;
    this.#answered.add(entry.id);
    this.#asked.get(entry.id)?.answering.stand(undefined);
    this.#asked.delete(entry.id);
  }

  /** What is said of it follows. act: false: the question has ended. */
  #try(done: string, act: () => boolean): boolean {
    try {
      const isDone = act();
      this.#note = isDone ? done : ENDED;
      return isDone;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#note = error.message;
      return false;
    }
  }

  #move(by: 1 | -1): DialogStep {
    const asked = this.#askedBy(this.#entry);
    asked?.answering.otherKey();
    const moved = moveBy(this.#list, by);
    if (moved === this.#list) return this.#stay;
    asked?.answering.outOfSight();
    this.#list = moved;
    return this.#stay;
  }

  #goThere(): DialogStep {
    const entry = this.#entry;
    return entry ? { type: 'close', commands: [['switch', `#${entry.session.number}`]] } : this.#stay;
  }

  /** A draft goes first, then the inbox. */
  #leave(asked: Asked | undefined): DialogStep {
    if (!asked?.draft.isBegun) return CLOSE;
    asked.answering.press(ESCAPE);
    if (asked.draft.isBegun) asked.draft.empty();
    return this.#stay;
  }

  #pressWithoutAnswer(name: string): DialogStep {
    if (name === 'C-c' || (name === 'Enter' && !this.#entry)) return CLOSE;
    if (this.#list.hasEnded) {
      if (name !== 'Enter') return this.#refuse(ENDED);
      this.#list = leaveEnded(this.#list);
      return this.#stay;
    }
    if (name === 'Enter') return this.#goThere();
    return this.#entry ? this.#refuse('go there to answer: Enter') : this.#stay;
  }

  #refuse(note: string): DialogStep {
    this.#note = note;
    return this.#stay;
  }

  #draftOf(entry: InboxEntry): InboxDraft | undefined {
    const draft = this.#askedBy(entry)?.draft;
    return draft && (draft.isBegun || entry.question?.kind === 'text') ? draft : undefined;
  }

  #below(entry: InboxEntry, size: DialogRoom): Below {
    this.#hasNoRoom = false;
    if (this.#list.hasEnded) return { lines: [[{ text: ENDED, role: 'waiting' }]], isShown: false };
    const asked = this.#askedBy(entry);
    if (!asked) return { ...programPart(entry, size, this.#ports.findPreview), isShown: false };
    const picture = asked.answering.view?.(size);
    if (!picture) return { lines: [], isShown: false };
    // Nothing is shown and nothing is below: it is being laid out.
    const isLaidOut = picture.page > 0 || picture.below > 0;
    this.#hasNoRoom = isLaidOut && !picture.isComplete;
    const isShown = asked.answering.isShown && !this.#ports.readOnly;
    return { lines: picture.lines.map(paintedSpans), caret: picture.caret, isShown };
  }

  #keysOf(entry: InboxEntry): string[] {
    const others = this.#list.entries.length > 1 ? [OTHERS] : [];
    if (this.#list.hasEnded) return ['Enter next', ...others];
    return entry.question ? [...others, 'Ctrl-g goes there'] : ['Enter goes there', ...others];
  }

  #footer(keys: readonly string[]): Pick<DialogView, 'footer' | 'isNote'> {
    const hint = this.#askedBy(this.#entry)?.draft.hint;
    const note = hint ?? this.#note ?? (this.#hasNoRoom ? NO_ROOM : undefined);
    if (note !== undefined) return { footer: `${note}  ${WAY_OUT}`, isNote: true };
    return { footer: [...keys, WAY_OUT].join('  ') };
  }
}

type Below = Pick<DialogView, 'screen'> & {
  lines: Line[];
  caret?: { row: number; col: number } | undefined;
  isShown: boolean;
};

const CLOSE: DialogStep = { type: 'close', commands: [] };
