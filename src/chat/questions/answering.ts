// The open question as the user of a chat sees and answers it. Owns the rules against accidents: a reply key
// counts only alone, and only after the question was in sight for a while; and what is selected, scrolled or
// filled in. Leaves what keys mean to question-keys.ts, the picture to question-picture.ts, and what follows
// from a reply to its ports. Invariant: a key that is no reply is not lost: what it types is in the draft.

import type { UserReply } from '../user-question.js';
import { mustBeRead } from './call-lines.js';
import { isText } from '../prompt/plain-key.js';
import { createForm, pasteIntoForm, pressInForm, type Form } from './question-form.js';
import { meaningOfKey, type KeyMeaning } from './question-keys.js';
import {
  countMore,
  drawQuestion,
  type QuestionBody,
  type QuestionPicture,
  type QuestionSize,
} from './question-picture.js';
import { ALONE_MS, HeldKey } from './held-key.js';
import { LaidQuestion } from './laid-question.js';
import type { OpenQuestion } from './question-queue.js';

/** A key that was on its way before the question was noticed is no reply. */
const IN_SIGHT_MS = 400;

/** The draft below the question. */
export interface DraftBelow {
  readonly text: string;
  readonly hasMenu: boolean;
  hint: string | undefined;
  press(data: string): void;
  paste(text: string): void;
  begin(draft: { text: string }): void;
  empty(): void;
  /** A question stands above it from now on, or no longer. */
  questionStands?(isOpen: boolean): void;
}

export interface AnsweringPorts {
  /** ms, on a monotonic clock. */
  now(): number;
  /** How long, in ms, whoever typed last has had it in sight; undefined: for as long as it is drawn. */
  seenMs(): number | undefined;
  draft: DraftBelow;
  /** Of the session; undefined: not known. */
  directory: string | undefined;
  /** Says why in the hint if it cannot be kept. */
  reply(question: OpenQuestion, reply: UserReply): void;
  draw(): void;
  /** Whether the question is drawn with all that a reply is chosen from. */
  onShown(isShown: boolean): void;
}

/** What is known of the question that is open. */
interface Standing {
  question: OpenQuestion;
  selected: number | undefined;
  isReason: boolean;
  /** The draft is older than the question. */
  hasOldDraft: boolean;
  /** A reason that was begun. */
  reason: string;
  form: Form | undefined;
  top: number;
  /** As drawn last; undefined: not on the screen. */
  picture: QuestionPicture | undefined;
  laid: LaidQuestion;
  /** As drawn last. */
  body: QuestionBody | undefined;
  wasRead: boolean;
  /** When it came into sight; undefined: it is not. */
  shownSince: number | undefined;
}

export class Answering {
  #standing: Standing | undefined;
  readonly #held = new HeldKey();
  #keyAt = Number.NEGATIVE_INFINITY;
  /** Keys that came close together: was it in sight at the first, did one do more than select or scroll? */
  #burst = { beganInSight: false, isTyped: false };

  readonly #ports: AnsweringPorts;

  constructor(ports: AnsweringPorts) {
    this.#ports = ports;
  }

  /** undefined: no question is open any more. */
  stand(question: OpenQuestion | undefined): void {
    this.outOfSight();
    this.#release();
    this.#standing?.laid.stop();
    this.#ports.draft.questionStands?.(question !== undefined);
    this.#standing = question && {
      question,
      selected: undefined,
      isReason: false,
      hasOldDraft: this.#ports.draft.text !== '',
      reason: '',
      form: question.kind === 'form' ? createForm(question) : undefined,
      top: 0,
      picture: undefined,
      laid: new LaidQuestion(question, this.#ports.directory, () => this.#ports.draw()),
      body: undefined,
      wasRead: false,
      shownSince: undefined,
    };
  }

  /** It is not drawn any more, or was not for a moment: the time that it has been in sight starts again. */
  outOfSight(): void {
    const standing = this.#standing;
    if (standing?.shownSince === undefined) return;
    standing.shownSince = undefined;
    this.#ports.onShown(false);
  }

  /** All that a reply is chosen from is drawn. */
  get isShown(): boolean {
    return this.#standing?.shownSince !== undefined;
  }

  /** Some of it is scrolled away above. */
  get isScrolled(): boolean {
    return (this.#standing?.top ?? 0) > 0;
  }

  /** What is drawn of it; undefined: no question is open. */
  get view(): ((size: QuestionSize) => QuestionPicture) | undefined {
    const standing = this.#standing;
    return standing && ((size) => this.#draw(standing, size));
  }

  /** Any key of the chat. */
  press(data: string): void {
    const now = this.#ports.now();
    const isAlone = now - this.#keyAt >= ALONE_MS;
    this.#keyAt = now;
    if (isAlone) this.#burst = { beganInSight: this.#isInSight(), isTyped: false };
    const wasHeld = this.#release();
    const standing = this.#standing;
    this.#followDraft();
    if (!standing) this.#ports.draft.press(data);
    // Escape interrupts, whatever was begun.
    else if (wasHeld && data !== ESCAPE) this.#type(data);
    else this.#take(standing, data, this.#meaningOf(standing, data));
  }

  /** What is typed before the question is in sight is older than it, however it goes on. */
  #followDraft(): void {
    const standing = this.#standing;
    if (!standing) return;
    if (this.#ports.draft.text === '') standing.hasOldDraft = !this.#burst.beganInSight;
  }

  /** A paste is never a reply. */
  paste(text: string): void {
    this.#release();
    this.#followDraft();
    this.#burst.isTyped = true;
    const standing = this.#standing;
    const takesKeys = standing?.form && this.#ports.draft.text === '' && this.#isInSight();
    const form = takesKeys ? pasteIntoForm(standing.form as Form, text) : undefined;
    if (standing && form) standing.form = form;
    else this.#ports.draft.paste(text);
  }

  /** What is held becomes part of the draft: something else follows. */
  settle(): void {
    this.#release();
  }

  /** A key came that belongs to something else: what is typed together with it is no reply. */
  otherKey(): void {
    this.#release();
    this.#keyAt = this.#ports.now();
    this.#burst = { beganInSight: false, isTyped: true };
  }

  #meaningOf({ question, selected, isReason, picture, body, wasRead }: Standing, data: string): KeyMeaning {
    const { text, hasMenu } = this.#ports.draft;
    return meaningOfKey(data, {
      question,
      draft: text,
      hasMenu,
      isReason,
      selected,
      mayAllow: body?.isWhole === true && (wasRead || !mustBeRead(question)),
      hasPages: picture !== undefined && (picture.below > 0 || picture.top > 0),
    });
  }

  #take(standing: Standing, data: string, meaning: KeyMeaning): void {
    const { draft } = this.#ports;
    switch (meaning.type) {
      case 'nothing':
        this.#burst.isTyped = true;
        return;
      case 'page': {
        const shown = standing.picture?.page ?? 1;
        // A line that was there before says where one is, where there are enough of them.
        const page = Math.max(1, shown > 3 ? shown - 1 : shown);
        standing.top = Math.max(0, (standing.picture?.top ?? 0) + meaning.by * page);
        return;
      }
      case 'select':
        if (this.#isInSight()) standing.selected = meaning.at;
        else this.#burst.isTyped = true;
        return;
      case 'reply':
      case 'unread':
      case 'begin-reason':
        if (this.#isInSight() && !this.#burst.isTyped) this.#hold(standing.question, data, meaning);
        else this.#type(data);
        return;
      case 'form':
        if (this.#burst.beganInSight && !this.#burst.isTyped) this.#fillIn(standing, data);
        else this.#type(data);
        return;
      case 'send-text':
        if (!this.#burst.beganInSight || standing.hasOldDraft) this.#type(data);
        else if (this.#reply(standing.question, meaning.reply)) draft.empty();
        return;
      case 'send-reason':
        if (this.#isInSight() && this.#reply(standing.question, meaning.reply)) draft.empty();
        return;
      case 'leave-reason':
        standing.isReason = false;
        standing.reason = draft.text;
        draft.empty();
        return;
      case 'prompt':
        this.#burst.isTyped = true;
        draft.press(data);
    }
  }

  /** What it types goes into the draft; what it does is not done. */
  #type(data: string): void {
    const { draft } = this.#ports;
    this.#burst.isTyped = true;
    // Enter sends what there is, as without the question.
    if (isText(data) || (draft.text !== '' && !NEVER_TYPED.has(data))) draft.press(data);
  }

  #hold(question: OpenQuestion, data: string, meaning: KeyMeaning): void {
    this.#held.hold(data, () => {
      if (question === this.#standing?.question && this.isShown) this.#act(question, meaning);
      else this.#type(data);
      this.#ports.draw();
    });
  }

  /** The key that was held is no reply. False: none was. */
  #release(): boolean {
    const data = this.#held.release();
    if (data !== undefined) this.#type(data);
    return data !== undefined;
  }

  #act(question: OpenQuestion, meaning: KeyMeaning): void {
    const standing = this.#standing;
    const { draft } = this.#ports;
    if (meaning.type === 'reply') this.#reply(question, meaning.reply);
    else if (meaning.type === 'unread')
      draft.hint = standing?.body?.isWhole
        ? `PageDown first: ${countMore(standing.picture?.below ?? 0)}`
        : 'too long to be shown: reject it, or allow it with qmux reply';
    else if (standing) {
      standing.isReason = true;
      draft.begin({ text: standing.reason });
    }
  }

  /** False: it could not be kept. */
  #reply(question: OpenQuestion, reply: UserReply): boolean {
    this.#ports.reply(question, reply);
    return this.#standing?.question !== question;
  }

  #fillIn(standing: Standing, data: string): void {
    if (!standing.form) return;
    const { form, values } = pressInForm(standing.form, data);
    standing.form = form;
    if (values) this.#reply(standing.question, { type: 'form', values });
  }

  #isInSight(): boolean {
    const since = this.#standing?.shownSince;
    if (since === undefined) return false;
    const drawnMs = this.#ports.now() - since;
    return Math.min(drawnMs, this.#ports.seenMs() ?? drawnMs) >= IN_SIGHT_MS;
  }

  #draw(standing: Standing, size: QuestionSize): QuestionPicture {
    const body = standing.laid.bodyAt(size.cols);
    const hasOldDraft = standing.hasOldDraft && this.#ports.draft.text !== '';
    const picture = drawQuestion({ ...standing, hasOldDraft }, body?.lines ?? [BEING_LAID_OUT], size);
    if (standing !== this.#standing) return picture;
    standing.body = body;
    if (!body) {
      standing.picture = undefined;
      this.outOfSight();
      return { ...picture, isComplete: false };
    }
    standing.picture = picture;
    standing.top = picture.top;
    standing.wasRead ||= picture.below === 0;
    if (!picture.isComplete) this.outOfSight();
    else if (standing.shownSince === undefined) {
      standing.shownSince = this.#ports.now();
      this.#ports.onShown(true);
    }
    return picture;
  }
}

const ESCAPE = '\x1b';
/** In place of what is asked. */
const BEING_LAID_OUT = 'laying it out';
/** Interrupting and leaving: never what a word was continued with. */
const NEVER_TYPED: ReadonlySet<string> = new Set(['\x03', '\x04', '\x1a']);
